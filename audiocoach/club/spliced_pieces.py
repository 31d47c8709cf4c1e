"""Take an MP3 as it is written apart into its pieces, and gather those that two have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import accumulate
from typing import Any, BinaryIO

from audiocoach.club.spliced_format import MOST_INSIDE, MOST_ROWS, pieces_of_own
from audiocoach.club.spliced_pack import Pack, write_pack

LEAST = 64
"""Bytes of the smallest piece that is worth a row of its own."""

_MOST_KEPT, _MOST_KEPT_OF_ONE = 1000, 1 << 15
"""Pieces whose place in a pack is remembered, and how many bytes each has at most."""

_ID3, _ID3_HEAD, _FRAME_HEAD = b"ID3", 10, 10


class Apart(ABC):
    """What `write_mp3` writes to: knows its pieces again by what is handed over, frames of silence among them."""

    def __init__(self, silent: bytes) -> None:
        self._silent = silent
        self._silences: Any = None
        self._sum = sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of all that was written, in hexadecimal."""
        return self._sum.hexdigest()

    def write(self, data: bytes | memoryview) -> int:
        """Take the next piece: a tag, an Info frame, a window's frames or the first of them, or silence."""
        self._sum.update(data)
        length = len(data)
        first, self.size = not self.size, self.size + length
        whole: Any = data.obj if isinstance(data, memoryview) else data
        if (whole is self._silences or self._is_silence(whole)) and not length % len(self._silent):
            self.repeated(self._silent, length // len(self._silent))
        elif first and whole.startswith(_ID3):
            self.tag(list(frames_in(bytes(data))))
        elif length:
            self.piece(whole, length)
        return length

    def _is_silence(self, whole: bytes) -> bool:
        if whole[: len(self._silent)] != self._silent or whole != self._silent * (len(whole) // len(self._silent)):
            return False
        self._silences = whole
        return True

    @abstractmethod
    def tag(self, frames: Sequence[bytes]) -> None:
        """Take a tag: its head, then its frames."""

    @abstractmethod
    def piece(self, whole: bytes, length: int) -> None:
        """Take a piece, of which so many bytes are in the file."""

    @abstractmethod
    def repeated(self, piece: bytes, times: int) -> None:
        """Take a piece that comes so many times."""


def frames_in(tag: bytes) -> Iterator[bytes]:
    """Part an ID3v2.3 tag: its head, then each frame; what is not as it should be stays whole."""
    at = _ID3_HEAD
    yield tag[:at]
    while at < len(tag):
        end = at + _FRAME_HEAD + int.from_bytes(tag[at + 4 : at + 8])
        if not at + _FRAME_HEAD <= end <= len(tag):
            end = len(tag)
        yield tag[at:end]
        at = end


class Gathering:
    """Gathers what the files of two have in common. Pieces wait in `spool`, a file of one's own.

    `next_one` tells that the files of the second follow. Of a single one, all is in common.
    """

    def __init__(self, spool: BinaryIO) -> None:
        self._spool, self._end = spool, 0
        self._pieces: dict[bytes, tuple[int, int]] = {}
        self._seen: set[bytes] = set()
        self._words: list[tuple[bytes, bytes]] = []
        self._second = False

    def next_one(self) -> None:
        """Tell that what follows are the second one's."""
        self._second = True

    def target(self, silent: bytes) -> Apart:
        """Give what a file is written to, whose frames of silence are like this one."""
        return _Gathered(self, silent)

    def take(self, piece: bytes) -> None:
        """Take a piece of a file."""
        if len(piece) < LEAST:
            return
        digest = sha256(piece).digest()
        if self._second:
            self._seen.add(digest)
        elif digest not in self._pieces:
            self._spool.seek(self._end)
            self._spool.write(piece)
            self._pieces[digest] = self._end, len(piece)
            self._end += len(piece)

    def take_words(self, tag_frame: bytes) -> None:
        """Take a frame of a tag, which helps to deflate others of its kind."""
        if not self._second:
            self._words.append((sha256(tag_frame).digest(), tag_frame))

    def write(self, file: BinaryIO) -> None:
        """Write the pack."""
        both = {key: each for key, each in self._pieces.items() if not self._second or key in self._seen}
        own = [text for key, text in self._words if key not in both]
        own.sort(key=len, reverse=True)  # pictures in front: what is near the end counts most
        write_pack(file, both, self._spool, b"".join(own))


class _Gathered(Apart):
    """A file that is only looked at."""

    def __init__(self, gathering: Gathering, silent: bytes) -> None:
        super().__init__(silent)
        self._gathering = gathering

    def tag(self, frames: Sequence[bytes]) -> None:
        for frame in frames:
            self._gathering.take(frame)
            self._gathering.take_words(frame)

    def piece(self, whole: bytes, length: int) -> None:  # noqa: ARG002 - where it is cut short is each one's own
        self._gathering.take(whole)

    def repeated(self, piece: bytes, times: int) -> None:  # noqa: ARG002
        self._gathering.take(piece)


class Spliced(Apart):
    """A file as rows of what is in a pack and what is its own.

    `found` keeps what is found in the pack, from one file to the next: of those made together it is the same bytes.
    """

    def __init__(self, pack: Pack, silent: bytes, found: dict[bytes, int] | None = None) -> None:
        super().__init__(silent)
        self._pack = pack
        self._found = {} if found is None else found
        self.rows = array("Q")
        self.own = bytearray()

    def tag(self, frames: Sequence[bytes]) -> None:
        """Take a tag. Its own frames go from the small ones to the pictures, so that more of them is near their kind
        at the pack's end.
        """
        own = sorted((frame for frame in dict.fromkeys(frames) if self._place(frame) is None), key=len)
        starts = accumulate(map(len, own), initial=self._pack.size)
        places = dict(zip(own, starts, strict=False))
        if sum(map(len, own)) > MOST_INSIDE:
            self.piece(whole := b"".join(frames), len(whole))
            return
        self.own += b"".join(own)
        for frame in frames:
            shared = self._place(frame)
            self.rows.extend((places[frame] if shared is None else shared, len(frame), 1))

    def piece(self, whole: bytes, length: int) -> None:
        """Take a piece: from the pack if it is there."""
        place = self._place(whole)
        if place is None:
            self._add_own(whole[:length])
        else:
            self.rows.extend((place, length, 1))

    def repeated(self, piece: bytes, times: int) -> None:
        """Take a piece that comes so many times, after others of it or not."""
        place = self._place(piece)
        if place is None:
            self._add_own(piece * times)
        elif self.rows and self.rows[-3] == place and self.rows[-2] == len(piece):
            self.rows[-1] += times
        else:
            self.rows.extend((place, len(piece), times))

    def _place(self, piece: bytes) -> int | None:
        if len(piece) < LEAST or len(self.rows) // 3 >= MOST_ROWS - 2:
            return None
        if (place := self._found.get(piece)) is None:
            place = self._pack.places.get(sha256(piece).digest())
            if place is not None and len(piece) <= _MOST_KEPT_OF_ONE and len(self._found) < _MOST_KEPT:
                self._found[piece] = place
        return place

    def _add_own(self, data: bytes) -> None:
        for part in pieces_of_own(len(data), len(self.own)):
            place = self._pack.size + len(self.own)
            self.own += data[:part]
            data = data[part:]
            if self.rows and self.rows[-1] == 1 and self._goes_on(place):
                self.rows[-2] += part
            else:
                self.rows.extend((place, part, 1))

    def _goes_on(self, place: int) -> bool:
        """Tell whether the last row is of own bytes that end here, and are not those inside alone."""
        first, length = self.rows[-3], self.rows[-2]
        return self._pack.size <= first and first + length == place and place - self._pack.size != MOST_INSIDE
