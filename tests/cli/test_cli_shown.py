"""Whatever a name holds, a terminal only shows it: no command, no line that nobody wrote, nothing turned round."""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import audiocoach
from audiocoach.__main__ import main
from audiocoach.errors import AudiocoachError, Problem, ScriptError, Where
from audiocoach.shown import shown, shown_json, shown_lines
from audiocoach.speech.engines.interface import Utterance, Voice
from audiocoach.speech.studio import Unspoken
from tests.support.terminal import in_terminal

CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\u202a\u202e\u2066\u2069"]
EVIL = "a\x1b[2J\x1b]0;x\x07\x9b1m\u202e\x7f\r\nerror: all is lost\tz"
POSIX = pytest.mark.skipif(os.name != "posix", reason="only POSIX has files of such names")
SESSION = "session: A\ncoach: beeps-only\nvoice: {engine: tone}\nsteps: [work 9s Run]\n"


@pytest.mark.slow
@given(st.text() | st.text(st.sampled_from(CONTROLS)))
def test_what_is_shown_is_one_line_that_a_terminal_does_not_obey(text: str) -> None:
    line = shown(text)
    assert not set(line) & set(CONTROLS)
    assert shown(line) == line
    assert not set(shown_lines(text)) & (set(CONTROLS) - {"\n", "\t"})
    assert shown_lines(text).count("\n") == text.count("\n")
    if not set(text) & set(CONTROLS):
        assert line == text


@pytest.mark.slow
@given(st.recursive(st.text(st.sampled_from([*CONTROLS, *'"\\aé'])), lambda inner: st.lists(inner)))
def test_json_stays_the_same_json(data: object) -> None:
    for is_ascii in (True, False):
        text = shown_json(json.dumps(data, ensure_ascii=is_ascii, indent=2))
        assert json.loads(text) == data
        assert not set(text) & (set(CONTROLS) - {"\n"})


def test_usual_words_of_any_script_are_left_as_they_are() -> None:
    for text in ("Läufe 🏃‍♀️ — 日本語", "אימון ריצה \u200f(1)", r"C:\new\table", "x\u00a0y", ""):
        assert shown(text) == text


@pytest.mark.parametrize(
    "error",
    [
        AudiocoachError(f"{EVIL}: wrong", f"not {EVIL.splitlines()[0]}", option=f"-o {EVIL}"),
        ScriptError([Problem(f"no {EVIL}", Where(EVIL, 1, 1, 1, "\t\x1b[2Jx"), "\x1bhint")], EVIL),
        Unspoken({Utterance(EVIL, Voice("tone", EVIL, EVIL, "en"), 150): EVIL}),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_error_steers_the_terminal(error: AudiocoachError) -> None:
    for text in (str(error), error.on_command_line()):
        assert not set(text) & (set(CONTROLS) - {"\n", "\t"})
        assert "\nerror: all is lost" not in text


def clean(streams: Sequence[str]) -> None:
    for text in streams:
        assert not set(text) & (set(CONTROLS) - {"\n"}), text
        assert not any(line.startswith("error: all is lost") for line in text.splitlines()), text


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    "command",
    [
        ["check", "{evil}.yaml"],
        ["check", "{evil} missing.yaml"],
        ["show", "{evil}.yaml", "--picture", "{evil}.png", "--fast"],
        ["show", "{evil}.yaml", "--json", "--fast"],
        ["render", "{evil}.yaml", "-o", "{evil}.mp3"],
        ["render", "{evil}.yaml", "-o", "{evil} missing/x.mp3"],
        ["render", "{evil}.yaml", "--music", "{evil}.mp3"],
        ["render", "{evil}.yaml", "--voice", "{evil}"],
        ["render", "{evil}.yaml", "--coach", "{evil}"],
        ["render", "{evil}.yaml", "--athletes", "{evil}.csv"],
        ["render", "--{evil}"],
        ["{evil}"],
        ["share", "{evil}.yaml", "-o", "{evil} folder"],
        ["serve", "{evil} elsewhere"],
        ["extract", "{evil}.yaml"],
        ["new", "{evil} new"],
        ["log", "1.1", "--programme", "{evil}.yaml"],
        ["log", "1.1", "--programme", "{evil} plan.yaml"],
        ["history", "--programme", "{evil} plan.yaml"],
        ["plan", "{evil} plan.yaml", "--chart", "{evil}.png"],
        ["play", "{evil} missing.mp3"],
        ["record-list", "{evil} missing.yaml"],
    ],
    ids=lambda command: "-".join(command).replace("{evil}", "X"),
)
def test_no_name_steers_the_terminal(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(f"{EVIL}.yaml").write_text(SESSION, encoding="utf-8")
    plan = "programme: P\nweeks: 1\nper-week: 1\nprogression: {bout: {start: 10s, grow: 5s}}\nsession:\n"
    inside = "".join(f"  {line}\n" for line in SESSION.replace("9s", "bout").splitlines())
    Path(f"{EVIL} plan.yaml").write_text(plan + inside, encoding="utf-8")
    Path(f"{EVIL}.mp3").write_bytes(b"no music")
    Path(f"{EVIL}.csv").write_text("nom\nx\n")
    main([part.replace("{evil}", EVIL) for part in command])
    said = capsys.readouterr()
    assert said.out or said.err
    clean(said)


@pytest.mark.slow
def test_no_message_of_a_program_steers_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(tmp_path / "settings.toml"))
    program = tmp_path / "loud.py"
    program.write_text(f"import sys\nsys.stderr.write({EVIL!r})\nsys.exit(3)\n", encoding="utf-8")
    run = json.dumps([sys.executable, str(program), "{text}", "{file}"])
    (tmp_path / "settings.toml").write_text(f"[commands.loud]\nrun = {run}\n", encoding="utf-8")
    (tmp_path / "s.yaml").write_text("session: A\nsteps: [{work: 20s, name: Run, say: Go on.}]\n", encoding="utf-8")
    command = ["render", str(tmp_path / "s.yaml"), "--voice", "command:loud", "-o", str(tmp_path / "x.mp3")]
    assert main(command) == 1
    said = capsys.readouterr()
    assert "loud" in said.err
    clean(said)


@POSIX
@pytest.mark.slow
def test_a_bar_shows_a_name_and_reads_no_markup_in_it(tmp_path: Path) -> None:
    name = "[red]a[bold\x1b]0;taken\x07"
    (tmp_path / f"{name}.yaml").write_text(SESSION, encoding="utf-8")
    arguments = ("render", str(tmp_path / f"{name}.yaml"), "-o", str(tmp_path / f"{name}.mp3"))
    with in_terminal(*arguments, messages=True) as rendering:
        rendering.ended()
    said = rendering.shown.decode()
    assert "\x1b]0;taken" not in said
    assert r"[red]a[bold\x1b]0;taken\x07" in said


def test_everything_is_printed_in_one_place() -> None:
    """All but what no stranger has a part in: the schema, and how it ended where nothing else can be printed."""
    package = Path(str(audiocoach.__file__)).parent
    printing = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "print" in (text := path.read_text("utf-8"))  # parsing takes its time
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing - {"speech/engines/pyttsx3_worker.py"} == {"cli/console.py", "cli/schema.py"}
