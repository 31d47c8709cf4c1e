"""File names that every system accepts."""

from __future__ import annotations

import re

MAX_NAME = 160
"""Most UTF-8 bytes of a title in a file's name: with the rest of the name, far below the 255 that file systems take."""


_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+')
"""Characters that some file system refuses, those that reorder a name on screen, and the surrogates that stand for
bytes that are not text."""


def safe_name(text: str) -> str:
    """Make text fit for a file's name, or a part of one: at most `MAX_NAME` bytes, none that a file system refuses."""
    clean = " ".join(_REFUSED.sub(" ", text).split())
    return clean.encode()[:MAX_NAME].decode(errors="ignore").strip(" .")
