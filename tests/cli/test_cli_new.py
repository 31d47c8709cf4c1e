"""`new`: a script that renders at once, under any name a file can have."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach import load_session
from audiocoach.script.library import find_script
from tests.support.commands import Made, Run


@pytest.mark.slow
def test_a_new_script_can_be_checked_shown_and_rendered_at_once(run: Run, made: Made) -> None:
    said = run("new", "my-workout")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("my-workout.yaml: ")
    assert "audiocoach render my-workout.yaml" in said.out
    assert made() == {"my-workout.yaml"}
    checked = run("check", "my-workout.yaml", "--voice", "tone")
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.startswith("my-workout.yaml: good. ")
    assert run("show", "my-workout.yaml", "--voice", "tone").out.startswith("My workout  ")
    assert run("render", "my-workout.yaml", "--voice", "tone").code == 0
    assert made() == {"my-workout.yaml", "output/", "output/my-workout.mp3"}


@pytest.mark.slow
def test_a_new_programme_can_be_planned_checked_and_followed_at_once(run: Run, made: Made) -> None:
    said = run("new", "my plan", "--programme")
    assert said.out == 'my plan.yaml: a programme to change as you like\n  audiocoach plan "my plan.yaml"\n'
    assert made() == {"my plan.yaml"}
    planned = run("plan", "my plan.yaml")
    assert (planned.code, planned.err) == (0, "")
    assert planned.out.startswith("My plan  6 weeks, 3 a week")
    checked = run("check", "my plan.yaml", "--fast")
    assert checked.out.startswith("my plan.yaml: good. 18 sessions, ")
    assert run("log", "1.1", "--felt", "4").code == 0
    assert "Next: 1.2 of My plan" in run("next").out


@pytest.mark.slow
@pytest.mark.parametrize("name", ["first-run", "backwards-8-weeks.de"])
def test_a_script_that_comes_along_can_be_copied_and_changed(run: Run, here: Path, name: str) -> None:
    said = run("new", "mine", "--from", name)
    assert (said.code, said.err) == (0, "")
    assert (here / "mine.yaml").read_text(encoding="utf-8") == find_script(name).read_text(encoding="utf-8")
    assert run("check", "mine.yaml", "--fast").code == 0
    assert run("new", "mine", "--from", name).code == 1


def test_only_what_comes_along_is_copied(run: Run, made: Made) -> None:
    said = run("new", "mine", "--from", "whiteboard.yaml")
    assert (said.code, said.err.splitlines()[0]) == (1, "whiteboard.yaml: this is a script of yours")
    assert "did you mean" in run("new", "mine", "--from", "first-runn").err
    assert run("new", "mine", "--from", "first-run", "--programme").code == 2
    assert made() == set()


@pytest.mark.slow
def test_a_new_script_has_room_for_its_words_when_really_spoken(run: Run) -> None:
    run("new", "my-workout")
    said = run("check", "my-workout.yaml")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("my-workout.yaml: good. ")


def test_what_is_there_is_never_overwritten(run: Run, here: Path, made: Made) -> None:
    before = (here / "whiteboard.yaml").read_bytes()
    for name in ("whiteboard", "whiteboard.yaml"):
        said = run("new", name)
        assert (said.code, said.out) == (1, "")
        assert said.err == "whiteboard.yaml: this file is there already\n  choose another name\n"
    assert (here / "whiteboard.yaml").read_bytes() == before
    assert made() == set()


def test_a_link_into_the_void_is_there_too(run: Run, here: Path) -> None:
    (here / "link.yaml").symlink_to("nowhere.yaml")
    assert run("new", "link").code == 1
    assert not (here / "nowhere.yaml").exists()


NAMES = {
    "plan.yaml": "Plan",
    "plan.yml": "Plan",
    "My Workout": "My Workout",
    "week_1-run_2": "Week 1 run 2",
    "läufe-für-alle": "Läufe für alle",
    "#1: best": "#1: best",
    "'quoted'": "'quoted'",
    'he said "go"': 'He said "go"',
    "back\\slash": "Back\\slash",
    "yes": "Yes",
    "90": "90",
    "on": "On",
    "v1.2": "V1.2",
    "🏃": "🏃",
    "& *": "& *",
    "- x": "X",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_odd_names_give_a_script_that_can_be_read(run: Run, made: Made, name: str) -> None:
    said = run("new", "--", name)
    assert (said.code, said.err) == (0, "")
    (path,) = made()
    assert Path(path).stem == name or path == name
    assert load_session(path).session == NAMES[name]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["a{b}", "{length}", "100%{", "new\nline"],
)
def test_names_with_braces_or_line_breaks_give_a_script_that_can_be_read(run: Run, made: Made, name: str) -> None:
    said = run("new", "--", name)
    if said.code == 0:
        (path,) = made()
        checked = run("check", path, "--fast")
        assert (checked.code, checked.err) == (0, "")
        title = run("show", path, "--fast").out.splitlines()[0]
        assert "".join(title.split()[:-1]).casefold() == "".join(name.split()).casefold()
    else:
        assert said.code == 1
        assert made() == set()


@pytest.mark.parametrize("name", ["...", "-", "_", "--", " "])
def test_a_name_without_a_letter_gives_a_script_or_an_error_but_nothing_broken(run: Run, made: Made, name: str) -> None:
    said = run("new", "--", name)
    if said.code == 0:
        (path,) = made()
        assert run("check", path, "--fast").code == 0
    else:
        assert said.code == 1
        assert made() == set()


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_name_that_is_none_is_the_users_error(run: Run, made: Made, name: str) -> None:
    said = run("new", name)
    assert (said.code, said.out) == (1, "")
    assert "is no name for a script" in said.err
    assert made() == set()


def test_in_a_folder_that_is_there(run: Run, here: Path, made: Made) -> None:
    (here / "plans").mkdir()
    said = run("new", "plans/monday")
    assert said.code == 0
    assert made() == {"plans/", "plans/monday.yaml"}
    assert "audiocoach render plans/monday.yaml" in (here / "plans" / "monday.yaml").read_text(encoding="utf-8")


def test_in_a_folder_that_is_not_there(run: Run, made: Made) -> None:
    said = run("new", "plans/monday")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("plans/monday.yaml: ")
    assert made() == set()


def test_a_name_too_long_for_a_file(run: Run, made: Made) -> None:
    said = run("new", "long" * 100)
    assert (said.code, said.out) == (1, "")
    assert said.err.rstrip().endswith("file name too long")
    assert made() == set()


def test_what_begins_with_a_dash_is_taken_for_an_option(run: Run, made: Made) -> None:
    said = run("new", "-x")
    assert said.code == 2
    assert made() == set()


def test_a_new_script_asked_for_without_its_ending_is_suggested(run: Run) -> None:
    run("new", "my-workout")
    said = run("render", "my-workout")
    assert (said.code, said.out) == (1, "")
    assert said.err == "my-workout: there is no file of this name\n  did you mean 'my-workout.yaml'?\n"


@pytest.mark.parametrize("name", ["run.mp3", "RUN.M4A"])
def test_a_sound_file_for_a_script_is_called_so(run: Run, here: Path, name: str) -> None:
    (here / name).write_bytes(b"ID3" + bytes(2_000_000))
    said = run("render", name)
    assert (said.code, said.out) == (1, "")
    assert f"{name}: this is a sound file, not a script\n  'audiocoach extract'" in said.err
