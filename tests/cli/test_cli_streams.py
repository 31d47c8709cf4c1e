"""Sound to standard output, and scripts from standard input."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("command", [WHOLE, PROOF])
def test_on_standard_output_is_the_mp3_and_nothing_else(here: Path, made: Made, command: tuple[str, ...]) -> None:
    done = piped(*command, "-o", "-")
    assert done.returncode == 0
    assert done.stderr.decode().startswith("standard output  0:")
    assert made() == set()
    assert piped(*command, "-o", "as-file.mp3").returncode == 0
    assert done.stdout == (here / "as-file.mp3").read_bytes()


def test_what_is_noticed_goes_to_standard_error(here: Path) -> None:
    done = piped(*WHOLE, "--athlete", "Ann", "-o", "-", "--quiet")
    assert done.stdout.startswith(b"ID3")
    assert "nothing in it says {athlete}" in done.stderr.decode()


def test_a_file_that_is_called_like_that_is_named_by_its_folder(run: Run, here: Path, made: Made) -> None:
    said = run(*WHOLE, "-o", "./-")
    assert said.code == 0
    assert str(Path("-", "short.mp3")) in made()


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("command", [WHOLE, PROOF])
def test_a_terminal_gets_no_sound(here: Path, command: tuple[str, ...]) -> None:
    with in_terminal(*command, "-o", "-") as shown:
        err = shown.ended()
    assert shown.process.returncode == 2
    assert b"redirect" in err


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
