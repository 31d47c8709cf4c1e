"""A programme's picture, or its sheets to print, as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.labels.pictures.canvas import save
from audiocoach.labels.pictures.missing_letters import missing
from audiocoach.labels.pictures.pdf_pages import pdf
from audiocoach.labels.pictures.printed_words import day_names
from audiocoach.labels.pictures.programme_chart import Row, chart
from audiocoach.labels.pictures.programme_sheet import programme_sheet

if TYPE_CHECKING:
    from audiocoach.labels.pictures.canvas import Picture
    from audiocoach.programme.programme import Programme
    from audiocoach.timeline.intervals import Interval


def save_plan(
    programme: Programme, laid: Mapping[str, Sequence[Interval]], titles: Mapping[str, str], path: Path
) -> tuple[str, ...]:
    """Write a programme as a picture, or as sheets to print, by the file's suffix; return what is worth telling.

    `laid` has each session's steps by its number, and `titles` its title.

    Raises:
        OutputError: for a suffix other than .svg, .png and .pdf, or when the file cannot be written.
    """
    language = programme.sessions[0].session.language
    days = day_names(programme.days, language)
    rows = [
        Row(
            planned.week,
            planned.id,
            laid[planned.id],
            programme.dose_text(planned.dose),
            titles[planned.id],
            days[planned.run - 1] if days else "",
        )
        for planned in programme.sessions
    ]
    picture = chart(programme.title, programme.dose_name, rows, language)
    pages: Sequence[Picture] = [picture]
    if path.suffix.lower() == ".pdf":
        pages = programme_sheet(programme.title, programme.description, programme.dose_name, rows, language)
    save(picture, path, lambda: pdf(pages, language))
    return missing(path, pages)
