"""A folder that is shared again and again: what is ours in it is known, replaced and cleared away; nothing else is.

A list of our files lies in the folder, and whose they are. It names what will be written before any of it is, so that
a run that was killed leaves nothing in the next one's way. Only what is as the list says, to the bit, is ever removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import file_digest
from io import BufferedReader, BytesIO
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import Any

from audiocoach.errors import AudiocoachError, OutputError, file_problem
from audiocoach.quantities.today import today
from audiocoach.sharing.owners import heard_in, refuse_another
from audiocoach.sharing.shared_site import YEARS, Settings
from audiocoach.storage.regular_files import open_regular, read_regular
from audiocoach.storage.whole_files import replacing
from audiocoach.text.strange_json import MOST_BYTES, read_json

MANIFEST = ".audiocoach-share.json"
_VERSION = 1
_MAX_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sharing changed: files written, files that were right already, ours that were removed, and those left.

    `left` was changed since; of `unproven` the list does not say what it should hold, as a run was broken off.
    """

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()


@dataclass
class SharedFolder:
    """A folder being brought up to date: `claim` all names, `put` or `took` each of them, then `finish`.

    `owner` is whose it is, as `owners` tells it; None where that is not known.
    """

    path: Path
    settings: Settings = field(init=False)
    published: date = field(init=False)
    owner: str | None = field(init=False)
    _ours: dict[str, str] = field(init=False)
    _claimed: dict[str, str] = field(init=False, default_factory=dict)
    _done: dict[str, str] = field(init=False, default_factory=dict)
    _written: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        # A list that is a link is somebody else's file: `claim` refuses it.
        known = _Known() if self._leads_out(MANIFEST) else _read(self.path / MANIFEST)
        self._ours, self.settings = known.files, known.settings
        self.published = known.published or today()
        self.owner = known.owner
        if self.owner is None:
            self.owner = heard_in(
                self.path / name for name in self._ours if _is_sound(name) and not self._leads_out(name)
            )

    def belong_to(self, athlete: str) -> None:
        """Make it an athlete's, '' for nobody's by name.

        Raises:
            OutputError: when it is somebody else's; nothing is changed then.
        """
        refuse_another(self.path, self.owner, athlete)
        self.owner = athlete

    def claim(self, names: Sequence[str]) -> None:
        """Say what will be written, before any of it is.

        Raises:
            OutputError: when somebody else's file has one of the names; nothing is changed then.
        """
        if self.path.exists() and not self.path.is_dir():
            raise OutputError(f"{self.path}: this is a file", "give '-o' the name of a folder")
        foreign = [name for name in (MANIFEST, *names) if self._leads_out(name)]
        foreign += [name for name in names if self._is_there(name) and not self._is_one_of(name, self._ours)]
        if foreign:
            foreign = list(dict.fromkeys(foreign))
            shown = ", ".join(foreign[:_MAX_SHOWN])
            more = f" and {len(foreign) - _MAX_SHOWN} more" if len(foreign) > _MAX_SHOWN else ""
            raise OutputError(
                f"{self.path}: {shown}{more}: not made by 'audiocoach share', and in its way",
                "move them elsewhere, or share into another folder with '-o'",
            )
        for folder in {self.path, *((self.path / name).parent for name in names)}:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(file_problem(folder, error)) from None
        self._claimed = {**self._ours, **{name: self._ours.get(name, "") for name in names}}
        self._write_list(self._claimed)

    def put(self, name: str, data: bytes) -> None:
        """Have a file hold these bytes; see `put_all`."""
        self.put_all({name: data})

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """Have files hold these bytes; one that does so already is not touched."""
        self._put({name: BytesIO(data) for name, data in files.items()})

    def put_file(self, name: str, source: Path) -> None:
        """Have a file hold what another one does, however long that is."""
        with open_regular(source) as given:
            self._put({name: given})

    def _put(self, files: Mapping[str, BufferedReader | BytesIO]) -> None:
        digests = {name: file_digest(given, "sha256").hexdigest() for name, given in files.items()}
        due = [name for name, digest in digests.items() if _digest(self.path / name) != digest]
        if due:
            self._note(digests)
        for name in due:
            files[name].seek(0)
            with replacing(self.path / name) as file:
                copyfileobj(files[name], file)
            self._written.append(name)
        self._done |= digests

    def took(self, name: str, *, new: bool) -> None:
        """Note a file that somebody else has brought up to date, such as rendered sound."""
        self._done[name] = _digest(self.path / name)
        if new:
            self._written.append(name)
            self._note({name: self._done[name]})

    def _note(self, digests: Mapping[str, str]) -> None:
        """Write down what files will hold, or hold now: a run that is killed afterwards can prove them its own."""
        self._claimed |= digests
        self._write_list(self._claimed)

    def finish(self) -> Changes:
        """Remove ours that are no longer wanted and are as the list says: one without a digest proves nothing."""
        removed: list[str] = []
        left: list[str] = []
        unproven: list[str] = []
        for name, digest in self._ours.items():
            path = self.path / name
            if not self._is_there(name) or self._is_one_of(name, self._done) or self._leads_out(name):
                continue
            if not digest or _digest(path) != digest:
                (left if digest else unproven).append(name)
                continue
            try:
                path.unlink()
            except OSError as error:
                raise OutputError(file_problem(path, error)) from None
            removed.append(name)
        for folder in sorted({(self.path / name).parent for name in removed}, reverse=True):
            if folder != self.path:
                with suppress(OSError):  # something of somebody else's is in it
                    folder.rmdir()
        self._write_list(self._done)
        kept = [name for name in self._done if name not in self._written]
        return Changes(tuple(self._written), tuple(kept), tuple(removed), tuple(left), tuple(unproven))

    def _is_there(self, name: str) -> bool:
        path = self.path / name
        return path.exists() or path.is_symlink()

    def _is_one_of(self, name: str, others: Mapping[str, str]) -> bool:
        """Tell whether this is one of other names: also by another spelling, where capitals make no difference."""
        if name in others:
            return True
        alike = [other for other in others if other.casefold() == name.casefold() and self._is_there(other)]
        return any((self.path / name).samefile(self.path / other) for other in alike)

    def _leads_out(self, name: str) -> bool:
        """Tell whether a link, or a folder in the file's place, would have us write or remove something else."""
        path = self.path / name
        return path.is_symlink() or path.is_dir() or path.parent.resolve() != self.path.resolve() / Path(name).parent

    def _write_list(self, files: dict[str, str]) -> None:
        data: dict[str, Any] = {
            "audiocoach-share": _VERSION,
            "published": self.published.isoformat(),
            "title": self.settings.title,
            "base-url": self.settings.base_url,
            "start": self.settings.start.isoformat() if self.settings.start else "",
            "files": files,
        }
        if self.owner is not None:
            data["athlete"] = self.owner
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        if not self._is_there(MANIFEST) or read_regular(self.path / MANIFEST) != text.encode():
            with replacing(self.path / MANIFEST) as file:
                file.write(text.encode())


