"""`render`: what it writes, where, and what it says."""

from __future__ import annotations

import re
from pathlib import Path

import mutagen.mp3
import pytest

from tests.support.commands import Made, Run

pytestmark = pytest.mark.slow


def length(path: str) -> float:
    return mutagen.mp3.MP3(path).info.length


def test_without_more_it_goes_into_the_folder_output(run: Run, made: Made) -> None:
    said = run("render", "whiteboard.yaml", "--voice", "tone")
    assert said.code == 0
    assert re.fullmatch(r"output/whiteboard\.mp3  28:00  10\.1 MB  in \d+\.\d s\n", said.out)
    assert said.err == ""
    assert made() == {"output/", "output/whiteboard.mp3"}
    assert length("output/whiteboard.mp3") == pytest.approx(1680, abs=0.06)


def test_a_shipped_script_by_its_name(run: Run, made: Made) -> None:
    said = run("render", "tabata", "--voice", "tone")
    assert said.code == 0, said.err
    assert said.out.startswith("output/tabata.mp3  ")
    assert made() == {"output/", "output/tabata.mp3"}


def test_a_file_of_ones_own_wins_over_a_shipped_name(run: Run, here: Path) -> None:
    (here / "tabata").write_text("session: My own\nsteps:\n  - work 30s\n", encoding="utf-8")
    said = run("render", "tabata", "--voice", "tone")
    assert said.out.startswith("output/tabata.mp3  0:30  ")


def test_to_a_file(run: Run, made: Made) -> None:
    said = run("render", "whiteboard.yaml", "-o", "my run.mp3", "--voice", "tone")
    assert said.out.startswith("my run.mp3  28:00  ")
    assert made() == {"my run.mp3"}


def test_to_a_folder_that_is_there(run: Run, here: Path, made: Made) -> None:
    (here / "phone.mp3").mkdir()
    said = run("render", "whiteboard.yaml", "-o", "phone.mp3", "--voice", "tone")
    assert said.out.startswith("phone.mp3/whiteboard.mp3  28:00  ")
    assert made() == {"phone.mp3/", "phone.mp3/whiteboard.mp3"}


def test_to_a_folder_that_is_made(run: Run, made: Made) -> None:
    said = run("render", "whiteboard.yaml", "--output", "to/phone", "--voice", "tone")
    assert said.out.startswith("to/phone/whiteboard.mp3  28:00  ")
    assert made() == {"to/", "to/phone/", "to/phone/whiteboard.mp3"}


def test_several_at_once(run: Run, made: Made) -> None:
    said = run("render", "whiteboard.yaml", "first-steps.yaml", "mobility", "--voice", "tone", "-o", "phone")
    assert said.code == 0
    assert [line.split("  ")[0] for line in said.out.splitlines()] == [
        "phone/whiteboard.mp3",
        "phone/first-steps.mp3",
        "phone/mobility.mp3",
    ]
    assert made() == {"phone/", "phone/whiteboard.mp3", "phone/first-steps.mp3", "phone/mobility.mp3"}


def test_an_older_file_is_replaced(run: Run, here: Path) -> None:
    (here / "run.mp3").write_bytes(b"an older file")
    assert run("render", "whiteboard.yaml", "-o", "run.mp3", "--voice", "tone").code == 0
    assert length("run.mp3") == pytest.approx(1680, abs=0.06)


def test_quiet_prints_nothing_but_problems(run: Run, here: Path) -> None:
    said = run("render", "whiteboard.yaml", "--voice", "tone", "--quiet")
    assert (said.code, said.out, said.err) == (0, "", "")
    (here / "odd.yaml").write_text("session: Odd\nblocks:\n  spare: rest 60s\nsteps: work 60s\n", encoding="utf-8")
    said = run("render", "odd.yaml", "--voice", "tone", "-q")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("odd.yaml:3:3: warning: the block 'spare' is never used")


@pytest.mark.slow
def test_with_this_computers_voice_in_a_process_of_its_own(command: Run, made: Made) -> None:
    said = command("render", "first-steps.yaml")
    assert said.code == 0, said.err
    assert re.fullmatch(r"output/first-steps\.mp3  7:4\d  2\.\d MB  in \d+\.\d s\n", said.out)
    assert "\x1b" not in said.out + said.err
    assert made() == {"output/", "output/first-steps.mp3"}


def test_another_coach_by_name_and_by_path(run: Run) -> None:
    assert run("render", "whiteboard.yaml", "--coach", "beeps-only", "--voice", "tone").code == 0
    beeps = Path("output/whiteboard.mp3").read_bytes()
    assert run("render", "whiteboard.yaml", "--coach", "coach-mine.yaml", "--voice", "tone").code == 0
    mine = Path("output/whiteboard.mp3").read_bytes()
    assert run("render", "whiteboard.yaml", "--voice", "tone").code == 0
    assert len({beeps, mine, Path("output/whiteboard.mp3").read_bytes()}) == 3


def test_a_coach_sheets_path_counts_from_the_current_folder(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "sub").mkdir()
    (here / "whiteboard.yaml").rename(here / "sub" / "whiteboard.yaml")
    assert run("render", "sub/whiteboard.yaml", "--coach", "coach-mine.yaml", "--voice", "tone").code == 0
    monkeypatch.chdir(here / "sub")
    assert run("render", "whiteboard.yaml", "--coach", "../coach-mine.yaml", "--voice", "tone").code == 0


