"""Chapters as ID3 frames, and a tag's frames in an order that players can handle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiocoach.timeline.chapters import Chapter

MOST_CHILDREN = 255
"""Most entries of a table of contents, which counts them in one byte."""

_HEADER = 10
_ORDER = ("TIT2", "TPE1", "TALB", "TRCK", "CTOC", "CHAP", "COMM", "USLT", "SYLT", "APIC", "GEOB")
"""The order of frames: what players show before what is large; frames not named here come after the first four."""

_TOP_LEVEL, _ORDERED = 2, 1
_NO_OFFSET = 0xFFFF_FFFF
_MOST = 1 << 28


@lru_cache(64)  # those of many athletes are the same, and most of a tag's work
def chapter_frames(chapters: tuple[Chapter, ...]) -> tuple[bytes, ...]:
    """Make a CHAP per chapter that players show, a CTOC per set and for the whole (ID3v2 Chapter Frame 1.0)."""
    if not chapters:
        return ()
    import mutagen.id3

    library: Any = mutagen.id3
    tag = library.ID3()
    for frame in _contents("toc", chapters, "", _TOP_LEVEL | _ORDERED):
        tag.add(frame)
    return tuple(frames_of(tag))


def frames_of(tag: Any) -> Iterator[bytes]:
    """Yield the frames of mutagen's tag as ID3v2.3 has them, by size."""
    tag.update_to_v23()
    out = BytesIO()
    tag.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    made, at = out.getvalue(), _HEADER
    while at < len(made):
        end = at + _HEADER + int.from_bytes(made[at + 4 : at + 8])
        yield made[at:end]
        at = end


def _contents(name: str, chapters: Sequence[Chapter], title: str, flags: int) -> Iterator[Any]:
    """Yield all frames of the table of contents `name`; more chapters than it can count are put into parts."""
    import mutagen.id3

    library: Any = mutagen.id3
    size = 1
    while size * MOST_CHILDREN < len(chapters):
        size *= MOST_CHILDREN
    children = []
    for number, at in enumerate(range(0, len(chapters), size), 1):
        child = f"{name}.{number}"
        children.append(child)
        part = chapters[at : at + size]
        if len(part) > 1:
            yield from _contents(child, part, f"{part[0].title} …", _ORDERED)
        elif part[0].children:
            yield from _contents(child, part[0].children, part[0].title, _ORDERED)
        else:
            yield library.CHAP(
                element_id=child,
                start_time=part[0].start_ms,
                end_time=part[0].end_ms,
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=_title(part[0].title),
            )
    yield library.CTOC(element_id=name, flags=flags, child_element_ids=children, sub_frames=_title(title))


def _title(text: str) -> list[Any]:
    import mutagen.id3

    library: Any = mutagen.id3
    return [library.TIT2(encoding=library.Encoding.UTF16, text=text)] if text else []


def in_order(frames: Iterable[bytes]) -> bytes:
    """Make an ID3v2.3 tag of frames, its chapters by time.

    mutagen writes frames by size, and players have been seen to show chapters in the order of the file.

    Raises:
        ValueError: when they are larger than a tag can be, 256 MB.
    """
    ordered: list[bytes] = sorted(frames, key=_rank)
    body = b"".join(ordered)
    if len(body) >= _MOST:
        raise ValueError("a tag of more than 256 MB")
    size = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body


def _rank(frame: bytes) -> tuple[int, int, bytes]:
    kind = frame[:4].decode("latin-1")
    place = 2 * _ORDER.index(kind) if kind in _ORDER else 7
    name, _, rest = frame[_HEADER:].partition(b"\0")
    if kind == "CHAP":
        return place, int.from_bytes(rest[:4]), b""
    # The whole session's table of contents stands before those within it.
    return place, name.count(b"."), frame[:4] if kind != "CTOC" else b""
