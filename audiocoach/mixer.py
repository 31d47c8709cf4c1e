"""Sum what sounds together, in windows of seconds: a whole session is never in memory as samples.

`windows` is pure arithmetic and decides what belongs together; `mix` makes one window's samples with pydub.
Times of `Placed` count from the session's start in whole milliseconds; those inside a `Window` from its own start.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10
from typing import Any

from audiocoach.clip import Clip
from audiocoach.units import BYTES_PER_SAMPLE, RATE, samples

MERGE_MS = 120
"""Sounds closer than this share a window. The MP3 frames of two windows this far apart can never meet."""

_CEILING = 32_000
"""The loudest sample a mix may reach: just under 16 bits, since overlaying cuts off whatever is above them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip (24 kHz mono, whole milliseconds long) that starts at `at_ms`."""

    at_ms: int
    clip: Clip

    @property
    def end_ms(self) -> int:
        """The first millisecond after the clip."""
        return self.at_ms + self.clip.length_ms


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch in which something sounds, from `start_ms` of the session on; `parts` count from that start.

    Windows with equal `parts` sound the same, whenever they are.
    """

    start_ms: int
    length_ms: int
    parts: tuple[Placed, ...]

    @property
    def end_ms(self) -> int:
        """The first millisecond after the window."""
        return self.start_ms + self.length_ms


def windows(placed: Sequence[Placed], total_ms: int) -> tuple[Window, ...]:
    """Group `placed` (in any order) into windows at least `MERGE_MS` apart, in time order, all in [0, `total_ms`].

    Raises ValueError for a clip outside the session or of another shape: whoever placed it has a bug.
    """
    found: list[Window] = []
    group: list[Placed] = []
    end = 0
    for each in sorted(placed, key=lambda p: p.at_ms):
        _check(each, total_ms)
        if group and each.at_ms - end >= MERGE_MS:
            found.append(_window(group, end))
            group = []
        end = max(end, each.end_ms) if group else each.end_ms
        group.append(each)
    if group:
        found.append(_window(group, end))
    return tuple(found)


def mix(window: Window) -> bytes:
    """Sum a window's parts into 16-bit samples at 24 kHz, exactly `window.length_ms` long.

    A single clip comes out bit for bit. Parts whose peaks could together pass full scale are first all turned
    down by the same amount. Raises ValueError for a part that does not fit its window.
    """
    segment = load_pydub()

    def audio(pcm: bytes) -> Any:
        return segment(data=pcm, sample_width=BYTES_PER_SAMPLE, frame_rate=RATE, channels=1)

    for part in window.parts:
        _check(part, window.length_ms)
    parts = [(part.at_ms, part.end_ms, audio(part.clip.pcm)) for part in window.parts]
    worst = _worst_peak([(start, end, sound.max) for start, end, sound in parts])
    # Not AudioSegment.silent(): it rounds lengths such as 1001 ms down by a sample.
    base = audio(bytes(samples(window.length_ms) * BYTES_PER_SAMPLE))
    for start, _, sound in parts:
        fitting = sound if worst <= _CEILING or len(parts) == 1 else sound.apply_gain(20 * log10(_CEILING / worst))
        base = base.overlay(fitting, position=start)
    mixed: bytes = base.raw_data
    return mixed


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


def _check(placed: Placed, total_ms: int) -> None:
    clip = placed.clip
    if clip.rate != RATE or clip.channels != 1:
        raise ValueError(f"a clip to mix is {RATE} Hz mono, got {clip.rate} Hz with {clip.channels} channel(s)")
    if not clip.pcm or len(clip.pcm) % (samples(1) * BYTES_PER_SAMPLE):
        raise ValueError(f"a clip to mix is whole milliseconds long, got {len(clip.pcm)} bytes")
    if placed.at_ms < 0 or placed.end_ms > total_ms:
        raise ValueError(f"a clip at {placed.at_ms}..{placed.end_ms} ms is outside 0..{total_ms} ms")


def _window(group: Sequence[Placed], end_ms: int) -> Window:
    start = group[0].at_ms
    return Window(start, end_ms - start, tuple(Placed(each.at_ms - start, each.clip) for each in group))


def _worst_peak(spans: Iterable[tuple[int, int, int]]) -> int:
    """Add up the peaks of (start, end, peak) spans that sound at once and give the largest sum."""
    spans = list(spans)
    return max(sum(peak for begin, end, peak in spans if begin <= start < end) for start, _, _ in spans)
