"""Inputs made from others: bytes flipped, cut, doubled, put together; lines moved; numbers made extreme."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"00",
    b"0.5",
    b"1e9",
    b"255",
    b"65536",
    b"2147483648",
    b"9" * 19,
    b"9" * 400,
    b"\xc2\xbd",
)
_WHOLE = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
MOST = 200_000
"""Bytes an input may grow to."""


def mutated(data: bytes, others: Sequence[bytes], random: Random, tokens: Sequence[bytes] = ()) -> bytes:
    """Change an input in one to four places; `tokens` are pieces that mean something to who reads it."""
    ways: list[Callable[[bytes], bytes]] = [
        lambda old: _flipped(old, random),
        lambda old: _cut(old, random),
        lambda old: _doubled(old, random),
        lambda old: _joined(old, random.choice(others) if others else old, random),
        lambda old: _number(old, random),
        lambda old: _field(old, random),
        lambda old: _lines(old, random),
    ]
    if tokens:
        ways += [lambda old: _put(old, random.choice(tokens), random)] * 4
    for _ in range(random.choice((1, 1, 2, 4))):
        data = random.choice(ways)(data)
    return data[:MOST]


def _place(data: bytes, random: Random) -> int:
    # Headers are where most is decided.
    return random.randrange(min(len(data), random.choice((64, 1024, 1 << 30))) + 1)


def _flipped(data: bytes, random: Random) -> bytes:
    if not data:
        return random.randbytes(3)
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 16))):
        changed[min(_place(data, random), len(data) - 1)] = random.choice((random.randrange(256), 0, 0xFF, 0x0A, 0x7B))
    return bytes(changed)


def _span(data: bytes, random: Random) -> tuple[int, int]:
    begin = _place(data, random)
    return begin, min(len(data), begin + random.choice((1, 4, 30, 1000, len(data))))


def _cut(data: bytes, random: Random) -> bytes:
    begin, end = _span(data, random)
    return data[:begin] + data[end:]


def _doubled(data: bytes, random: Random) -> bytes:
    begin, end = _span(data, random)
    return data[:begin] + data[begin:end] * random.choice((2, 2, 3, 40)) + data[end:]


def _joined(data: bytes, other: bytes, random: Random) -> bytes:
    begin, end = _span(other, random)
    return _put(data, other[begin:end], random)


def _put(data: bytes, piece: bytes, random: Random) -> bytes:
    begin, end = _span(data, random)
    return data[:begin] + piece + data[random.choice((begin, end)) :]


def _number(data: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"\d+", data[:4096]))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + random.choice(_NUMBERS) + data[one.end() :]


def _field(data: bytes, random: Random) -> bytes:
    """Put an extreme whole number of two or four bytes somewhere, as lengths in files are."""
    size, at = random.choice((2, 4)), _place(data, random)
    value = random.choice(_WHOLE) & ((1 << 8 * size) - 1)
    return data[:at] + value.to_bytes(size, random.choice(("big", "little"))) + data[at + size :]


def _lines(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    how = random.randrange(4)
    if how == 0:
        del lines[one]
    elif how == 1:
        lines[one] = b" " * random.randrange(9) + lines[one].lstrip()
    elif how == 2:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines.insert(other, lines[one])
    return b"\n".join(lines)
