"""Find how a voice speaks: how loud, how fast, and how its words end; found once and kept.

It says a few sentences of its language (`measured_sentences.py`). By them everything else it says is levelled, and held
against: a clip half as long as its words usually take, or far softer, has lost some of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Engine, Refusal, Said, SaysSome, Utterance
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.plausible import bounds, is_a_pace
from audiocoach.speech.shaping.acceptance import ACCEPTANCE, why_not_the_words
from audiocoach.speech.shaping.gain import LEVEL, SPACED_DB, measured
from audiocoach.speech.shaping.known_manners import MEASURED
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

    def gain_of(self, utterance: Utterance) -> float:
        """Return the gain (dB) of an utterance spoken in this manner."""
        return self.gain_db + (SPACED_DB if utterance.gap_ms else 0.0)


def like(utterance: Utterance) -> Utterance:
    """Return what stands for all that is spoken in this one's manner: with its voice, rate and shaping. Silence between
    words is not of the manner: a voice that keeps some is as fast and as loud in the words themselves.
    """
    return replace(utterance, text="", gap_ms=0)


class Manners:
    """The manners of voices, each kept in `store` once it is found, but for those of `known_manners.py`."""

    def __init__(self, store: Store, table: Mapping[str, tuple[str, float, float, float, bool]] = MEASURED) -> None:
        self._store = store
        self._table = {row[0]: Manner(*row[1:]) for row in table.values()}
        self._known: dict[Utterance, Manner] = {}

    def sentences(self, engine: Engine, version: str, utterances: Iterable[Utterance]) -> list[Utterance]:
        """List what voices are to say before the manners of these utterances can be told; nothing of those known."""
        unknown = [each for each in dict.fromkeys(map(like, utterances)) if self._recall(engine, version, each) is None]
        return [sentence for each in unknown for sentence in _sentences(engine, each)]

    def of(self, engine: Engine, version: str, utterance: Utterance, said: Sequence[Said]) -> Manner:
        """Return an utterance's manner: known before, or found now.

        Args:
            engine: the voice's.
            version: the engine's.
            utterance: its text does not matter.
            said: what the engine has just said, of any voice, the sentences asked for among it. Where this voice can
                say none of them, it is measured by the rest.
        """
        alike = like(utterance)
        known = self._recall(engine, version, alike)
        if known is None:
            takes = isinstance(engine, SaysSome)
            own, asked = [each for each in said if like(each[0]) == alike], set(_sentences(engine, alike))
            heard = _heard([each for each in own if each[0] in asked], as_is=takes)
            known = _manner(heard)
            if takes or not heard:
                known = replace(_manner(heard or _heard(own[:_ENOUGH])), pace=None, fades=False)
            self._known[alike] = known
            found = json.dumps([known.gain_db, known.level_db, known.pace, known.fades])
            self._store.put(_KIND, _key(engine, version, alike), found.encode())
        return known

    def _recall(self, engine: Engine, version: str, alike: Utterance) -> Manner | None:
        if alike not in self._known:
            kept = self._table.get(key_anywhere(engine, version, alike))
            kept = kept or _kept(self._store, _key(engine, version, alike))
            if kept is None:
                return None
            self._known[alike] = kept
        return self._known[alike]


def _sentences(engine: Engine, alike: Utterance) -> list[Utterance]:
    return [replace(alike, text=text) for text in _texts(engine, alike)]


def _texts(engine: Engine, alike: Utterance) -> tuple[str, ...]:
    if isinstance(engine, SaysSome):
        return tuple(engine.can_be_measured_by(alike.voice))
    return level_texts(alike.voice.language)


def _key(engine: Engine, version: str, alike: Utterance) -> str:
    parts = [alike.voice.engine, version, alike.voice.id, alike.rate, alike.outdoor]
    parts += [SHAPING, *LEVEL, _texts(engine, alike), ACCEPTANCE]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def key_anywhere(engine: Engine, version: str, alike: Utterance) -> str:
    """Return the key of an utterance's manner in `known_manners.MEASURED`: without the versions of what the engine is
    built on, which do not make a voice louder or faster, but with the engine's own.
    """
    return _key(engine, version.rpartition(", ")[2], alike)[:16]


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
    off = (manner.pace is not None or manner.fades) and breaks_off(raw)
    if manner.pace is not None:
        if not is_a_pace(manner.pace, utterance.rate, utterance.voice.language, breaks_off=off):
            return (
                f"the voice takes {manner.pace:.1f} times as long for words as they last at {utterance.rate} words a "
                "minute: it leaves some out or adds some, or its sound says a wrong number of samples a second"
            )
        spaced = utterance.gap_ms > 0
        limits = bounds(utterance.text, utterance.rate, manner.pace, utterance.voice.language, spaced=spaced)
        if why := why_not_the_words(spoken_ms(sound), limits):
            return why
    if manner.fades and off:
        return "it breaks off in the middle of a sound, as nothing else does that this voice says"
    softer = manner.level_db - _level_db(sound)
    return f"it is {softer:.0f} dB softer than the rest of what this voice says" if softer > _SOFTER_DB else ""
