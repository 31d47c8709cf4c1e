"""A session's cover as a file: drawn once, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.labels.pictures.canvas import png, save
from audiocoach.labels.pictures.canvas import svg as as_svg
from audiocoach.labels.pictures.letters import drawable
from audiocoach.labels.pictures.missing_letters import missing, missing_on_cover
from audiocoach.labels.pictures.session_bars import cover
from audiocoach.storage.store import Store
from audiocoach.version import __version__

if TYPE_CHECKING:
    from audiocoach.music.in_step import Part
    from audiocoach.timeline.timeline import Timeline

_KIND = "pictures"
_DRAWN_BY = "3"
"""Part of every key: raise it when the same picture would be drawn differently."""

_COLOURS = 48


def cover_png(timeline: Timeline, *, badge: str = "", store: Store | None = None) -> bytes:
    """Draw the cover as PNG, 1400 x 1400 pixels, and keep it in `store` (default: the user's), since drawing is slow.

    A title of which the font can show nothing, or only a small part, is left out: players show it beside the picture
    anyway, and half a title would be a wrong one.
    """
    store = store or Store()
    key = sha256(repr((__version__, _DRAWN_BY, cover(timeline, badge))).encode()).hexdigest()
    kept = store.get(_KIND, key)
    if kept is None:
        kept = png(cover(timeline, badge, shown(timeline.title)), _COLOURS)
        store.put(_KIND, key, kept)
    return kept


def shown(title: str) -> str:
    """Return a title as the picture can show it; empty when no more than half its letters would be left."""
    text = drawable(title)
    letters = [sum(sign.isalnum() for sign in each) for each in (title, text)]
    return text if 2 * letters[1] > letters[0] else ""


def cover_notes(timeline: Timeline) -> tuple[str, ...]:
    """Tell which letters of a session its cover lacks, if it lacks any."""
    return missing_on_cover(cover(timeline))


def svg(timeline: Timeline, *, badge: str = "") -> str:
    """Write the same picture as SVG, its text in the viewer's own font: any script, any sign."""
    return as_svg(cover(timeline, badge)).decode()


def save_picture(timeline: Timeline, path: Path, *, badge: str = "", songs: Sequence[Part] = ()) -> tuple[str, ...]:
    """Write the picture as SVG or PNG, by the file's suffix; return what is worth telling of letters it lacks.

    `songs` are those in step with the session, which are drawn below it.

    Raises:
        OutputError: for another suffix, or when it cannot be written.
    """
    title = shown(timeline.title) if path.suffix.lower() == ".png" else None
    drawn, whole = cover(timeline, badge, title), cover(timeline, badge)
    if songs:
        from audiocoach.labels.pictures.song_band import over_songs  # covers of files have none

        drawn, whole = (over_songs(each, songs, timeline.length_ms) for each in (drawn, whole))
    save(drawn, path)
    return missing(path, [whole])
