"""`check`, `show`, `list`, `schema`, `voices` and `doctor`: looking without rendering."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import av
import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from audiocoach import load_session
from audiocoach.__main__ import main
from audiocoach.output.other_formats import FORMATS
from audiocoach.script.library import shipped_scripts
from audiocoach.script.source import kind_of_file
from tests.support.commands import Made, Run, Said
from tests.support.decoders import by_miniaudio
from tests.support.short_programme import SHORT

BAD = """\
session: Bad
steps:
  - warm-up 5m
  - work: 90
    cadense: 180
"""

OVERLAP = """\
session: Two at once
steps:
  - work: 30s
    cues:
      - {at: 10s, say: This goes on and on and on for quite a while}
      - {at: 11s, say: And this is said over it}
"""


WARNED = "session: Odd\nblocks:\n  spare: rest 60s\nsteps: work 60s\n"


@pytest.mark.slow
def test_check_says_what_is_good_and_how_long_it_is(run: Run, made: Made) -> None:
    said = run("check", "whiteboard.yaml", "--voice", "tone")
    assert said.code == 0
    assert re.fullmatch(r"whiteboard\.yaml: good\. 28:00, \d+ cues.*\.\n", said.out)
    assert made() == set()


def test_check_lists_warnings_and_ends_well(run: Run, here: Path) -> None:
    (here / "odd.yaml").write_text(WARNED, encoding="utf-8")
    said = run("check", "odd.yaml", "--voice", "tone")
    assert said.code == 0
    first, *_, last = said.out.splitlines()
    assert first == "odd.yaml:3:3: warning: the block 'spare' is never used"
    assert last.startswith("odd.yaml: 1 warning. 1:00, ")


@pytest.mark.parametrize("options", [(), ("--athletes", "club.csv")], ids=["a journal", "a table"])
def test_a_script_of_which_only_a_note_is_told_is_good(run: Run, here: Path, options: tuple[str, ...]) -> None:
    (here / "short.yaml").write_text(SHORT.replace("Rest.", '"Rest{last, else: }."'), encoding="utf-8")
    if options:
        (here / "club.csv").write_text("name,language\nAnn,de\n", encoding="utf-8")
    else:
        (here / "short.journal").write_text("someday  1.1  felt 3\n", encoding="utf-8")
    said = run("check", "short.yaml", *options)
    assert said.code == 0
    *notes, last = said.out.splitlines()
    assert "note: " in notes[0]
    assert "warning" not in said.out
    assert last.startswith("short.yaml: good")


def test_check_finds_all_errors_of_all_files(run: Run, here: Path, made: Made) -> None:
    (here / "bad.yaml").write_text(BAD, encoding="utf-8")
    said = run("check", "bad.yaml", "nowhere.yaml", "whiteboard.yaml", "--voice", "tone")
    assert said.code == 1
    assert "bad.yaml:4:11: " in said.out
    assert "'90s'" in said.out
    assert "bad.yaml:5:5: unknown key 'cadense'" in said.out
    assert "did you mean 'cadence'?" in said.out
    assert "nowhere.yaml: there is no such file" in said.out
    assert "whiteboard.yaml: good." in said.out, "one bad script does not hide the others"
    assert made() == {"bad.yaml"}


@pytest.mark.slow
@pytest.mark.parametrize("fast", [True, False])
def test_check_measures_or_estimates_what_overlaps(run: Run, here: Path, made: Made, fast: bool) -> None:
    (here / "overlap.yaml").write_text(OVERLAP, encoding="utf-8")
    said = run("check", "overlap.yaml", *(["--fast"] if fast else []))
    assert said.code == 1
    assert "overlap.yaml:6:24: two cues at once" in said.out
    assert made() == {"overlap.yaml"}


def test_check_fast_speaks_nothing_and_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def speak(*_: object) -> None:
        raise AssertionError("it spoke")

    monkeypatch.setattr("audiocoach.speech.studio.Studio.record", speak)
    said = run("check", "whiteboard.yaml", "--fast")
    assert said.code == 0
    assert said.out.endswith(", lengths estimated.\n")


def test_check_takes_coach_sheets_too(run: Run, here: Path) -> None:
    assert re.fullmatch(
        r"coach-mine\.yaml: good\. A coach sheet with \d+ moments\.\n", run("check", "coach-mine.yaml").out
    )
    (here / "bad-coach.yaml").write_text("coach: Bad\nmoments:\n  - {when: strat, say: Go}\n", encoding="utf-8")
    said = run("check", "bad-coach.yaml")
    assert said.code == 1
    assert "did you mean 'start'?" in said.out


def test_check_another_coach(run: Run) -> None:
    words = {coach: run("check", "whiteboard.yaml", "--fast", "--coach", coach).out for coach in ("none", "standard")}
    assert ", 0 cues" in words["none"]
    assert ", 0 cues" not in words["standard"]


@pytest.mark.slow
def test_show_reads_as_a_training_plan(run: Run, snapshot: SnapshotAssertion) -> None:
    said = run("show", "first-steps.yaml", "--voice", "tone")
    assert (said.code, said.err) == (0, "")
    assert said.out == snapshot


def test_show_verbose_has_signals_and_what_was_left_out(run: Run, snapshot: SnapshotAssertion) -> None:
    said = run("show", "first-steps.yaml", "--voice", "tone", "-v")
    assert said.code == 0
    assert said.out == snapshot


def test_show_writes_no_file(run: Run, made: Made) -> None:
    run("show", "whiteboard.yaml", "--voice", "tone", "-v")
    run("show", "whiteboard.yaml", "--json", "--fast")
    assert made() == set()


def test_show_json_has_exactly_what_is_promised(run: Run) -> None:
    said = run("show", "first-steps.yaml", "--voice", "tone", "--json")
    assert (said.code, said.err) == (0, "")
    data = json.loads(said.out)
    keys = ["title", "language", "length_ms", "intervals", "chapters", "events", "pulses", "dropped", "warnings"]
    assert list(data) == keys
    for interval in data["intervals"]:
        assert list(interval) == ["kind", "name", "start_ms", "end_ms", "round", "rounds"]
    for event in data["events"]:
        assert list(event) == ["type", "role", "text", "start_ms", "end_ms", "by", "line"]
        assert event["type"] in ("say", "sound")
        assert event["by"] in ("author", "coach")
        assert 0 <= event["start_ms"] < event["end_ms"] <= data["length_ms"]
    for dropped in data["dropped"]:
        assert list(dropped) == ["text", "at_ms", "why"]
    assert data["dropped"]
    assert data["warnings"] == []
    assert [(pulse["rate"], pulse["accent"]) for pulse in data["pulses"]] == [(160, None)] * 3


def test_show_json_says_when_and_where(run: Run) -> None:
    data = json.loads(run("show", "first-steps.yaml", "--voice", "tone", "--json").out)
    assert (data["title"], data["language"]) == ("First steps backwards", "en")
    talk = data["intervals"][0]["end_ms"]
    assert data["length_ms"] == talk + 450_000
    work = {"kind": "work", "name": "Jog backwards", "round": 2, "rounds": 3}
    assert {**work, "start_ms": talk + 240_000, "end_ms": talk + 270_000} in data["intervals"]
    (rolled,) = [event for event in data["events"] if event["text"] == "One minute done. Roll your shoulders."]
    assert (rolled["start_ms"], rolled["by"], rolled["line"]) == (talk + 60_000, "author", 17)
    last = data["events"][-1]
    assert (last["type"], last["role"], last["end_ms"]) == ("sound", "session-end", data["length_ms"])


def test_show_by_name_and_with_another_coach(run: Run) -> None:
    assert run("show", "tabata", "--fast").out.startswith("Tabata  ")
    data = json.loads(run("show", "whiteboard.yaml", "--coach", "beeps-only", "--json", "--voice", "tone").out)
    assert {event["type"] for event in data["events"]} == {"sound"}


def test_show_of_a_bad_script_is_the_errors_on_stderr(run: Run, here: Path) -> None:
    (here / "bad.yaml").write_text(BAD, encoding="utf-8")
    said = run("show", "bad.yaml", "--json")
    assert (said.code, said.out) == (1, "")
    assert "unknown key 'cadense'" in said.err


def listed(said: Said) -> dict[str, str]:
    """What `list` says of each script, by name."""
    lines = [line.split(maxsplit=1) for line in said.out.splitlines() if line.startswith("  ")]
    return {name: rest.strip() for name, rest in lines}


@pytest.fixture(scope="module")
def list_said() -> Said:
    """What `list` prints, which measures every shipped session."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["list"])
    return Said(code, out.getvalue(), err.getvalue())


