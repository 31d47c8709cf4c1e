"""File names that every system accepts."""

from __future__ import annotations

from audiocoach.text.late_pattern import LatePattern

MAX_NAME = 160
"""Most UTF-8 bytes of a title in a file's name: with the rest of the name, far below the 255 that file systems take."""


_REFUSED = LatePattern(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+')
"""Characters that some file system refuses, those that reorder a name on screen, and the surrogates that stand for
bytes that are not text."""


_PLAIN = LatePattern(r"(?!(?i:con|prn|aux|nul|com|lpt|clo))[^\W_](?:[\w ,()'+-]*[\w)])?|[^\W_][\w ,()'+-]{5,}[\w)]")
"""A name that is surely fine: of harmless signs, and no device's (`CON`, `COM1`), or too long for one."""


def safe_part(text: str) -> str:
    """Make text fit for a part of a file's name, behind other words: as `safe_name`, devices' names aside."""
    clean = " ".join(_REFUSED.sub(" ", text).split())
    return clean.encode()[:MAX_NAME].decode(errors="ignore").strip(" .")


def safe_name(text: str) -> str:
    """Make text fit for a file's name, on any system and on a phone's card (FAT).

    At most `MAX_NAME` bytes, no sign that a file system refuses, and none of the names that Windows keeps for devices:
    `con` becomes `con_`. Empty where nothing is left.
    """
    clean = safe_part(text)
    if not clean or _PLAIN.fullmatch(clean):
        return clean
    from pathvalidate import sanitize_filename

    return sanitize_filename(clean, platform="universal")
