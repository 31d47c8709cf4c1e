"""Find how a voice speaks: how loud, how fast, and how its words end; found once and kept.

It says a few sentences of its language (`measured_sentences.py`). By them everything else it says is levelled, and held
against: a clip half as long as its words usually take, or far softer, has lost some of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.catalogue import speak_by
from audiocoach.speech.engines.interface import Engine, Refusal, Said, SaysSome, Utterance
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.plausible import bounds, is_a_pace
from audiocoach.speech.shaping.acceptance import ACCEPTANCE, why_not_the_words
from audiocoach.speech.shaping.gain import LEVEL, measured
from audiocoach.speech.shaping.measured_sentences import level_texts
from audiocoach.speech.shaping.shape import SHAPING, breaks_off, prepare, spoken_ms
from audiocoach.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
else:
    Samples = Any

_KIND = "levels"

_ENOUGH = 12
"""How many clips of what was just said are measured, where the sentences cannot be."""

_ENOUGH_MS = 4_000
"""How much a voice has to have said, by the estimate, before its pace is known."""

_MOST_FADE = 0.75
"""The share of sentences that fade, from which on a voice is held to do so."""

_SOFTER_DB = 20.0
"""How much softer than the rest words may be: outdoors nobody hears those that are. The softest of 1,913 clips of
espeak in eight languages ("Hm") is 5 dB below its voice."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a voice speaks: the gain (dB) that brings it to its level, its level (dBFS, RMS) without that, how many times
    as long as the estimate it takes (None: not known), and whether its words fade rather than break off.
    """

    gain_db: float
    level_db: float
    pace: float | None = None
    fades: bool = False


def manner_of(engine: Engine, version: str, like: Utterance, store: Store, said: Sequence[Said]) -> Manner:
    """Return the manner of all utterances with this one's voice, rate and shaping: kept before, or found now.

    Args:
        engine: the voice's.
        version: the engine's.
        like: an utterance; its text does not matter.
        store: where manners are kept.
        said: what the engine has just said, of any voice: measured when this one can say none of the sentences.
    """
    takes = engine if isinstance(engine, SaysSome) else None
    texts = takes.can_be_measured_by(like.voice) if takes else level_texts(like.voice.language)
    parts = [like.voice.engine, version, like.voice.id, like.rate, like.gap_ms, like.outdoor]
    parts += [SHAPING, *LEVEL, texts, ACCEPTANCE]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    kept = _kept(store, key)
    if kept is not None:
        return kept
    utterances = [replace(like, text=text) for text in texts]
    heard = _heard(zip(utterances, speak_by(engine, utterances), strict=True), as_is=takes is not None)
    found = _manner(heard)
    if takes is not None or not heard:
        own = heard or _heard([(each, raw) for each, raw in said if replace(each, text=like.text) == like][:_ENOUGH])
        found = replace(_manner(own), pace=None, fades=False)
    store.put(_KIND, key, json.dumps([found.gain_db, found.level_db, found.pace, found.fades]).encode())
    return found


def _kept(store: Store, key: str) -> Manner | None:
    """Give a manner found earlier; None when none is kept, or what is kept is none."""
    try:
        gain, level, pace, fades = json.loads(store.get(_KIND, key) or b"")
        return Manner(float(gain), float(level), None if pace is None else float(pace), fades is True)
    except (ValueError, TypeError):
        return None


_Heard = tuple[Utterance, Clip, Samples]


def _heard(said: Iterable[Said], *, as_is: bool = False) -> list[_Heard]:
    tried = [(each, raw, prepare(raw, each, as_is=as_is)) for each, raw in said if isinstance(raw, Clip)]
    return [(each, raw, sound) for each, raw, sound in tried if not isinstance(sound, Refusal)]


def _manner(heard: Sequence[_Heard]) -> Manner:
    if not heard:
        return Manner(0.0, 0.0)
    import numpy as np

    sounds = [sound for _, _, sound in heard]
    expected = sum(estimate_ms(each.text, each.rate) * each.rate for each, _, _ in heard) / heard[0][0].rate
    pace = sum(map(spoken_ms, sounds)) / expected
    fading = sum(not breaks_off(raw) for _, raw, _ in heard)
    return Manner(
        measured(sounds),
        round(_level_db(np.concatenate(sounds)), 2),
        round(pace, 3) if expected >= _ENOUGH_MS * 150 / heard[0][0].rate else None,
        fading >= _MOST_FADE * len(heard),
    )


def _level_db(sound: Samples) -> float:
    import numpy as np

    return 10 * float(np.log10(np.mean(sound**2) + 1e-12))


def why_not_in_manner(utterance: Utterance, raw: Clip, sound: Samples, manner: Manner) -> str:
    """Say why a prepared sound cannot be all of the words as this voice says them; nothing when it can."""
    if manner.pace is not None:
        off = breaks_off(raw)
        if not is_a_pace(manner.pace, utterance.rate, utterance.voice.language, breaks_off=off):
            return (
                f"the voice takes {manner.pace:.1f} times as long for words as they last at {utterance.rate} words a "
                "minute: it leaves some out or adds some, or its sound says a wrong number of samples a second"
            )
        limits = bounds(utterance.text, utterance.rate, manner.pace, utterance.voice.language)
        if why := why_not_the_words(spoken_ms(sound), limits):
            return why
    if manner.fades and breaks_off(raw):
        return "it breaks off in the middle of a sound, as nothing else does that this voice says"
    softer = manner.level_db - _level_db(sound)
    return f"it is {softer:.0f} dB softer than the rest of what this voice says" if softer > _SOFTER_DB else ""
