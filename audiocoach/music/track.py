"""What the rest of the package passes on: a piece of music, and the clock it is on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Track:
    """A music file as measured: its length in samples at `RATE`, its integrated loudness in LUFS.

    `digest` is of the file's content: with the same one it sounds the same.
    """

    path: Path
    samples: int
    loudness: float
    digest: str = ""
