"""The content of a shared folder, as frozen values. Pure.

Paths are relative to the folder, with `/` between their parts, whatever the system.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from audiocoach.errors import AudiocoachError
from audiocoach.labels.pictures.printed_words import printed_words
from audiocoach.timeline.timeline import Timeline

_NAMESPACE = UUID("9f6a4c1e-3d57-5b0a-8e21-7c4b1d2f6a90")
"""The namespace of every guid here; another would make each episode of each feed a new one."""

YEARS = range(1970, 9001)
"""Years that every calendar and feed reader can read, with room for a programme's last day after them."""


SOUNDS = (".mp3", ".m4a", ".opus")
"""Suffixes of the sounds that a folder may have, the usual first: what a browser plays."""


def is_sound(name: str) -> bool:
    """Tell whether a name is one of a session's sound."""
    return name.endswith(SOUNDS)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a whole folder; each stays until another is requested.

    An empty `title` means the first script's; `base_url` ends in `/`, and is empty where it is not known. `also` has
    the suffixes of the workouts for watches beside each sound. `kind` is what sound there is, and `bitrate` that of
    MP3s in kb/s, 0 for the usual one.
    """

    title: str = ""
    base_url: str = ""
    start: date | None = None
    also: tuple[str, ...] = ()
    kind: str = "mp3"
    bitrate: int = 0

    @property
    def suffix(self) -> str:
        """Give that of each sound."""
        return f".{self.kind}"

    def over(
        self,
        title: str | None,
        base_url: str | None,
        start: date | Literal["none"] | None,
        also: Sequence[str] | None = None,
        kind: str | None = None,
        bitrate: int | None = None,
    ) -> Settings:
        """Return these settings with what is requested now; None changes nothing.

        Raises:
            AudiocoachError: when the base is no address on the web, the start is in none of `YEARS`, there is no such
                kind of sound, or it has no such bitrate.
        """
        kind = self.kind if kind is None else kind
        if f".{kind}" not in SOUNDS:
            known = ", ".join(sound[1:] for sound in SOUNDS)
            raise AudiocoachError(f"'{kind}': a share has no such sounds", option=f"--format takes {known}")
        if kind != "mp3" and bitrate:
            option = f"leave '--bitrate' out: .{kind} has a bitrate of its own"
            raise AudiocoachError("a bitrate is chosen for MP3s alone", option=option)
        if isinstance(start, date) and start.year not in YEARS:
            hint = "'--start' is the first session's day"
            raise AudiocoachError(f"{start}: not in the years {YEARS[0]} to {YEARS[-1]}", hint)
        return Settings(
            self.title if title is None else title,
            self.base_url if base_url is None else _web_folder(base_url),
            self.start if start is None else None if start == "none" else start,
            self.also if also is None else tuple(also),
            kind,
            0 if kind != "mp3" else self.bitrate if bitrate is None else bitrate,
        )


def _web_folder(base_url: str) -> str:
    """Return a folder's address with `/` at its end, so that paths can be joined to it; empty stays empty.

    Raises:
        AudiocoachError: when it is no address on the web.
    """
    if not base_url:
        return ""
    try:
        parts = urlsplit(base_url)
        good = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good or not re.fullmatch("[!#-;=?-[\\]_a-z~]+", base_url):
        hint = (
            "'--base-url' is where the folder will be, such as https://example.org/runs/ (what is not ASCII: %-encoded)"
        )
        raise AudiocoachError(f"'{base_url}' is not the address of a folder on the web", hint)
    return base_url if base_url.endswith("/") else f"{base_url}/"


@dataclass(frozen=True, slots=True)
class Item:
    """One session: its sound `file`, that file's size in bytes, and its timeline.

    `key` is the script's name and the session's id in its programme: what stays when titles and files change. `day`
    counts from the first day of the calendar. `also` has the suffixes of the workouts for watches beside the sound.
    `athlete` is whom it is for; empty for nobody by name.
    """

    key: str
    file: str
    size: int
    timeline: Timeline
    day: int
    programme: str = ""
    week: int = 0
    run: int = 0
    also: tuple[str, ...] = ()
    athlete: str = ""

    @property
    def guid(self) -> str:
        """Return a guid that is the same each time the same script's session is shared."""
        # A file's name need not be valid text; such bytes are escaped.
        return str(uuid5(_NAMESPACE, self.key.encode(errors="backslashreplace").decode()))

    @property
    def title(self) -> str:
        """Return the title as people read it."""
        return self.timeline.title

    @property
    def badge(self) -> str:
        """Return its place in its programme; empty if it has none."""
        return printed_words(self.timeline.language).badge.format(self.week, self.run) if self.week else ""

    def beside(self, suffix: str) -> str:
        """Return the path of a file beside the sound, such as `x.vtt` beside `x.mp3`."""
        return self.file.rpartition(".")[0] + suffix


@dataclass(frozen=True, slots=True)
class Site:
    """A shared folder as a whole.

    `base_url` ends in `/`, and is empty where it is not known. `start` is the calendar's first day, if there is
    one; `published` the day on which the folder was first shared, `since` that of files which were added later.
    """

    title: str
    items: tuple[Item, ...]
    description: str = ""
    base_url: str = ""
    start: date | None = None
    published: date = date(2000, 1, 1)
    since: Mapping[str, date] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """Return the address of a file of the folder: relative to the page while no base is known."""
        return self.base_url + quote(path)

    def date_of(self, item: Item) -> date | None:
        """Return the day of a session in the calendar; None where there is no calendar."""
        return self.start + timedelta(days=item.day) if self.start else None

    @property
    def language(self) -> str:
        """Return the language of the first session (BCP 47)."""
        return self.items[0].timeline.language
