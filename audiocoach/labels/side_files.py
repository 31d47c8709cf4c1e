"""Files beside a session's file, on request: lyrics, a transcript, a cue sheet, chapters, a sheet to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.labels.pictures.canvas import svg
from audiocoach.labels.pictures.missing_letters import missing
from audiocoach.labels.pictures.paging import stacked
from audiocoach.labels.pictures.paper import paper
from audiocoach.labels.pictures.pdf_pages import pdf
from audiocoach.labels.transcripts import chapters_json, cue, lrc, vtt
from audiocoach.storage.whole_files import replacing

if TYPE_CHECKING:
    from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Facts:
    """A session's timeline and file; the title of its programme and its `badge` in it, if it has one."""

    timeline: Timeline
    file: Path
    album: str = ""
    badge: str = ""


MAKERS: dict[str, Callable[[Facts], bytes]] = {
    "lrc": lambda facts: lrc(facts.timeline, facts.album).encode(),
    "vtt": lambda facts: vtt(facts.timeline).encode(),
    "cue": lambda facts: cue(facts.timeline, facts.file.name, facts.album).encode(errors="surrogateescape"),
    "json": lambda facts: chapters_json(facts.timeline).encode(),
    "svg": lambda facts: svg(stacked(paper(facts.timeline, facts.badge))),
    "pdf": lambda facts: pdf(paper(facts.timeline, facts.badge), facts.timeline.language),
}
"""All that can be written beside a file, by suffix. Another kind is one line here."""

_LONGER = {"json": "chapters.json"}
"""Suffixes made longer because many other files have them: `run.json` beside `run.mp3` may be the user's own."""


def write_beside(facts: Facts, kinds: Iterable[str]) -> list[Path]:
    """Write files of these kinds, named like the session's file, each whole or not at all; return their paths.

    Existing files of the same names are replaced.

    Raises:
        OutputError: when one cannot be written.
    """
    written = []
    for kind in kinds:
        path = path_beside(facts.file, kind)
        data = MAKERS[kind](facts)
        with replacing(path) as file:
            file.write(data)
        written.append(path)
    return written


def notes_beside(facts: Facts, kinds: Iterable[str]) -> tuple[str, ...]:
    """Tell what files of these kinds cannot show of a session."""
    if "pdf" not in kinds:
        return ()
    return missing(path_beside(facts.file, "pdf"), paper(facts.timeline, facts.badge))


def path_beside(file: Path, kind: str) -> Path:
    """Name the file of a kind beside a session's file."""
    return file.with_suffix(f".{_LONGER.get(kind, kind)}")
