"""How fast Kokoro speaks, and where it pauses. Sounds are numpy's, mono at `RATE`; numpy itself is imported late.

Slower than by nature it puts a sound of its own before or after short cues, whatever its marks ("You walk."), and loses
nothing in longer sentences down to a point. So a slower rate is made by longer pauses first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
else:
    Samples = Any

RATE = 24_000
"""Samples a second of what Kokoro makes."""

NATURAL = 150
"""Words a minute at which it speaks as fast as it does by nature."""

GAP_S = 0.33
"""Silence between pieces that are spoken one by one; as between sentences that are parts of a cue."""

SLOWEST, SHORT = 0.8, 20
"""The slowest speed, and the number of symbols below which a cue is spoken at no less than 1.0.

Measured at 0.8 with `af_heart` and Whisper tiny.en: of ten cues with 9 to 14 symbols, four got a word of the model's
own ("You go on."; none at 1.0). Of ten with 20 to 27, and of five with 34 to 44, none did; of their 74 words 2 were
lost.
"""

_FASTEST = 2.0
"""The most that those who made it allow."""

_SYMBOL_S = 0.055
"""How long a symbol lasts by nature, on average."""

_LONGEST_MORE_S = 0.4
"""How much longer a pause may become: beyond, a cue falls apart."""

_BLOCK = RATE // 100
_SILENT = 0.01
"""Of the peak: softer than this, 10 ms are silence."""

_PAUSE_S = 0.1
"""A silence so long is a pause; shorter ones are those before p, t and k."""

_EDGE_S = 0.02

_INNER_MARKS = re.compile(r"[.!?…;:,—]+(?=\s)")


@dataclass(frozen=True, slots=True)
class Pace:
    """The speed that the model is told (1.0: by nature), and how many times as long as by nature all is to last."""

    speed: float
    longer: float


def pace_of(sounds: str, rate: int) -> Pace:
    """Choose the pace for some sounds at a rate in words a minute."""
    longer = NATURAL / rate
    if longer <= 1:
        return Pace(min(1 / longer, _FASTEST), longer)
    natural_s = len(sounds) * _SYMBOL_S
    left_s = natural_s * longer - len(_INNER_MARKS.findall(sounds)) * _LONGEST_MORE_S
    slowest = SLOWEST if len(sounds) >= SHORT else 1.0
    return Pace(max(slowest, natural_s / left_s) if left_s > natural_s else 1.0, longer)


def speed_of(piece: str, pace: Pace) -> float:
    """Choose the speed of a piece of what has a pace: one that is short itself is no slower than by nature either.

    Of 16 long sentences whose last piece has a few words, two recognisers heard a sound before that of one at 0.8
    ("gate, as slowly"), and of none at 1.0.
    """
    return pace.speed if len(piece) >= SHORT else max(1.0, pace.speed)


def gap_s(rate: int) -> float:
    """Return the silence between pieces that are spoken on their own, in seconds: longer at slower rates."""
    return min(GAP_S * max(1.0, NATURAL / rate), GAP_S + _LONGEST_MORE_S)


def bare(sound: Samples) -> Samples:
    """Take the silence before and after a sound away, but for `_EDGE_S`, in which it fades in and out."""
    import numpy as np

    loud = _loud_blocks(sound)
    if not len(loud):
        return sound
    edge = round(_EDGE_S * RATE)
    found = sound[max(0, loud[0] * _BLOCK - edge) : (loud[-1] + 1) * _BLOCK + edge].copy()
    ramp = np.linspace(0, 1, min(edge, len(found)), dtype=np.float32)
    found[: len(ramp)] *= ramp
    found[len(found) - len(ramp) :] *= ramp[::-1]
    return found


def with_longer_pauses(sound: Samples, pace: Pace) -> Samples:
    """Lengthen the pauses within a sound, as evenly as they allow, until it lasts as long as its pace wants."""
    import numpy as np

    missing = round(len(sound) * (pace.speed * pace.longer - 1))
    loud = _loud_blocks(sound)
    pauses = loud[:-1][np.diff(loud) > _PAUSE_S * RATE / _BLOCK]
    if missing <= 0 or not len(pauses):
        return sound
    more = np.zeros(min(missing // len(pauses), round(_LONGEST_MORE_S * RATE)), np.float32)
    middles = (pauses + loud[np.searchsorted(loud, pauses) + 1] + 1) // 2 * _BLOCK
    return np.concatenate([part for each in np.split(sound, middles) for part in (each, more)][:-1])


def _loud_blocks(sound: Samples) -> NDArray[np.intp]:
    """Find the blocks of 10 ms that are no silence, by their numbers."""
    import numpy as np

    if not len(sound):
        return np.zeros(0, np.intp)
    whole = np.zeros(-(-len(sound) // _BLOCK) * _BLOCK, np.float32)
    whole[: len(sound)] = np.abs(sound)
    peaks = whole.reshape(-1, _BLOCK).max(axis=1)
    return np.flatnonzero(peaks > _SILENT * whole.max())
