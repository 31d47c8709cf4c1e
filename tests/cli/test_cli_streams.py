"""Sound to standard output, and scripts from standard input."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.script.load import load_session
from tests.support.commands import Made, Run
from tests.support.terminal import in_terminal

SHORT = "session: Short\nvoice: {engine: tone}\ncoach: beeps-only\nsteps: [work 30s Run, rest 10s Walk]\n"
PROOF = ("play", "short.yaml", "--fast")
WHOLE = ("render", "short.yaml")


@pytest.fixture(autouse=True)
def short(here: Path) -> None:
    (here / "short.yaml").write_text(SHORT, encoding="utf-8")


def piped(*arguments: str, script: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a command whose output is taken as bytes."""
    given = script.encode() if isinstance(script, str) else script
    command = [sys.executable, "-m", "audiocoach", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("command", [WHOLE, PROOF])
def test_on_standard_output_is_the_mp3_and_nothing_else(here: Path, made: Made, command: tuple[str, ...]) -> None:
    done = piped(*command, "-o", "-")
    assert done.returncode == 0
    assert done.stderr.decode().startswith("standard output  0:")
    assert made() == set()
    assert piped(*command, "-o", "as-file.mp3").returncode == 0
    assert done.stdout == (here / "as-file.mp3").read_bytes()


@pytest.mark.slow
def test_what_is_noticed_goes_to_standard_error(here: Path) -> None:
    done = piped(*WHOLE, "--athlete", "Ann", "-o", "-", "--quiet")
    assert done.stdout.startswith(b"ID3")
    assert "nothing in it says {athlete}" in done.stderr.decode()


def test_a_file_that_is_called_like_that_is_named_by_its_folder(run: Run, here: Path, made: Made) -> None:
    said = run(*WHOLE, "-o", "./-")
    assert said.code == 0
    assert str(Path("-", "short.mp3")) in made()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("command", [WHOLE, PROOF])
def test_a_terminal_gets_no_sound(here: Path, command: tuple[str, ...]) -> None:
    with in_terminal(*command, "-o", "-") as shown:
        err = shown.ended()
    assert shown.process.returncode == 2
    assert b"redirect" in err


@pytest.mark.slow
@pytest.mark.parametrize("command", [WHOLE, PROOF])
def test_a_reader_that_has_seen_enough_ends_it_quietly(command: tuple[str, ...]) -> None:
    arguments = [sys.executable, "-m", "audiocoach", *command, "-o", "-"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read().decode()
    assert process.returncode == 0
    assert "pipe" not in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("render", "short.yaml", "first-steps.yaml"), "several scripts"),
        (("render", "backwards-8-weeks"), "a programme needs a folder"),
        (("render", "short.yaml", "--athletes", "club.csv"), "several athletes"),
        (("render", "short.yaml", "--with", "lrc"), "nothing beside standard output"),
        (("render", "short.yaml", "--bitrate", "320"), "320 kb/s is not possible"),
        (("play", "backwards-8-weeks", "--fast"), "--session 1.1"),
        (("play", "short.yaml"), "audiocoach render"),
    ],
)
def test_what_is_no_single_sound_is_refused(run: Run, here: Path, arguments: tuple[str, ...], why: str) -> None:
    (here / "club.csv").write_text("name\nAnn\nBo\n", encoding="utf-8")
    said = run(*arguments, "-o", "-")
    assert said.code in (1, 2)
    assert said.out == ""
    assert why in said.err


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`typed(text)` is what stands on standard input."""

    def typed(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return typed


Typed = Callable[[str], None]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "show", "record-list"])
@pytest.mark.parametrize("script", [SHORT, "session: Own\nvoice: {engine: tone}\nsteps: [{work: 60s, say: Run.}]\n"])
def test_a_script_on_standard_input_is_as_one_in_a_file(
    run: Run, here: Path, typed: Typed, command: str, script: str
) -> None:
    (here / "same.yaml").write_text(script, encoding="utf-8")
    typed(script)
    said, wanted = run(command, "-"), run(command, "same.yaml")
    assert (said.code, said.out.replace("<stdin>", "same.yaml"), said.err) == (wanted.code, wanted.out, wanted.err)


def test_what_is_wrong_with_it_is_told_with_its_place(run: Run, typed: Typed) -> None:
    typed(SHORT.replace("work", "wrok"))
    said = run("check", "-", "short.yaml")
    assert said.code == 1
    assert said.out.startswith("<stdin>:4:9: ")
    assert "short.yaml: good" in said.out


@pytest.mark.parametrize(("text", "why"), [("", "empty"), ("a\0b", "not a text file"), ("#" * 2**20 + "\n", "1 MiB")])
def test_what_is_no_script_is_told(run: Run, typed: Typed, text: str, why: str) -> None:
    typed(text)
    said = run("check", "-")
    assert said.code == 1
    assert said.out.startswith("<stdin>")
    assert why in said.out


@pytest.mark.slow
def test_programmes_and_coach_sheets_too(run: Run, here: Path, typed: Typed) -> None:
    assert run("new", "plan", "--programme").code == 0
    wanted = run("plan", "plan.yaml")
    typed((here / "plan.yaml").read_text(encoding="utf-8"))
    assert run("plan", "-") == wanted
    typed((here / "coach-mine.yaml").read_text(encoding="utf-8"))
    assert "<stdin>: good. A coach sheet" in run("check", "-").out


def test_files_it_names_lie_in_the_current_folder_and_nowhere_else(run: Run, here: Path, typed: Typed) -> None:
    typed(SHORT.replace("beeps-only", "coach-mine.yaml"))
    assert run("check", "-").code == 0
    (here.parent / "outside.yaml").write_bytes((here / "coach-mine.yaml").read_bytes())
    typed(SHORT.replace("beeps-only", "../outside.yaml"))
    said = run("check", "-")
    assert said.code == 1
    assert "outside" in said.out


@pytest.mark.parametrize("more", [(), ("-o", "folder"), ("-o", "folder", "--athlete", "Ann")])
def test_rendered_it_needs_a_name(run: Run, typed: Typed, made: Made, more: tuple[str, ...]) -> None:
    typed(SHORT)
    said = run("render", "-", *more)
    assert said.code == 2
    assert "-o FILE.mp3" in said.err
    assert made() == set()


def test_rendered_it_carries_its_script(run: Run, here: Path, typed: Typed) -> None:
    typed(SHORT + "# my own note\n")
    assert run("render", "-", "-o", "run.mp3").code == 0
    assert run("extract", "run.mp3", "-o", "out").code == 0
    assert (here / "out" / "script.yaml").read_text(encoding="utf-8") == SHORT + "# my own note\n"


@pytest.mark.slow
def test_a_pipe_on_either_side(here: Path) -> None:
    done = piped("render", "-", "-o", "-", script=SHORT)
    assert done.returncode == 0
    assert done.stdout.startswith(b"ID3")


def test_a_file_of_that_name_is_read_by_its_folder_and_by_a_program_without(run: Run, here: Path, typed: Typed) -> None:
    typed("")
    (here / "-").write_text(SHORT, encoding="utf-8")
    assert run("check", "./-").code == 0
    assert load_session("-").session == "Short"


def test_where_a_folder_needs_a_name_there_is_none(run: Run, typed: Typed) -> None:
    typed(SHORT)
    assert "no file and no shipped script" in run("share", "-").err
