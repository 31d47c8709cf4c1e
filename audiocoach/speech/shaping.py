"""From what an engine gives to what the mixer takes: 24 kHz mono, trimmed, levelled, whole milliseconds; or why not.

numpy is imported when something is shaped, not before: a render whose words are all in the cache needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audiocoach.clip import Clip
from audiocoach.speech.estimate import least_ms
from audiocoach.speech.interface import Refusal, Utterance
from audiocoach.units import samples, whole_ms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
else:
    Samples = Any

SHAPING = 2
"""Part of cache keys. Raise it with each change here that changes a sample."""

PEAK = 0.66
"""No clip passes this part of full scale, so that voice and beep together never do."""

LEAD_MS = 5
TAIL_MS = 30
FADE_MS = 10

_GAINS = {"pyttsx3": 0.8, "tone": 1.0}
"""One gain for all that an engine says, so that a loud word stays louder than a soft one. With 0.8 one clip in eight of
espeak's `en-us` has a peak past `PEAK`, by 1.1 dB at most, and is turned down."""

_AUDIBLE = 10 ** (-46 / 20)
"""Relative to the clip's peak. espeak's softest onset ("Three") is 12 dB above it, and its silence is digital."""

_FLOOR = 4 / 32768
_SILENT_RMS = 10 ** (-50 / 20)


def shape(raw: Clip, utterance: Utterance) -> Clip | Refusal:
    """Make the clip of an utterance ready for the mixer, or say why this cannot be what was to be said."""
    import numpy as np

    from audiocoach.resample import resample

    sound: Samples = np.asarray(resample(_mono(raw), raw.rate), dtype=np.float64)
    loudness = np.abs(sound)
    peak = float(loudness.max(initial=0.0))
    audible = np.flatnonzero(loudness > max(peak * _AUDIBLE, _FLOOR))
    if not audible.size:
        return Refusal("the voice stayed silent")
    first, end = int(audible[0]), int(audible[-1]) + 1
    if float(np.sqrt(np.mean(sound[first:end] ** 2))) < _SILENT_RMS:
        return Refusal("the voice stayed silent")
    length_ms, least = whole_ms(end - first), least_ms(utterance.text, utterance.rate)
    if length_ms < least:
        return Refusal(f"only {length_ms} ms of sound came, where at least {least} ms were to be expected")
    gain = _GAINS.get(utterance.voice.engine, 1.0)
    sound = _trimmed(sound, first, end) * min(gain, PEAK / peak)
    return Clip(np.rint(sound * 32767).astype("<i2").tobytes())


def _mono(raw: Clip) -> Samples:
    import numpy as np

    whole = len(raw.pcm) // (2 * raw.channels) * 2 * raw.channels
    frames = np.frombuffer(raw.pcm[:whole], dtype="<i2").reshape(-1, raw.channels)
    sound: Samples = frames.mean(axis=1) / 32768
    return sound


def _trimmed(sound: Samples, first: int, end: int) -> Samples:
    """`sound[first:end]` after exactly `LEAD_MS` and before at least `TAIL_MS`, both faded, on whole milliseconds."""
    import numpy as np

    lead, tail, fade = samples(LEAD_MS), samples(TAIL_MS), samples(FADE_MS)
    trimmed = np.zeros(samples(whole_ms(lead + end - first + tail)))
    before, after = min(lead, first), min(tail, sound.size - end)
    trimmed[lead - before : lead + end - first + after] = sound[first - before : end + after]
    trimmed[:lead] *= np.linspace(0, 1, lead, endpoint=False)
    stop = lead + end - first + tail
    trimmed[stop - fade : stop] *= np.linspace(1, 0, fade)
    return trimmed
