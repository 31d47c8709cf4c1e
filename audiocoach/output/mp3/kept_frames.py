"""MP3 frames kept on disk, by the keys under which the encoders look for them."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from audiocoach.storage.store import Store

_KIND = "frames"


class KeptFrames(MutableMapping[str, bytes]):
    """Frames by the key that names all they depend on, in a store that other processes use as well.

    An entry may be gone the next moment, and a folder that cannot be written keeps nothing: the store's `trouble`
    says so.
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
