"""Spliced files that are somewhere else than in a folder: brought into one, with their packs, to be proved there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from weakref import finalize

from audiocoach.club.spliced_files import is_proved
from audiocoach.club.spliced_format import LONGEST_HEAD, SUFFIX, Head, NotSplicedError
from audiocoach.club.spliced_writer import pack_path
from audiocoach.storage.scratch import scratch_folder


class StoredProofs:
    """Puts spliced files together. They come one at a time into a folder that is there for as long as this is, and each
    pack once. `bring(name, file)` writes one to a file, and gives its digest, empty when it is not there.
    """

    def __init__(self, bring: Callable[[str, Path], str]) -> None:
        self._bring = bring
        self._held = ExitStack()
        self._folder: Path | None = None
        finalize(self, self._held.close)

    def is_proved(self, name: str, digest: str) -> bool:
        """Tell whether a spliced file becomes the MP3 of this SHA-256, in hexadecimal.

        Raises:
            OutputError: when it cannot be brought.
        """
        if self._folder is None:
            self._folder = self._held.enter_context(scratch_folder())
            (self._folder / pack_path(Path(), "").parent).mkdir()
        file = self._folder / f"one{SUFFIX}"
        if not self._bring(name, file):
            return False
        try:
            with file.open("rb") as found:
                pack = pack_path(Path(), Head.read(found.read(LONGEST_HEAD)).pack)
        except NotSplicedError:
            return False
        here = self._folder / pack
        return (here.exists() or bool(self._bring(pack.as_posix(), here))) and is_proved(file, digest)
