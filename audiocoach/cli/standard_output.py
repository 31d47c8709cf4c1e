"""`-o -`: sound to standard output, for a pipe or a redirection; all else that is said goes to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

SHOWN = "standard output"


@contextmanager
def to_standard_output() -> Iterator[Path]:
    """Give the path of an MP3 to make; when it is whole, its bytes go to standard output.

    Raises:
        OSError: when nobody reads them any more, which the command's entry knows.
    """
    from audiocoach.errors import OutputError
    from audiocoach.rendering.streams import as_files, hand_over

    if sys.stdout.isatty():
        message = "sound is no text for a terminal: redirect it, such as '-o - > run.mp3', or name a file"
        raise typer.BadParameter(message, param_hint="--output")
    stream = sys.stdout.buffer
    with as_files([stream], "mp3") as (path,):
        yield path
        try:
            hand_over(path, stream)
        except OutputError as error:
            if isinstance(error.__cause__, BrokenPipeError):
                raise error.__cause__ from None
            raise
    stream.flush()
