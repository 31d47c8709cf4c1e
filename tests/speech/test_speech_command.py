"""The engine `command`: programs that do what they should, and those that do anything else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from audiocoach.errors import AudiocoachError, ScriptError, SpeechError
from audiocoach.script.load import parse_session
from audiocoach.sound.clip import Clip
from audiocoach.speech.casting import Casting, voice_wish
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.command_engine import CommandEngine
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from tests.support.life_signs import LifeSigns
from tests.support.patience import PATIENCE_S
from tests.support.speech_engines_here import SPEAKER, settings_for_command


def engine(run: list[str], **more: Any) -> CommandEngine:
    return CommandEngine(lambda: {"commands": {"mine": {"run": run, **more}}})


def say(run: list[str], text: str = "Go now.", **more: Any) -> Clip | Refusal:
    made = engine(run, **more)
    return made.speak([Utterance(text, made.voices()[0], 150)])[0]


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code, "{file}", "{text}"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit(1)", "it ended with code 1"),
        ("import sys; sys.exit('no such voice')", "it ended with code 1 (no such voice)"),
        ("import os; os.abort()", "it crashed (SIGABRT)"),
        ("pass", "wrote nothing"),
        ("import sys; open(sys.argv[1], 'wb')", "the sound file is empty"),
        ("import sys; open(sys.argv[1], 'wb').write(b'garbage' * 999)", "no sound can be read from it"),
    ],
)
def test_a_program_gone_wrong_is_named_with_what_it_did(code: str, reason: str) -> None:
    result = say(python(code), limit=PATIENCE_S)
    assert isinstance(result, Refusal)
    assert result.reason.startswith(sys.executable)
    assert reason in result.reason


def test_a_program_that_hangs_is_ended_with_all_it_has_started(alive: LifeSigns) -> None:
    code = (
        f"import os, subprocess; pipe = os.open({str(alive.path)!r}, os.O_WRONLY);"
        "subprocess.Popen(['sleep', '600'], pass_fds=[pipe]).wait()"
    )
    assert say(python(code), limit=2) == Refusal(f"{sys.executable}: it took longer than 2 s")
    assert alive.all_ended()


def test_a_megabyte_printed_blocks_nothing() -> None:
    code = (
        "import sys, runpy; sys.stdout.write('x' * 1_000_000); sys.stderr.write('y' * 1_000_000);"
        f"sys.argv = ['', sys.argv[1], '150', sys.argv[2]]; runpy.run_path({str(SPEAKER)!r})"
    )
    assert isinstance(say(python(code), limit=PATIENCE_S), Clip)


def test_words_come_by_standard_input_and_sound_by_standard_output() -> None:
    code = (
        "import sys, runpy, tempfile; name = tempfile.mktemp(); sys.argv = ['', name, '150', sys.stdin.read()];"
        f"runpy.run_path({str(SPEAKER)!r}); sys.stdout.buffer.write(open(name, 'rb').read())"
    )
    short, long = (say([sys.executable, "-S", "-c", code], text) for text in ("Go.", "Go on, and on, and on."))
    assert isinstance(short, Clip)
    assert isinstance(long, Clip)
    assert long.length_ms > 2 * short.length_ms


def test_what_is_said_never_becomes_an_option_or_is_filled_in_again(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"import sys; open({str(seen)!r}, 'a').write(repr(sys.argv[2]) + chr(10))"
    for text in ("--version", "$(touch x); {file} `id`", "{voice}"):
        say(python(code), text)
    assert seen.read_text().splitlines() == ["' --version'", "'$(touch x); {file} `id`'", "'{voice}'"]


def test_a_command_has_several_voices_and_a_language() -> None:
    made = engine(["say", "-v", "{voice}", "{text}"], voices=["Anna", "Markus"], language="de")
    assert [(voice.name, voice.language) for voice in made.voices()] == [("mine/Anna", "de"), ("mine/Markus", "de")]
    assert choose_voice(made, "mine/markus", "en").name == "mine/Markus"


@pytest.mark.parametrize(
    "entry",
    [{}, {"run": "say {text}"}, {"run": []}, {"run": ["x"], "shell": True}, {"run": ["x"], "limit": "soon"}, "say"],
)
def test_settings_that_are_wrong_are_named(entry: Any) -> None:
    with pytest.raises(SpeechError, match=r"settings\.toml: \[commands\.mine\]"):
        CommandEngine(lambda: {"commands": {"mine": entry}}).voices()


def test_settings_come_from_the_users_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(settings_for_command(tmp_path)))
    assert [voice.name for voice in CommandEngine().voices()] == ["robot"]
    (tmp_path / "settings.toml").write_text("[commands")
    with pytest.raises(AudiocoachError, match="this is not TOML"):
        CommandEngine().voices()


def test_the_command_line_may_give_a_command_and_a_script_may_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(settings_for_command(tmp_path)))
    given = Casting().voice(voice_wish(f"command:{sys.executable} -S {SPEAKER} {{file}} {{rate}} {{text}}"), "en")
    assert isinstance(CommandEngine().speak([Utterance("Go now.", given, 150)])[0], Clip)
    script = "session: T\nvoice: {engine: command, name: %s}\nsteps: work 60s\n"
    assert Casting().voice(parse_session(script % "robot").voice, "en").name == "robot"
    for name in ('"touch {file}"', '"sh -c {text}"'):
        with pytest.raises(ScriptError, match="a script cannot bring a command of its own"):
            parse_session(script % name)
    with pytest.raises(ScriptError, match='command has no voice "touch x"'):
        Casting().voice(parse_session(script % "touch x").voice, "en")


def test_a_program_that_is_not_there_is_named() -> None:
    assert say(["no-such-program", "{text}"]) == Refusal("there is no program 'no-such-program'")
    assert CommandEngine(dict).speak([Utterance("Go.", Voice("command", "[]", "x", "en"), 150)]) == [
        Refusal("there is no command '[]'")
    ]
