"""Decode a music file frame by frame: cut where the music ends, with an error where there is a hole."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.quantities.units import clock
from audiocoach.sound.decoding.entry_places import Place
from audiocoach.sound.decoding.opening import Undecodable, damaged, protected

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

_MP4 = "mov,mp4,m4a,3gp,3g2,mj2"

_RESYNCED = ("mp3", "aac")
"""Formats that are frames without a container: stray bytes before the first and behind the last, as some programs
leave there, are not damage."""

_TAGS = (b"ID3", b"TAG", b"APE")
"""How tags begin: where such files were joined into one, tags lie in its middle."""

_CHECKED = ("flac", "ogg")
"""Containers with checksums: libav skips what is wrong, and goes on at a later time."""

_HOLE_SECONDS = 0.05
"""A jump in time above this is a hole: a FLAC frame lasts some 90 ms, an Ogg page longer; intact ones lie within 10 ms
of their time."""

_HONEST = ("flac", _MP4)
"""Containers that know how long they are. An mp3 may guess, and what was streamed as WAV or Ogg could not know."""

_MISSING_SECONDS = 0.5
"""Seconds: less than this is not missed at the end."""

_PADDING = 8192
"""Samples: no encoder adds more than this at an end."""


def frames_of(path: Path, container: InputContainer, stream: AudioStream) -> Generator[AudioFrame, None, None]:
    """Decode a file's frames in order, without what the encoder added at their ends.

    Raises:
        Undecodable: where the file is damaged or cut short, or when there is no sound in it.
    """
    kind = container.format.name
    if stream.codec_context.name == "flac":
        stream.codec_context.options = {"err_detect": "crccheck+explode"}  # else it plays what fails its checksum
    heard = _Heard(path, kind)
    for frame in _cut(_decoded(path, container, stream), container, stream):
        heard.take(frame)
        if frame is not None:
            yield frame
    heard.end(float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0)


def frames_after(path: Path, container: InputContainer, stream: AudioStream, place: Place) -> Iterator[AudioFrame]:
    """Decode a file's frames from one on whose place was noted, without what the encoder added at the end.

    There are none where it is not found; what is damaged is left out, for all of it was decoded when it was noted.
    """
    from av.error import FFmpegError

    try:
        container.seek(place.pts, stream=stream, backward=True)
    except (FFmpegError, ValueError, OverflowError):
        return
    decoded = _decoded(path, container, stream)
    for frame in decoded:
        if frame is not None and frame.pts is not None and frame.pts >= place.pts:
            if frame.pts == place.pts:
                for each in _cut(chain([frame], decoded), container, stream, place.count):
                    if each is not None:
                        yield each
            return


def left_over(frame: AudioFrame, over: int) -> Iterator[AudioFrame]:
    """Yield what is left of a frame without its first samples, if anything is."""
    if not over:
        yield frame
    elif over < frame.samples:
        yield _part(frame, over, frame.samples)


class _Heard:
    """What has been heard of a file so far: `take` and `end` raise where some of it is missing."""

    def __init__(self, path: Path, kind: str) -> None:
        self._path, self._kind = path, kind
        self._seconds = 0.0
        self._any = False
        self._broken = False
        self._due: float | None = None

    def take(self, frame: AudioFrame | None) -> None:
        """Go on by a frame, or by None for what cannot be decoded.

        Raises:
            Undecodable: where there is a hole before it, or it is one.
        """
        if frame is None:
            self._broken = True
            if self._kind not in _RESYNCED:
                raise damaged(self._path, self._seconds)
            return
        # A frame may carry no time; where streams are joined into one file, time begins anew.
        time = frame.time if self._kind in _CHECKED else None
        late = time is not None and self._due is not None and time - self._due > _HOLE_SECONDS
        if late or (self._broken and self._any):
            raise damaged(self._path, self._seconds)
        self._broken, self._any = False, True
        length = frame.samples / frame.sample_rate
        self._seconds += length
        if time is not None:
            self._due = time + length
        elif self._due is not None:
            self._due += length

    def end(self, claimed: float) -> None:
        """Tell whether that was all, in a file that claims to last so many seconds (0 when it claims nothing).

        Raises:
            Undecodable: when nothing was heard, or much is missing at the end.
        """
        if not self._any and self._broken:
            raise damaged(self._path, 0)
        if not self._any:
            raise Undecodable(self._path, "there is no sound in it", "name a music file")
        if self._kind in _HONEST and claimed - self._seconds > _MISSING_SECONDS:
            there, whole = clock(round(self._seconds * 1000)), clock(round(claimed * 1000))
            raise Undecodable(
                self._path, f"this {{what}} is cut short: {there} of its {whole} are there", "copy it anew"
            )


def _decoded(path: Path, container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame | None]:
    """Yield each frame; None in place of what cannot be decoded."""
    from av.error import FFmpegError

    packets = container.demux(stream)
    while True:
        packet = None
        try:
            packet = next(packets, None)
            frames = packet.decode() if packet is not None else []
        except (FFmpegError, IndexError, ValueError):  # the last two: PyAV's own, when an Ogg gains streams on the way
            if packet is not None and packet.has_sidedata("encryption_info"):
                raise protected(path) from None
            if packet is None or container.format.name not in _RESYNCED or not bytes(packet).startswith(_TAGS):
                yield None
            continue
        if packet is None:
            return
        yield from frames


def _cut(
    frames: Iterator[AudioFrame | None], container: InputContainer, stream: AudioStream, before: int = 0
) -> Iterator[AudioFrame | None]:
    """Cut off an mp4's padding, which libav leaves on: the last packet notes its true length, or iTunes the whole's.

    `before` counts the samples that come before these frames.
    """
    if container.format.name != _MP4:
        yield from frames
        return
    left = _itunes_length(container, stream)
    left = None if left is None else left - before
    held: AudioFrame | None = None
    for frame in frames:
        if held is not None:
            yield held
            held = None
        if frame is None or left is None:
            held = frame
            if frame is None:
                yield None
            continue
        if left > 0:
            yield frame if frame.samples <= left else _shortened(frame, left)
        left -= frame.samples
    if held is not None:
        true = round(held.duration * held.time_base * held.sample_rate) if held.duration and held.time_base else 0
        yield _shortened(held, true) if 0 < true < held.samples else held


def _itunes_length(container: InputContainer, stream: AudioStream) -> int | None:
    """Read the true number of samples that iTunes noted (` 00000000 00000840 000001CA 00000000003F31F6 …`), if any."""
    words = container.metadata.get("iTunSMPB", "").split()
    try:
        length = int(words[3], 16)
    except (IndexError, ValueError):
        return None
    claimed = round(stream.duration * stream.time_base * stream.rate) if stream.duration and stream.time_base else 0
    return length if length > 0 and 0 <= claimed - length <= _PADDING else None


def _shortened(frame: AudioFrame, samples: int) -> AudioFrame:
    """Copy the first `samples` samples of a frame."""
    return _part(frame, 0, samples)


def _part(frame: AudioFrame, first: int, last: int) -> AudioFrame:
    """Copy some samples of a frame."""
    from av.audio.frame import AudioFrame

    values = frame.to_ndarray()
    width = 1 if frame.format.is_planar else frame.layout.nb_channels
    some = values[:, first * width : last * width].copy()
    short = AudioFrame.from_ndarray(some, frame.format.name, frame.layout.name)
    short.sample_rate = frame.sample_rate
    return short
