"""What a spliced file says: which pieces an MP3 is made of, and those of them that are its own. Pure: bytes and values.

    audiocoach spliced 1
    {"size": …, "sha256": …, "pack": …}     one line of JSON
    own bytes and rows                       deflated, with the pack's last 32 kB as a dictionary
    more own bytes                           as they are, where there are many (music)

An MP3 is its rows, one after another. A row is a place, a length, and how many times: the places count through the
pack (`spliced_pack.py`) and on through the own bytes.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import Any

from audiocoach.text.strange_json import read_json

SUFFIX = ".spliced"

_FIRST_LINE = b"audiocoach spliced 1\n"
_ANY_FIRST_LINE = re.compile(rb"audiocoach spliced \d{1,9}\n")

LONGEST_HEAD = 1000
"""Bytes of the two lines."""

MOST_BYTES = (1 << 32) - 1
"""The largest MP3: an Info frame counts no further."""

MOST_ROWS = 1 << 18
"""A metronome of 180 a minute has as many in twelve hours."""

MOST_INSIDE = 1 << 18
"""Own bytes that are deflated, and in memory while a file is sent; those beyond are read when their turn comes."""

MOST_REPEATED = 1 << 16
"""Bytes of a piece that comes more than once in a row."""

DICTIONARY = 1 << 15
"""Bytes at a pack's end that help to inflate: as far back as deflating looks."""

_ROW = 3
_NUMBER_BYTES = 8
_LEVEL = 6
_DIGEST = re.compile(r"[0-9a-f]{64}")


class NotSplicedError(ValueError):
    """Bytes that are no spliced file, no pack, or a damaged one; the text says why."""


