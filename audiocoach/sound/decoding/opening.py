"""Open a music file by its content, whatever its name, and say what is wrong with one that cannot be used.

Files come from strangers. libav is given the bytes of one file and no name, a short list of containers and of codecs,
and no protocol at all: a playlist called `run.mp3` is refused, and could open no other file and no address.
"""

from __future__ import annotations

import errno
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from audiocoach.errors import SoundError, os_reason
from audiocoach.quantities.units import clock
from audiocoach.sound.decoding.mp4_boxes import claims_too_much
from audiocoach.storage.regular_files import open_regular

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

_CONTAINERS = "mp3,mov,flac,ogg,wav,w64,aac,aiff,caf,matroska"
_CODECS = (
    "mp3float,mp3,mp2float,mp2,aac,alac,flac,vorbis,opus,libopus,"
    "pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,"
    "pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt"
)
_PROTECTED = {"drms", "drmi", "enca", "aavd"}
"""Kinds of encrypted sound in mp4: FairPlay (the iTunes shop's of old), Common Encryption (streaming), Audible."""

_READ_AHEAD = 1 << 18
"""Bytes read from the file at a time: each read goes through Python."""

_MOST_STREAMS = "64"
"""Streams of a file: its sound, and the covers that lie in it."""

_MOST_ALLOCATED = 1 << 27
"""Bytes that libav takes at once; its list of the packets in 24 hours of AAC has 97 million."""

KINDS = "mp3, m4a, flac, ogg, opus and wav"


class Undecodable(SoundError):
    """A sound file that cannot be decoded: which, why, and the way out of it.

    In `why`, `{what}` stands for what the file is to whoever wanted it: music here, a sound elsewhere.
    """

    def __init__(self, path: Path, why: str, way_out: str = "") -> None:
        self.why = why
        super().__init__(f"{path}: {self.why_this('music')}" + (way_out and f"; {way_out}"))

    def why_this(self, what: str) -> str:
        """Say why, calling the file `what`."""
        return self.why.replace("{what}", what)


class _Nameless:
    """A file's bytes without its name.

    What is raised while libav reads them would be printed and forgotten there: it is kept, and raised afterwards.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.tell, self._read, self._seek = file.tell, file.read, file.seek
        self._raised: BaseException | None = None

    def read(self, count: int) -> bytes:
        """Read as libav expects: nothing more, where that failed."""
        try:
            return b"" if self._raised else self._read(count)
        except BaseException as error:
            self._raised = error
            return b""

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Raise at the end of the block, in place of all else, what was raised while libav read."""
        try:
            yield
        finally:
            if self._raised is not None:
                raise self._raised

    def seek(self, offset: int, whence: int) -> int:
        """Seek as libav expects: an offset that no file has, as damaged ones give, returns an error's number."""
        try:
            return self._seek(offset, whence)
        except (OSError, ValueError):
            return -errno.EINVAL


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Open a music file and its first sound stream; pictures and films beside the sound are left alone.

    Raises:
        Undecodable: when it is missing, empty, no music, protected, or coded in an unknown way.
    """
    import av
    from av.error import FFmpegError

    try:
        check_file(path)
        with open_regular(path) as file:
            _check_claims(path, file)
            _bound_allocations()
            options = {
                "format_whitelist": _CONTAINERS,
                "codec_whitelist": _CODECS,
                "protocol_whitelist": "none",
                "max_streams": _MOST_STREAMS,
            }
            source = _Nameless(file)
            with source.telling():
                try:
                    container = av.open(source, "r", options=options, buffer_size=_READ_AHEAD, **_lenient())
                except (FFmpegError, ValueError, MemoryError):
                    raise Undecodable(
                        path,
                        "no {what} can be read from it: it is damaged, or of a kind that is not known here "
                        f"({KINDS} are)",
                        "export it from an editor such as Audacity",
                    ) from None
                with container:
                    yield container, _sound_of(path, container)
    except FFmpegError:
        raise  # some of them are OSErrors as well, though the file system is not at fault
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def _check_claims(path: Path, file: BinaryIO) -> None:
    """See that a file has the bytes for what it claims to hold; leaves it at its beginning.

    Raises:
        Undecodable: when it has not.
    """
    too_much = claims_too_much(file)
    file.seek(0)
    if too_much:
        raise Undecodable(path, "this {what} is damaged: it claims to hold more than it does", "copy it anew")


@cache
def _bound_allocations() -> None:
    """Keep libav from taking gigabytes because a damaged length says so: `av_max_alloc` of libavutil.

    PyAV has no function for it. What it has loaded gives it by its name, except on Windows.
    """
    if sys.platform == "win32":
        return
    import ctypes

    import av._core

    most = ctypes.CDLL(av._core.__file__).av_max_alloc
    most.argtypes, most.restype = [ctypes.c_size_t], None
    most(_MOST_ALLOCATED)


def _lenient() -> dict[str, Any]:
    """Return the argument that lets PyAV open files whose tags are not UTF-8.

    From PyAV 19 on it always opens them, and the argument is gone.
    """
    import av

    return {"metadata_errors": "replace"} if int(av.__version__.split(".")[0]) < 19 else {}


def check_file(path: Path) -> None:
    """Make sure that a path is a regular file: only those end and can be read twice; merely opening a pipe would wait.

    Raises:
        Undecodable: for anything else, and for an empty file.
        OSError: when it is not there.
    """
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise Undecodable(path, "this is a folder", "name a file in it")
    if not stat.S_ISREG(about.st_mode):
        raise Undecodable(path, "this is no file", "name a music file")
    if not about.st_size:
        raise Undecodable(path, "this file is empty", "copy it anew")


def _sound_of(path: Path, container: InputContainer) -> AudioStream:
    if not container.streams.audio:
        raise Undecodable(path, "there is no sound in it", "name a music file")
    stream = container.streams.audio[0]
    context = stream.codec_context
    if context is None:
        raise Undecodable(path, "its sound is of a kind that is not known here", "save it as mp3 or flac")
    if context.codec_tag in _PROTECTED:
        raise protected(path)
    if context.name not in _CODECS.split(","):
        raise Undecodable(path, f"its sound is {context.name}, which is not known here", "save it as mp3 or flac")
    return stream


def unreadable(path: Path, error: OSError | ValueError) -> Undecodable:
    """Return the error for a file that the operating system will not open or read."""
    if isinstance(error, FileNotFoundError):
        return Undecodable(path, "there is no such {what} file", "check the name and the folder")
    if isinstance(error, OSError):
        return Undecodable(path, os_reason(error))
    return Undecodable(path, "no file has such a name", "check it")


def protected(path: Path) -> Undecodable:
    """Return the error for a file that is encrypted."""
    return Undecodable(
        path, "this {{what}} is protected (DRM): only its shop's player can play it", "use a copy without protection"
    )


def damaged(path: Path, seconds: float) -> Undecodable:
    """Return the error for a file that is damaged this many seconds in."""
    at = clock(int(seconds * 1000))
    return Undecodable(
        path, f"this {{what}} is damaged at {at}", "copy it anew, or export it from an editor such as Audacity"
    )
