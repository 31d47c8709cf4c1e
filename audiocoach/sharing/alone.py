"""Keep two sharings out of one folder at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from audiocoach.errors import OutputError, file_problem
from audiocoach.storage.locks import locked

LOCK = ".audiocoach-share.lock"


@contextmanager
def alone_in(folder: Path, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Make a folder if need be, and keep out all other sharing into it; `on_wait` is called while another one does.

    Raises:
        OutputError: when nothing can be written there.
    """
    was_there = folder.exists()
    with ExitStack() as stack:
        if not was_there:
            stack.callback(_remove_empty, folder)
        _enter(stack, folder, on_wait)
        yield


def _enter(stack: ExitStack, folder: Path, on_wait: Callable[[], None] | None) -> None:
    """Take the lock of a folder, which whoever had it before may take away again."""
    for last in (False, False, True):
        make_folder(folder)
        try:
            stack.enter_context(locked(folder / LOCK, seconds=None, on_wait=on_wait, passing=True))
        except OSError as error:
            if last or not isinstance(error, FileNotFoundError):
                raise OutputError(file_problem(folder / LOCK, error)) from None
        else:
            return


def make_folder(folder: Path) -> None:
    """Make a folder if need be; raise OutputError when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{folder}: this is a file", "give '-o' the name of a folder") from None
    except OSError as error:
        raise OutputError(file_problem(folder, error)) from None


def _remove_empty(folder: Path) -> None:
    """Remove a folder into which nothing came in the end."""
    with suppress(OSError):
        folder.rmdir()
