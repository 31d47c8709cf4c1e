"""A session's sound as one stream of samples, made as it is asked for: of a voice, with silence between its windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audiocoach.mix.windows import Window, mixed
from audiocoach.quantities.units import BYTES_PER_SAMPLE, RATE, samples

_SILENCE = bytes(RATE * BYTES_PER_SAMPLE)
"""A second of silence; every gap is made of it."""


def blocks_of(windows: Sequence[Window], total_ms: int, start_ms: int = 0) -> Iterator[bytes]:
    """Yield 24 kHz mono 16-bit samples of a session of `total_ms` from `start_ms` on, in blocks of any length.

    `windows` are the mixer's, in time order. What sounds is mixed when its turn comes and then forgotten; silence
    comes in blocks of a second at most. Raises ValueError for windows that meet or do not fit: whoever placed them has
    a bug.
    """
    before, at, total = 0, samples(start_ms), samples(total_ms)
    for window in windows:
        if window.start < before or window.end > total:
            raise ValueError(f"a window at samples {window.start}..{window.end} does not fit in {before}..{total}")
        before = window.end
        if window.end > at:
            yield from silence(window.start - at)
            yield from mixed(window, max(0, at - window.start))
            at = window.end
    yield from silence(total - at)


def silence(count: int) -> Iterator[bytes]:
    """Yield `count` samples of silence at 24 kHz mono, in blocks of a second at most."""
    for start in range(0, count, RATE):
        yield _SILENCE[: min(RATE, count - start) * BYTES_PER_SAMPLE]
