"""The engine `recorded`: a folder of the user's own takes, one sound file for each sentence.

A voice of this engine is a folder; its id holds the folder's path and a digest of all in it, so that a take recorded
again is heard. `recorded_takes.py` knows which file says what. `casting.py` lets another voice say what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from audiocoach.errors import os_reason
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.engines.recorded_takes import AS_IS, TABLE, Takes, file_name, read_takes, take_of
from audiocoach.speech.language_tags import UNKNOWN

_MEASURED = 24
"""Takes measured, a minute of speech: enough to tell how loud they are together."""


class RecordedEngine:
    """The engine `recorded`; see the module. A take lasts as long as it does."""

    name = "recorded"

    def __init__(self) -> None:
        self._takes: dict[str, Takes] = {}

    def version(self) -> str:
        """Return a number raised with each change of a sample; the takes are part of the voice's id."""
        return "1"

    def voices(self) -> tuple[Voice, ...]:
        """Return none, as any folder is a voice; see `find`."""
        return ()

    def find(self, name: str) -> Voice | None:
        """Find the voice that is a folder; see `Finds`. A word that is no folder's path is none."""
        folder = Path(name)
        if not folder.is_dir():
            return None
        takes = read_takes(folder.absolute())
        voice_id = f"{takes.folder}@{takes.digest}"
        self._takes[voice_id] = takes
        return Voice(self.name, voice_id, folder.name, UNKNOWN)

    def can_say(self, voice: Voice, text: str) -> bool:
        """Tell whether there is a take of the text; see `SaysSome`."""
        takes = self._of(voice)
        return takes is not None and take_of(takes, text) is not None

    def can_be_measured_by(self, voice: Voice) -> tuple[str, ...]:
        """Return the first takes by name; see `SaysSome`."""
        takes = self._of(voice)
        return tuple(name.replace("-", " ") for name in sorted(takes.files)[:_MEASURED]) if takes else ()

    def has_one_rate(self, voice: Voice) -> bool:  # noqa: ARG002
        """Tell that takes last as long as they do; see `HasOneRate`."""
        return True

    def is_as_is(self, voice: Voice, text: str) -> bool:
        """Tell whether the folder's table says so; see `Vouched`."""
        takes = self._of(voice)
        take = None if takes is None else take_of(takes, text)
        return takes is not None and take is not None and take.resolve() in takes.as_is

    def asking_for_it(self, voice: Voice, text: str, reason: str) -> str:
        """Name the file, and the line of the table; see `Vouched`."""
        takes = self._of(voice)
        take = None if takes is None else take_of(takes, text)
        if take is None:
            return reason
        line = f"{AS_IS[0]}: {{{AS_IS[1]}: [{take.name}]}}"
        return f"{take.name}: {reason} (if that is how it should be, write `{line}` into {TABLE})"

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        """Return the takes as they are; see `Engine.speak`."""
        results = []
        for utterance in utterances:
            results.append(self._play(utterance))
            if on_each is not None:
                on_each()
        return results

    def _play(self, utterance: Utterance) -> Clip | Refusal:
        from audiocoach.sound.any_file import read_sound

        takes = self._of(utterance.voice)
        if takes is None:
            return Refusal("there is no such folder")
        take = take_of(takes, utterance.text)
        if take is None:
            return Refusal(f"there is no take of it; record it as {file_name(utterance.text)}")
        try:
            return read_sound(take)
        except OSError as error:
            return Refusal(f"{take.name}: {os_reason(error)}")
        except ValueError as error:
            return Refusal(f"{take.name}: {error}")

    def _of(self, voice: Voice) -> Takes | None:
        if voice.id not in self._takes:
            path, at, _ = voice.id.rpartition("@")
            if not at or not Path(path).is_dir():
                return None
            self._takes[voice.id] = read_takes(Path(path))
        return self._takes[voice.id]
