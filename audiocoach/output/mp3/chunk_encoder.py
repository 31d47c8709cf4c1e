"""Encode one chunk, and go on beyond its end where a join needs that."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from audiocoach.output.mp3 import lame
from audiocoach.output.mp3.chunks import EXTRA, Chunk
from audiocoach.output.mp3.frames import FrameLayout

_FORMAT = "audiocoach-chunk-1"
"""Part of every key: raise it when the same samples would be encoded differently."""

_SLICE = 40
"""Frames given to LAME at a time, about a second: it copies what it is given."""


def chunk_key(chunk: Chunk, layout: FrameLayout, bitrate: int) -> str:
    """Name a chunk's frames by all they depend on: its samples, whether the sound ends, the encoder's settings."""
    ends = "ends" if chunk.closes_at is not None else "goes on"
    name = sha256(f"{_FORMAT}, {lame.described(layout, bitrate)}, {ends}\n".encode())
    name.update(chunk.pcm)
    return name.hexdigest()


class Encoding:
    """What LAME makes of a chunk. Frame numbers count from the session's start."""

    def __init__(self, chunk: Chunk, layout: FrameLayout, bitrate: int, kept: bytes | None = None) -> None:
        """Take the `kept` frames if they are whole; otherwise `begin` makes them."""
        self.chunk = chunk
        self.first = chunk.first
        """The first frame there is."""
        self.fed = chunk.end
        """The first frame whose samples have not been encoded."""
        self._layout, self._bitrate = layout, bitrate
        self._size = layout.frame_bytes(bitrate)
        self._encoder: Any = None
        self._ended = False
        self.is_new = kept is None or not self._usable(kept)
        self._data = bytearray(b"" if self.is_new or kept is None else kept)

    @property
    def end(self) -> int:
        """Return the first frame that is missing or not whole yet: LAME fills frames with the sound of later ones."""
        return self.first + len(self._data) // self._size

    def frames(self, first: int, end: int) -> bytes:
        """Return the frames from `first` to before `end`."""
        return bytes(self._data[(first - self.first) * self._size : (end - self.first) * self._size])

    def begin(self) -> Encoding:
        """Encode the chunk, unless its frames were kept; return this encoding."""
        if self.is_new:
            self._encode()
        return self

    def go_on(self, later: Chunk, upto: int) -> None:
        """Go on beyond the chunk's end with the samples of `later`, up to frame `upto`; to the last if it closes."""
        if self._encoder is None:
            self._encode()
        if self._ended:
            return
        end = min(upto, later.end)
        if end > self.fed:
            self._feed(later.pcm, self.fed - later.first, end - later.first)
            self.fed = end
        if self.fed == later.end and later.closes_at is not None:
            self._flush()

    def drop(self, upto: int) -> None:
        """Forget the frames before this one."""
        del self._data[: (upto - self.first) * self._size]
        self.first = upto

    def _encode(self) -> None:
        self._data.clear()
        self._encoder = lame.encoder(self._layout, self._bitrate)
        self._feed(self.chunk.pcm, 0, self.chunk.end - self.chunk.first)
        if self.chunk.closes_at is not None:
            self._flush()

    def _feed(self, pcm: bytes, first: int, end: int) -> None:
        size = self._layout.frame_samples * self._layout.sample_bytes
        for at in range(first, end, _SLICE):
            self._data += self._encoder.encode(pcm[at * size : min(at + _SLICE, end) * size])

    def _flush(self) -> None:
        self._data += self._encoder.flush()
        self._ended = True

    def _usable(self, kept: bytes) -> bool:
        """Tell whether kept frames are complete: what was cut short or damaged is made again, not played."""
        try:
            count = self._layout.check_frames(kept, self._bitrate)
        except ValueError:
            return False
        wanted = self.chunk.end - self.chunk.first
        return count > wanted if self.chunk.closes_at is not None else count > wanted - EXTRA
