"""What holds for every command: help, exit codes, streams, locales, and how fast it begins."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from audiocoach import __version__
from audiocoach.__main__ import main
from audiocoach.cli.app import app
from tests.support.commands import Run
from tests.support.running_process import goes_on
from tests.support.terminal import in_terminal

pytestmark = pytest.mark.slow

GROUP: Any = typer.main.get_command(app)
COMMANDS = sorted(GROUP.commands)


def test_the_commands_of_a_session_are_there() -> None:
    assert {"check", "doctor", "list", "new", "render", "schema", "show", "voices"} <= set(COMMANDS)


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_command(run: Run, flag: str) -> None:
    said = run(flag)
    assert (said.code, said.err) == (0, "")
    for name in COMMANDS:
        assert f"\n  {name}" in said.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_every_option_has_help(run: Run, name: str) -> None:
    said = run(name, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: audiocoach {name}")
    flat = " ".join(said.out.split())
    command = GROUP.commands[name]
    assert command.help.rstrip().endswith(".")
    assert " ".join(command.help.split()) in flat
    for parameter in command.params:
        assert parameter.help, parameter.name
        assert " ".join(parameter.help.split()) in flat


def test_the_help_is_no_wider_than_a_terminal(run: Run) -> None:
    for arguments in (["--help"], *([name, "--help"] for name in COMMANDS)):
        assert max(map(len, run(*arguments).out.splitlines())) <= 80


def test_version(run: Run) -> None:
    said = run("--version")
    assert (said.code, said.out, said.err) == (0, f"audiocoach {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["rendr", "x.yaml"],
        ["render"],
        ["show"],
        ["show", "one", "two"],
        ["check"],
        ["new"],
        ["new", "one", "two"],
        ["list", "extra"],
        ["render", "x.yaml", "--bogus"],
        ["render", "x.yaml", "-o"],
        ["voices", "--try"],
        ["schema", "other"],
        ["--bogus"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_points_to_the_help(run: Run, arguments: list[str]) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "--help" in said.err


def test_no_arguments_at_all_print_the_help(run: Run) -> None:
    said = run()
    assert said.code == 2
    assert "Usage: audiocoach" in said.out + said.err


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["rendr", "x.yaml"], "Did you mean 'render'?"),
        (["show", "tabatta"], "did you mean 'tabata'?"),
        (["show", "whitebord.yaml"], "did you mean 'whiteboard.yaml'?"),
        (["show", "tabata", "--fast", "--coach", "beeps"], "did you mean 'beeps-only'?"),
        (["show", "tabata", "--voice", "english (amerika)"], 'Did you mean "English (America)"'),
        (["show", "tabata", "--fats"], "--fast"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_name_nearly_right_is_suggested(run: Run, arguments: list[str], near: str) -> None:
    said = run(*arguments)
    assert said.code in (1, 2)
    assert near in said.err


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("an injected bug")


def test_a_bug_of_ours_is_owned_up_to_with_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.cli.list_scripts.script_lines", broken)
    said = run("list", bug=True)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("audiocoach has a bug: ZeroDivisionError: an injected bug (test_cli_contract.py:")
    assert "AUDIOCOACH_DEBUG=1" in said.err


def test_a_bug_shows_its_trace_on_demand(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.cli.list_scripts.script_lines", broken)
    monkeypatch.setenv("AUDIOCOACH_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("list")


def press(*_: object) -> None:
    raise KeyboardInterrupt


def test_ctrl_c_ends_with_130_and_no_trace(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.cli.list_scripts.script_lines", press)
    said = run("list")
    assert (said.code, said.out) == (130, "")


def test_ctrl_c_is_answered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.cli.list_scripts.script_lines", press)
    assert run("list").err.strip() == "interrupted"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_in_the_middle_of_speaking_leaves_nothing(here: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    process = subprocess.Popen(
        [sys.executable, "-m", "audiocoach", "render", "first-steps.yaml", "-o", "run.mp3"],
        env={**os.environ, "AUDIOCOACH_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while goes_on(process):
        if any(cache.glob("clips/*/*.kept")):
            process.send_signal(signal.SIGINT)
            break
    out, err = process.communicate()
    assert process.returncode == 130, err.decode()
    assert out == b""
    assert b"Traceback" not in err
    assert not [path for path in here.iterdir() if path.suffix != ".yaml"]


CLOSED_PIPE = [["--help"], ["--version"], ["list"], ["schema"], ["show", "whiteboard.yaml", "--fast", "--json"]]


def into_closed_pipe(arguments: list[str]) -> subprocess.CompletedProcess[bytes]:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        command = [sys.executable, "-m", "audiocoach", *arguments]
        return subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writer)


@pytest.mark.parametrize("arguments", CLOSED_PIPE, ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_reason_to_complain(here: Path, arguments: list[str]) -> None:
    assert into_closed_pipe(arguments).stderr == b""


@pytest.mark.parametrize("arguments", CLOSED_PIPE, ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_failure(here: Path, arguments: list[str]) -> None:
    assert into_closed_pipe(arguments).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("arguments", CLOSED_PIPE, ids=" ".join)
def test_a_full_disk_behind_the_output_is_told_and_is_no_bug_of_ours(here: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "audiocoach", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"what was to be printed cannot be written: no space left on device\n")


@pytest.mark.slow
def test_piped_output_is_plain_text_even_where_colours_are_forced(command: Run) -> None:
    for arguments in (["--help"], ["show", "tabata", "--fast"], ["check", "first-steps.yaml", "--fast"], ["bogus"]):
        said = command(*arguments, TERM="xterm-256color", FORCE_COLOR="1", CLICOLOR_FORCE="1")
        assert "\x1b" not in said.out + said.err


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_on_a_terminal_a_bar_shows_the_stages_and_goes_away(here: Path) -> None:
    with in_terminal("render", "whiteboard.yaml", "--voice", "tone", messages=True) as rendering:
        out, shown = rendering.ended(), rendering.shown
    assert rendering.process.returncode == 0
    assert b"whiteboard.mp3: encoding" in shown
    assert shown.rstrip().endswith(b"\x1b[2K"), "the line is wiped in the end"
    assert out.startswith(b"output/whiteboard.mp3  28:00  ")


@pytest.mark.parametrize("module", ["numpy", "pydub", "lameenc", "pyttsx3", "av", "pydantic", "yaml", "mutagen"])
def test_help_imports_nothing_heavy(here: Path, module: str) -> None:
    code = f"""
