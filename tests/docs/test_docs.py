"""What the docs show is run: their scripts are read, their commands exist, their examples are true."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.errors import ScriptError
from audiocoach.programme.load_programme import load_programme, parse_programme
from audiocoach.quantities.quantity import number
from audiocoach.script.context import Reading
from audiocoach.script.library import find_script
from audiocoach.script.load import parse_session
from audiocoach.script.source import kind_of, nodes_of, read_text

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands() -> list[str]:
    lines = [
        line.partition("#")[0].strip()
        for text in (README, LANGUAGE)
        for line in "".join(blocks(text, "sh")).splitlines()
    ]
    return [line for line in lines if line.startswith("audiocoach ")]


def test_the_six_lines_of_the_readme_are_the_script_that_make_workout_renders() -> None:
    script = (ROOT / "scripts" / "first-run.yaml").read_text(encoding="utf-8")
    lines = [line for line in script.splitlines() if not line.startswith("#")]
    assert blocks(README, "yaml")[0].splitlines() == lines
    assert len(lines) <= 7
    assert "SCRIPT ?= scripts/first-run.yaml" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize("name", ["run.yaml", "my run.yaml", "it's Ann's $HOME run.yaml"])
def test_make_workout_takes_any_name(name: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / ".venv").mkdir()
    for done in (".made", ".installed"):
        (tmp_path / ".venv" / done).touch()
    command = tmp_path / "audiocoach"
    command.write_text('#!/bin/sh\nfor each in "$@"; do echo "<$each>"; done\n')
    command.chmod(0o755)
    made = ["make", "-s", "workout", "BIN=.", f"SCRIPT={name.replace('$', '$$')}"]
    said = subprocess.run(made, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["<render>", f"<{name}>"]


@pytest.mark.parametrize("block", blocks(LANGUAGE, "yaml"))
def test_every_script_of_the_language_page_is_read_without_a_warning(block: str, tmp_path: Path) -> None:
    for name in re.findall(r"[\w/]+\.(?:mp3|flac|ogg)", block):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "songs").mkdir(exist_ok=True)
    root = nodes_of(block, Reading(file="docs"))
    readers = {"session": parse_session, "programme": parse_programme}
    if kind_of(root) in readers:
        assert readers[kind_of(root)](block, folder=tmp_path).warnings == ()
    else:
        assert "moments" in root


def test_the_mistake_the_readme_shows_is_told_in_the_words_it_shows(tmp_path: Path) -> None:
    (shown,) = blocks(README, "text")
    line = re.search(r"\| (.*)", shown)
    assert line is not None
    filler = "steps:\n  - 2 x (work 60s, rest 60s)\n" + "# a comment\n" * 5 + "  - repeat: 3\n    steps:\n"
    text = f"session: My workout\n{filler}{line[1]}\n"
    with pytest.raises(ScriptError) as caught:
        parse_session(text, "my-workout.yaml")
    assert str(caught.value).splitlines()[:4] == shown.splitlines()[:4]


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted(set(commands())))
def test_every_command_of_the_docs_exists_with_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, name, *arguments = shlex.split(command)
    assert main([name, "--help"]) == 0
    help_text = capsys.readouterr().out
    for argument in arguments:
        if argument.startswith("-"):
            assert re.search(rf"(^|[\s,]){re.escape(argument)}\b", help_text), f"{argument} is not an option of {name}"


@pytest.mark.parametrize("name", ["backwards-first", "first-run", "backwards-8-weeks"])
def test_scripts_named_in_the_readme_come_along(name: str) -> None:
    assert name in README
    assert read_text(find_script(name))


def test_the_readmes_table_of_commands_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    listed = re.findall(r"^  ([\w-]+)  ", capsys.readouterr().out.partition("Commands:")[2], re.MULTILINE)
    assert listed
    assert set(re.findall(r"^\| `audiocoach ([\w-]+)", README, re.MULTILINE)) == set(listed)


def test_the_readme_says_of_running_backwards_what_its_programme_does() -> None:
    sessions = load_programme(ROOT / "scripts" / "backwards-8-weeks.yaml").sessions
    assert "raises the total from two minutes to ten, in four or five short rounds:" in README
    assert (sessions[0].dose, sessions[-1].dose) == (2 * 60_000, 10 * 60_000)
    assert {session.variables["bouts"] for session in sessions} == {number(4), number(5)}
