"""Decode the text of files that people save in whatever their editor or spreadsheet does."""

from __future__ import annotations

UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""The byte order marks of UTF-16, which Excel's "Unicode text" and some editors write."""


def decoded(data: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark, or UTF-16 with one.

    Raises:
        UnicodeDecodeError: when it is neither.
    """
    return data.decode("utf-16" if data.startswith(UTF16) else "utf-8-sig")