@pytest.mark.slow
def test_list_has_every_shipped_script_with_its_length_and_a_line(list_said: Said) -> None:
    assert (list_said.code, list_said.err) == (0, "")
    scripts = listed(list_said)
    assert set(scripts) == {path.stem for path in shipped_scripts()}
    assert len(scripts) >= 10
    for about in scripts.values():
        assert re.fullmatch(r"(~?(\d:)?\d+:\d\d|\d+ weeks)  \S.{10,}", about)


@pytest.mark.slow
def test_list_keeps_other_languages_apart(list_said: Said) -> None:
    first, _, last = list_said.out.partition("\nIn other languages:\n")
    names = [line.split()[0] for line in last.splitlines()]
    assert names == ["backwards-8-weeks.de", "backwards-8-weeks.es", "backwards-first.de", "backwards-first.es"]
    assert not any(name in first for name in names)


@pytest.mark.slow
def test_list_marks_the_lengths_that_depend_on_the_voice(list_said: Said) -> None:
    scripts = listed(list_said)
    for path in shipped_scripts():
        if kind_of_file(path) == "session":
            auto = any(step.length == "auto" for step in load_session(path).written_steps())
            assert scripts[path.stem].startswith("~") == auto


@pytest.mark.slow
@pytest.mark.parametrize("of", ["session", "coach"])
def test_schema_is_one_that_the_shipped_files_satisfy(run: Run, of: str) -> None:
    said = run("schema", of)
    assert (said.code, said.err) == (0, "")
    schema = json.loads(said.out)
    jsonschema.validators.validator_for(schema).check_schema(schema)
    if of == "session":
        assert run("schema").out == said.out, "a session's is meant unless said otherwise"


