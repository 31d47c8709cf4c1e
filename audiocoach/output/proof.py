"""Prove that what was encoded holds what was to be in it: decoded again, each sound in its place, as strong as it was.

An encoder that fails says nothing: the file plays, and words are missing from it. So what is made anew is listened to
before it is published, or kept for the next time. What has been proved once costs nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from audiocoach.errors import OutputError
from audiocoach.quantities.units import RATE, clock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from audiocoach.mix.windows import Placed

    Samples = NDArray[np.int16] | NDArray[np.float32]
    Numbers = NDArray[np.float64]
else:
    Samples = Numbers = Any

BLOCK_MS = 100
"""A stretch that is looked at: less than a syllable."""

_AT_ONCE = 10
"""Stretches that are compared at a time."""

_HEARD = 0.01
"""A stretch is looked at when its power is more than this part (-20 dB) of the loudest one's: the rest is hardly heard,
and encoders leave it out where something louder hides it."""

_FLOOR = 33.0
"""And more than this RMS of 16-bit samples, -60 dBFS."""

_LEAST_POWER, _MOST_POWER = 0.15, 4.0
"""How strong a stretch comes out, in parts of what went in. Speech at 32 kb/s, the lowest: 0.24 to 1.2."""

_LEAST_ALIKE = 0.1
"""How much of a stretch comes out as it went in; hisses do the worst, at 32 kb/s: 0.23."""

_LEAST_WHOLE, _MOST_WHOLE = 0.6, 1.4
"""The same of all that sounds together: 0.9 to 1.0 of words and signals."""

_LEAST_LOWER = 0.3
"""The same of what lies below `_SURE_HZ` in single clicks at 64 kb/s in stereo: 0.57 to 0.9."""

_SURE_HZ = 5_000
"""Up to here every encoder keeps what it is given; above, one of few bits may leave a sound out on purpose."""

_LEAST_IN_MUSIC, _SURE = 0.4, 0.25
"""How much of a word or signal is found in a mix with music, and how much chance may have to do with that."""

_ALIKE_HZ = 1000
"""Two sounds that have nothing to do with each other are alike by chance, as if they had so many values a second."""


class Missing(Exception):  # it becomes an `OutputError` where the place in the session is known
    """Something that was to be heard is not there, `at` this sample of what was looked at."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def lost(milliseconds: int, made_by: str) -> OutputError:
    """Make the error of a sound that is not in the file at its place, counted from the session's start.

    `made_by` is the encoder and its version.
    """
    return OutputError(
        f"at {clock(milliseconds)} the file would not hold what is to be heard there: {made_by} lost it",
        "This is a fault of that encoder or of audiocoach, not of your script, and no file was written. Try it again; "
        "if it happens again, please report it, with the script and what `audiocoach doctor` says.",
    )


def prove(want: Samples, got: Samples, rate: int) -> None:
    """See that `got` sounds like `want`, stretch by stretch.

    Args:
        want: what went in: 16-bit values, of any shape that has samples first.
        got: what was decoded, at the same place; what is missing at its end counts as silence.
        rate: samples a second.

    Raises:
        Missing: at the first sample of the first stretch that is not there.
    """
    at = _first_missing(want, got, rate)
    if at is not None:
        at = _first_missing(_lower(want, rate), _lower(got[: len(want)], rate), rate, of=want)
    if at is not None:
        raise Missing(at)


