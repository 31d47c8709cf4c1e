"""Turn what an engine gives into what the mixer takes: 24 kHz mono, trimmed, shaped, levelled, whole frames.

In two steps, because the gain of a voice is found between them (`gain.py`): `prepare` checks and shapes, or says why
not; `finish` applies the gain. numpy is imported only when something is shaped: a render whose words are all in
the cache needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audiocoach.quantities.units import RATE, samples, whole_ms
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.plausible import bounds
from audiocoach.speech.shaping import acceptance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
else:
    Samples = Any

SHAPING = 5
"""Part of cache keys. Raise it with each change here or in `outdoor.py` that changes a sample."""

PEAK_DB = -2.0
"""dBTP: no clip passes it. Of 48 cues of espeak 12 are over, by 1 dB at most; unshaped 46, by 3."""

LONGEST_PAUSE_MS = 400
"""The longest pause inside a cue. A voice that stops for longer sounds as if it had ended."""

GRID_MS = 24
"""A clip's length is a whole multiple of it, the length of an MP3's frame. What follows words of whatever length then
lies alike in its frames: sessions whose talks differ, by a name or a number, share what is encoded of the rest.
"""

LEAD_MS = 5
TAIL_MS = 30
FADE_MS = 10

_AUDIBLE = 10 ** (-46 / 20)
"""Relative to the clip's peak. espeak's softest onset ("Three") is 12 dB above it, and its silence is digital."""

_PAUSED = 10 ** (-36 / 20)
"""Relative to the clip's peak. Higher than `_AUDIBLE`, for the room of a recorded voice: whatever soft consonant lies
below it is within what is kept of the pause, on either side."""

_JOIN_MS = 10
"""How long the two sides of a cut pause overlap."""

_FLOOR = 4 / 32768
_SILENT_RMS = 10 ** (-50 / 20)


def shape(raw: Clip, utterance: Utterance, gain_db: float = 0.0) -> Clip | Refusal:
    """Do both steps: return the clip of an utterance for the mixer, or why this cannot be what was to be said."""
    sound = prepare(raw, utterance)
    return sound if isinstance(sound, Refusal) else finish(sound, gain_db)


def prepare(raw: Clip, utterance: Utterance, *, as_is: bool = False) -> Samples | Refusal:
    """Trim and shape what an engine gave, at the level it gave it; or say why this cannot be what was to be said.

    `as_is`: somebody vouches for it, so only silence is refused.
    """
    sound = trimmed(raw, utterance, as_is=as_is)
    return sound if isinstance(sound, Refusal) else coloured(sound, utterance)


def coloured(sound: Samples, utterance: Utterance) -> Samples:
    """Shape a trimmed sound to be understood outdoors, if it is to be."""
    from audiocoach.speech.shaping.outdoor import understood

    return understood(sound, RATE) if utterance.outdoor else sound


def trimmed(raw: Clip, utterance: Utterance, *, as_is: bool = False) -> Samples | Refusal:
    """Return what was said, as the engine gave it but for the silence around and the long pauses in it."""
    import numpy as np

    from audiocoach.sound.resample import resample

    limits = bounds(utterance.text, utterance.rate)
    if why := acceptance.why_no_sound(raw) or (not as_is and acceptance.why_too_long_around(raw, limits)):
        return Refusal(why)
    sound: Samples = np.asarray(resample(_mono(raw), raw.rate), dtype=np.float64)
    loudness = np.abs(sound)
    peak = float(loudness.max(initial=0.0))
    audible = loudness > max(peak * _AUDIBLE, _FLOOR)
    if not audible.any():
        return Refusal("the voice stayed silent")
    first, end = int(audible.argmax()), sound.size - int(audible[::-1].argmax())
    if float(np.sqrt(np.mean(sound[first:end] ** 2))) < _SILENT_RMS:
        return Refusal("the voice stayed silent")
    whole = _with_short_pauses(_trimmed(sound, first, end), peak * _PAUSED)
    why = "" if as_is else acceptance.why_not_the_words(spoken_ms(whole), limits)
    return Refusal(why) if why else whole


def spoken_ms(sound: Samples) -> int:
    """Return how long a trimmed sound is without what it was given around it, in milliseconds."""
    return max(0, whole_ms(sound.size - samples(LEAD_MS + TAIL_MS)))


def breaks_off(raw: Clip) -> bool:
    """Tell whether a clip as an engine gave it ends in the middle of a sound."""
    return acceptance.ends_cut_off(_mono(raw), raw.rate)


def finish(sound: Samples, gain_db: float) -> Clip:
    """Make the clip from what `prepare` gave: at its level, limited, its ends faded, on whole frames of an MP3."""
    import numpy as np

    level = levelled(sound, gain_db)
    clip = np.zeros(samples(-(-whole_ms(level.size) // GRID_MS) * GRID_MS))
    clip[: level.size] = level
    lead, fade = samples(LEAD_MS), samples(FADE_MS)
    clip[:lead] *= np.linspace(0, 1, lead, endpoint=False)
    clip[level.size - fade : level.size] *= np.linspace(1, 0, fade)
    return Clip(np.rint(clip * 32767).astype("<i2").tobytes())


def levelled(sound: Samples, gain_db: float) -> Samples:
    """Return the sound as loud as it will be heard: with its gain, and no peak past `PEAK_DB`."""
    from audiocoach.sound.limiter import limit

    return limit(sound * 10 ** (gain_db / 20), RATE, PEAK_DB)


def _mono(raw: Clip) -> Samples:
    import numpy as np

    whole = len(raw.pcm) // (2 * raw.channels) * 2 * raw.channels
    values = np.frombuffer(raw.pcm[:whole], dtype="<i2")
    sound: Samples = (values if raw.channels == 1 else values.reshape(-1, raw.channels).mean(axis=1)) / 32768
    return sound


def _trimmed(sound: Samples, first: int, end: int) -> Samples:
    """Return `sound[first:end]` after exactly `LEAD_MS` and before exactly `TAIL_MS` of what was there, or silence."""
    import numpy as np

    lead, tail = samples(LEAD_MS), samples(TAIL_MS)
    trimmed = np.zeros(lead + end - first + tail)
    before, after = min(lead, first), min(tail, sound.size - end)
    trimmed[lead - before : lead + end - first + after] = sound[first - before : end + after]
    return trimmed


def _with_short_pauses(sound: Samples, paused: float) -> Samples:
    """Cut each stretch that stays below `paused` to `LONGEST_PAUSE_MS`, out of its middle."""
    import numpy as np

    longest, join = samples(LONGEST_PAUSE_MS), samples(_JOIN_MS)
    half = (longest - join) // 2
    loud = np.abs(sound) >= paused
    # The last sample before each change: of a pause's two, the first is loud, and the one behind the second.
    changes = np.flatnonzero(loud[1:] != loud[:-1])
    changes = changes[int(not loud[0]) :]
    lasts, followings = changes[: changes.size // 2 * 2 : 2], changes[1::2] + 1
    long = followings - lasts > longest  # a few of thousands, where a voice swings through the border
    parts, begin = [], 0
    for last, following in zip(lasts[long].tolist(), followings[long].tolist(), strict=True):
        # The two sides overlap by `join` samples: one fades out while the other fades in.
        parts.append((begin, last + half + join))
        begin = following - half - join + 1
    parts.append((begin, sound.size))
    joined = sound[parts[0][0] : parts[0][1]].copy()
    rise = np.linspace(0, 1, join)
    for start, stop in parts[1:]:
        piece = sound[start:stop].copy()
        piece[:join] *= rise
        joined[-join:] = joined[-join:] * rise[::-1] + piece[:join]
        joined = np.concatenate([joined, piece[join:]])
    return joined
