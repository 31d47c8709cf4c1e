"""What a file says about itself on a lock screen, in a music library and in a podcast app, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.labels.transcripts import ARTIST, said
from audiocoach.quantities.today import today
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.timeline.chapters import Chapter
from audiocoach.timeline.outline import plan_of

if TYPE_CHECKING:
    from audiocoach.labels.embedded.origin import Origin
    from audiocoach.storage.store import Store
    from audiocoach.timeline.timeline import Timeline

GENRE = "Workout"

ARCHIVE, ATOM, COMMENT = "audiocoach script", "----:audiocoach:script", "AUDIOCOACH_SCRIPT"
"""The name of the script in a file: in an ID3 tag, in an MP4 file, in a Vorbis comment (there as base64)."""

_CODES = """
    ar:ara bg:bul ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng es:spa et:est eu:eus fa:fas fi:fin fr:fra
    ga:gle gl:glg he:heb hi:hin hr:hrv hu:hun id:ind is:isl it:ita ja:jpn ko:kor lt:lit lv:lav ms:msa nb:nob
    nl:nld nn:nno no:nor pl:pol pt:por ro:ron ru:rus sk:slk sl:slv sq:sqi sr:srp sv:swe th:tha tr:tur uk:ukr
    vi:vie zh:zho
"""
_ISO_639_2 = dict(pair.split(":") for pair in _CODES.split())


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a file; empty ones are not written.

    `track` is "5/24", `language` three letters (ISO 639-2), `cues` when something is said (ms) and what; `cover` is a
    PNG, `archive` the script and what belongs to it (`labels.embedded.archive`).
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    comment: str = ""
    track: str = ""
    genre: str = ""
    year: str = ""
    language: str = ""
    lyrics: str = ""
    length_ms: int = 0
    cues: tuple[tuple[int, str], ...] = ()
    chapters: tuple[Chapter, ...] = ()
    cover: bytes = b""
    archive: bytes = b""


def tags_of(timeline: Timeline, origin: Origin | None = None, store: Store | None = None) -> Tags:
    """Make the tags of a timeline's file; `origin` is where it comes from, `store` where its picture is kept."""
    from audiocoach.labels.embedded.archive import packed
    from audiocoach.labels.embedded.origin import Origin
    from audiocoach.labels.pictures.cover import cover_png

    origin = origin or Origin()
    archive = origin.archive()
    return Tags(
        timeline.title,
        ARTIST,
        origin.album,
        comment(timeline),
        origin.track,
        GENRE,
        str(today().year),
        three_letters(timeline.language),
        sheet(timeline),
        timeline.sound_ms,
        tuple((start, text) for start, _, text in said(timeline)),
        timeline.chapters,
        cover_png(timeline, badge=origin.badge, store=store),
        packed(archive) if archive else b"",
    )


def proof_tags(timeline: Timeline, length_ms: int) -> Tags:
    """Make the tags of a session's proof, which lasts `length_ms`: none of those that tell a session's own times."""
    return Tags(
        timeline.title,
        ARTIST,
        genre=GENRE,
        year=str(today().year),
        language=three_letters(timeline.language),
        length_ms=length_ms,
    )


def comment(timeline: Timeline) -> str:
    """Write the description, the total length and the sets in a line."""
    description = " ".join(timeline.description.split())
    if description and description[-1] not in ".!?":
        description += "."
    total = clock(to_the_second(timeline.length_ms))
    inside = ": " + ", ".join(plan_of(timeline).sets) if plan_of(timeline).sets else ""
    return " ".join(filter(None, [description, f"{total}{inside} · audiocoach"]))


def sheet(timeline: Timeline) -> str:
    """Write the session as a page to read on a phone: title, total length, and when each step or set begins."""
    head = [f"{' '.join(timeline.title.split())} · {clock(to_the_second(timeline.length_ms))}"]
    if timeline.description:
        head.append(" ".join(timeline.description.split()))
    return "\n".join([*head, "", *(f"{clock(item.start_ms)}  {item.text}" for item in plan_of(timeline).items)])


def three_letters(language: str) -> str:
    """Return a BCP 47 language as its ISO 639-2 code, which tags need; `und` when it is unknown."""
    code = language.split("-")[0].lower()
    return _ISO_639_2.get(code, code if len(code) == 3 else "und")
