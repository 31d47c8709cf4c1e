"""Scripts that are open in the page: read and saved as they stand, and nothing that another program wrote is lost.

What the page was given is known by its digest, and so is what it writes over: a file that has changed since is left
alone, and both texts go to the page.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import AudiocoachError, OutputError, file_problem
from audiocoach.storage.regular_files import IrregularFileError, open_regular
from audiocoach.storage.whole_files import replacing, sweep, whole_file
from audiocoach.studio.asked import Conflict
from audiocoach.studio.opened_folder import OpenedFolder
from audiocoach.studio.text_form import TextForm

NO_FILE = ""
"""The digest of a file that is not there."""

MIXED = "its lines end in different ways; each stays as it is, and new ones end as most do"


@dataclass(frozen=True, slots=True)
class Opened:
    """A script as it stands in its file, and the digest of that."""

    name: str
    form: TextForm
    digest: str

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what its author should know."""
        return (MIXED,) if self.form.is_mixed else ()


class OpenFiles:
    """Reads and writes the scripts of a folder, one at a time."""

    def __init__(self, folder: OpenedFolder) -> None:
        self._folder = folder
        self._turn = Lock()

    def read(self, name: str) -> Opened:
        """Read a script.

        Raises:
            AudiocoachError: when it is missing, or no text.
        """
        data = self._data(name)
        if data is None:
            raise AudiocoachError(f"{name}: there is no such file", "another program may have moved or removed it")
        return _opened(name, data)

    def digest(self, name: str) -> str:
        """Return the digest of what a file holds now; `NO_FILE` where there is none."""
        data = self._data(name)
        return NO_FILE if data is None else _digest(data)

    def save(self, name: str, text: str, known: str) -> str:
        """Write a script, whole or not at all; return its digest.

        Args:
            name: the script's.
            text: with `\\n` at the end of each line.
            known: the digest of what it stands over; `NO_FILE`: it is new.

        Raises:
            Conflict: when the file holds something else by now, with that.
            OutputError: when it cannot be written.
        """
        path = self._folder.script(name)
        with self._turn:
            data = self._data(name)
            form = TextForm("") if data is None else _opened(name, data).form
            if "\x00" in text:
                raise OutputError(f"{name}: a script is plain text, and this holds a zero", "it was not saved")
            written = form.written(text)
            if len(written) > MAX_BYTES:
                raise OutputError(f"{name}: larger than 1 MiB, the most a script may have", "it was not saved")
            if data == written:
                return _digest(written)
            if (NO_FILE if data is None else _digest(data)) != known:
                raise _conflict(name, form, data)
            try:
                _write(path, written, is_new=data is None)
            except FileExistsError:  # it came into being just now
                found = self._data(name) or b""
                raise _conflict(name, _opened(name, found).form, found) from None
            except OSError as error:
                raise OutputError(file_problem(Path(name), error), "it was not saved") from None
            return _digest(written)

    def make(self, name: str, text: str) -> Opened:
        """Write a script of which there is no file yet; raise as `save` does."""
        self.save(name, text, NO_FILE)
        return self.read(name)

    def copy(self, name: str, new: str) -> None:
        """Write a script a second time, byte by byte, into a file that is not there yet.

        Raises:
            AudiocoachError: when there is no such script, or a file of that name, or it cannot be written.
        """
        with self._turn:
            self._copied(name, new)

    def rename(self, name: str, new: str) -> None:
        """Call a script's file otherwise; raise as `copy` does. At every moment it is there, whole, under a name."""
        path = self._folder.script(name)
        if path.is_symlink():
            raise AudiocoachError(f"{name}: this is a link to another file", "call that one otherwise")
        with self._turn:
            data = self._copied(name, new)
            if self._data(name) != data:
                raise AudiocoachError(f"{name}: another program has changed this file just now", "both files are there")
            try:
                path.unlink()
            except OSError as error:
                raise OutputError(file_problem(Path(name), error), "it is there under both names") from None

    def _copied(self, name: str, new: str) -> bytes:
        path, other = self._folder.script(name), self._folder.script(new)
        data = self._data(name)
        if data is None:
            raise AudiocoachError(f"{name}: there is no such file", "another program may have moved or removed it")
        try:
            _write(other, data, is_new=True)
            other.chmod(stat.S_IMODE(path.stat().st_mode))
        except FileExistsError:
            raise AudiocoachError(f"{new}: there is a file of this name already", "choose another one") from None
        except OSError as error:
            raise OutputError(file_problem(Path(new), error)) from None
        return data

    def _data(self, name: str) -> bytes | None:
        path = self._folder.script(name)
        try:
            with open_regular(path) as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return None
        except IrregularFileError as error:
            raise AudiocoachError(f"{name}: this is {error.kind}, not a file") from None
        except OSError as error:
            raise AudiocoachError(file_problem(Path(name), error)) from None
        if len(data) > MAX_BYTES:
            raise AudiocoachError(f"{name}: larger than 1 MiB, the most a script may have")
        return data


def _write(path: Path, data: bytes, *, is_new: bool) -> None:
    if is_new:
        sweep(path.parent)
        with whole_file(path, lasting=True, fresh=True) as file:
            file.write(data)
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    with replacing(path) as file:
        if os.name == "posix":
            os.fchmod(file.fileno(), mode)  # whoever may read it may do so still
        file.write(data)


def _opened(name: str, data: bytes) -> Opened:
    try:
        form = TextForm.of(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AudiocoachError(
            f"{name}:{line}: this is not UTF-8 text", "save the file again with the encoding UTF-8"
        ) from None
    if "\x00" in form.text:
        raise AudiocoachError(
            f"{name}: this is not a text file", "a script is plain text, as a simple editor writes it"
        )
    return Opened(name, form, _digest(data))


def _conflict(name: str, form: TextForm, data: bytes | None) -> Conflict:
    if data is None:
        message, now = f"{name}: this file is gone; another program moved or removed it", NO_FILE
    else:
        message, now = f"{name}: another program, or another tab, has changed this file", _digest(data)
    hint = "nothing was saved; both texts are here: keep one, or put them together"
    return Conflict(message, hint, {"text": form.text, "digest": now})


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
