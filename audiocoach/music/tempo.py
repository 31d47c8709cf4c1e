"""Find the tempo and the beats of music from its onsets. Pure, but for numpy's arithmetic.

Which of a tempo, its half and its double people would tap is anybody's guess, and none of a runner's business: every
second step, or two steps, fall on the beat just as well. So the tempo is sought in one octave and told in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.music.onsets import HOPS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Curve = NDArray[np.float64]

SLOWEST, FASTEST = 80.0, 160.0
"""Beats a minute between which a tempo is told: the octave around 113, near which people tap most (van Noorden and
Moelants, Resonance in the Perception of Musical Pulse, Journal of New Music Research 28 (1), 1999)."""

_SHORTEST = 10 * HOPS
"""Of less than ten seconds, in hops, no tempo is told."""

_MULTIPLES = ((0.5, 0.5), (1.0, 1.0), (2.0, 1.0), (4.0, 1.0), (8.0, 0.5))
"""How far apart, in beats, music resembles itself, and how much that counts: half beats, beats, half bars, bars. Three
quarters and two thirds of a beat, which syncopes and swing make strong, are none of them at their double."""

_AROUND = 0.015
"""The tempo is made exact within so much of what was found."""

_WINDOW = 8 * HOPS
"""Over so many hops the beat is compared with itself, to see whether it keeps its tempo."""

_PART = 12 * HOPS
"""Parts of a song, in hops, of which each must have its tempo: long enough to tell that of each alone."""

_PULSE, _OF_BEST = 0.15, 0.6
"""From which likeness on a part has a pulse at all, and how much of the best tempo's the song's must have in it. In
songs made in code it has 0.99 of it and more; where the tempo changes by 4 %, a third, and by half, 0.77."""

_OTHER = 2
"""So many parts in a row with a pulse and another tempo, 24 seconds, are no slip: there a song would be out of step."""

_EARLY_S = 0.010
"""An onset is found so much before it begins, as soon as a frame reaches it: measured on clicks."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """A steady tempo: `beats` a minute, one of them `first` seconds after the music's start, and how sure that is, from
    0 to 1.
    """

    beats: float
    first: float
    sure: float

    @property
    def period(self) -> float:
        """Return the seconds from one beat to the next."""
        return 60 / self.beats


def tempo_of(onsets: Curve, near: float | None = None) -> Tempo | None:
    """Estimate the tempo from onsets as `Onsets.curves` gives them; None for music that is too short or has none.

    Args:
        onsets: (2, n), `HOPS` a second.
        near: what the file says of its tempo, in beats a minute: the beats are sought near it, in any octave.
    """
    import numpy as np

    count = onsets.shape[1]
    if count < _SHORTEST or not onsets[0].any():
        return None
    both = np.stack([_sharpened(curve) for curve in onsets])
    curve = both[0] + both[1]
    likeness = _likeness(curve)
    coarse = _coarse(likeness, near)
    beats = _sharpest(curve, _refined(curve, coarse))
    strength = _at(likeness, 60 * HOPS / coarse)
    first = _first_beat(both, beats)
    return Tempo(beats, first, _sure(curve, beats, strength) * _steady(curve, beats))


def folded(beats: float, around: float) -> tuple[float, int]:
    """Bring a tempo into the octave around another by doubling or halving; return it, and how often it was doubled."""
    from math import floor, log2

    doubled = -floor(log2(beats / around) + 0.5)
    return beats * 2.0**doubled, doubled


def _sharpened(curve: Curve) -> Curve:
    """Take the average of a second away from a curve, and what is below it; bring it to a mean square of 1."""
    import numpy as np

    size = HOPS
    sums = np.concatenate(([0.0], np.cumsum(np.pad(curve, size // 2, mode="edge"))))
    average = (sums[size:] - sums[:-size])[: len(curve)] / size
    above = np.maximum(0.0, curve - average)
    scale = float(np.sqrt(np.mean(above**2)))
    return np.asarray(above / scale if scale else above)


def _likeness(curve: Curve) -> Curve:
    """Return how alike the curve is to itself shifted by each number of hops up to 8 beats of the slowest tempo."""
    import numpy as np

    reach = int(8 * 60 * HOPS / SLOWEST) + 8
    centred = curve - curve.mean()
    size = 1 << (len(curve) + reach).bit_length()
    spectrum = np.fft.rfft(centred, size)
    found = np.fft.irfft(np.abs(spectrum) ** 2, size)[:reach]
    found = found / (len(curve) - np.arange(reach)).clip(1)
    return np.asarray(found / found[0])


def _at(likeness: Curve, period: float) -> float:
    """Return how well a period (in hops) explains the likeness, from about 0 to 1."""
    import numpy as np

    lags = np.arange(len(likeness))
    total = sum(weight for _, weight in _MULTIPLES)
    smooth = np.convolve(likeness, (0.25, 0.5, 0.25), "same")
    return float(sum(weight * np.interp(part * period, lags, smooth) for part, weight in _MULTIPLES) / total)


def _coarse(likeness: Curve, near: float | None) -> float:
    """Find the tempo to about a hundredth, in beats a minute."""
    import numpy as np

    if near is not None:
        middle, _ = folded(near, (SLOWEST * FASTEST) ** 0.5)
        candidates = middle * np.geomspace(0.98, 1.02, 17)
    else:
        candidates = np.geomspace(SLOWEST, FASTEST, 281)[:-1]
    scores = [_at(likeness, 60 * HOPS / beats) for beats in candidates]
    return float(candidates[int(np.argmax(scores))])


def _refined(curve: Curve, coarse: float) -> float:
    """Make a tempo exact: the one at which the whole curve swings, at it and its doubles."""
    import numpy as np

    size = 1 << max(18, (4 * len(curve)).bit_length())
    spectrum = np.abs(np.fft.rfft(curve - curve.mean(), size))
    bins = np.arange(len(spectrum))
    step = 1 / (8 * len(curve) / HOPS) * 60
    span = max(3.0 * step, _AROUND * coarse)
    candidates = np.arange(coarse - span, coarse + span, step / 4)
    swing = sum(np.interp(candidates * part / 60 / HOPS * size, bins, spectrum) for part in (1, 2, 4))
    return float(candidates[int(np.argmax(swing))])


def _sharpest(curve: Curve, beats: float) -> float:
    """Make a tempo as exact as the whole length allows: the one by which all beats, laid over each other, are sharpest.

    Half a step of the search is a 256th of a beat over the whole music, and a parabola finds what is between.
    """
    import numpy as np

    parts, steps = 64, 12
    time = np.arange(len(curve))
    candidates = beats + np.arange(-steps, steps + 1) * 60 * HOPS / len(curve) / (2 * parts)
    sharp = np.zeros(len(candidates))
    for number, each in enumerate(candidates):
        place = (time * (each / 60 / HOPS * parts)) % parts
        low = place.astype(int)
        share = place - low
        profile = np.bincount(low, curve * (1 - share), parts + 1) + np.bincount(low + 1, curve * share, parts + 1)
        profile[0] += profile[parts]
        sharp[number] = float((profile[:parts] ** 2).sum())
    best = min(max(int(np.argmax(sharp)), 1), 2 * steps - 1)
    before, here, after = sharp[best - 1 : best + 2]
    bend = before - 2 * here + after
    shift = 0.5 * (before - after) / bend if bend else 0.0
    return float(candidates[best] + np.clip(shift, -1, 1) * (candidates[1] - candidates[0]))


def _first_beat(both: Curve, beats: float) -> float:
    """Find where in a period the beat lies: where most begins in all bands.

    First where in half a period, as steps fall on half beats too, and a song told at half its tempo has beats there: a
    loud chord before each bar is then no match for all others. Then in which half. Low bands only make it exact: a bass
    drum or a bass that is syncopated stands beside the beat more often than on it.
    """
    import numpy as np

    period, parts = 60 * HOPS / beats, 256
    place = np.arange(both.shape[1]) / period * parts
    low = np.floor(place).astype(int)
    share = place - low
    profiles = np.zeros((len(both), parts))
    for profile, curve in zip(profiles, both, strict=True):
        np.add.at(profile, low % parts, curve * (1 - share))
        np.add.at(profile, (low + 1) % parts, curve * share)
    width = max(1, round(parts / period))
    spread = np.convolve(np.tile(profiles[0], 3), np.hanning(2 * width + 3), "same")[parts : 2 * parts]
    half, beside = parts // 2, np.arange(-width, width + 1)
    within = int(np.argmax(spread[:half] + spread[half:]))
    best = max(within, within + half, key=lambda at: float(spread[(at + beside) % parts].max()))
    near = np.arange(-2 * width, 2 * width + 1)
    weights = profiles.sum(axis=0)[(best + near) % parts]
    exact = best + float((near * weights).sum() / max(weights.sum(), 1e-9))
    return float((exact / parts * period / HOPS + _EARLY_S) % (60 / beats))


def _sure(curve: Curve, beats: float, strength: float) -> float:
    """Tell from 0 to 1 how sure a tempo is: how strong the beat is, and whether it stays in step with itself."""
    import numpy as np

    centred = curve - curve.mean()
    best = 0.0
    for part in (1, 2):
        turns = np.exp(-2j * np.pi * beats * part / 60 / HOPS * np.arange(len(curve))) * centred
        windows = turns[: len(turns) // _WINDOW * _WINDOW].reshape(-1, _WINDOW).sum(axis=1)
        best = max(best, float(abs(windows.sum()) / max(1e-9, np.abs(windows).sum())))
    return best * min(1.0, max(0.0, strength) / 0.25)


def _steady(curve: Curve, beats: float) -> float:
    """Return in how much of the music, of what has a pulse, this is the tempo, from 0 to 1: 0 where it has another for
    long, however long the music is.

    A part that has another one adds next to nothing to the swing of the whole, and so takes nothing from `_sure`.
    """
    import numpy as np

    steady = pulsing = other = 0
    candidates = np.geomspace(SLOWEST, FASTEST, 73)[:-1]
    for part in np.array_split(curve, max(1, round(len(curve) / _PART))):
        if not part.any():
            continue
        likeness = _likeness(part)
        best = max(_at(likeness, 60 * HOPS / each) for each in candidates)
        if best >= _PULSE:
            own = max(_at(likeness, 60 * HOPS / (beats * near)) for near in (0.985, 0.9925, 1.0, 1.0075, 1.015))
            is_steady = own >= _OF_BEST * best
            pulsing, steady, other = pulsing + 1, steady + is_steady, 0 if is_steady else other + 1
            if other == _OTHER:
                return 0.0
    return steady / pulsing if pulsing else 1.0