def test_schema_of_something_else_is_a_usage_error(run: Run) -> None:
    said = run("schema", "nothing")
    assert (said.code, said.out) == (2, "")
    assert "'nothing' is not one of 'session', " in said.err


def voice_rows(said: str) -> dict[str, list[str]]:
    """The lines of voices, by the heading they stand under."""
    table, _, _ = said.rpartition("\n\n")
    header, *groups = table.split("\n\n")
    # "heard" is a column where any of the voices was measured.
    assert [title for title in header.split() if title != "heard"] == ["engine", "name", "language", "licence", "id"]
    starts = [header.index(title) for title in header.split()]
    found = {title: rows for title, *rows in (group.splitlines() for group in groups)}
    cells = [
        [row[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)] for row in chain(*found.values())
    ]
    assert all(all([*row[:4], row[-1]]) for row in cells)  # few voices were measured by how they are heard
    assert len({row[-1] for row in cells}) == len(cells) > 0
    return found


def test_voices_are_listed_in_columns_the_useful_ones_first(run: Run) -> None:
    said = run("voices")
    assert said.code == 0
    found = voice_rows(said.out)
    coached = ["English", "German", "Spanish", "French", "Italian", "Dutch", "Polish", "Portuguese"]
    assert list(found) == [*coached, "Other languages", "Invented languages and jokes"]
    assert any("Klingon" in row for row in found["Invented languages and jokes"])
    assert not any(
        "Klingon" in row or "Shavian" in row for title in found for row in found[title] if "Inv" not in title
    )
    assert any("Swedish" in row for row in found["Other languages"])
    lines = said.out.splitlines()
    assert any(line.startswith("recorded: any folder") for line in lines)
    assert any("German ones" in line for line in lines)
    assert "--voice NAME" in lines[-1]


