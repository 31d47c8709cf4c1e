"""Mix music, words and signals into one sound: 48 kHz stereo, made block by block on request.

The work is done in blocks of a fixed grid, whatever size is requested, so that the samples are always the same; no
more than a few blocks are in memory.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from audiocoach.music.bed import Bed
from audiocoach.music.clips_at_48_khz import Clips
from audiocoach.music.ducking import Ducking
from audiocoach.music.passages import Music
from audiocoach.sound.clip import Clip
from audiocoach.sound.layout import RATE, SAMPLES_PER_MS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

GRID = 2400 * SAMPLES_PER_MS
"""Samples of a block: 2.4 s, or a hundred MP3 frames. More than the limiter looks at on either side."""

FRAME_BYTES = 4


def mixed(
    bed: Bed,
    placed: Iterable[tuple[int, Clip]],
    words_ms: Iterable[tuple[int, int]],
    block: int = GRID,
    *,
    start: int = 0,
    seeks: bool = False,
) -> Generator[bytes, None, None]:
    """Yield the session as 16-bit stereo samples at 48 kHz, in blocks of `block` samples (the last may be shorter).

    Where nothing sounds, the samples are zeros.

    Args:
        bed: the music.
        placed: clips (24 kHz mono), each with the session's sample at 24 kHz from which it sounds, in that order.
        words_ms: when words and signals begin and end, under which the music goes down, in milliseconds.
        block: samples of each channel in a block.
        start: from which of the session's samples on: what comes are those of the whole.
        seeks: see `Music`.

    Raises:
        SoundError: when a music file is no longer as it was measured.
        ValueError: for clips that are out of order or outside of the session.
    """
    size, rest = block * FRAME_BYTES, b""
    with closing(pieces_of(bed, placed, words_ms, start, seeks=seeks)) as pieces:
        for piece in from_sample(_whole(bed, pieces, first_of(start)), start, FRAME_BYTES):
            data = rest + piece if rest else piece
            whole = len(data) - len(data) % size
            for at in range(0, whole, size):
                yield data[at : at + size]
            rest = data[whole:]
        if rest:
            yield rest


def first_of(start: int) -> int:
    """Return where the grid's piece begins that is the first whose sound matters from a sample on."""
    from audiocoach.sound.limiter import MARGIN_MS

    return max(0, start - MARGIN_MS * SAMPLES_PER_MS) // GRID * GRID


def from_sample(pieces: Iterable[bytes], start: int, frame_bytes: int) -> Iterator[bytes]:
    """Cut what comes before a sample off the grid's pieces, which begin at `first_of(start)`."""
    over = (start - first_of(start)) * frame_bytes
    for piece in pieces:
        if over < len(piece):
            yield piece[over:] if over else piece
        over = max(0, over - len(piece))


@dataclass(slots=True)
class Piece:
    """A piece of the grid: the music in it, ducked, as (2, n), and runs of words and signals, each with its place."""

    length: int
    music: Sound | None
    voice: list[tuple[int, NDArray[np.float32]]]

    def sum(self) -> Sound | None:
        """Return the sum of it, which is written over the music; None where nothing sounds."""
        import numpy as np

        if self.music is None and not self.voice:
            return None
        sound = np.zeros((2, self.length), np.float32) if self.music is None else self.music
        for at, part in self.voice:
            sound[:, at : at + len(part)] += part
        return sound


def _whole(bed: Bed, pieces: Iterator[Piece], first: int) -> Iterator[bytes]:
    """Yield the session's samples, a piece of the grid at a time."""
    silence = bytes(GRID * FRAME_BYTES)
    length = bed.length_ms * SAMPLES_PER_MS
    for start, sound in zip(range(first, length, GRID), _limited(each.sum() for each in pieces), strict=True):
        count = min(GRID, length - start)
        yield silence[: count * FRAME_BYTES] if sound is None else _int16(sound)


def pieces_of(
    bed: Bed, placed: Iterable[tuple[int, Clip]], words_ms: Iterable[tuple[int, int]], begin: int, *, seeks: bool
) -> Generator[Piece, None, None]:
    """Yield what sounds in each piece of the grid, from the first that matters at a sample on."""
    length, first = bed.length_ms * SAMPLES_PER_MS, first_of(begin)
    clips, ducking = Clips(placed, length), Ducking(words_ms, bed.duck_db)
    with closing(Music(bed, first, seeks=seeks)) as music:
        for start in range(first, length, GRID):
            end = min(start + GRID, length)
            sound = music.between(start, end)
            if sound is not None and (gain := ducking.gain(start, end)) is not None:
                sound *= gain
            yield Piece(end - start, sound, clips.between(start, end))


def _limited(sums: Iterator[Sound | None]) -> Iterator[Sound | None]:
    """Limit each piece as if the whole session were at hand."""
    from audiocoach.sound.limiter import CEILING_DB, MARGIN_MS, limit

    margin = MARGIN_MS * SAMPLES_PER_MS
    for around in with_margins(sums):
        yield None if around is None else limit(around.T, RATE, CEILING_DB).T[:, margin:-margin]


def with_margins(sums: Iterator[Sound | None]) -> Iterator[Sound | None]:
    """Yield each piece with as much around it as the limiter looks at."""
    import numpy as np

    from audiocoach.sound.limiter import MARGIN_MS

    margin = MARGIN_MS * SAMPLES_PER_MS
    nothing = np.zeros((2, margin), np.float32)

    def end_of(sound: Sound | None) -> Sound:
        return nothing if sound is None else sound[:, -margin:].copy()

    def begin_of(sound: Sound | None) -> Sound:
        return nothing if sound is None else np.pad(sound[:, :margin], ((0, 0), (0, max(0, margin - sound.shape[1]))))

    before, sound = nothing, next(sums, None)
    for following in chain(sums, [None]):
        after, kept = begin_of(following), end_of(sound)
        yield None if sound is None else np.concatenate((before, sound, after), axis=1)
        before, sound = kept, following


def _int16(sound: Sound) -> bytes:
    """Turn floats of shape (2, n) into interleaved 16-bit samples; the floats are overwritten."""
    import numpy as np

    sound *= 32768
    np.rint(sound, out=sound)
    np.clip(sound, -32768, 32767, out=sound)
    out = np.empty(sound.shape[::-1], "<i2")
    out[:, 0], out[:, 1] = sound  # four times as fast as all at once
    return out.tobytes()
