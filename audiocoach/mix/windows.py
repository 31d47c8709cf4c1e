"""Sum what sounds together, in windows of seconds: a whole session is never in memory as samples.

`windows` is pure arithmetic and decides what belongs together; `mix` makes one window's samples, summed by pydub.
Times here are samples at 24 kHz, for a metronome's clicks lie between milliseconds: those of `Placed` count from the
session's start, those inside a `Window` from its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from audiocoach.quantities.units import BYTES_PER_SAMPLE, RATE, SAMPLES_PER_MS, samples
from audiocoach.sound.clip import Clip
from audiocoach.sound.layout import MONO

MERGE_MS = 120
"""Sounds closer than this share a window. The MP3 frames of two windows this far apart can never meet."""

_SIGNS = bytes(128) + b"\xff" * 128
"""By the highest byte of a number, what stands above it in a longer one."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip (24 kHz mono) that starts at sample `at`."""

    at: int
    clip: Clip

    @classmethod
    def at_ms(cls, milliseconds: int, clip: Clip) -> Placed:
        """Place a clip that starts at a whole millisecond."""
        return cls(samples(milliseconds), clip)

    @property
    def end(self) -> int:
        """Return the first sample after the clip."""
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
        """Return the first sample after the window."""
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
    """Sum a window's parts into 16-bit samples at 24 kHz, exactly `window.length` of them; see `mixed`."""
    return b"".join(mixed(window))


def mixed(window: Window, first: int = 0) -> Iterator[bytes]:
    """Yield a window's samples from the `first` on, a stretch of sound or silence at a time: a long window is never
    whole in memory, and what is over before is not summed.

    A clip that sounds alone comes out bit for bit. Where several sound at once they are summed with headroom and then
    limited, so that a voice at its full level and a signal never clip. Raises ValueError for a part that does not fit
    its window.
    """
    from audiocoach.sound.summing import runs

    for part in window.parts:
        _check(part, window.length)
    at = first
    for run in runs(window.parts):
        end = max(part.end for part in run)
        if end <= at:
            continue
        yield bytes(max(0, run[0].at - at) * BYTES_PER_SAMPLE)
        yield _summed(run)[max(0, at - run[0].at) * BYTES_PER_SAMPLE :]
        at = end
    yield bytes((window.length - at) * BYTES_PER_SAMPLE)


def _summed(run: Sequence[Placed]) -> bytes:
    """Sum parts that sound without a break, limited where they are several; one alone is its own sum."""
    if len(run) == 1:
        return run[0].clip.pcm
    from audiocoach.sound.summing import summed

    start = run[0].at
    parts = [(part.at - start, _widened(part.clip.pcm)) for part in run]
    total = summed(parts, max(part.end for part in run) - start, MONO)
    import numpy as np

    from audiocoach.sound.limiter import limit

    sound = limit(np.frombuffer(total, np.int32) / 2**15, RATE)
    return np.rint(sound * 2**15).astype("<i2").tobytes()


@lru_cache(maxsize=16)
def _widened(pcm: bytes) -> bytes:
    """Turn 16-bit samples into 32-bit ones of the same value; kept, as clicks come by the thousand."""
    # Byte by byte: eight times as fast as `array`, and a clip that sounds alone needs no numpy.
    wide, high = bytearray(2 * len(pcm)), pcm[1::2]
    wide[0::4], wide[1::4] = pcm[0::2], high
    wide[2::4] = wide[3::4] = high.translate(_SIGNS)
    return bytes(wide)


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
