"""Places at which a music file can be entered: noted once while all of it is decoded, so that none is guessed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import TYPE_CHECKING

from audiocoach.sound.layout import RATE

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

_APART_SECONDS = 5
"""From one place to the next: what is decoded for nothing then takes some milliseconds."""

_RUN_UP_SECONDS = 2
"""Decoders are as they would have been by then: those of Opus need one second, of MP3 a fifth of one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A frame of a file: its time as the file has it (`pts`), and how many samples at `rate` come before it."""

    pts: int
    count: int
    rate: int

    @property
    def over(self) -> int:
        """Return how many samples at `rate` are left out, so that those at 48 kHz after them fall as in the whole."""
        return -self.count % (self.rate // gcd(self.rate, RATE))

    @property
    def at(self) -> int:
        """Return the sample at 48 kHz that then comes first."""
        return (self.count + self.over) * RATE // self.rate


@dataclass(slots=True)
class Places:
    """What is noted of a file while it is decoded."""

    rate: int = 0
    found: list[tuple[int, int]] = field(default_factory=list)
    _shape: object = None
    _count: int = 0
    _apart: bool = False

    def noting(self, frames: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
        """Yield frames as they come, and note some of them; of a file whose shape changes on the way there are none."""
        for frame in frames:
            shape = frame.format.name, frame.layout.name, frame.sample_rate
            if self._shape not in (None, shape):
                self._apart = True
            self._shape, self.rate = shape, frame.sample_rate
            if frame.pts is not None and self._count >= (len(self.found) + 1) * _APART_SECONDS * self.rate:
                self.found.append((frame.pts, self._count))
            self._count += frame.samples
            yield frame

    @property
    def places(self) -> tuple[Place, ...]:
        """Return them in order."""
        times = [pts for pts, _ in self.found]
        if self._apart or times != sorted(set(times)):  # where time begins anew, one time means two places
            return ()
        return tuple(Place(pts, count, self.rate) for pts, count in self.found)


def place_before(places: Sequence[Place], sample: int) -> Place | None:
    """Find the last place from which a sample at 48 kHz comes out as in the whole; None: only from the beginning."""
    number = bisect_right(places, sample, key=lambda place: place.at + _RUN_UP_SECONDS * RATE)
    return places[number - 1] if number else None
