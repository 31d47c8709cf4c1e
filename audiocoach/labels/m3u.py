"""Playlists: M3U in UTF-8, with paths relative to them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audiocoach.text.one_line import one_line


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a playlist: its length (ms), what it is called, its path, and remarks that players leave unread."""

    length_ms: int
    title: str
    file: str
    remarks: tuple[str, ...] = ()


def m3u(title: str, files: Iterable[Listed], remarks: Iterable[str] = ()) -> bytes:
    """Write a playlist, with remarks of its own.

    Paths are not percent-encoded: players in cars look for exactly that name.
    """
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(title)}", *(f"#{remark}" for remark in remarks)]
    for each in files:
        lines += [f"#{remark}" for remark in each.remarks]
        lines.append(f"#EXTINF:{round(each.length_ms / 1000)},{one_line(each.title)}")
        # A line that begins with # would be a comment.
        lines.append(f"./{each.file}" if each.file.startswith("#") else each.file)
    return "\n".join([*lines, ""]).encode()
