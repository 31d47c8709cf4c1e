"""Find how far to raise a voice: one gain for all it says, so that short words are not blown up.

A voice says a few sentences (`manner.py`), they are measured together as broadcasting does, and the gain brings that to
`TARGET` after the limiter. So the gain depends on the voice alone, never on the
session, and two computers with the same voice find the same one. Each rate has its own gain: espeak is 1.7 dB softer at
250 words a minute than at 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from audiocoach.quantities.units import RATE
from audiocoach.speech.shaping.shape import PEAK_DB

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
else:
    Samples = Any

TARGET = -18.7
"""LUFS of the clips. LAME turns all it encodes down by 0.45 dB, so that an MP3's voice is at -19 in mono, which is -16
where the same samples are on both channels: what podcasts use (AES TD1004). In files that are not MP3 it is 0.3 over;
sessions differ by as much either way, depending on how many of their words are short."""

LEVEL = (TARGET, PEAK_DB, 1)
"""Part of cache keys. Raise the last with each change here that changes a gain."""

SPACED_DB = 0.3
"""What silence between words takes from their loudness as a whole, and is given back: of espeak in five languages, at
150 and 220 words a minute, 0.18 to 0.48. So no voice has to say its sentences twice to be measured."""

_TRIES, _NEAR_DB = 4, 0.02
"""The louder, the more the limiter takes off; each try adds what was missing after the one before."""

_GAP_MS = 500
_MOST_LIMITED_DB = 6.0
"""A voice of clicks and little else would never reach the target; its gain stops this far above the plain one."""


def measured(sounds: Sequence[Samples]) -> float:
    """Find the gain in dB, to a hundredth, that brings these sounds together to `TARGET`."""
    from audiocoach.speech.shaping.shape import levelled

    plain = TARGET - _loudness(sounds)
    gain, missing = plain, 1.0
    for _ in range(_TRIES):
        if abs(missing) > _NEAR_DB:
            missing = TARGET - _loudness([levelled(sound, gain) for sound in sounds])
            gain += missing
    return round(min(gain, plain + _MOST_LIMITED_DB), 2)


def _loudness(sounds: Sequence[Samples]) -> float:
    """Measure integrated loudness in LUFS, with silence around each sound, so that edges count as in a session."""
    import numpy as np

    from audiocoach.sound.loudness import integrated

    gap = np.zeros(RATE * _GAP_MS // 1000)
    return integrated(np.concatenate([gap, *(part for sound in sounds for part in (sound, gap))]), RATE)
