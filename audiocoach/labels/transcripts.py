"""The spoken text and the chapters, in the formats that players, podcast apps and lock screens read. Pure.

All of them are UTF-8 text with the times of the timeline.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audiocoach.quantities.units import clock, to_the_second
from audiocoach.timeline.chapters import Chapter, flat

if TYPE_CHECKING:
    from audiocoach.timeline.timeline import Timeline

ARTIST = "audiocoach"
"""The artist that players show."""

MOST_TRACKS = 99
"""Most tracks of a cue sheet, which numbers them with two digits."""


def chapters_json(timeline: Timeline) -> str:
    """Write the chapters as JSON Chapters 1.2 (Podcasting 2.0 namespace)."""
    data = {
        "version": "1.2.0",
        "title": timeline.title,
        "chapters": [
            {"startTime": each.start_ms / 1000, "endTime": each.end_ms / 1000, "title": each.title}
            for each in flat(timeline.chapters)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def vtt(timeline: Timeline) -> str:
    """Write all that is said as WebVTT: a podcast's transcript, a page's captions."""
    lines = ["WEBVTT", ""]
    for start, end, text in said(timeline):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        lines += [f"{with_hours(start)} --> {with_hours(end)}", escaped, ""]
    return "\n".join(lines)


def lrc(timeline: Timeline, album: str = "") -> str:
    """Write each step and all that is said as LRC: lyrics that run along."""
    head = {"ti": timeline.title, "ar": ARTIST, "al": album, "length": clock(to_the_second(timeline.sound_ms))}
    lines = [f"[{key}:{_unbracketed(value)}]" for key, value in head.items() if value]
    steps = [(each.start_ms, f"{each.name} · {clock(to_the_second(each.length_ms))}") for each in timeline.intervals]
    cues = [(start, text) for start, _, text in said(timeline)]
    lines += [
        f"[{_hundredths(at)}]{_unbracketed(text)}" for at, text in sorted([*steps, *cues], key=lambda row: row[0])
    ]
    return "\n".join([*lines, f"[{_hundredths(timeline.sound_ms)}]"]) + "\n"


def cue(timeline: Timeline, file: str, album: str = "") -> str:
    """Write the chapters as a cue sheet: tracks of the audio file `file`, with times in whole 75ths of a second."""
    kind = {"mp3": "MP3", "wav": "WAVE"}.get(file.rpartition(".")[2].lower(), "WAVE")
    lines = [
        f'TITLE "{_unquoted(album or timeline.title)}"',
        f'PERFORMER "{ARTIST}"',
        f'FILE "{_unquoted(file)}" {kind}',
    ]
    for number, each in enumerate(tracks(timeline), 1):
        seconds, rest = divmod(each.start_ms, 1000)
        lines += [
            f"  TRACK {number:02} AUDIO",
            f'    TITLE "{_unquoted(each.title)}"',
            f"    INDEX 01 {seconds // 60:02}:{seconds % 60:02}:{rest * 75 // 1000:02}",
        ]
    return "\n".join(lines) + "\n"


def tracks(timeline: Timeline) -> list[Chapter]:
    """List the chapters, neighbours merged where there are more than `MOST_TRACKS`."""
    found = flat(timeline.chapters)
    each = -(-len(found) // MOST_TRACKS)
    groups = [found[at : at + each] for at in range(0, len(found), each)]
    return [
        Chapter(group[0].title if each == 1 else f"{group[0].title} …", group[0].start_ms, group[-1].end_ms)
        for group in groups
    ]


def said(timeline: Timeline) -> list[tuple[int, int, str]]:
    """List start, end (both in ms) and text of all that is said, each text on one line."""
    return [(e.start_ms, e.end_ms, " ".join(e.text.split())) for e in timeline.events if e.type == "say"]


def with_hours(milliseconds: int) -> str:
    """Write a time to the millisecond: `00:05:30.000`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _hundredths(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 60:02}:{seconds % 60:02}.{rest // 10:02}"


def _unbracketed(text: str) -> str:
    """Make brackets round: one at the start of a line of lyrics would be taken for a time."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")


def _unquoted(text: str) -> str:
    """Turn double quotes into single ones: a cue sheet has no way to write them within a text."""
    return " ".join(text.split()).replace('"', "'")
