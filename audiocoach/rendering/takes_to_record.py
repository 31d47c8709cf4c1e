"""What a coach has to record for a script, and under which names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from audiocoach.rendering.orders import sessions_of
from audiocoach.script.coach_sheets import Sheets
from audiocoach.script.library import find_script
from audiocoach.script.model import Session
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.engines.recorded_takes import file_name
from audiocoach.speech.narrator import estimated
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.wording import Words


def takes_to_record(name: str, change: Callable[[Session], Session]) -> dict[str, str]:
    """List everything that a script may say, each sentence once, in the order of the session, by its file's name.

    What is said alike has one file.

    Raises:
        AudiocoachError: when the script has errors.
    """
    sheets, signals = Sheets(), SoundShelf()
    found: dict[str, str] = {}

    def measure(words: Sequence[Words]) -> Mapping[Words, int]:
        # Also what then finds no room: how long a take lasts is not known yet.
        for each in words:
            found.setdefault(file_name(each.text), each.text)
        return estimated(words)

    for session in map(change, sessions_of(find_script(name))):
        arrange(session, sheets.of(session), measure, signals.length)
    return found