@dataclass(frozen=True, slots=True)
class Head:
    """The two lines of a spliced file: of the MP3 its size and SHA-256, of the pack the same, of the rest how long each
    part is, and its SHA-256. Digests are in hexadecimal; `length` is of the lines.
    """

    size: int
    sha256: str
    pack: str
    pack_size: int
    rows: int
    inside: int
    packed: int
    packed_sha256: str
    outside: int
    outside_sha256: str
    length: int = 0

    @classmethod
    def read(cls, start: bytes) -> Head:
        """Read the two lines; `start` are a file's first `LONGEST_HEAD` bytes, or all of a shorter one.

        Raises:
            NotSplicedError: when they are not there, or say what cannot be.
        """
        start = start[:LONGEST_HEAD]
        if not start.startswith(_FIRST_LINE):
            if _ANY_FIRST_LINE.match(start):
                raise NotSplicedError("it is of a newer version of audiocoach")
            raise NotSplicedError("it is no spliced file")
        text, end, _ = start[len(_FIRST_LINE) :].partition(b"\n")
        if not end:
            raise NotSplicedError("its head has no end")
        try:
            said = read_json(text)
        except ValueError:
            raise NotSplicedError("its head is no JSON") from None
        head = cls(**_checked(said), length=len(_FIRST_LINE) + len(text) + 1)
        head.check()
        return head

    def check(self) -> None:
        """See that nothing is longer than it may be.

        Raises:
            NotSplicedError: when something is.
        """
        bounds = {
            "size": (self.size, 1, MOST_BYTES),
            "pack_size": (self.pack_size, 0, MOST_BYTES),
            "rows": (self.rows, 1, MOST_ROWS),
            "inside": (self.inside, 0, MOST_INSIDE),
            "packed": (self.packed, 0, 2 * (MOST_ROWS * _ROW * _NUMBER_BYTES + MOST_INSIDE)),
            "outside": (self.outside, 0, MOST_BYTES),
        }
        for name, (value, least, most) in bounds.items():
            if not least <= value <= most:
                raise NotSplicedError(f"its head says {name}: {value}, which is none of {least} to {most}")

    @property
    def file_size(self) -> int:
        """Count the bytes of the spliced file itself."""
        return self.length + self.packed + self.outside


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of a spliced file but the own bytes that lie outside.

    `rows` has three numbers for each: place, length, times. `ends` is where in the MP3 each ends.
    """

    head: Head
    rows: array[int]
    ends: array[int]
    inside: bytes

    @classmethod
    def read(cls, head: Head, packed: bytes, dictionary: bytes) -> Manifest:
        """Inflate what stands behind a head; `dictionary` are the pack's last bytes.

        Raises:
            NotSplicedError: when it is damaged, or says what cannot be.
        """
        if len(packed) != head.packed or sha256(packed).hexdigest() != head.packed_sha256:
            raise NotSplicedError("it is damaged")
        plain = _inflated(packed, dictionary, head.rows * _ROW * _NUMBER_BYTES + head.inside)
        rows = _in_file_order(array("Q", plain[head.inside :]))
        return cls(head, rows, _ends(head, rows), plain[: head.inside])


@dataclass(frozen=True, slots=True)
class Whole:
    """An MP3 as it is to be put together: its size, its SHA-256 in hexadecimal, its rows, and its own bytes."""

    size: int
    sha256: str
    rows: array[int]
    own: bytearray

    def written(self, pack: str, pack_size: int, tail: bytes) -> Iterator[bytes]:
        """Write the spliced file, in parts; `pack` is its pack's digest, `tail` the pack's last bytes."""
        inside, outside = bytes(self.own[:MOST_INSIDE]), memoryview(self.own)[MOST_INSIDE:]
        deflating = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=tail[-DICTIONARY:])
        packed = deflating.compress(inside + _in_file_order(self.rows).tobytes()) + deflating.flush()
        said = {
            "size": self.size,
            "sha256": self.sha256,
            "pack": pack,
            "pack_size": pack_size,
            "rows": len(self.rows) // _ROW,
            "inside": len(inside),
            "packed": len(packed),
            "packed_sha256": sha256(packed).hexdigest(),
            "outside": len(outside),
            "outside_sha256": sha256(outside).hexdigest(),
        }
        yield _FIRST_LINE + json.dumps(said, separators=(",", ":")).encode() + b"\n"
        yield packed
        yield bytes(outside)


def _in_file_order(numbers: array[int]) -> array[int]:
    """Give numbers with their lowest byte first, as files have them, or the other way round."""
    if sys.byteorder == "little":
        return numbers
    turned = array("Q", numbers)
    turned.byteswap()
    return turned


def pieces_of_own(length: int, at: int) -> Iterable[int]:
    """Part own bytes that begin `at` into those inside and those beyond: no row has some of both."""
    inside = max(0, min(length, MOST_INSIDE - at))
    return filter(None, (inside, length - inside))


def _checked(said: Any) -> dict[str, Any]:
    """Take what a head may say: whole numbers, and digests.

    Raises:
        NotSplicedError: when something is missing or of another kind.
    """
    names = [name for name in Head.__dataclass_fields__ if name != "length"]
    if not isinstance(said, dict) or sorted(said) != sorted(names):
        raise NotSplicedError("its head lacks something, or has too much")
    for name in names:
        value = said[name]
        if "sha256" in name or name == "pack":
            if not isinstance(value, str) or not _DIGEST.fullmatch(value):
                raise NotSplicedError(f"its head says no digest as {name}")
        elif type(value) is not int:
            raise NotSplicedError(f"its head says no number as {name}")
    return {name: said[name] for name in names}


def _inflated(packed: bytes, dictionary: bytes, size: int) -> bytes:
    """Inflate bytes that become exactly `size`: what would become more is given up there.

    Raises:
        NotSplicedError: when they do not.
    """
    inflating = zlib.decompressobj(-zlib.MAX_WBITS, zdict=dictionary)
    try:
        plain = inflating.decompress(packed, size + 1)
    except zlib.error:
        raise NotSplicedError("it is damaged, or of another pack") from None
    if len(plain) != size or not inflating.eof or inflating.unused_data:
        raise NotSplicedError("it is not as long as its head says")
    return plain


def _ends(head: Head, rows: array[int]) -> array[int]:
    """Say where in the MP3 each row ends.

    Raises:
        NotSplicedError: when one leads where nothing is, or they do not make the MP3's size.
    """
    borders = (head.pack_size, head.pack_size + head.inside, head.pack_size + head.inside + head.outside)
    sizes = array("Q")
    for at in range(0, len(rows), _ROW):
        place, length, times = rows[at : at + _ROW]
        border = next((each for each in borders if place < each), 0)
        if not length or not times or place + length > border:
            raise NotSplicedError("a row of it leads where nothing is")
        if length * times > MOST_BYTES or (times > 1 and length > MOST_REPEATED):
            raise NotSplicedError("a row of it is too long")
        sizes.append(length * times)
    if sum(sizes) != head.size:
        raise NotSplicedError("its rows make another size than its head says")
    return array("Q", accumulate(sizes))
