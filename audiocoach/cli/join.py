"""`join`: MP3s of what was rendered with `--spliced`."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import file_size, line, lines, progress_bar
from audiocoach.cli.options import Quiet

if TYPE_CHECKING:
    from audiocoach.rendering.watching import Progress

_AFTER_S = 1.0
"""Seconds after which progress is shown."""


def join(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files that end in .spliced, or folders of them, or the address of such a folder (s3://bucket/run/).",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR|FILE", help="Where to. Default: each beside its spliced file."),
    ] = None,
    *,
    quiet: Quiet = False,
) -> int:
    """Write MP3s of what 'render --spliced' has made.

    Each is proved to be the very file that rendering without '--spliced' makes.
    """
    from audiocoach.club.joining import joins
    from audiocoach.errors import AudiocoachError, OutputError

    found = joins(paths, output)
    damaged = 0
    with _Late(Path(paths[0]).name, quiet=quiet) as progress:
        for number, each in enumerate(found, 1):
            try:
                size = each.write(progress.of_bytes if len(found) == 1 else None)
            except OutputError:
                raise
            except AudiocoachError as error:
                if len(found) == 1:
                    raise
                lines(error, error=True)
                damaged += 1
                continue
            progress.tell("files", number, len(found))
            if not quiet:
                line(f"{each.target}  {file_size(size)}")
    if damaged:
        line(f"{damaged} of {len(found)} could not be put together", error=True)
    return 1 if damaged else 0


class _Late(ExitStack):
    """A bar that is shown once the work has taken a while."""

    def __init__(self, title: str, *, quiet: bool) -> None:
        super().__init__()
        self._title, self._quiet = title, quiet
        self._began = time.monotonic()
        self._bar: Progress | None = None
        self._shown = False

    def tell(self, stage: str, done: int, total: int) -> None:
        """Show how far it is, if it is time."""
        if not self._shown and time.monotonic() - self._began > _AFTER_S:
            self._shown = True
            self._bar = self.enter_context(progress_bar(self._title, quiet=self._quiet))
        if self._bar is not None:
            self._bar(stage, done, total)

    def of_bytes(self, done: int, total: int) -> None:
        """Show how far a single file is."""
        self.tell("kB", done // 1000, total // 1000)
