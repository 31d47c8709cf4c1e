"""Keep the list of an engine's voices on disk, where it can only change with the engine's version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple

from audiocoach.speech.engines.interface import Voice
from audiocoach.storage.store import Store
from audiocoach.text.strange_json import read_json


def remembered(engine: str, version: str, ask: Callable[[], tuple[Voice, ...]]) -> tuple[Voice, ...]:
    """Return the voices as remembered, or as `ask` lists them now. A folder that cannot be used only makes this slower.

    Asking starts a process and takes 0.1 s, a third of a render whose words are all in the cache.
    """
    store, key = Store(), hashlib.sha256(f"{engine}\n{version}\n3".encode()).hexdigest()
    kept = _kept(store, key)
    if kept:
        return kept
    voices = ask()
    store.put("voices", key, json.dumps([astuple(voice) for voice in voices]).encode())
    return voices


def _kept(store: Store, key: str) -> tuple[Voice, ...]:
    """Give the voices found earlier; none when none are kept, or what is kept are no voices."""
    with suppress(ValueError, TypeError):
        rows = read_json(store.get("voices", key) or b"")
        voices = tuple(Voice(*row) for row in rows)
        if all(_is_whole(voice) for voice in voices):
            return voices
    return ()


def _is_whole(voice: Voice) -> bool:
    return isinstance(voice.sample_rate, int) and all(
        isinstance(text, str) for text in (voice.engine, voice.id, voice.name, voice.language, voice.licence)
    )
