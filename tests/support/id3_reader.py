"""ID3v2.3 read by the letter of its specification, and of the chapter frames': anything else fails."""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    kind: str
    body: bytes


@dataclass(frozen=True)
class Chap:
    name: str
    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True)
class Ctoc:
    name: str
    top: bool
    ordered: bool
    children: list[str]
    title: str


def frames(tag: bytes) -> list[Frame]:
    """Read the frames of a whole tag: no flags, no padding, and its length is the right one."""
    assert tag[:6] == b"ID3\x03\x00\x00"
    assert all(byte < 128 for byte in tag[6:10])
    size = sum(byte << shift for byte, shift in zip(tag[6:10], (21, 14, 7, 0), strict=True))
    assert len(tag) == size + 10
    return inner(tag[10:])


def inner(data: bytes) -> list[Frame]:
    found = []
    while data:
        name, size, flags = struct.unpack(">4sIH", data[:10])
        assert name.isalnum()
        assert name.isupper()
        assert flags == 0
        assert 0 < size <= len(data) - 10
        found.append(Frame(name.decode("ascii"), data[10 : 10 + size]))
        data = data[10 + size :]
    return found


def text(encoded: bytes, encoding: int) -> str:
    if encoding == 0:
        return encoded.decode("latin-1")
    assert encoding == 1, "v2.3 knows Latin-1 and UTF-16 with its mark"
    assert encoded[:2] in (b"\xff\xfe", b"\xfe\xff")
    return encoded.decode("utf-16")


def ended(data: bytes, encoding: int) -> tuple[str, bytes]:
    """Return a text up to its end mark, and what follows."""
    width = encoding + 1
    at = next(at for at in range(0, len(data), width) if data[at : at + width] == bytes(width))
    return text(data[:at], encoding), data[at + width :]


def words(frame: Frame) -> str:
    """Read a text frame's text; nothing may follow its end mark."""
    assert frame.kind[0] == "T"
    found = text(frame.body[1:], frame.body[0])
    return found.removesuffix("\0")


def title_of(data: bytes) -> str:
    titles = [words(frame) for frame in inner(data) if frame.kind == "TIT2"]
    assert len(titles) <= 1
    return "".join(titles)


def chap(frame: Frame) -> Chap:
    name, rest = ended(frame.body, 0)
    start, end, first, last = struct.unpack(">4I", rest[:16])
    assert first == last == 0xFFFF_FFFF, "times, not bytes"
    return Chap(name, start, end, title_of(rest[16:]))


def ctoc(frame: Frame) -> Ctoc:
    name, rest = ended(frame.body, 0)
    flags, count = rest[0], rest[1]
    assert flags < 4
    assert count > 0
    rest = rest[2:]
    children = []
    for _ in range(count):
        child, rest = ended(rest, 0)
        children.append(child)
    return Ctoc(name, bool(flags & 2), bool(flags & 1), children, title_of(rest))


def spoken(frame: Frame) -> tuple[str, str]:
    """Read language and text of COMM or USLT."""
    encoding, language = frame.body[0], frame.body[1:4].decode("ascii")
    about, rest = ended(frame.body[4:], encoding)
    assert about == ""
    return language, text(rest, encoding).removesuffix("\0")


def lines(frame: Frame) -> tuple[str, list[tuple[int, str]]]:
    """Read language and lines of SYLT, each with its time in ms."""
    encoding, language = frame.body[0], frame.body[1:4].decode("ascii")
    assert frame.body[4:6] == b"\x02\x01", "milliseconds, lyrics"
    about, rest = ended(frame.body[6:], encoding)
    assert about == ""
    found = []
    while rest:
        line, rest = ended(rest, encoding)
        found.append((int.from_bytes(rest[:4]), line))
        rest = rest[4:]
    return language, found


def picture(frame: Frame) -> bytes:
    encoding = frame.body[0]
    mime, rest = ended(frame.body[1:], 0)
    assert (mime, rest[0]) == ("image/png", 3)
    about, data = ended(rest[1:], encoding)
    assert about == ""
    return data


def thing(frame: Frame) -> tuple[str, str, str, bytes]:
    """Read type, file name, description and content of GEOB."""
    encoding = frame.body[0]
    mime, rest = ended(frame.body[1:], 0)
    file, rest = ended(rest, encoding)
    about, data = ended(rest, encoding)
    return mime, file, about, data
