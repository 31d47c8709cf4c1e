"""Which bytes of which source make a range of an MP3 that is spliced. Pure arithmetic."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from audiocoach.club.spliced_format import Manifest

Source = Literal["pack", "inside", "outside"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of a piece: `size` of them from its byte `skip` on, where the piece is repeated for ever.

    The piece are the `length` bytes from `offset` on in its source. All but repeated ones end within the piece.
    """

    source: Source
    offset: int
    length: int
    skip: int
    size: int


def ranges(manifest: Manifest, start: int, stop: int) -> Iterator[Stretch]:
    """Yield what the MP3's bytes from `start` to before `stop` are made of, in order.

    Raises:
        ValueError: for a range that is not within the MP3.
    """
    if not 0 <= start <= stop <= manifest.head.size:
        raise ValueError(f"bytes {start} to {stop} are not within 0 to {manifest.head.size}")
    number = bisect_right(manifest.ends, start)
    at = manifest.ends[number - 1] if number else 0
    while at < stop:
        place, length, _ = manifest.rows[3 * number : 3 * number + 3]
        end = manifest.ends[number]
        skip, last = max(start, at) - at, min(stop, end) - at
        source, offset = _where(manifest, place)
        if last > skip:
            yield Stretch(source, offset, length, skip % length, last - skip)
        at, number = end, number + 1


def _where(manifest: Manifest, place: int) -> tuple[Source, int]:
    """Say in which source a place is, and how far in it."""
    if place < manifest.head.pack_size:
        return "pack", place
    place -= manifest.head.pack_size
    return ("inside", place) if place < manifest.head.inside else ("outside", place - manifest.head.inside)