@pytest.mark.parametrize("bitrate", ["32", "160"])
def test_another_bitrate(run: Run, bitrate: str) -> None:
    assert run("render", "whiteboard.yaml", "--bitrate", bitrate, "--voice", "tone").code == 0
    assert mutagen.mp3.MP3("output/whiteboard.mp3").info.bitrate == int(bitrate) * 1000


@pytest.mark.parametrize("bitrate", ["47", "0", "-48", "321", "abc", "48.5", ""])
def test_a_bitrate_that_is_none_is_a_usage_error(run: Run, made: Made, bitrate: str) -> None:
    said = run("render", "whiteboard.yaml", f"--bitrate={bitrate}", "--voice", "tone")
    assert said.code == 2
    assert "--bitrate" in said.err
    assert said.out == ""
    assert made() == set()


FAILING = {
    "no such file": (["nowhere.yaml"], "nowhere.yaml: there is no such file"),
    "no such script": (["tabatta"], "tabatta: there is no file and no shipped script of this name"),
    "a folder": (["."], ".: this is a folder, not a script"),
    "a coach sheet": (["coach-mine.yaml"], "this is a coach sheet, not a session"),
    "no such folder": (["whiteboard.yaml", "-o", "a/b/c.mp3"], "a/b/c.mp3: there is no folder a/b"),
    "no known kind of file": (["whiteboard.yaml", "-o", "run.mp4"], "did you mean '.mp3'?"),
    "a bitrate for what is no MP3": (
        ["whiteboard.yaml", "--bitrate", "64", "-o", "run.flac", "--voice", "tone"],
        "MP3s alone",
    ),
    "a bitrate for music": (["whiteboard.yaml", "--bitrate", "320"], "not possible with voice alone"),
    "two into one file": (["whiteboard.yaml", "tabata", "-o", "run.mp3"], "several scripts need a folder"),
    "two of one name": (["whiteboard.yaml", "./whiteboard.yaml"], "would both become output/whiteboard.mp3"),
    "into a file as if it were a folder": (
        ["whiteboard.yaml", "tabata", "-o", "coach-mine.yaml"],
        "2 scripts need a folder",
    ),
    "no such coach": (["whiteboard.yaml", "--coach", "standrad"], "did you mean 'standard'?"),
    "no such sheet": (["whiteboard.yaml", "--coach", "no.yaml"], "there is no coach sheet 'no.yaml'"),
    "no such voice": (["whiteboard.yaml", "--voice", "nobody"], 'no voice is called "nobody"'),
    "no such voice of an engine": (["whiteboard.yaml", "--voice", "tone:hgih"], 'Did you mean "High"?'),
}


@pytest.mark.parametrize("case", FAILING)
def test_what_the_user_can_mend_is_said_and_ends_with_1(run: Run, made: Made, case: str) -> None:
    arguments, message = FAILING[case]
    said = run("render", *arguments)
    assert said.code == 1
    assert message in said.err
    assert said.out == ""
    assert {name for name in made() if not name.endswith("/")} == set()


@pytest.mark.parametrize(
    "case",
    [
        "no such file",
        "a folder",
        "a coach sheet",
        "two of one name",
        "no such coach",
        "no such voice",
        "no such sheet",
    ],
)
def test_a_failed_render_does_not_leave_an_empty_folder(run: Run, made: Made, case: str) -> None:
    assert run("render", *FAILING[case][0]).code == 1
    assert made() == set()


@pytest.mark.parametrize(
    ("name", "arguments", "hint"),
    [("README", ["-o", "README"], "a file to write ends in .mp3, "), ("output", [], "move it away, or say where to")],
)
def test_a_file_where_a_folder_should_be_is_told(
    run: Run, here: Path, name: str, arguments: list[str], hint: str
) -> None:
    (here / name).write_text("my own", encoding="utf-8")
    said = run("render", "whiteboard.yaml", "--voice", "tone", *arguments)
    assert (said.code, said.err.startswith(f"{name}: this is no folder to write into\n  {hint}")) == (1, True)
    assert (here / name).read_text(encoding="utf-8") == "my own"


def test_when_one_of_several_is_wrong_none_is_written(run: Run, here: Path, made: Made) -> None:
    (here / "bad.yaml").write_text("session: Bad\nsteps:\n  - wrok: 30s\n", encoding="utf-8")
    (here / "worse.yaml").write_text("session: Worse\nsteps: work 6x\n", encoding="utf-8")
    said = run("render", "worse.yaml", "whiteboard.yaml", "bad.yaml", "--voice", "tone")
    assert said.code == 1
    assert said.err.startswith("nothing was rendered: 2 of 3 scripts must be mended first\nworse.yaml:2:")
    assert "did you mean 'work'?" in said.err
    assert {name for name in made() if name.endswith(".mp3")} == set()


def test_words_that_cannot_be_spoken_leave_the_older_file(run: Run, here: Path, made: Made) -> None:
    (here / "emoji.yaml").write_text("session: Emoji\nsteps:\n  - work: 30s\n    say: 🙂🙂\n", encoding="utf-8")
    (here / "run.mp3").write_bytes(b"an older file")
    said = run("render", "emoji.yaml", "-o", "run.mp3")
    assert said.code == 1
    assert "there is no word to speak in '🙂🙂'" in said.err
    assert (here / "run.mp3").read_bytes() == b"an older file"
    assert made() == {"run.mp3", "emoji.yaml"}


def test_a_cache_that_cannot_be_used_is_a_note_not_a_failure(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "taken").write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(here / "taken"))
    said = run("render", "whiteboard.yaml", "--voice", "tone")
    assert said.code == 0
    assert said.err.startswith("note: spoken words cannot be kept for the next time")
