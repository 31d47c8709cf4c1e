"""Make file names that every system takes."""

from __future__ import annotations

import re

MAX_NAME = 160
"""Bytes of a title in a file's name, in UTF-8: with the rest of the name far below the 255 that file systems take."""


_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+')
"""Signs that some file system refuses, those that have a name shown in another order than it is written, and those that
stand for bytes that are no text."""


def safe_name(text: str) -> str:
    """Text as a file's name, or a part of one: nothing in it that any file system refuses, and not too long."""
    clean = " ".join(_REFUSED.sub(" ", text).split())
    return clean.encode()[:MAX_NAME].decode(errors="ignore").strip(" .")
