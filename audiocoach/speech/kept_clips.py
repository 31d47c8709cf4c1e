"""Clips kept on disk, so that no words are spoken twice."""

from __future__ import annotations

import hashlib
import json

from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Utterance
from audiocoach.speech.shaping.acceptance import ACCEPTANCE
from audiocoach.speech.shaping.gain import LEVEL
from audiocoach.speech.shaping.measured_sentences import level_texts
from audiocoach.speech.shaping.shape import SHAPING
from audiocoach.storage.store import Store

_KIND = "clips"


def clip_key(utterance: Utterance, engine_version: str) -> str:
    """Return the name of an utterance's clip: a hash of everything that changes how it sounds."""
    voice = utterance.voice
    said = [voice.engine, engine_version, voice.id, utterance.rate, utterance.text]
    parts = [*said, utterance.gap_ms, utterance.outdoor, SHAPING, *LEVEL, level_texts(voice.language), ACCEPTANCE]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class ClipCache:
    """Clips (24 kHz mono) by key, in a store."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()

    @property
    def trouble(self) -> str:
        """Tell why clips could not be kept, once they could not; that never fails a render."""
        return self.store.trouble

    def get(self, key: str) -> Clip | None:
        """Return the clip of this key, or None when there is none or it is damaged."""
        pcm = self.store.get(_KIND, key)
        return None if pcm is None else Clip(pcm)

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip; a folder that cannot be written is noted in `trouble` and else ignored."""
        self.store.put(_KIND, key, clip.pcm)

    def prune(self) -> int:
        """Keep the store within its limit, where what was put may have passed it. Returns how many entries went."""
        return self.store.tidy()
