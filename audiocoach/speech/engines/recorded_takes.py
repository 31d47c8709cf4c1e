"""Read a folder of the user's own takes: which file says which words. Only names and the table are read, no sound."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError, Problem, ScriptError, SpeechError, file_problem
from audiocoach.storage.digests import sha256_of

if TYPE_CHECKING:
    from audiocoach.script.context import Reading
    from audiocoach.script.yaml.located import Mapping, Node

TABLE = "takes.yaml"
"""The table of texts and their files, for files whose names are not the texts themselves."""

AS_IS = ("takes", "as-is")
"""The table's key, and the key in it, for files that are as they should be: a whistle, a cheer of six seconds."""

SUFFIXES = (".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus", ".aiff", ".aif")

_LONGEST_NAME = 60
_MOST_FILES = 5_000
_MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Takes:
    """The takes of a folder: `files` by the `slug` of their words, a digest of all there is, and which of them the
    author says are `as_is` they should be.
    """

    folder: Path
    files: dict[str, Path]
    digest: str
    as_is: frozenset[Path] = frozenset()


def slug(text: str) -> str:
    """Return the words alone: lower case, without accents and signs, a hyphen between them.

    Texts that are said alike have the same: "Keep going, halfway!" gives `keep-going-halfway`.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain.replace("'", "").replace("’", "")).strip("-")


def file_name(text: str) -> str:
    """Return a file name for the take of a text: its slug or, for a long one, its beginning and a number of its own."""
    name = slug(text) or "take"
    if len(name.encode()) > _LONGEST_NAME:
        number = hashlib.sha256(name.encode()).hexdigest()[:6]
        name = f"{name.encode()[:_LONGEST_NAME].decode(errors='ignore').rstrip('-')}-{number}"
    return f"{name}.wav"


def read_takes(folder: Path) -> Takes:
    """Find the takes in a folder.

    Raises:
        SpeechError: when it is missing, or its table is wrong.
    """
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and _lies_in(folder, path))
    except OSError as error:
        raise SpeechError(file_problem(folder, error), "The recorded voice is a folder of takes.") from None
    files = {slug(path.stem): path for path in found[:_MOST_FILES]}
    table, as_is = _table(folder)
    files |= table
    total = sum(path.stat().st_size for path in files.values())
    if len(found) > _MOST_FILES or total > _MOST_BYTES:
        raise SpeechError(f"{folder}: this is too much for a folder of takes ({len(found)} files)")
    name = hashlib.sha256()
    for key, path in sorted(files.items()):
        name.update(f"{key}\0".encode())
        name.update(sha256_of(path))
    for path in sorted(as_is):
        name.update(f"{AS_IS[1]}\0{path.name}\0".encode())
    return Takes(folder, files, name.hexdigest()[:16], as_is)


def _lies_in(folder: Path, path: Path) -> bool:
    """Tell whether a path is a file of this folder, and no link that leads out of it."""
    from audiocoach.script.named_files import inside_folder

    return path.is_file() and inside_folder(path.name, folder) is not None


def take_of(takes: Takes, text: str) -> Path | None:
    """Return the take of a text, or None."""
    return takes.files.get(slug(text)) or takes.files.get(slug(Path(file_name(text)).stem))


def _table(folder: Path) -> tuple[dict[str, Path], frozenset[Path]]:
    """Read the table of a folder: a text and its file on each line. The files must lie in the folder.

    Returns the files by the `slug` of their words, and those that are `AS_IS` they should be.
    """
    from audiocoach.script.source import read_script
    from audiocoach.script.validate import raise_errors
    from audiocoach.script.yaml.located import Mapping

    path = folder / TABLE
    if not path.is_file():
        return {}, frozenset()
    try:
        rows, context = read_script(path)
        as_is: list[Path] = []
        found = {}
        for text, name in rows.items():
            if text == AS_IS[0] and isinstance(name, Mapping):
                as_is = _as_is(folder, name, context)
            elif (file := _take(folder, name, context)) is not None:
                found[slug(text)] = file
        raise_errors(context)
    except ScriptError:
        raise
    except AudiocoachError as error:
        raise ScriptError([Problem(error.message, hint=error.hint)]) from None
    return found, frozenset(as_is)


def _as_is(folder: Path, keys: Mapping, context: Reading) -> list[Path]:
    """Read `takes: {as-is: [cheer.wav]}`: one file, or a list of them."""
    from audiocoach.script.yaml.located import Sequence, Text

    files: list[Path | None] = []
    for key, names in keys.items():
        if key != AS_IS[1] or not isinstance(names, Text | Sequence):
            context.error(f"'{AS_IS[0]}' knows no '{key}' like this", key.where, f"write {AS_IS[1]}: [cheer.wav]")
        else:
            files += [_take(folder, name, context) for name in ([names] if isinstance(names, Text) else names)]
    return [file.resolve() for file in files if file is not None]


def _take(folder: Path, name: Node, context: Reading) -> Path | None:
    """Find the file of a take; note one that is not there, and return None."""
    from audiocoach.script.named_files import inside_folder
    from audiocoach.script.yaml.located import Text, where_of

    file = inside_folder(name, folder) if isinstance(name, Text) else None
    if file is None or not file.is_file():
        context.error(f"there is no take '{name}'", where_of(name), "each line is: the words: file.wav")
        return None
    return file
