"""`record-list`: what a coach has to record for a script, and under which names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from audiocoach.speech.narrator import estimated
from audiocoach.timeline.wording import Words

if TYPE_CHECKING:
    from audiocoach.script.model import Session


def sentences(name: str, change: Callable[[Session], Session]) -> list[str]:
    """Everything that a script may say, each sentence once, in the order of the session.

    Raises:
        AudiocoachError: when the script has errors.
    """
    from audiocoach.programme.load_programme import load_programme
    from audiocoach.script.coach_sheets import coach_of
    from audiocoach.script.library import find_script
    from audiocoach.script.load import load_session
    from audiocoach.script.source import kind_of_file
    from audiocoach.sound.loaded_signals import SoundShelf
    from audiocoach.timeline.arrange import arrange

    path, shelf = find_script(name), SoundShelf()
    found: dict[str, None] = {}

    def measure(words: Sequence[Words]) -> Mapping[Words, int]:
        # Also what then finds no room: how long a take lasts is not known yet.
        found.update(dict.fromkeys(each.text for each in words))
        return estimated(words)

    if kind_of_file(path) == "programme":
        sessions = [planned.session for planned in load_programme(path).sessions]
    else:
        sessions = [load_session(path)]
    for session in map(change, sessions):
        arrange(session, coach_of(session), measure, shelf.length)
    return list(found)


def print_sentences(name: str, change: Callable[[Session], Session], *, as_json: bool) -> None:
    """Print each sentence with the name of its file. What is said alike has one file."""
    from audiocoach.speech.engines.recorded_takes import file_name

    files: dict[str, str] = {}
    for text in sentences(name, change):
        files.setdefault(file_name(text), text)
    if as_json:
        from audiocoach.cli.console import print_json

        print_json([{"text": text, "file": file} for file, text in files.items()])
        return
    width = max(map(len, files), default=0)
    for file, text in files.items():
        print(f"{file.ljust(width)}  {text}")
