"""Sum what sounds together, in windows of seconds: a whole session is never in memory as samples.

`windows` is pure arithmetic and decides what belongs together; `mix` makes one window's samples, with pydub.
Times here are samples at 24 kHz, for a metronome's clicks lie between milliseconds: those of `Placed` count from the
session's start, those inside a `Window` from its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log10
from typing import Any

from audiocoach.clip import Clip
from audiocoach.units import BYTES_PER_SAMPLE, RATE, SAMPLES_PER_MS, samples, whole_ms

MERGE_MS = 120
"""Sounds closer than this share a window. The MP3 frames of two windows this far apart can never meet."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip (24 kHz mono) that starts at sample `at`."""

    at: int
    clip: Clip

    @classmethod
    def at_ms(cls, milliseconds: int, clip: Clip) -> Placed:
        """A clip that starts at a whole millisecond."""
        return cls(samples(milliseconds), clip)

    @property
    def end(self) -> int:
        """The first sample after the clip."""
        return self.at + self.clip.frame_count


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch in which something sounds, from sample `start` of the session on; `parts` count from that start.

    Windows with equal `parts` sound the same, whenever they are.
    """

    start: int
    length: int
    parts: tuple[Placed, ...]

    @property
    def end(self) -> int:
        """The first sample after the window."""
        return self.start + self.length


def windows(placed: Sequence[Placed], total_ms: int) -> tuple[Window, ...]:
    """Group `placed` (in any order) into windows at least `MERGE_MS` apart, in time order, all in [0, `total_ms`].

    Raises ValueError for a clip outside the session or of another shape: whoever placed it has a bug.
    """
    found: list[Window] = []
    group: list[Placed] = []
    end, total, merge = 0, samples(total_ms), samples(MERGE_MS)
    for each in sorted(placed, key=lambda p: p.at):
        _check(each, total)
        if group and each.at - end >= merge:
            found.append(_window(group, end))
            group = []
        end = max(end, each.end) if group else each.end
        group.append(each)
    if group:
        found.append(_window(group, end))
    return tuple(found)


def mix(window: Window) -> bytes:
    """Sum a window's parts into 16-bit samples at 24 kHz, exactly `window.length` of them.

    A clip that sounds alone comes out bit for bit. Where several sound at once they are summed with headroom and then
    limited, so that a voice at its full level and a signal never clip. Raises ValueError for a part that does not fit
    its window.
    """
    for part in window.parts:
        _check(part, window.length)
    runs = _runs(window.parts)
    most = max(count for _, _, count in runs)
    mixed = _summed(window, most)
    if most == 1:
        return mixed
    import numpy as np

    from audiocoach.limiter import limit

    sound = np.frombuffer(mixed, "<i4") * (most / 2**31)
    for start, end, count in runs:
        if count > 1:
            sound[start:end] = limit(sound[start:end], RATE)
    return np.rint(sound * 2**15).astype("<i2").tobytes()


def _summed(window: Window, most: int) -> bytes:
    """The sum of all parts by pydub: 16 bits wide when it is of one part at a time, else 32 and divided by `most`.

    Overlaying cuts off what does not fit.
    """
    segment = load_pydub()
    width = BYTES_PER_SAMPLE if most == 1 else 2 * BYTES_PER_SAMPLE

    def audio(pcm: bytes) -> Any:
        sound = segment(data=pcm, sample_width=BYTES_PER_SAMPLE, frame_rate=RATE, channels=1)
        return sound if most == 1 else sound.set_sample_width(width).apply_gain(-20 * log10(most))

    # Not AudioSegment.silent(): it rounds lengths such as 1001 ms down by a sample. pydub wants whole milliseconds.
    base = audio(bytes(samples(whole_ms(window.length)) * BYTES_PER_SAMPLE))
    for part in window.parts:
        # Moved to its sample by zeros in front: pydub itself places by whole milliseconds.
        base = base.overlay(audio(bytes(part.at * BYTES_PER_SAMPLE) + part.clip.pcm))
    summed: bytes = base.raw_data[: window.length * width]
    return summed


@cache
def load_pydub() -> Any:
    """Import pydub and give its AudioSegment. Call it first where threads follow: silencing a warning is global."""
    with warnings.catch_warnings():
        # Nothing here needs ffmpeg; on Python 3.11 and 3.12 `audioop` announces that it leaves the standard library.
        warnings.filterwarnings("ignore", message="Couldn't find ff", category=RuntimeWarning)
        warnings.filterwarnings("ignore", message="'audioop' is deprecated", category=DeprecationWarning)
        # Said once, when pydub is first compiled; the category depends on the Python.
        warnings.filterwarnings("ignore", message=".*invalid escape sequence", category=Warning)
        from pydub import AudioSegment
    return AudioSegment


def _check(placed: Placed, total: int) -> None:
    clip = placed.clip
    if clip.rate != RATE or clip.channels != 1:
        raise ValueError(f"a clip to mix is {RATE} Hz mono, got {clip.rate} Hz with {clip.channels} channel(s)")
    if not clip.pcm or clip.frame_count % SAMPLES_PER_MS or len(clip.pcm) % BYTES_PER_SAMPLE:
        raise ValueError(f"a clip to mix is whole milliseconds long, got {len(clip.pcm)} bytes")
    if placed.at < 0 or placed.end > total:
        raise ValueError(f"a clip at samples {placed.at}..{placed.end} is outside 0..{total}")


def _window(group: Sequence[Placed], end: int) -> Window:
    start = group[0].at
    return Window(start, end - start, tuple(Placed(each.at - start, each.clip) for each in group))


def _runs(parts: Sequence[Placed]) -> list[tuple[int, int, int]]:
    """The stretches in which something sounds without a break, and how many parts at most sound at once in each."""
    runs: list[tuple[int, int, int]] = []
    ends: list[int] = []
    for part in sorted(parts, key=lambda p: p.at):
        ends = [end for end in ends if end > part.at] + [part.end]
        start, end, count = runs.pop() if len(ends) > 1 else (part.at, part.end, 1)
        runs.append((start, max(end, part.end), max(count, len(ends))))
    return runs
