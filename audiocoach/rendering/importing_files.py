"""Import files and folders: what is read, where each script goes, and what is there already. Nothing is overwritten."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.bounds import MAX_BYTES, MAX_SESSIONS
from audiocoach.errors import AudiocoachError, file_problem
from audiocoach.exchange.formats import FORMATS
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.telling import told_by_content
from audiocoach.rendering.importing import ImportedScript, import_script
from audiocoach.rendering.plan_grid import TABLE_SUFFIXES, is_table
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.library import SUFFIXES
from audiocoach.script.standard_input import DASH, STDIN, given
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.same_names import as_there, folded_name
from audiocoach.text.file_names import safe_name
from audiocoach.vocabulary import AUDIO_SUFFIXES

YAML = SUFFIXES[0]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: its name as the user knows it, its path, and the folder below that of its script."""

    name: str
    path: Path
    below: Path = Path()

    @property
    def stem(self) -> str:
        """Return what its script is called."""
        return safe_name(self.path.stem if self.path != STDIN else "workout") or "workout"


@dataclass(frozen=True, slots=True)
class Kept:
    """A script that is there already, and what would be written now; the user may have edited it."""

    path: Path
    text: str
    new: str
    origin: str

    @classmethod
    def of(cls, target: Path, new: str, origin: str) -> Kept | None:
        """Look at what is there; None for nothing.

        Raises:
            AudiocoachError: when it cannot be read.
        """
        found = as_there(target)
        if not found.exists() and not found.is_symlink():
            return None
        return cls(found, data_of(found).decode("utf-8", "replace"), new, origin)

    @property
    def differs(self) -> bool:
        """Tell whether its text is another."""
        return self.text.splitlines() != self.new.splitlines()

    def difference(self) -> Iterator[str]:
        """Yield what differs, line by line: `-` as it is there, `+` as it would be imported now."""
        names = (str(self.path), f"{self.origin}, imported now")
        yield from difflib.unified_diff(self.text.splitlines(), self.new.splitlines(), *names, lineterm="", n=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: a script and what is in its place already, or the error."""

    source: Source
    script: ImportedScript | None = None
    target: Path | None = None
    kept: Kept | None = None
    error: AudiocoachError | None = None

    @property
    def differs(self) -> bool:
        """Tell whether another script is there already."""
        return self.kept is not None and self.kept.differs


def sources_of(names: Sequence[str]) -> tuple[list[Source], list[Path]]:
    """Find what is to be imported: each file that is named, and in folders all that are workouts by their content.

    Returns:
        The workouts, and the other files in folders.

    Raises:
        AudiocoachError: when there is nothing in a folder.
    """
    found: list[Source] = []
    others: list[Path] = []
    for name in names:
        path = path_of(name)
        if path == STDIN or not path.is_dir():
            found.append(Source(str(path), path))
            continue
        files = _files_in(path)
        inside = [each for each in files if told_by_content(data_of(each))]
        if not inside:
            raise AudiocoachError(f"{path}: there is no workout in this folder")
        found += [Source(str(each), each, each.parent.relative_to(path)) for each in inside]
        others += [each for each in files if each not in inside]
    return found, others


def path_of(name: str) -> Path:
    """Return the path that a name on a command line means; `-` is standard input where that has been read."""
    return STDIN if name == DASH and given(STDIN) is not None else Path(name)


def _files_in(folder: Path) -> list[Path]:
    files = sorted((path for path in folder.rglob("*") if _may_be_workout(path, folder)), key=natural)
    if len(files) > MAX_SESSIONS:
        message = f"{folder}: {len(files):,} files are more than {MAX_SESSIONS}"
        raise AudiocoachError(message, "import a folder of fewer")
    return files


def _may_be_workout(path: Path, folder: Path) -> bool:
    shown = path.relative_to(folder).parts
    ours = path.suffix.lower() in (*SUFFIXES, *AUDIO_SUFFIXES)
    return path.is_file() and not ours and not any(part.startswith(".") for part in shown)


def natural(path: Path) -> list[tuple[int, int | str]]:
    """Return what sorts `Day 2` before `Day 10`."""
    parts = re.split(r"(\d{1,9})", str(path).casefold())
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts]


def data_of(path: Path) -> bytes:
    """Read a file that is to be imported, or the beginning of one that is too large to be.

    Raises:
        AudiocoachError: when it cannot be read.
    """
    typed = given(path)
    if typed is not None:
        return typed
    try:
        with open_regular(path) as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None


def is_workout(path: Path, format_: str = "") -> bool:
    """Tell whether a file is a workout of another program, by its content: never one that is called like a script."""
    if path.suffix.lower() in (*SUFFIXES, *AUDIO_SUFFIXES):
        return False
    try:
        return given(path) is not None or (path.is_file() and bool(format_ or told_by_content(data_of(path))))
    except (AudiocoachError, OSError):
        return False  # whoever reads it as a script will say why


def is_plan(path: Path) -> bool:
    """Tell whether a file is a table of sessions, by its suffix or content: never one that is called like a script."""
    if path.suffix.lower() in (*SUFFIXES, *AUDIO_SUFFIXES):
        return False
    if path.suffix.lower() in TABLE_SUFFIXES:
        return True
    try:
        return (given(path) is not None or path.is_file()) and is_table(data_of(path))
    except (AudiocoachError, OSError):
        return False  # whoever reads it as a workout will say why


def imported_files(
    sources: Iterable[Source],
    targets: Iterable[Path | None],
    options: ImportOptions,
    format_: str,
    shop: Workshop | None,
) -> Iterator[Outcome]:
    """Import each source, and look at what is in its place; nothing is written.

    Args:
        sources: from `sources_of`.
        targets: where the script of each goes; None: nowhere.
        options: what the files leave open.
        format_: which format all of them are; empty: told by the content of each.
        shop: where words are spoken; None: their lengths are estimated.
    """
    for source, target in zip(sources, targets, strict=True):
        try:
            script = import_script(data_of(source.path), source.name, options, format_, shop)
            kept = Kept.of(target, script.text, source.name) if target else None
        except AudiocoachError as error:
            yield Outcome(source, target=target, error=error)
        else:
            yield Outcome(source, script, target, kept)


def targets_of(sources: Sequence[Source], output: Path | None, folder: Path | None) -> list[Path]:
    """Name the script for each source.

    Args:
        sources: from `sources_of`.
        output: the one script's path.
        folder: where all go; None: the current folder.
    """
    if output is not None:
        return [output]
    found: list[Path] = []
    taken: set[str] = set()
    for source in sources:
        below = (folder or Path()) / source.below
        path = below / f"{source.stem}{YAML}"
        if folded_name(str(path)) in taken:  # plan.zwo and plan.fit
            path = below / f"{source.stem}-{safe_name(source.path.suffix.lstrip('.')) or 'other'}{YAML}"
        number = 2
        while folded_name(str(path)) in taken:
            path = below / f"{source.stem}-{number}{YAML}"
            number += 1
        taken.add(folded_name(str(path)))
        found.append(path)
    return found


def check_format(name: str) -> str:
    """Return the name of a format.

    Raises:
        AudiocoachError: when it is none.
    """
    if name and name not in FORMATS:
        raise AudiocoachError(f"'{name}' is no format", f"formats are: {', '.join(FORMATS)}")
    return name
