"""Change the sample rate of a few seconds of sound, exactly: above 100 dB signal to noise.

The spectrum is cut or extended in one piece, so there is no filter delay to make up for and nothing to tune. This is
for clips (speech, beeps); minutes of music belong to a streaming resampler.
"""

from __future__ import annotations

from math import gcd

import numpy as np
from numpy.typing import NDArray

from audiocoach.quantities.units import RATE

_EDGE_SECONDS = 0.02
"""Silence added on both sides for the transform, which is circular: the end must not ring into the beginning."""

_TAPER = 0.97
"""From this share of the lower Nyquist frequency on, the spectrum fades: a brick wall rings audibly around clicks."""


def resample(
    samples: NDArray[np.float32] | NDArray[np.float64], rate: int, to: int = RATE
) -> NDArray[np.float32] | NDArray[np.float64]:
    """Resample one channel from `rate` to `to` samples a second; the first sample keeps its time.

    Returns `ceil(len(samples) * to / rate)` samples as float64; equal rates return `samples` itself.
    Peaks between samples may come out above the loudest input sample: leave headroom before going to integers.

    Raises:
        ValueError: for more than one channel, or a rate that is not positive.
    """
    if samples.ndim != 1:
        raise ValueError(f"one channel wanted, got an array of shape {samples.shape}")
    if rate <= 0 or to <= 0:
        raise ValueError(f"rates are positive, got {rate} and {to}")
    if rate == to or not len(samples):
        return samples
    common = gcd(rate, to)
    down, up = rate // common, to // common
    # Padded to whole blocks of `down` samples, so that the new length is a whole number too and nothing is stretched.
    lead = -(-int(rate * _EDGE_SECONDS) // down)
    blocks = quick(2 * lead - (-len(samples) // down))
    padded = np.zeros(blocks * down)
    padded[lead * down : lead * down + len(samples)] = samples

    spectrum = np.fft.rfft(padded)
    length = blocks * up
    kept = min(blocks * down, length) // 2 + 1
    cut = spectrum[:kept]
    fade = _fade(kept)
    cut[kept - fade.size :] *= fade
    out = np.fft.irfft(cut, n=length) * (length / len(padded))
    first = lead * up
    return out[first : first - (-len(samples) * to // rate)]


def quick(blocks: int) -> int:
    """Round up to a number without a prime factor above 5: transforms of other lengths take several times as long."""
    while True:
        rest = blocks
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return blocks
        blocks += 1


def _fade(bins: int) -> NDArray[np.float64]:
    """Make gains for the last few per cent of `bins`, which fall to 0; before them all is kept."""
    share = np.arange(int(_TAPER * (bins - 1)) + 1, bins) / max(1, bins - 1)
    gains: NDArray[np.float64] = 0.5 + 0.5 * np.cos(np.pi * (share - _TAPER) / (1 - _TAPER))
    return gains
