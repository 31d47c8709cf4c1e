"""Read and write the fields of ONNX files: as much of protobuf as models take, and nothing of what they mean.

https://protobuf.dev/programming-guides/encoding/ has the format.
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5
_LONGEST_VARINT = 10

Value = int | memoryview


class UnusableModel(Exception):
    """A model that is not loaded; the text says why."""


def fields_of(data: memoryview) -> Iterator[tuple[int, Value]]:
    """Yield the number and the value of each field of a message: a whole number, or the bytes of what it holds.

    Raises:
        UnusableModel: when the bytes are no message, or not all of one.
    """
    for number, value, _ in written_fields(data):
        yield number, value


def written_fields(data: memoryview) -> Iterator[tuple[int, Value, memoryview]]:
    """Yield the fields as `fields_of` does, and each as it is written, with its number before it.

    Raises:
        UnusableModel: as `fields_of` does.
    """
    at, end = 0, len(data)
    while at < end:
        began = at
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if not number:  # there is none, and a file of zeros would have very many
            raise UnusableModel("this is no ONNX model; copy it anew")
        value: Value
        if kind == _VARINT:
            value, at = _varint(data, at)
        else:
            length = {_EIGHT: 8, _FOUR: 4}.get(kind, -1)
            if kind == _LENGTH:
                length, at = _varint(data, at)
            if length < 0 or at + length > end:
                raise UnusableModel("this is no ONNX model, or not all of it; copy it anew")
            value, at = data[at : at + length], at + length
        yield number, value, data[began:at]


def field(number: int, value: int | bytes) -> bytes:
    """Write a field: a whole number from 0, or bytes with their length before them."""
    if isinstance(value, int):
        return _written(number << 3 | _VARINT) + _written(value)
    return head(number, len(value)) + value


def head(number: int, length: int) -> bytes:
    """Write what comes before the bytes of a field: its number, and how many they are."""
    return _written(number << 3 | _LENGTH) + _written(length)


def _written(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    """Read a whole number of protobuf's, and return it with the place behind it."""
    if at < len(data) and (first := data[at]) < 0x80:  # nearly all of them are of one byte
        return first, at + 1
    found = 0
    for byte in range(_LONGEST_VARINT):
        if at + byte >= len(data):
            break
        bits = data[at + byte]
        found |= (bits & 0x7F) << (7 * byte)
        if bits < 0x80:
            return found, at + byte + 1
    raise UnusableModel("this is no ONNX model, or not all of it; copy it anew")
