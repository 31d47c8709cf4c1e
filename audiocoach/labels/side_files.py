"""Files beside a session's file, on request: lyrics, a transcript, chapters, a sheet to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.labels.pictures.canvas import pdf, svg
from audiocoach.labels.pictures.paper import DOTS, paper
from audiocoach.labels.transcripts import chapters_json, cue, lrc, vtt
from audiocoach.storage.whole_files import replacing

if TYPE_CHECKING:
    from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Facts:
    """A session's timeline, its file, and its programme's title and its number in it, if it has any."""

    timeline: Timeline
    file: Path
    album: str = ""
    badge: str = ""


MAKERS: dict[str, Callable[[Facts], bytes]] = {
    "lrc": lambda facts: lrc(facts.timeline, facts.album).encode(),
    "vtt": lambda facts: vtt(facts.timeline).encode(),
    "cue": lambda facts: cue(facts.timeline, facts.file.name, facts.album).encode(errors="surrogateescape"),
    "json": lambda facts: chapters_json(facts.timeline).encode(),
    "svg": lambda facts: svg(paper(facts.timeline, facts.badge)),
    "pdf": lambda facts: pdf(paper(facts.timeline, facts.badge), DOTS),
}
"""All that can be written beside a file, by its suffix. Another one is one line here."""

_LONGER = {"json": "chapters.json"}
"""Suffixes that alone would be too many other things': `run.json` beside `run.mp3` may be the user's own."""


def write_beside(facts: Facts, kinds: Iterable[str]) -> list[Path]:
    """Write files of those kinds, named like the session's file, each whole or not at all; returns their paths.

    Those of the same names are replaced.

    Raises:
        OutputError: when one cannot be written.
    """
    written = []
    for kind in kinds:
        path = facts.file.with_suffix(f".{_LONGER.get(kind, kind)}")
        data = MAKERS[kind](facts)
        with replacing(path) as file:
            file.write(data)
        written.append(path)
    return written
