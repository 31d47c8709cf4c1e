"""Decode the text of files that people save in whatever their editor or spreadsheet does."""

from __future__ import annotations

_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""The byte order marks of UTF-16, which Excel's "Unicode text" and some editors write."""

_LOOKED_AT = 1024
"""Bytes of the beginning, which tell UTF-16 without a mark."""


def utf16_of(data: bytes) -> str:
    """Name the kind of UTF-16 that a text is in; empty for another encoding, and for what is no text.

    Without a mark it is told by its zero bytes: in every second place, for most letters and all of our words have one,
    and in no other.
    """
    if data.startswith(_MARKS):
        return "utf-16"
    head = data[:_LOOKED_AT]
    first, second = head[::2].count(0), head[1::2].count(0)
    many = max(1 + len(data) % 2, len(head) // 8)  # one zero in an odd number of bytes tells nothing
    if second >= many and not first:
        return "utf-16-le"
    return "utf-16-be" if first >= many and not second else ""


def decoded(data: bytes) -> str:
    """Decode UTF-8 or UTF-16, with or without a byte order mark.

    Raises:
        UnicodeDecodeError: when it is neither.
    """
    return data.decode(utf16_of(data) or "utf-8-sig")
