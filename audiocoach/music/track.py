"""A measured piece of music, and its clock: what the rest of the package passes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from audiocoach.sound.decoding.entry_places import Place


@dataclass(frozen=True, slots=True)
class Track:
    """A music file as measured: its length in samples at `RATE`, its integrated loudness in LUFS.

    `digest` is of the file's content: the same digest means the same sound. Where it is played `speed` times as fast,
    its length is that of what is heard. `places` are where the file can be entered.
    """

    path: Path
    samples: int
    loudness: float
    digest: str = ""
    speed: float = 1.0
    places: tuple[Place, ...] = field(default=(), compare=False, repr=False)