import sys
from audiocoach.__main__ import main
main(["--help"])
sys.exit({module!r} in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0


@pytest.mark.slow
def test_a_warm_render_needs_no_speech_engine(here: Path) -> None:
    assert main(["render", "whiteboard.yaml", "-o", "one.mp3", "--quiet"]) == 0
    code = """
import sys
from audiocoach.__main__ import main
main(["render", "whiteboard.yaml", "-o", "two.mp3", "--quiet"])
heavy = ("numpy", "av", "pyttsx3", "audiocoach.speech.engines.worker_processes")
print(*(name for name in heavy if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.split(), done.stderr) == ([], "")
    assert (here / "one.mp3").read_bytes() == (here / "two.mp3").read_bytes()


OLD_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
FOREIGN = "session: Läufe – 8×\nsteps:\n  - work 30s Übung\n  - rest: 20s\n    say: Schön ruhig.\n"


@pytest.fixture
def foreign(here: Path) -> None:
    (here / "foreign.yaml").write_text(FOREIGN, encoding="utf-8")
    (here / "bad.yaml").write_text(FOREIGN + "    wörter: zu viel\n", encoding="utf-8")


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "foreign.yaml", "--voice", "tone"], 0),
        (["check", "foreign.yaml", "--fast"], 0),
        (["check", "bad.yaml", "--fast"], 1),
        (["render", "foreign.yaml", "--voice", "tone"], 0),
        (["render", "bad.yaml"], 1),
        (["schema"], 0),
        (["list"], 0),
        (["--help"], 0),
        (["render", "wörter"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_locale_without_utf8_does_not_crash(command: Run, arguments: list[str], code: int) -> None:
    said = command(*arguments, **OLD_LOCALE)
    assert said.code == code, said.err
    assert "\ufffd" not in said.out


@pytest.mark.usefixtures("foreign")
def test_a_locale_without_utf8_changes_no_file(command: Run, here: Path) -> None:
    command("render", "foreign.yaml", "--voice", "tone", "-o", "one.mp3")
    command("render", "foreign.yaml", "--voice", "tone", "-o", "two.mp3", **OLD_LOCALE)
    assert (here / "one.mp3").read_bytes() == (here / "two.mp3").read_bytes()


@pytest.mark.usefixtures("foreign")
def test_a_locale_without_utf8_loses_nothing_of_data(command: Run) -> None:
    said = command("show", "foreign.yaml", "--fast", "--json", **OLD_LOCALE)
    assert said.code == 0
    assert json.loads(said.out)["title"] == "Läufe – 8×"


def test_a_locale_without_utf8_can_start_a_script_with_a_foreign_name(command: Run, here: Path) -> None:
    said = command("new", "läufe", **OLD_LOCALE)
    assert said.code == 0, said.err
    assert (here / "läufe.yaml").stat().st_size > 500
