"""Make the clicks of a metronome."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from audiocoach.errors import NOWHERE, Where
from audiocoach.sound.clip import Clip
from audiocoach.timeline.metronome import Pulse

UNDER_WORDS_DB = -12
"""How much softer a click is while words are spoken: as far down as music goes."""


def clicks(of: Sequence[Pulse], clip: Callable[[str, Where], Clip]) -> Iterator[tuple[int, Clip]]:
    """Yield the sample (24 kHz) and the clip of every click that is heard, in order; `clip` gives a sound's samples."""
    for pulse in of:
        for beat in pulse.beats():
            sound = clip(beat.sound, NOWHERE)
            yield beat.at, quieter(sound, UNDER_WORDS_DB) if beat.under_words else sound


@lru_cache(maxsize=8)
def quieter(clip: Clip, decibels: float) -> Clip:
    """Return the clip with its level changed; one object for equal ones, as thousands of clicks are."""
    gain = 10 ** (decibels / 20)
    return Clip(array("h", [round(value * gain) for value in array("h", clip.pcm)]).tobytes(), clip.rate, clip.channels)
