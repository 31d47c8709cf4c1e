"""Files that are brought become scripts of the folder; nothing that is there goes for them."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from audiocoach.rendering.session import render
from audiocoach.script.load import load_session
from tests.support.studio_page import SCRIPT, Got, Page

ZWO = b"""<workout_file><name>Threshold</name><sportType>run</sportType><workout>
<Warmup Duration="300" PowerLow="0.25" PowerHigh="0.75"/>
<IntervalsT Repeat="4" OnDuration="60" OffDuration="60" OnPower="1" OffPower="0.5"/>
</workout></workout_file>"""


def bring(page: Page, name: str, data: bytes) -> Got:
    return page.post("import", {"name": name, "base64": b64encode(data).decode()})


def told(got: Got) -> Any:
    assert got.status == 200, got
    return got.json


@pytest.mark.slow
def test_a_workout_of_another_program_becomes_a_script(page: Page, folder: Path) -> None:
    found = told(bring(page, "my threshold.zwo", ZWO))
    assert found["path"] == "my-threshold.yaml"
    assert "Threshold" in found["text"]
    assert found["command"] == f"audiocoach import 'my threshold.zwo' -o {folder}/my-threshold.yaml"
    assert told(bring(page, "my threshold.zwo", ZWO))["path"] == "my-threshold-2.yaml"


def test_a_script_becomes_one_of_the_folder(page: Page, folder: Path) -> None:
    found = told(bring(page, "mine.yaml", SCRIPT.replace("\n", "\r\n").encode("utf-16")))
    assert (found["path"], found["text"]) == ("mine-2.yaml", SCRIPT)
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == SCRIPT


@pytest.mark.slow
def test_a_plan_becomes_a_programme(page: Page) -> None:
    found = told(
        bring(page, "plan.csv", b'week,day,title,steps\n1,Mon,Easy,"warm-up 5m Jog, 4 x (work 60s, rest 60s)"\n')
    )
    assert (found["path"], found["kind"]) == ("plan.yaml", "programme")


@pytest.mark.slow
def test_a_sound_that_was_made_here_gives_its_script_back(page: Page, folder: Path, tmp_path: Path) -> None:
    render(load_session(folder / "mine.yaml"), tmp_path / "run.mp3")
    found = told(bring(page, "run.mp3", (tmp_path / "run.mp3").read_bytes()))
    assert (found["path"], found["text"]) == ("run/mine.yaml", SCRIPT)
    sheet = "coach: mine\nextends: beeps-only\nmoments: []\n"
    (folder / "sheet.yaml").write_text(sheet, encoding="utf-8")
    (folder / "own.yaml").write_text(SCRIPT.replace("beeps-only", "sheet.yaml"), encoding="utf-8")
    render(load_session(folder / "own.yaml"), tmp_path / "own.mp3")
    found = told(bring(page, "own.mp3", (tmp_path / "own.mp3").read_bytes()))
    assert found["path"] == "own/own.yaml"
    assert (folder / "own" / "sheet.yaml").read_text(encoding="utf-8") == sheet


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.zwo", b"<!DOCTYPE x [<!ENTITY a 'b'>]><workout_file>&a;</workout_file>"),
        ("x.zwo", b""),
        ("x.fit", b"\x0e\x10" * 100),
        ("x.mp3", b"no sound"),
        ("x.mp3", b""),
        ("x.yaml", b"\xff\xfe\xfd"),
        ("x.yaml", b"a\x00b"),
        ("x.yaml", b"#" * (1024 * 1024 + 1)),
        ("x.xlsx", b"PK\x03\x04 no workbook"),
        ("x.exe", b"MZ"),
        ("", b"\x00"),
        ("../../x.zwo", b"nothing"),
    ],
)
def test_what_is_none_of_these_leaves_nothing(page: Page, folder: Path, name: str, data: bytes) -> None:
    before = sorted(folder.parent.rglob("*"))
    got = bring(page, name, data)
    assert got.status == 422
    assert str(Path(gettempdir())) not in got.json["message"]
    assert sorted(folder.parent.rglob("*")) == before


@pytest.mark.parametrize("base64", [5, None, "***", "abc", "\u00e4"])
def test_what_is_no_file_is_refused(page: Page, base64: object) -> None:
    assert page.post("import", {"name": "x.zwo", "base64": base64}).status == 400


@pytest.mark.parametrize("name", ["../evil.yaml", "/etc/evil.yaml", "C:\\evil.yaml", "a/../../evil.yaml", ".evil.yaml"])
def test_whatever_a_file_is_called_its_script_comes_into_the_folder(page: Page, folder: Path, name: str) -> None:
    found = told(bring(page, name, SCRIPT.encode()))
    assert found["path"] == "evil.yaml"
    assert (folder / "evil.yaml").is_file()
    assert not (folder.parent / "evil.yaml").exists()


@pytest.mark.parametrize("template", ["first-run", "backwards-first", "intervals-over-music", "programme", "workout"])
def test_each_template_begins_a_script_without_a_mistake(page: Page, folder: Path, template: str) -> None:
    from audiocoach.rendering.orders import load_script

    (folder / "song.mp3").write_bytes(b"only its name is read")
    opened = page.ask("new", template=template, name='My "run": {one}')
    assert opened["path"] == "My-run-{one}.yaml"
    assert opened["kind"] == ("programme" if template == "programme" else "session")
    load_script(folder / opened["path"])
    assert template != "intervals-over-music" or 'music: "song.mp3"' in opened["text"]
    assert {each["id"] for each in page.ask("state")["templates"]} >= {template}


def test_coach_sheets_of_the_folder_are_offered_and_are_no_workouts(page: Page, folder: Path) -> None:
    (folder / "sheet.yaml").write_text("coach: mine\nextends: standard\nmoments: []\n", encoding="utf-8")
    assert [each["path"] for each in page.ask("state")["scripts"]] == ["mine.yaml"]
    assert "sheet.yaml" in page.ask("choices", path="mine.yaml")["coaches"]


def test_a_script_larger_than_any_may_be_is_not_taken_apart(page: Page, folder: Path) -> None:
    before = sorted(folder.iterdir())
    got = bring(page, "ends.yaml", b"\n" * (1024 * 1024 + 1))
    assert (got.status, "larger than 1 MiB" in got.json["message"]) == (422, True)
    assert sorted(folder.iterdir()) == before
