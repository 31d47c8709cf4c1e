"""See that there is room for files before anything is spoken: an hour of WAV should not fail in its last minute."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.output.write import bytes_per_second
from audiocoach.script.checks.structure import steps_and_length
from audiocoach.sound.layout import FOLDED, MONO, STEREO

if TYPE_CHECKING:
    from audiocoach.rendering.write_files import Order


def check_room(orders: Sequence[Order], bitrate: int | None, *, folded: bool = False) -> None:
    """Refuse files for which there is surely no room: even without the talks that are as long as their words.

    Each is written beside the one it replaces, which goes when the new one is whole.

    Raises:
        OutputError: when there is not, naming the folder, what is needed and what is free; and when an MP3 cannot have
            the bitrate.
    """
    by_folder: dict[Path, list[tuple[int, int]]] = {}
    for order in orders:
        size = estimated_size(order, bitrate, folded=folded)
        by_folder.setdefault(order.path.parent, []).append((size, _size(order.path)))
    for folder, sizes in by_folder.items():
        need = max(max(new for new, _ in sizes), sum(new - old for new, old in sizes))
        with suppress(OSError):  # no such folder, or no such number: writing will tell
            free = shutil.disk_usage(_nearest(folder)).free
            if need > free:
                raise OutputError(
                    f"{folder}: about {_megabytes(need)} are needed here, and {_megabytes(free)} are free",
                    "make room, or write somewhere else",
                )


def estimated_size(order: Order, bitrate: int | None, *, folded: bool = False) -> int:
    """Estimate a file's size in bytes, without the talks that are as long as their words."""
    layout = MONO if order.session.music is None else FOLDED if folded else STEREO
    return steps_and_length(order.session.steps)[1] * bytes_per_second(order.path, layout, bitrate) // 1000


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _nearest(folder: Path) -> Path:
    """Find the folder that there is, on the way to one that is made later."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
