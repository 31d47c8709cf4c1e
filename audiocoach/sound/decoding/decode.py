"""Decode any music file to 48 kHz stereo, a block at a time, through PyAV.

What encoders add at both ends is dropped where the file notes it (LAME's tag in mp3, edit lists and the length of
the last packet or iTunSMPB in m4a, pre-skip and the last page of Opus and Vorbis): what comes out is as long as what
was encoded, to the sample. An mp3 or aac without such a note keeps some 25 ms of silence at either end.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.quantities.units import DAY
from audiocoach.sound.decoding.entry_places import Place, Places
from audiocoach.sound.decoding.opening import Undecodable, damaged, opened
from audiocoach.sound.decoding.packets import frames_after, frames_of, left_over
from audiocoach.sound.layout import RATE

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from numpy.typing import NDArray

BLOCK = RATE
"""Samples of each channel in a block. Resampling frames of a thousand samples one by one takes a third more time."""

_LONGEST = DAY * RATE // 1000

_RATES = range(4_000, 768_001)
"""Samples a second that a file may have; others are damage, and would turn a second into gigabytes."""

_CODED_PEAK, _FLOAT_PEAK = 16.0, 1e6
"""A sample above this is damage: what coders make of a flipped bit. Plain floats may be scaled to 16-bit values."""


def blocks(path: Path, places: Places | None = None) -> Generator[NDArray[np.float32], None, None]:
    """Decode a file from its beginning: yield arrays of shape (2, n), n at most `BLOCK`, full scale at 1.

    Mono is put on both sides; more than two channels are mixed down. `places` notes where the file can be entered.

    Raises:
        Undecodable: with a way out, for a file that is missing, empty, protected, damaged, too long, or no music.
    """
    import numpy as np

    done = 0
    with opened(path) as (container, stream):
        loudest = _FLOAT_PEAK if stream.codec_context.name.startswith("pcm_f") else _CODED_PEAK
        with closing(frames_of(path, container, stream)) as frames:
            for block in _converted(path, frames if places is None else places.noting(frames)):
                if not np.abs(block).max() <= loudest:  # written so that NaN fails too
                    raise damaged(path, done / RATE)
                done += block.shape[1]
                if done > _LONGEST:
                    raise Undecodable(path, "this {what} is longer than 24 hours", "cut it shorter")
                yield block


def blocks_from(path: Path, place: Place) -> Generator[NDArray[np.float32], None, None]:
    """Decode a file that was decoded before, from sample `place.at` on; the first second or two may be otherwise.

    What cannot be entered there after all is decoded from its beginning, and raises what `blocks` does.
    """
    with opened(path) as (container, stream):
        frames = frames_after(path, container, stream, place)
        first = next(frames, None)
        if first is not None:
            yield from _converted(path, chain(left_over(first, place.over), frames))
            return
    over = place.at
    with closing(blocks(path)) as all_of_it:
        for block in all_of_it:
            if over < block.shape[1]:
                yield block[:, over:]
            over = max(0, over - block.shape[1])


def _converted(path: Path, frames: Iterator[AudioFrame]) -> Iterator[NDArray[np.float32]]:
    """Convert decoded frames to blocks; a stream may change its rate or its channels on the way."""
    converter: _Converter | None = None
    for frame in frames:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if converter is None or converter.shape != shape:
            if converter is not None:
                yield from converter.rest()
            converter = _Converter(path, shape)
        yield from converter.add(frame)
    if converter is not None:
        yield from converter.rest()


class _Converter:
    """Gathers frames of one shape (format, channels and rate) and resamples `BLOCK` of their samples at a time."""

    def __init__(self, path: Path, shape: tuple[str, str, int]) -> None:
        from av.audio.fifo import AudioFifo
        from av.audio.resampler import AudioResampler

        self._path, self.shape = path, shape
        if shape[2] not in _RATES:
            raise self._unusable()
        self._gathered = AudioFifo()
        # Blocks are cut here: when PyAV 19 cuts frames as large as a block, its memory grows by 0.2 MB a file.
        self._resampler = AudioResampler("fltp", "stereo", RATE)

    def add(self, frame: AudioFrame) -> Iterator[NDArray[np.float32]]:
        """Add a frame; yield the blocks that are now ready."""
        frame.pts = None  # else its time is checked, and the first frames behind a tag are not at 0
        self._gathered.write(frame)
        if self._gathered.samples >= BLOCK:
            yield from self._resampled(self._gathered.read())

    def rest(self) -> Iterator[NDArray[np.float32]]:
        """Yield what is left."""
        if self._gathered.samples:
            yield from self._resampled(self._gathered.read())
        yield from self._resampled(None)

    def _resampled(self, frame: AudioFrame | None) -> Iterator[NDArray[np.float32]]:
        import numpy as np
        from av.error import FFmpegError

        try:
            ready = self._resampler.resample(frame)
        except (FFmpegError, ValueError):
            raise self._unusable() from None
        for each in ready:
            if each is not None and each.samples:
                resampled: NDArray[np.float32] = np.asarray(each.to_ndarray(), np.float32)
                for start in range(0, resampled.shape[1], BLOCK):
                    yield resampled[:, start : start + BLOCK]

    def _unusable(self) -> Undecodable:
        _, channels, rate = self.shape
        return Undecodable(
            self._path,
            f"its sound ({channels}, {rate} samples a second) cannot be made 48 kHz stereo",
            "export it from an editor such as Audacity",
        )
