"""The list of our files in a shared folder: what each should hold, so that we can prove a file our own.

A file that is being replaced has two digests, its old and its new one, as a run may be killed on either side.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from audiocoach.errors import AudiocoachError, OutputError
from audiocoach.exchange.written_formats import WRITERS
from audiocoach.quantities.today import today
from audiocoach.sharing.shared_site import SOUNDS, YEARS, Settings
from audiocoach.storage.regular_files import open_regular
from audiocoach.text.strange_json import MOST_BYTES, read_json

MANIFEST = ".audiocoach-share.json"
_VERSION = 1
_HIGHEST = 320
"""The most kb/s that an MP3 has."""


@dataclass(frozen=True, slots=True)
class ShareList:
    """What the list in a folder says of it: our `files`, each with the digests it may have, one after the other.

    `published` is the day on which it was first shared, `since` that of files which came later. `owner_id` and
    `owner_file` tell an athlete from others of one name, where the table that it was shared with did.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    published: date | None = None
    owner: str | None = None
    since: Mapping[str, date] = field(default_factory=dict)
    owner_id: str = ""
    owner_file: str = ""

    def content(self) -> bytes:
        """Write it as it lies in the folder."""
        start = self.settings.start
        data: dict[str, Any] = {
            "audiocoach-share": _VERSION,
            "published": self.published.isoformat() if self.published else "",
            "title": self.settings.title,
            "base-url": self.settings.base_url,
            "start": start.isoformat() if start else "",
            "files": self.files,
        }
        if self.owner is not None:
            data["athlete"] = self.owner
        marks = {"athlete-id": self.owner_id, "athlete-file": self.owner_file}
        data |= {key: mark for key, mark in marks.items() if mark}
        if self.settings.also:
            data["also"] = list(self.settings.also)
        if self.settings.kind != Settings().kind:
            data["format"] = self.settings.kind
        if self.settings.bitrate:
            data["bitrate"] = self.settings.bitrate
        if self.since:
            data["since"] = {name: day.isoformat() for name, day in self.since.items()}
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def proves(listed: str, digest: str) -> bool:
    """Tell whether what is listed of a file proves one with this digest our own."""
    return digest != "" and digest in listed.split()


def new_days(names: Iterable[str], ours: Container[str], since: Mapping[str, date]) -> dict[str, date]:
    """Date sounds that are not `ours` yet: today, but one that was of another kind keeps its day."""
    days: dict[str, date] = {}
    for name in names:
        others = [name.rpartition(".")[0] + kind for kind in SOUNDS]
        known = next((other for other in others if other in ours), None)
        if name not in ours and (known is None or known in since):
            days[name] = today() if known is None else since[known]
    return days


def read_list(path: Path) -> ShareList:
    """Read a folder's list; an empty one where there is none.

    Raises:
        OutputError: when it is damaged, or none of ours.
    """
    try:
        with open_regular(path) as file:
            text = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ShareList()
    except OSError as error:
        raise _damaged(path) from error
    try:
        data: Any = read_json(text)
        files = {str(name): str(digest) for name, digest in data["files"].items()}
        published = date.fromisoformat(data["published"])
        title, base_url, start = (str(data.get(key, "")) for key in ("title", "base-url", "start"))
        since = {str(name): date.fromisoformat(day) for name, day in data.get("since", {}).items()}
        owner = None if data.get("athlete") is None else str(data["athlete"])
        marks = [str(data.get(key, "")) for key in ("athlete-id", "athlete-file")]
        also = [str(kind) for kind in data.get("also", [])]
        kind, bitrate = str(data.get("format", Settings().kind)), int(data.get("bitrate", 0))
        settings = Settings().over(title, base_url, date.fromisoformat(start) if start else None, also, kind, bitrate)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, AudiocoachError) as error:
        raise _damaged(path) from error
    if (
        data.get("audiocoach-share") != _VERSION
        or any(day.year not in YEARS for day in (published, *since.values()))
        or not all(_is_inside(name) for name in files)
        or not set(also) <= set(WRITERS)
        or not 0 <= bitrate <= _HIGHEST
    ):
        raise _damaged(path)
    return ShareList(files, settings, published, owner, since, *marks)


def _damaged(path: Path) -> OutputError:
    return OutputError(
        f"{path}: this list of the folder's own files cannot be used",
        "share into another folder with '-o', or delete this one first",
    )


def _is_inside(name: str) -> bool:
    """Tell whether a name leads to a file below the folder, on any system. The list may come from a stranger."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(part in ("..", "/") or set(part) & set("\\:\0") for part in parts)
