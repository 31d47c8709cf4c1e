"""What is kept of the people of a club beside its table: whose it is, whose it was, and how it goes away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audiocoach.errors import OutputError, file_problem
from audiocoach.programme.following import JOURNAL_SUFFIX, WAITING_SUFFIX
from audiocoach.programme.journal.reading import JournalError, journal_title
from audiocoach.rendering.athletes import Athlete, plain_file
from audiocoach.rendering.targets import DEFAULT_FOLDER
from audiocoach.text.file_names import safe_part


def kept_of(who: Athlete) -> list[Path]:
    """List somebody's journals in their club, one for each programme, and what came for these and waits for a yes."""
    if who.journal is None or not who.journal.parent.is_dir():
        return []
    journals = [path for path in sorted(who.journal.parent.glob(f"*{JOURNAL_SUFFIX}")) if _is_theirs(path, who)]
    waiting = (path.with_suffix(WAITING_SUFFIX) for path in dict.fromkeys([*journals, who.journal]))
    return [*journals, *(path for path in waiting if path.is_file())]


def made_for(who: Athlete) -> list[Path]:
    """List what is called after somebody where files go to by default; where else they were put, nobody has kept."""
    part = plain_file(who.file)
    found = sorted(DEFAULT_FOLDER.iterdir()) if DEFAULT_FOLDER.is_dir() else []
    return [path for path in found if (path.name if path.is_dir() else path.stem).endswith(f" {part}")]


def nobodys_journals(athletes: Sequence[Athlete], folder: Path) -> list[Path]:
    """List the journals in a folder that none of the athletes has: of somebody who left, or was renamed."""
    found = sorted(folder.glob(f"*{JOURNAL_SUFFIX}")) if folder.is_dir() else []
    return [path for path in found if not any(_is_theirs(path, who) for who in athletes)]


def _is_theirs(path: Path, who: Athlete) -> bool:
    """Tell whether a journal is somebody's: it has their name, and perhaps that of its programme behind it."""
    own = who.journal.stem if who.journal else ""
    if path.stem == own:
        return True
    try:
        programme = journal_title(path)
    except JournalError:  # whose it is cannot be told then
        return False
    return programme is not None and path.stem == f"{own} {safe_part(programme)}"


def forget(paths: Sequence[Path]) -> None:
    """Delete files.

    Raises:
        OutputError: when one cannot be; those before it are gone.
    """
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(file_problem(path, error)) from None
