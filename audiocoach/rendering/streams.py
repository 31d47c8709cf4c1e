"""Where a rendered session goes: a file by its path, or any stream of bytes, which gets the whole at once."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeGuard

from audiocoach.errors import OutputError, os_reason
from audiocoach.storage.scratch import scratch_folder
from audiocoach.vocabulary import AUDIO_SUFFIXES

_BLOCK = 1 << 20


class Writable(Protocol):
    """A stream of bytes: an open file, a `BytesIO`, a socket's file, a zip's entry."""

    def write(self, data: bytes, /) -> object:
        """Take bytes; how many, where that may be fewer than all."""


Output = str | os.PathLike[str] | Writable


def is_path(output: Output) -> TypeGuard[str | os.PathLike[str]]:
    """Tell whether an output is a file's path."""
    return isinstance(output, str | os.PathLike)


@contextmanager
def as_files(outputs: Sequence[Output], kind: str) -> Iterator[list[Path]]:
    """Give a path for each output: its own, or one in a folder that is gone afterwards. `kind` is such as `mp3`.

    Raises:
        OutputError: for a stream that takes text, and for a kind that cannot be written.
    """
    for output in outputs:
        if isinstance(output, io.TextIOBase):
            raise OutputError("this stream takes text, and sound is bytes", "give its buffer, or open it with 'wb'")
    if all(map(is_path, outputs)):
        yield [Path(output) for output in outputs if is_path(output)]
        return
    if (suffix := f".{kind.lower().lstrip('.')}") not in AUDIO_SUFFIXES:
        raise OutputError(f"a stream of the kind '{kind}' cannot be written", f"kinds are {', '.join(AUDIO_SUFFIXES)}")
    with scratch_folder() as folder:
        yield [
            Path(output) if is_path(output) else folder / f"{number}{suffix}" for number, output in enumerate(outputs)
        ]


def hand_over(path: Path, output: Output) -> None:
    """Write a finished file to its stream, if it is one.

    Raises:
        OutputError: when the stream does not take it.
    """
    if isinstance(output, str | os.PathLike):
        return
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                while block:
                    taken = output.write(block)
                    block = block[taken:] if isinstance(taken, int) else b""
    except OSError as error:
        raise OutputError(f"the stream does not take the sound: {os_reason(error)}") from error
