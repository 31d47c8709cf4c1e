"""Whole ID3 tags, kept on disk."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocoach.labels.tags.tags import Tags
    from audiocoach.storage.store import Store

_KIND = "tags"
_MADE_BY = "1"
"""Part of every key: raise it when the same tags would give other bytes."""


def kept_id3(tags: Tags, store: Store, *, fingerprint: str = "") -> bytes:
    """Return the bytes of `id3.id3`, made once and kept in `store`.

    mutagen takes 40 ms to import, and a warm render has no other use for it.
    """
    from audiocoach.version import __version__

    key = sha256(repr((_MADE_BY, __version__, fingerprint, tags)).encode(errors="surrogatepass")).hexdigest()
    made = store.get(_KIND, key)
    if made is None:
        from audiocoach.labels.tags.id3 import id3

        made = id3(tags, fingerprint=fingerprint)
        store.put(_KIND, key, made)
    return made
