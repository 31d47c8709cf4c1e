"""A page that links the pages of all athletes, for their coach: `index.html` in the folder that holds theirs.

Beside it lies a list of what is in it, with the digest of the page that was written: only that page is ever replaced. A
share for some leaves the lines of the others as they are, for as long as their folders are there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from audiocoach.errors import OutputError, file_problem
from audiocoach.quantities.units import clock, plural, to_the_second
from audiocoach.rendering.athletes import Athlete
from audiocoach.sharing.alone import alone_in
from audiocoach.sharing.folder import is_shared
from audiocoach.sharing.page import filled, policy_hash, web_file
from audiocoach.sharing.share_list import proves
from audiocoach.sharing.stages import PAGE, Shared
from audiocoach.sharing.which_folder import SHARED
from audiocoach.storage.digests import sha256_of
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.whole_files import replacing
from audiocoach.text.one_line import one_line
from audiocoach.text.strange_json import MOST_BYTES, read_json

_VERSION = 1
_USUAL = f"{SHARED.name} club.html"
_INDEXES = (PAGE, _USUAL)


@dataclass(frozen=True, slots=True)
class Row:
    """One athlete's share: its `folder` beside the index, whose it is, and what it holds."""

    folder: str
    athlete: str
    id: str
    title: str
    language: str
    sessions: int
    length_ms: int

    @classmethod
    def of(cls, who: Athlete, folder: Path, done: Shared) -> Row:
        """Tell of a share that was made."""
        site = done.site
        length = sum(item.timeline.length_ms for item in site.items)
        return cls(folder.name, who.name, who.id, site.title, site.language, len(site.items), length)


@dataclass(frozen=True, slots=True)
class Index:
    """What became of an index: its path, and what its owner should know of it. `is_there`: it is as it should be."""

    path: Path
    is_there: bool
    notes: tuple[str, ...] = ()


def index_in(output: Path | None) -> Path:
    """Name the index of shares in a folder; None: of the usual ones, which lie side by side."""
    return SHARED.with_name(_USUAL) if output is None else output / PAGE


def bring_index(index: Path, title: str, rows: Sequence[Row], on_wait: Callable[[], None] | None = None) -> Index:
    """Bring the index of a folder up to date with shares that were made in it.

    Args:
        index: its path, in the folder that holds the athletes' folders.
        title: of the page.
        rows: the shares that were made; what else is in the index stays.
        on_wait: called while another process is at work there.

    Raises:
        OutputError: when it cannot be written. One that is not ours is left, and told of.
    """
    with alone_in(index.parent, on_wait):
        known = _List.read(index)
        if known is None:
            listed = _list_of(index)
            return Index(index, is_there=False, notes=(f"note: {listed}: cannot be used; delete it for an index",))
        if not known.proves(index):
            note = f"note: {index}: not as 'audiocoach share' has made it, and left; move it away for an index"
            return Index(index, is_there=False, notes=(note,))
        merged = _merged(known.rows, rows, index.parent)
        _write(index, replace(known, title=title, rows=merged))
        names = {row.id: row.athlete for row in rows if row.id}
        notes = tuple(
            f"note: {index.parent / row.folder}: shared for {one_line(row.athlete)}, who may be {names[row.id]} now "
            f"(id {row.id}); delete it if nobody needs it"
            for row in merged
            if row.id in names and row not in rows
        )
        return Index(index, is_there=True, notes=notes)


def refresh_index(folder: Path, done: Shared) -> None:
    """Bring what an index beside a folder says of it up to date, if there is one that does."""
    for name in _INDEXES:
        index = folder.parent / name
        if not os.path.lexists(_list_of(index)):
            continue
        known = _List.read(index)
        found = next((row for row in known.rows if row.folder == folder.name), None) if known else None
        if known and found:
            who = Athlete(found.athlete, found.folder, id=found.id)
            bring_index(index, known.title, [Row.of(who, folder, done)])


def _merged(before: Iterable[Row], rows: Sequence[Row], home: Path) -> tuple[Row, ...]:
    """Put new rows in the place of those of the same folders; the others stay for as long as theirs are there."""
    new = {row.folder for row in rows}
    others = [row for row in before if row.folder not in new and is_shared(home / row.folder)]
    return tuple(sorted([*others, *rows], key=lambda row: (row.athlete.casefold(), row.folder)))


@dataclass(frozen=True, slots=True)
class _List:
    """What lies beside an index: the `digests` that it may have, its title and rows."""

    digests: str = ""
    title: str = ""
    rows: tuple[Row, ...] = ()

    @classmethod
    def read(cls, index: Path) -> _List | None:
        """Read the list of an index, which may be a stranger's; an empty one for none, None for one that is damaged.

        Raises:
            OutputError: when it is there and the system refuses.
        """
        path = _list_of(index)
        if path.is_symlink():
            return None
        try:
            with open_regular(path) as file:
                text = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise OutputError(file_problem(path, error)) from None
        try:
            data: Any = read_json(text)
            rows = tuple(Row(**{key: kind(row[key]) for key, kind in _KINDS.items()}) for row in data["athletes"])
            good = data["audiocoach-club"] == _VERSION and all(map(_is_good, rows))
            return cls(str(data["digests"]), str(data["title"]), rows) if good else None
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return None

    def proves(self, index: Path) -> bool:
        """Tell whether what has the index's name is as it was written, or nothing has."""
        if not os.path.lexists(index):
            return True
        try:
            return not index.is_symlink() and proves(self.digests, sha256_of(index).hex())
        except OSError:
            return False

    def content(self) -> bytes:
        data = {
            "audiocoach-club": _VERSION,
            "digests": self.digests,
            "title": self.title,
            "athletes": [asdict(row) for row in self.rows],
        }
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


_KINDS: dict[str, Callable[[Any], Any]] = {
    "folder": str, "athlete": str, "id": str, "title": str, "language": str, "sessions": int, "length_ms": int
}  # fmt: skip


def _is_good(row: Row) -> bool:
    """Tell whether a row names a folder beside the index, and is otherwise what we write."""
    inside = row.folder not in ("", ".", "..") and not set(row.folder) & set("/\\:\0")
    return inside and row.sessions >= 0 and row.length_ms >= 0


def _list_of(index: Path) -> Path:
    return index.with_name(f".audiocoach-{index.stem}.json")


def _write(index: Path, known: _List) -> None:
    """Write an index and its list: what is about to be there is listed before it is."""
    page = _page(known)
    new = sha256(page).hexdigest()
    listed = _list_of(index)
    before = sha256_of(index).hex() if index.exists() else ""
    if before != new:
        _put(listed, replace(known, digests=f"{before} {new}".strip()).content())
        with replacing(index) as file:
            file.write(page)
    _put(listed, replace(known, digests=new).content())


def _put(path: Path, data: bytes) -> None:
    if not path.exists() or sha256_of(path) != sha256(data).digest():
        with replacing(path) as file:
            file.write(data)


def _page(known: _List) -> bytes:
    style = web_file("club.css")
    rows = "".join(map(_line, known.rows))
    return filled("club.html", {"hash": policy_hash(style), "title": escape(known.title), "style": style, "rows": rows})


def _line(row: Row) -> str:
    facts = f"{plural(row.sessions, 'session')}, {clock(to_the_second(row.length_ms))}"
    title = f'<span dir="auto" lang="{escape(row.language)}">{escape(row.title)}</span>'
    called = f'<b dir="auto">{escape(row.athlete)}</b>' + (f" ({escape(row.id)})" if row.id else "")
    return f'<li><a href="{quote(row.folder)}/{PAGE}">{called}{title}<span>{facts}</span></a></li>\n'
