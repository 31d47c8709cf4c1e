"""A folder that is shared again and again: what is ours in it is known, replaced and cleared away; nothing else is.

A list of our files lies in the folder, and whose they are. What a file will hold stands there before it gets its name,
so that a run that was killed leaves nothing in the next one's way. Only what is as the list says, to the bit, is ever
replaced or removed: what lies under one of our names and is not is somebody else's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import file_digest
from io import BufferedReader, BytesIO
from pathlib import Path
from shutil import copyfileobj

from audiocoach.errors import OutputError, file_problem
from audiocoach.quantities.today import today
from audiocoach.sharing.alone import make_folder
from audiocoach.sharing.owners import Owner, heard_in, refuse_another, refuse_other_scripts
from audiocoach.sharing.share_list import MANIFEST, ShareList, new_days, proves, read_list
from audiocoach.sharing.shared_site import Settings, is_sound
from audiocoach.storage.digests import KeptDigests, sha256_of
from audiocoach.storage.regular_files import open_regular, read_regular
from audiocoach.storage.same_names import folded_name, same_names
from audiocoach.storage.whole_files import replacing

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
    """A folder being brought up to date: `claim` all names, `put`, `replace` or `took` each of them, then `finish`.

    `whose` it is, as `owners` tells it, is None where that is not known. `digests` remembers those of files that
    did not change; None: all are read.
    """

    path: Path
    digests: KeptDigests | None = None
    settings: Settings = field(init=False)
    published: date = field(init=False)
    whose: Owner | None = field(init=False)
    since: dict[str, date] = field(init=False)
    _ours: dict[str, str] = field(init=False)
    _is_new: bool = field(init=False)
    _claimed: dict[str, str] = field(init=False, default_factory=dict)
    _done: dict[str, str] = field(init=False, default_factory=dict)
    _written: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        # A list that is a link is somebody else's file: `claim` refuses it.
        known = ShareList() if self._leads_out(MANIFEST) else read_list(self.path / MANIFEST)
        self._ours, self.settings = dict(known.files), known.settings
        self.published = known.published or today()
        self.since = dict(known.since)
        self._is_new = known.published is None
        owner = known.owner
        if owner is None:
            owner = heard_in(self.path / name for name in self._ours if is_sound(name) and not self._leads_out(name))
        self.whose = None if owner is None else Owner(owner, known.owner_id, known.owner_file)

    @property
    def owner(self) -> str | None:
        """Give the name of whose it is, '' for nobody's; None where that is not known."""
        return None if self.whose is None else self.whose.name

    def belong_to(self, athlete: str | Owner) -> None:
        """Make it an athlete's, '' for nobody's by name.

        Raises:
            OutputError: when it is somebody else's; nothing is changed then.
        """
        new = Owner(athlete) if isinstance(athlete, str) else athlete
        refuse_another(self.path, self.whose, new)
        self.whose = new.with_marks_of(self.whose)

    def keep_apart(self, names: Sequence[str]) -> None:
        """See that this is the same share as before: one of its scripts at least is named again.

        Raises:
            OutputError: when every session in it would go, for those of other scripts; nothing is changed then.
        """
        before = [name for name in self._ours if is_sound(name) and self._is_there(name)]
        refuse_other_scripts(self.path, before, filter(is_sound, names))

    def claim(self, names: Sequence[str]) -> None:
        """Say what will be written, before any of it is.

        Raises:
            OutputError: when somebody else's file has one of the names, or ours was changed; nothing is changed then.
        """
        if self.path.exists() and not self.path.is_dir():
            raise OutputError(f"{self.path}: this is a file", "give '-o' the name of a folder")
        foreign = [name for name in (MANIFEST, *names) if self._leads_out(name)]
        there = [name for name in names if self._is_there(name)]
        foreign += [name for name in there if not self._is_one_of(name, self._ours)]
        foreign += [name for name in self._spelled_otherwise(names) if name not in self._ours]
        if foreign:
            raise OutputError(
                f"{self.path}: {_some(foreign)}: not made by 'audiocoach share', and in its way",
                "move them elsewhere, or share into another folder with '-o'",
            )
        self._refuse_changed([name for name in there if name in self._ours], self._digest)
        make_folder(self.path)
        if not self._is_new:  # what is added later appears on its day: podcast apps go by dates
            self.since |= new_days(filter(is_sound, names), self._ours, self.since)
        self._claimed = {**self._ours, **{name: self._ours.get(name, "") for name in names}}
        self._write_list(self._claimed)
        for folder in {(self.path / name).parent for name in names}:
            make_folder(folder)

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
        due = [name for name, digest in digests.items() if self._digest(name) != digest]
        if due:
            self.replace({name: digests[name] for name in due})
        for name in due:
            files[name].seek(0)
            with replacing(self.path / name) as file:
                copyfileobj(files[name], file)
            self._written.append(name)
        self._done |= digests

    def replace(self, digests: Mapping[str, str]) -> None:
        """Write down what files are about to hold: whether they will or not, the next run can prove them our own.

        Raises:
            OutputError: when one of them is not as the list says: it is somebody else's.
        """
        self._refuse_changed([name for name in digests if self._is_there(name)], self._read)
        for name, digest in digests.items():
            before = self._read(name) if self._is_there(name) else ""
            self._claimed[name] = " ".join(dict.fromkeys(filter(None, [before, digest])))
        self._write_list(self._claimed)

    def took(self, name: str, *, new: bool) -> None:
        """Note a file that somebody else has brought up to date, such as rendered sound; see `replace`."""
        self._done[name] = self._digest(name)
        if new:
            self._written.append(name)

    def finish(self) -> Changes:
        """Remove ours that are no longer wanted and are as the list says: one without a digest proves nothing."""
        removed: list[str] = []
        left: list[str] = []
        unproven: list[str] = []
        unread: dict[str, str] = {}
        for name, listed in self._ours.items():
            if not self._is_there(name) or self._is_one_of(name, self._done) or self._leads_out(name):
                continue
            try:
                is_ours = proves(listed, self._read(name))
            except OutputError:  # what cannot be read proves nothing today
                unread[name], is_ours = listed, False
            if not is_ours:
                (left if listed else unproven).append(name)
                continue
            path = self.path / name
            try:
                path.unlink()
            except OSError as error:
                raise OutputError(file_problem(path, error)) from None
            removed.append(name)
        for folder in sorted({(self.path / name).parent for name in removed}, reverse=True):
            if folder != self.path:
                with suppress(OSError):  # something of somebody else's is in it
                    folder.rmdir()
        self._write_list({**unread, **self._done})
        kept = [name for name in self._done if name not in self._written]
        return Changes(tuple(self._written), tuple(kept), tuple(removed), tuple(left), tuple(unproven))

    def _refuse_changed(self, names: Iterable[str], digest: Callable[[str], str]) -> None:
        known = self._claimed or self._ours
        changed = [name for name in names if not proves(known.get(name, ""), digest(name))]
        if changed:
            raise OutputError(
                f"{self.path}: {_some(changed)}: not as 'audiocoach share' has made it, and in its way",
                "delete it to have it made again, or move it elsewhere",
            )

    def _is_there(self, name: str) -> bool:
        return os.path.lexists(self.path / name)

    def _spelled_otherwise(self, names: Iterable[str]) -> Iterator[str]:
        """Yield what is there and differs from one of the names in capitals or the form of accents alone."""
        wanted = {folded_name(name): name for name in names}
        for home in {name.rpartition("/")[0] for name in names}:
            with suppress(OSError):
                for entry in (self.path / home).iterdir():
                    name = f"{home}/{entry.name}" if home else entry.name
                    if wanted.get(folded_name(name), name) != name and not entry.is_dir():
                        yield name

    def _is_one_of(self, name: str, others: Mapping[str, str]) -> bool:
        """Tell whether this is one of other names: also by another spelling, where that makes no difference."""
        if name in others:
            return True
        alike = [other for other in others if folded_name(other) == folded_name(name) and self._is_there(other)]
        return any((self.path / name).samefile(self.path / other) for other in alike)

    def _leads_out(self, name: str) -> bool:
        """Tell whether a link, or something else in the file's place, would have us write or remove something else."""
        path = self.path / name
        strange = path.is_symlink() or (path.exists() and not path.is_file())
        return strange or path.parent.resolve() != self.path.resolve() / Path(name).parent

    def _digest(self, name: str) -> str:
        """Return the SHA-256 of a file in hexadecimal, remembered while it does not change; '' for none.

        Raises:
            OutputError: when it is there and cannot be read.
        """
        path = self.path / name
        return self._known(name, lambda: self.digests.of(path) if self.digests else sha256_of(path).hex())

    def _read(self, name: str) -> str:
        """Return the SHA-256 of a file as it is now; else as `_digest`."""

        def read() -> str:
            with open_regular(self.path / name) as file:
                return file_digest(file, "sha256").hexdigest()

        return self._known(name, read)

    def _known(self, name: str, digest: Callable[[], str]) -> str:
        try:
            return digest()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise OutputError(file_problem(self.path / name, error)) from None

    def _write_list(self, files: Mapping[str, str]) -> None:
        since = {name: day for name, day in self.since.items() if name in files}
        marks = (self.whose.id, self.whose.file) if self.whose else ()
        data = ShareList(files, self.settings, self.published, self.owner, since, *marks).content()
        path = self.path / MANIFEST
        if not self._is_there(MANIFEST) or read_regular(path) != data:
            with replacing(path) as file:
                file.write(data)


def is_shared(folder: Path) -> bool:
    """Tell whether a folder is one that `share` has made."""
    return (folder / MANIFEST).is_file()


def names_apart(names: Iterable[str]) -> None:
    """See that no two files would have one name, also where capitals or the form of accents make no difference.

    Raises:
        OutputError: when two would.
    """
    if both := same_names(names):
        one, other = both
        known = one if one == other else f"{one} and {other}, which are one name to many systems"
        raise OutputError(f"two sessions would both become {known}", "rename one of the scripts")


def _some(names: Iterable[str]) -> str:
    """Name the first few."""
    known = list(dict.fromkeys(names))
    more = f" and {len(known) - _MAX_SHOWN} more" if len(known) > _MAX_SHOWN else ""
    return ", ".join(known[:_MAX_SHOWN]) + more