def is_shared(folder: Path) -> bool:
    """Tell whether a folder is one that `share` has made."""
    return (folder / MANIFEST).is_file()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the list in a folder says of it."""

    files: dict[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    published: date | None = None
    owner: str | None = None


def _read(path: Path) -> _Known:
    try:
        with open_regular(path) as file:
            text = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return _Known()
    except OSError as error:
        raise _damaged(path) from error
    try:
        data: Any = read_json(text)
        files = {str(name): str(digest) for name, digest in data["files"].items()}
        published = date.fromisoformat(data["published"])
        title, base_url, start = (str(data.get(key, "")) for key in ("title", "base-url", "start"))
        owner = None if data.get("athlete") is None else str(data["athlete"])
        settings = Settings().over(title, base_url, date.fromisoformat(start) if start else None)
    except (ValueError, KeyError, TypeError, AttributeError, AudiocoachError) as error:
        raise _damaged(path) from error
    if (
        data.get("audiocoach-share") != _VERSION
        or published.year not in YEARS
        or not all(_is_inside(name) for name in files)
    ):
        raise _damaged(path)
    return _Known(files, settings, published, owner)


def _damaged(path: Path) -> OutputError:
    return OutputError(
        f"{path}: this list of the folder's own files cannot be used",
        "share into another folder with '-o', or delete this one first",
    )


def _is_inside(name: str) -> bool:
    """Tell whether a name leads to a file below the folder, on any system. The list may come from a stranger."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(part in ("..", "/") or set(part) & set("\\:\0") for part in parts)


def _is_sound(name: str) -> bool:
    return name.endswith(".mp3")


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal; empty where no file can be read."""
    try:
        with open_regular(path) as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def names_apart(names: Iterable[str]) -> None:
    """See that no two files would have one name, also where capitals make no difference.

    Raises:
        OutputError: when two would.
    """
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise OutputError(f"two sessions would both become {name}", "rename one of the scripts")
        seen.add(name.casefold())
