"""What the terminal shows: progress while something takes long, and text that stays plain when piped."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audiocoach.shown import shown, shown_json, shown_lines
from audiocoach.text.late_pattern import LatePattern

if TYPE_CHECKING:
    from audiocoach.rendering.watching import Progress

_PASSWORD = LatePattern(r"((?<=:[/\\])[/\\]?[^\s/\\@:\[]*:)(?!\d+(?:[/?#\s]|$))\S{1,300}@")
"""What stands between a user's name and the last '@' of an address, as it was written or as a path; not a port."""


def plain_streams() -> None:
    """Write what the terminal cannot show as '?' instead of failing over it (an old Windows console, a C locale).

    A stream that is closed is opened on nothing: the first file that we open would get its place, and its content.
    """
    if sys.stdin is None:
        sys.stdin = open(_nothing(0, os.O_RDONLY), encoding="utf-8")  # noqa: SIM115 - for good, by its handle
    if sys.stdout is None:  # for reading alone, so that printing fails, and is told
        sys.stdout = open(_nothing(1, os.O_RDONLY), "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(_nothing(2, os.O_WRONLY), "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _nothing(handle: int, flags: int) -> int:
    """Open the device that is nothing as this handle, and return it."""
    opened = os.open(os.devnull, flags)
    if opened != handle:
        os.dup2(opened, handle)
        os.close(opened)
    return handle


def line(text: object = "", *, error: bool = False, flush: bool = False) -> None:
    """Print one line, whatever the names in it hold; `error`: on the error stream."""
    print(shown(_without_password(text)), file=sys.stderr if error else sys.stdout, flush=flush)


def lines(text: object, *, error: bool = False) -> None:
    """Print a text of several lines, such as a problem with its place and its hint."""
    print(shown_lines(_without_password(text)), file=sys.stderr if error else sys.stdout)


def _without_password(text: object) -> str:
    """Leave out what stands as a password in an address, also where that was taken for a file's path."""
    said = str(text)
    return _PASSWORD.sub(r"\1…@", said) if "@" in said else said


def print_json(data: object) -> None:
    """Print data as JSON; where the stream cannot carry every character, they are escaped and none is lost."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(shown_json(_without_password(json.dumps(data, ensure_ascii=not is_utf8, indent=2))))


@contextmanager
def progress_bar(title: str, *, quiet: bool) -> Iterator[Progress | None]:
    """Show a bar on the terminal's error stream, gone when the work is done; None when quiet or piped."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),  # else what goes into a file would go to the terminal
    )
    with bar:
        title = shown(title)
        task = bar.add_task(title, total=None)

        def advance(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"{title}: {shown(stage)}", completed=done, total=total)

        yield advance


def file_size(size: int) -> str:
    """Write bytes as people read them: 2.8 MB, 640 kB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} kB"
