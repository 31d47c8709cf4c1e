"""Find how far to raise a voice: one gain for all it says, found once and kept, so that short words are not blown up.

A voice says a few sentences of its language (`measured_sentences.py`), they are measured together as broadcasting
does, and the gain brings that to `TARGET` after the limiter. So the gain depends on the voice alone, never on the
session, and two computers with the same voice find the same one. Each rate has its own gain: espeak is 1.7 dB softer at
250 words a minute than at 100.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from audiocoach.quantities.units import RATE
from audiocoach.speech.engines.catalogue import speak_by
from audiocoach.speech.engines.interface import Engine, Refusal, Said, Utterance
from audiocoach.speech.shaping.measured_sentences import level_texts
from audiocoach.speech.shaping.shape import PEAK_DB, SHAPING
from audiocoach.storage.store import Store

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

_KIND = "levels"
_TRIES, _NEAR_DB = 4, 0.02
"""The louder, the more the limiter takes off; each try adds what was missing after the one before."""

_GAP_MS = 500
_ENOUGH = 12
"""How many clips of what was just said are measured, where the sentences cannot be."""

_MOST_LIMITED_DB = 6.0
"""A voice of clicks and little else would never reach the target; its gain stops this far above the plain one."""


def gain_db(engine: Engine, version: str, like: Utterance, store: Store, said: Sequence[Said]) -> float:
    """Return the gain in dB for all utterances with this one's voice, rate and shaping: kept before, or found now.

    Args:
        engine: the voice's.
        version: the engine's.
        like: an utterance; its text does not matter.
        store: where gains are kept.
        said: what the engine has just said, of any voice: measured when this one can say none of the sentences.
    """
    own = getattr(engine, "can_be_measured_by", None)
    texts = own(like.voice) if own else level_texts(like.voice.language)
    parts = [like.voice.engine, version, like.voice.id, like.rate, like.outdoor, SHAPING, *LEVEL, texts]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    kept = _kept(store, key)
    if kept is not None:
        return kept
    utterances = [replace(like, text=text) for text in texts]
    sounds = _prepared(zip(utterances, speak_by(engine, utterances), strict=True))
    if not sounds:
        sounds = _prepared([(each, raw) for each, raw in said if replace(each, text=like.text) == like][:_ENOUGH])
    gain = measured(sounds)
    store.put(_KIND, key, b"%.2f" % gain)
    return gain


def _kept(store: Store, key: str) -> float | None:
    """Give a gain found earlier; None when none is kept, or what is kept is no number."""
    try:
        return float(store.get(_KIND, key) or b"")
    except ValueError:
        return None


def _prepared(said: Iterable[Said]) -> list[Samples]:
    from audiocoach.speech.shaping.shape import prepare

    heard = [raw if isinstance(raw, Refusal) else prepare(raw, utterance) for utterance, raw in said]
    return [sound for sound in heard if not isinstance(sound, Refusal)]


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
