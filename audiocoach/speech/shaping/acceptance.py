"""What a clip must be before it is kept: the contract of every engine, in one place behind them all.

It holds what it says it holds, sounds as a voice does, and lasts about as long as its words. What is not so is a
`Refusal` that says what is wrong with it. For whoever writes an engine: CONTRIBUTING, "What a clip must be".
"""

from __future__ import annotations

from numbers import Integral
from typing import TYPE_CHECKING, Any

from audiocoach.quantities.units import BYTES_PER_SAMPLE, RATE, SECOND
from audiocoach.sound.clip import Clip
from audiocoach.speech.plausible import SILENCE_AROUND_MS, Bounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
else:
    Samples = Any

ACCEPTANCE = 1
"""Part of cache keys. Raise it when a clip that was accepted would be no more: what was kept is then spoken anew."""

RATES = (4_000, 192_000)
"""The lowest and the highest number of samples a second."""

_MOST_CHANNELS = 8

_FRAME = 20 * RATE // 1000
"""Samples of a stretch that is looked at: 20 ms, in which a sound of speech hardly changes."""

_LOWEST_HZ, _HIGHEST_HZ = 200, 4_000
"""Where speech has its formants (telephones carry 300 to 3,400 Hz: ITU-T G.712)."""

_SOUNDS = 10 ** (-36 / 10)
"""A stretch sounds when its power in that band is more than this part of the loudest one's."""

_OF_BELOW, _OF_ABOVE = 0.1, 0.5
"""The least part of a stretch's power that is in that band and not below; and in it and not above. White noise has 0.32
of the latter at 24 kHz. Consonants are not counted then, and need not be: vowels are."""

_LEAST_SPOKEN = 0.2
"""The least share of such stretches in a clip: the lowest of a real one is 0.33, of those over 0.1 s 0.40."""

_FLAT, _STEADY = 0.5, 0.35
"""Noise is as strong at every frequency (0.56 and more, a clip of speech at most 0.42) and steady: the deviation of its
level from stretch to stretch is a small part of that (0.1; of any clip as flat as speech can be, at least 0.6)."""

_TOO_FEW = 10
"""Stretches that say too little of how steady a sound is: 0.2 s."""


def why_no_sound(raw: Clip) -> str:
    """Say why a clip as an engine gave it holds no sound that can be read; nothing when it does."""
    numbers = all(isinstance(each, Integral) for each in (raw.rate, raw.channels))
    if not isinstance(raw.pcm, bytes | bytearray | memoryview) or not numbers:
        return "the engine gave something else than bytes, a rate and a number of channels"
    if not RATES[0] <= raw.rate <= RATES[1]:
        return f"its sound has {raw.rate:,} samples a second, and not {RATES[0]:,} to {RATES[1]:,}"
    if not 1 <= raw.channels <= _MOST_CHANNELS:
        return f"its sound has {raw.channels} channels, and not 1 to {_MOST_CHANNELS}"
    if len(raw.pcm) >= BYTES_PER_SAMPLE * raw.channels and len(raw.pcm) % (BYTES_PER_SAMPLE * raw.channels):
        return "its sound ends within a sample"
    return ""


def why_no_speech(sound: Samples) -> str:
    """Say why a sound (24 kHz, trimmed) is nobody speaking; nothing when it may be."""
    import numpy as np

    count = max(1, sound.size // _FRAME)
    whole = np.zeros(count * _FRAME)
    whole[: min(sound.size, whole.size)] = sound[: whole.size]
    spectra = np.fft.rfft(whole.reshape(count, _FRAME) * np.hanning(_FRAME))
    power = spectra.real**2 + spectra.imag**2
    first, last = (frequency * _FRAME // RATE for frequency in (_LOWEST_HZ, _HIGHEST_HZ))
    below, band, above = power[:, :first].sum(1), power[:, first : last + 1], power[:, last + 1 :].sum(1)
    inside = band.sum(1)
    spoken = inside > inside.max() * _SOUNDS
    spoken &= (inside >= _OF_BELOW * (inside + below)) & (inside >= _OF_ABOVE * (inside + above))
    if float(spoken.mean()) < _LEAST_SPOKEN:
        return f"it does not sound like speech: {spoken.mean():.0%} of it lies where voices do (200 to 4,000 Hz)"
    if count >= _TOO_FEW and _is_noise(band):
        return "it does not sound like speech: it is noise from beginning to end"
    return ""


def _is_noise(band: Samples) -> bool:
    import numpy as np

    mean, level = band.mean(0) + 1e-30, np.sqrt(band.sum(1))
    flatness = float(np.exp(np.log(mean).mean()) / mean.mean())
    return flatness > _FLAT and float(level.std()) < _STEADY * float(level.mean())


def why_too_long_around(raw: Clip, limits: Bounds) -> str:
    """Say why a clip is too long even if most of it is silence; nothing when it is not. Nothing is converted for it."""
    most = limits.most_ms + SILENCE_AROUND_MS
    return f"it goes on for {raw.length_ms / SECOND:.1f} s, {_expected(limits)}" if raw.length_ms > most else ""


def why_not_the_words(length_ms: int, limits: Bounds) -> str:
    """Say why a sound of this length cannot be all of the words and no more; nothing when it can."""
    if length_ms < limits.least_ms:
        return f"only {length_ms} ms of sound came, where at least {limits.least_ms} ms were to be expected"
    if length_ms > limits.most_ms:
        return f"it goes on for {length_ms / SECOND:.1f} s, {_expected(limits)}"
    return ""


def _expected(limits: Bounds) -> str:
    return f"where {limits.most_ms / SECOND:.1f} s at most were to be expected"


_END_MS = 2
_CUT = 0.15
"""A voice fades: a clip whose very last samples are louder than this part of its peak was cut off."""


def ends_cut_off(sound: Samples, rate: int) -> bool:
    """Tell whether a sound (any rate) ends in the middle of something."""
    end = sound[-max(1, rate * _END_MS // 1000) :]
    return bool(sound.size) and _peak(end) > _CUT * _peak(sound)


def _peak(sound: Samples) -> float:
    return float(max(sound.max(), -sound.min()))