def test_voices_of_a_language(run: Run) -> None:
    every, english = run("voices").out.splitlines(), run("voices", "--language", "en").out.splitlines()
    assert 3 < len(english) < len(every)
    said = run("voices", "-l", "xx")
    assert (said.code, said.out) == (1, "")
    assert "no voice of this computer speaks 'xx'" in said.err


@pytest.mark.slow
def test_voices_can_be_tried(run: Run, made: Made) -> None:
    (listed,) = voice_rows(run("voices", "-l", "de").out).values()
    said = run("voices", "--try", "Hallo, los geht es.", "-l", "de")
    assert said.code == 0, said.err
    paths = said.out.splitlines()
    assert len(set(paths)) == len(listed) > 0, "a file for each voice"
    assert made() == {"output/", "output/voices/", *paths}
    for path in paths:
        heard = by_miniaudio(Path(path))
        assert len(heard) > 12_000
        assert max(heard) > 3_000 / 32_768


def test_voices_cannot_try_what_nobody_can_say(run: Run, made: Made) -> None:
    said = run("voices", "--try", "🙂", "-l", "de")
    assert said.code == 1
    assert "there is no word in it" in said.err
    assert made() == set()


@pytest.mark.slow
def test_doctor_finds_everything_well_here(run: Run, made: Made) -> None:
    said = run("doctor")
    assert said.code == 0, said.out
    assert all(line.startswith("ok ") for line in said.out.splitlines())
    for part in ("Python", "voices", "speech", "signals", "MP3", "other files", "music", "cache", "output"):
        assert f" {part}: " in said.out
    assert made() == set()


@pytest.mark.slow
def test_doctor_says_what_is_broken_and_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "taken"))
    monkeypatch.setattr("audiocoach.storage.shipped._PACKAGE", tmp_path / "nowhere" / "audiocoach")
    said = run("doctor")
    assert said.code == 1
    broken = [line for line in said.out.splitlines() if line.startswith("BROKEN")]
    assert [re.split(r" +|:", line)[1] for line in broken] == ["signals", "MP3", "cache"]
    assert "check the name and the folder" in broken[0]


@pytest.mark.slow
def test_doctor_tries_music_and_goes_on_where_a_library_is_another_than_was_known(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = av.open

    def open_without_an_argument(file: Any, mode: str, **named: Any) -> Any:
        if mode == "r":
            raise TypeError("open() got an unexpected keyword argument 'buffer_size'")
        return opened(file, mode, **named)

    monkeypatch.setattr(av, "open", open_without_an_argument)
    said = run("doctor")
    assert said.code == 1
    broken = [line for line in said.out.splitlines() if line.startswith("BROKEN")]
    assert broken == ["BROKEN   music: TypeError: open() got an unexpected keyword argument 'buffer_size'"]
    assert "\nok       output: " in said.out


@pytest.mark.slow
def test_doctor_names_each_kind_of_file_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for suffix in (".opus", ".flac"):
        monkeypatch.setitem(FORMATS, suffix, replace(FORMATS[suffix], codec="none-such"))
    said = run("doctor")
    assert said.code == 1
    broken = [line for line in said.out.splitlines() if line.startswith("BROKEN")]
    assert len(broken) == 1
    assert broken[0].startswith("BROKEN   other files: .flac: ")
    assert "; .opus: " in broken[0]
    assert ".wav" not in broken[0]


@pytest.mark.slow
def test_a_file_in_the_way_of_tried_voices_is_named(run: Run, here: Path) -> None:
    (here / "output").write_text("mine")
    said = run("voices", "--try", "Hello", "-l", "en")
    assert said.code == 1
    assert "output/voices: this folder cannot be made: " in said.err
    assert (here / "output").read_text() == "mine"