def findable(placed: Iterable[Placed]) -> list[Placed]:
    """Return what is long enough to be told from other sounds: words and signals, and no clicks of a metronome."""
    return [part for part in placed if part.clip.frame_count >= RATE * BLOCK_MS // 1000]


def prove_words(placed: Iterable[Placed], got: Samples, first: int, rate: int) -> None:
    """See that each word and signal is heard in a part of a session, whatever else sounds there.

    What is too short or too soft to be told from the rest, such as the clicks of a metronome, is left out.

    Args:
        placed: those of the session.
        got: what was decoded, 16-bit values of shape (n,) or (n, 2).
        first: the session's sample, at `rate`, that it begins with.
        rate: samples a second, a multiple of `RATE`.

    Raises:
        Missing: at the first sample of the first that is not there.
    """
    import numpy as np

    step = rate // RATE
    begin, end = -(-first // step), (first + len(got)) // step
    for part in placed:
        start, stop = max(part.at, begin), min(part.end, end)
        if stop - start < RATE * BLOCK_MS // 1000:
            continue
        clip = np.frombuffer(part.clip.pcm, "<i2")[start - part.at : stop - part.at].astype(np.float32)
        rows = got[start * step - first : stop * step - first : step].astype(np.float32)
        heard = rows if rows.ndim == 1 else rows.mean(axis=1)
        power = float(clip @ clip) + 1.0
        chance = 3 * float(np.sqrt(heard @ heard / power / (len(clip) * _ALIKE_HZ / RATE)))
        if power > _FLOOR**2 * len(clip) and chance < _SURE and float(clip @ heard) < _LEAST_IN_MUSIC * power:
            raise Missing(start * step - first)


def _first_missing(want: Samples, got: Samples, rate: int, of: Samples | None = None) -> int | None:
    """Find the first stretch that is not there; `of` is the whole sound, where only a part of its spectrum is compared:
    stretches that lie mostly outside of that are left out.
    """
    import numpy as np

    size = rate * BLOCK_MS // 1000
    power, alike, came = _compared(want, got, size)
    heard = (power > power.max(initial=0.0) * _HEARD) & (
        power > _FLOOR**2 * size * (want.shape[1] if want.ndim > 1 else 1)
    )
    if of is not None:
        whole, _, _ = _compared(of, of[:0], size)
        heard &= power > 0.5 * whole
    if not heard.any():
        return None
    bad = heard & ((came < _LEAST_POWER * power) | (came > _MOST_POWER * power) | (alike < _LEAST_ALIKE * power))
    if bad.any():
        return int(np.argmax(bad)) * size
    together = float(alike[heard].sum() / power[heard].sum())
    least = _LEAST_WHOLE if of is None else _LEAST_LOWER
    return None if least <= together <= _MOST_WHOLE else int(np.argmax(heard)) * size


def _compared(want: Samples, got: Samples, size: int) -> tuple[Numbers, Numbers, Numbers]:
    """Compare stretches of `size` samples: return the power of each, how much of it came as it was, and what came."""
    import numpy as np

    count = -(-len(want) // size)
    found = np.zeros((3, count))
    # A few at a time: memory that is used again is faster than new one, and little of it is needed.
    for first in range(0, count, _AT_ONCE):
        part = slice(first * size, (first + _AT_ONCE) * size)
        one, other = _rows(want[part], size), _rows(got[part][: len(want) - part.start], size)
        here = slice(first, first + len(one))
        found[0, here] = np.einsum("ij,ij->i", one, one)
        one, other = one[: len(other)], other[: len(one)]
        here = slice(first, first + len(one))
        found[1, here], found[2, here] = np.einsum("ij,ij->i", one, other), np.einsum("ij,ij->i", other, other)
    return found[0], found[1], found[2]


def _rows(sound: Samples, size: int) -> NDArray[np.float32]:
    """Return stretches of a sound as rows, the last filled up with zeros."""
    import numpy as np

    count, channels = -(-len(sound) // size), sound.shape[1] if sound.ndim > 1 else 1
    rows = np.zeros((count * size, *sound.shape[1:]), np.float32)
    rows[: len(sound)] = sound
    return rows.reshape(count, size * channels)


def _lower(sound: Samples, rate: int) -> Samples:
    """Return a sound without what lies above `_SURE_HZ`."""
    import numpy as np

    if not len(sound):
        return sound
    spectrum = np.fft.rfft(sound, axis=0)
    spectrum[_SURE_HZ * len(sound) // rate :] = 0
    return np.fft.irfft(spectrum, len(sound), axis=0).astype(np.float32)
