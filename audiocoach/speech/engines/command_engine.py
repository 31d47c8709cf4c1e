"""The engine `command`: any program that turns text into a sound file.

    [commands.say]                                          # in the user's own settings.toml
    run = ["say", "-v", "{voice}", "-r", "{rate}", "-o", "{file}", "--data-format=LEI16@22050", "{text}"]
    language = "en-US"                                      # en unless given
    voices = ["Samantha", "Daniel"]                         # what {voice} may be
    limit = 30                                              # seconds for an utterance

`{file}` is where the sound is to go; without it, it is what the program writes to standard output. `{text}` is the
words; without it they go to standard input. On the command line a voice may be the command itself:
`--voice "command:espeak-ng -w {file} {text}"`. A script can only name what the user has set up: it may come from a
stranger, and what it says never becomes a command. No shell is ever asked.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from audiocoach.errors import SpeechError
from audiocoach.script.engine_names import is_command_line
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.language_tags import UNKNOWN, bcp47
from audiocoach.speech.plausible import most_bytes
from audiocoach.storage.scratch import check_scratch, scratch_folder
from audiocoach.storage.settings import read_settings, settings_file
from audiocoach.text.speakable import is_speakable, without_controls

LIMIT_S = 30.0

_KEYS = {"run", "language", "voices", "limit"}
_LIST = "run, language, voices, limit"


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it was set up; `{voice}` in it stands for `voice`."""

    run: tuple[str, ...]
    limit_s: float = LIMIT_S
    voice: str = ""

    def arguments(self, text: str, file: str, rate: int) -> list[str]:
        """Return the program and its arguments; what is filled in is never searched for braces again."""
        values = {"{text}": text, "{file}": file, "{rate}": str(rate), "{voice}": self.voice}
        return [_filled(part, values) for part in self.run]

    @property
    def takes_rate(self) -> bool:
        """Tell whether the program is told how fast to speak."""
        return any("{rate}" in part for part in self.run)

    @property
    def takes_text(self) -> bool:
        """Tell whether the words are an argument."""
        return any("{text}" in part for part in self.run)

    @property
    def writes_file(self) -> bool:
        """Tell whether the sound goes into a file of its own."""
        return any("{file}" in part for part in self.run)


class CommandEngine:
    """The engine `command`; see the module."""

    name = "command"

    def __init__(self, settings: Callable[[], dict[str, Any]] = read_settings) -> None:
        self._settings = settings

    def version(self) -> str:
        """Return a number raised with each change of a sample; the voice's id holds the command, of unknown version."""
        return "1"

    def voices(self) -> tuple[Voice, ...]:
        """List a voice for each command that is set up or, where it has several voices, for each: `say/Daniel`.

        Raises:
            SpeechError: when the settings are wrong.
        """
        found = []
        for name, entry in self._entries().items():
            run, limit = entry["run"], float(entry.get("limit", LIMIT_S))
            for voice in entry.get("voices") or [""]:
                title = f"{name}/{voice}" if voice else name
                found.append(_voice(Command(tuple(run), limit, voice), title, bcp47(entry.get("language", "en"))))
        return tuple(found)

    def find(self, name: str) -> Voice | None:
        """Return the voice that a command line itself is; see `Finds`. A script may name none (`script/checks/`)."""
        if not is_command_line(name):
            return None
        try:
            run = shlex.split(name)
        except ValueError as error:
            raise SpeechError(f"this command cannot be read: {error}", name) from None
        return _voice(Command(tuple(run)), run[0], UNKNOWN)

    def has_one_rate(self, voice: Voice) -> bool:
        """Tell whether the command has no place for a rate; see `HasOneRate`."""
        command = _command(voice)
        return command is not None and not command.takes_rate

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        """Run the command for each utterance, some at a time; see `Engine.speak`."""
        from concurrent.futures import ThreadPoolExecutor

        from audiocoach.speech.engines.worker_processes import AT_ONCE

        stop = threading.Event()
        results: list[Clip | Refusal] = []
        with ThreadPoolExecutor(AT_ONCE) as threads:
            try:
                for result in threads.map(lambda utterance: _speak(utterance, stop), utterances):
                    results.append(result)
                    if on_each is not None:
                        on_each()
            finally:
                stop.set()  # on Ctrl-C too, so that what still runs ends at once
        return results

    def _entries(self) -> dict[str, dict[str, Any]]:
        commands = self._settings().get("commands", {})
        if not isinstance(commands, dict):
            raise _wrong("'commands' holds a table for each command: [commands.NAME]")
        for name, entry in commands.items():
            _check(name, entry)
        return commands


def _check(name: str, entry: Any) -> None:
    if not isinstance(entry, dict) or not set(entry) <= _KEYS or "run" not in entry:
        raise _wrong(f"[commands.{name}] has the keys: {_LIST}; run it must have")
    if not _texts(entry["run"]) or not entry["run"]:
        raise _wrong(f'[commands.{name}]: run is a list of texts, such as ["espeak-ng", "-w", "{{file}}", "{{text}}"]')
    if not _texts(entry.get("voices", [])) or not isinstance(entry.get("language", ""), str):
        raise _wrong(f"[commands.{name}]: voices is a list of texts, language a text such as en-GB")
    limit = entry.get("limit", LIMIT_S)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 < limit <= 3600:
        raise _wrong(f"[commands.{name}]: limit is a number of seconds")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) and "\0" not in part for part in value)


def _wrong(what: str) -> SpeechError:
    return SpeechError(f"{settings_file()}: {what}")


def _voice(command: Command, title: str, language: str) -> Voice:
    # The id holds the whole command: another command is another voice, and the id is enough to speak.
    return Voice("command", json.dumps([*command.run, command.voice, command.limit_s]), title, language)


def _command(voice: Voice) -> Command | None:
    try:
        *run, name, limit = json.loads(voice.id)
        return Command(tuple(run), float(limit), name)
    except (ValueError, TypeError):
        return None


def _filled(part: str, values: dict[str, str]) -> str:
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found[0]], part)


def _speak(utterance: Utterance, stop: threading.Event) -> Clip | Refusal:
    from audiocoach.sound.any_file import read_sound
    from audiocoach.speech.engines.run_program import Limits, run_program

    command = _command(utterance.voice)
    if command is None or not command.run:
        return Refusal(f"there is no command {utterance.voice.id!r}")
    text = without_controls(utterance.text)
    if not is_speakable(text):
        return Refusal("there is no word in it")
    program = shutil.which(command.run[0])
    if program is None:
        return Refusal(f"there is no program {command.run[0]!r}")
    if command.takes_text and text.startswith(("-", "/")):
        text = f" {text}"  # or else a program would take it for one of its options
    with scratch_folder() as folder:
        path = folder / "speech.wav"
        arguments = [program, *command.arguments(text, str(path), utterance.rate)[1:]]
        stdin = b"" if command.takes_text else text.encode(errors="replace")
        limits = Limits(command.limit_s, most_bytes(text, utterance.rate))
        reason = run_program(arguments, stdin, path, limits, stop, to_stdout=not command.writes_file)
        if reason:
            check_scratch()
            return Refusal(f"{command.run[0]}: {reason}")
        try:
            return read_sound(path)
        except OSError:
            check_scratch()
            return Refusal(f"{command.run[0]} wrote nothing")
        except ValueError as error:
            check_scratch()
            return Refusal(f"{command.run[0]}: {error}")
