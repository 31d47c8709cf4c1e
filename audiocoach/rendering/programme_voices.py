"""By whom a programme's files are spoken: so that it does not go on in another voice without a word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from audiocoach.rendering.fingerprint import fingerprint_of
from audiocoach.speech.engines.interface import Voice
from audiocoach.storage.store import Store

_KIND = "voices"


def note_voices(store: Store, fingerprint: str, cast: Sequence[Voice]) -> None:
    """Note whose voices are in files with this fingerprint."""
    names = json.dumps([voice.name for voice in cast]).encode()
    if store.get(_KIND, _key(fingerprint)) != names:
        store.put(_KIND, _key(fingerprint), names)


def other_voices(store: Store, now: Mapping[Path, Sequence[Voice]]) -> str:
    """Say which files that are there were made with other voices than they would be now; nothing when none were.

    `now` has the files that are there, each with the voices that it would be made with.
    """
    found = {path: voices for path, cast in now.items() if (voices := _before(store, path, cast))}
    if not found:
        return ""
    paths, before = list(found), _listed(found.values())
    after = _listed([voice.name for voice in now[path]] for path in paths)
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"until now {before} spoke: {paths[0].name}{more}. What is rendered now is spoken by {after}"


def _before(store: Store, path: Path, cast: Sequence[Voice]) -> list[str]:
    """Return the voices that a file was made with, where these are known and others than now."""
    fingerprint = fingerprint_of(path) if path.is_file() else ""
    voices: list[str] = []
    with suppress(ValueError, TypeError):
        voices = [str(name) for name in json.loads(store.get(_KIND, _key(fingerprint)) or b"[]")] if fingerprint else []
    return voices if voices and set(voices) != {voice.name for voice in cast} else []


def _listed(casts: Iterable[Sequence[str]]) -> str:
    return ", ".join(dict.fromkeys(name for names in casts for name in names))


def _key(fingerprint: str) -> str:
    return sha256(f"voices of {fingerprint}".encode()).hexdigest()
