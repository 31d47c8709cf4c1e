"""Clips kept on disk, so that no words are spoken twice. Any number of processes may use one folder at a time.

An entry is a header (magic, length and CRC-32 of the samples) and the samples: what is damaged is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path

from audiocoach.clip import Clip
from audiocoach.errors import file_problem
from audiocoach.speech.interface import Utterance
from audiocoach.speech.shaping import SHAPING

LIMIT = 500_000_000
"""Bytes kept by default: about three hours of speech."""

_HEADER = struct.Struct("<8sII")
_MAGIC = b"acclip1\n"
_TOUCH_AFTER = 3600.0
_LEFTOVER_AFTER = 86_400.0


def cache_folder() -> Path:
    """Where speech is kept: below `$AUDIOCOACH_CACHE` if that is set, else in the user's cache folder."""
    chosen = os.environ.get("AUDIOCOACH_CACHE")
    if chosen:
        return Path(chosen) / "speech"
    from platformdirs import user_cache_path

    return user_cache_path("audiocoach", appauthor=False) / "speech"


def clip_key(utterance: Utterance, engine_version: str) -> str:
    """The name of an utterance's clip: a hash of everything that changes how it sounds."""
    voice = utterance.voice
    parts = [voice.engine, engine_version, voice.id, utterance.rate, utterance.text, SHAPING]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a whole file or none: a reader sees the old one or the new one.

    Raises:
        OSError: when it cannot be written; then nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


class ClipCache:
    """Clips by key. `trouble` says why the folder could not be used, once it could not; that never fails a render."""

    def __init__(self, folder: Path | None = None, limit: int = LIMIT) -> None:
        self.folder = (folder or cache_folder()) / "clips"
        self.limit = limit
        self.trouble = ""

    def get(self, key: str) -> Clip | None:
        """The clip of this key, or None when there is none or it is damaged."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                data = file.read()
                used = os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            return None
        except OSError as error:
            self.trouble = self.trouble or file_problem(path, error)
            return None
        pcm = data[_HEADER.size :]
        if data[: _HEADER.size] != _HEADER.pack(_MAGIC, len(pcm), zlib.crc32(pcm)):
            return None
        if time.time() - used > _TOUCH_AFTER:
            with suppress(OSError):
                os.utime(path)  # the time of its last use, for `prune`
        return Clip(pcm)

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip (24 kHz mono). A folder that cannot be written is noted in `trouble` and else ignored."""
        path = self._path(key)
        try:
            write_atomically(path, _HEADER.pack(_MAGIC, len(clip.pcm), zlib.crc32(clip.pcm)) + clip.pcm)
        except OSError as error:
            self.trouble = self.trouble or file_problem(path, error)

    def prune(self) -> int:
        """Remove the clips not used for longest until all are within the limit. Returns how many went."""
        entries: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):  # another process may be pruning too
                facts = path.stat()
                if path.suffix == ".tmp":  # left by a process that was killed
                    if time.time() - facts.st_mtime > _LEFTOVER_AFTER:
                        path.unlink()
                else:
                    entries.append((facts.st_mtime, facts.st_size, path))
        excess = sum(size for _, size, _ in entries) - self.limit
        removed = 0
        for _, size, path in sorted(entries):
            if excess <= 0:
                break
            with suppress(OSError):
                path.unlink()
                removed += 1
            excess -= size
        return removed

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.clip"
