"""What is kept on disk of MP3 files: frames by their keys, as encoding asks for them, and whole tags."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from hashlib import sha256
from typing import TYPE_CHECKING

from audiocoach.store import Store

if TYPE_CHECKING:
    from audiocoach.labels.tags import Tags

_KIND = "frames"
_TAGS = "tags"
_TAGS_MADE_BY = "1"
"""Raise it when the same tags would be other bytes."""


def kept_id3(tags: Tags, store: Store, *, fingerprint: str = "") -> bytes:
    """The bytes of `tags.id3`, made once: what makes them takes 40 ms to import, and a warm render has no other use
    for it.
    """
    from audiocoach import __version__

    key = sha256(repr((_TAGS_MADE_BY, __version__, fingerprint, tags)).encode(errors="surrogatepass")).hexdigest()
    made = store.get(_TAGS, key)
    if made is None:
        from audiocoach.mp3.tags import id3

        made = id3(tags, fingerprint=fingerprint)
        store.put(_TAGS, key, made)
    return made


class KeptFrames(MutableMapping[str, bytes]):
    """Frames by the key that names all they depend on, in a store that other processes use as well.

    What is there now may be gone the next moment, and a folder that cannot be written keeps nothing: the store's
    `trouble` says so.
    """

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()

    def __getitem__(self, key: str) -> bytes:
        frames = self.store.get(_KIND, key)
        if frames is None:
            raise KeyError(key)
        return frames

    def __setitem__(self, key: str, frames: bytes) -> None:
        self.store.put(_KIND, key, frames)

    def __delitem__(self, key: str) -> None:
        if not self.store.remove(_KIND, key):
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self.store.keys(_KIND))

    def __len__(self) -> int:
        return len(self.store.keys(_KIND))
