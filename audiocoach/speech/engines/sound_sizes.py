"""Tell when whoever writes a sound file goes on for longer than its words can last."""

from __future__ import annotations

from pathlib import Path

MOST_BYTES = 500_000_000
"""More than any words need, where nobody says which they are."""


def too_large(sound: Path, most_bytes: int) -> str:
    """Say that a sound file is larger than its words can be; nothing when it is not, or is not there."""
    try:
        size = sound.stat().st_size
    except OSError:
        return ""
    return f"it wrote more than {most_bytes // 1_000_000} MB of sound for these words" if size > most_bytes else ""
