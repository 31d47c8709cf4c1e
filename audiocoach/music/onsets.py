"""Hear where sounds begin in music: how much louder each hundredth of a second is, band by band, than the one before.

That is spectral flux, as in Bello et al., A Tutorial on Onset Detection in Music Signals, IEEE Transactions on Speech
and Audio Processing 13 (5), 2005.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audiocoach.sound.layout import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    Curve = NDArray[np.float64]

HOPS = 100
"""Values a second."""

_STRIDE = 2
"""Every second sample is enough: what marks a beat lies below 10 kHz."""

_HOP = RATE // _STRIDE // HOPS
_FRAME = 1024
"""Samples of a frame at half the rate: 43 ms, as long as tells a bass note from the next."""

_LOWEST, _HIGHEST, _BANDS = 40.0, 10_000.0, 24
_LOW_BANDS = 7
"""Bands up to about 200 Hz: bass drum and bass, which stand on beats more often than anything else."""


class Onsets:
    """Gathers the onsets of music that comes in blocks of any length."""

    def __init__(self) -> None:
        import numpy as np

        # The first frame has its middle at the first sample.
        self._rest, self._odd = np.zeros(_FRAME // 2, np.float32), np.zeros(0, np.float32)
        self._last: Curve | None = None
        self._found: list[Curve] = []

    def add(self, block: Sound) -> None:
        """Add a block of 48 kHz stereo, as (2, n)."""
        import numpy as np

        mono = np.concatenate((self._odd, block.mean(axis=0)))
        whole = len(mono) - len(mono) % _STRIDE
        self._odd = mono[whole:]
        self._take(mono[:whole].reshape(-1, _STRIDE).mean(axis=1))

    def _take(self, sound: Sound) -> None:
        import numpy as np

        sound = np.concatenate((self._rest, sound))
        count = (len(sound) - _FRAME) // _HOP + 1
        if count <= 0:
            self._rest = sound
            return
        frames = np.lib.stride_tricks.sliding_window_view(sound, _FRAME)[: count * _HOP : _HOP]
        self._rest = sound[count * _HOP :]
        power = np.abs(np.fft.rfft(frames * _window(), axis=1)) ** 2 @ _bands()
        levels = np.log10(1e-5 + power)
        before = levels[:1] if self._last is None else self._last
        rising = np.maximum(0.0, np.diff(np.concatenate((before, levels)), axis=0))
        self._last = levels[-1:]
        self._found.append(np.stack((rising.mean(axis=1), rising[:, :_LOW_BANDS].mean(axis=1))))

    def curves(self) -> Curve:
        """Return what was found as (2, n), `HOPS` a second: of all bands, and of the low ones."""
        import numpy as np

        return np.concatenate(self._found, axis=1) if self._found else np.zeros((2, 0))


@cache
def _window() -> Sound:
    import numpy as np

    return np.hanning(_FRAME).astype(np.float32)


@cache
def _bands() -> Curve:
    """Return how much of each frequency's power each band takes: (frequencies, bands), triangles over a log scale."""
    import numpy as np

    frequencies = np.fft.rfftfreq(_FRAME, _STRIDE / RATE)
    edges = np.geomspace(_LOWEST, _HIGHEST, _BANDS + 2)
    rising = (frequencies[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - frequencies[:, None]) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0.0, np.minimum(rising, falling))
    weights[np.argmin(np.abs(frequencies[:, None] - edges[1:-1]), axis=0), np.arange(_BANDS)] += 1e-3
    return np.asarray(weights / weights.sum(axis=0))
