"""A session's sound in parts that add up to it: the music, and all that is said and signalled, each to be heard as loud
as one likes. Music is as far down under words as ever, and both are limited by what they are together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from audiocoach.music.bed import Bed
from audiocoach.music.mix import Piece, from_sample, pieces_of, with_margins
from audiocoach.sound.clip import Clip
from audiocoach.sound.layout import RATE, SAMPLES_PER_MS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

CHANNELS = 3
"""The music's left and right, and the voice, which is in the middle."""

_FRAME_BYTES = 2 * CHANNELS


def apart(
    bed: Bed, placed: Iterable[tuple[int, Clip]], words_ms: Iterable[tuple[int, int]], start: int = 0
) -> Generator[bytes, None, None]:
    """Yield a session from one of its samples on, as 16-bit samples at 48 kHz of `CHANNELS` channels.

    The music and the voice add up to what `mixed` gives, within one step of 16 bits. Music is sought (see `Music`).
    Takes and raises what `mixed` does.
    """
    with closing(pieces_of(bed, placed, words_ms, start, seeks=True)) as pieces:
        yield from from_sample(_limited(pieces), start, _FRAME_BYTES)


def _limited(pieces: Iterator[Piece]) -> Iterator[bytes]:
    from audiocoach.sound.limiter import CEILING_DB, MARGIN_MS, gain_of

    margin = MARGIN_MS * SAMPLES_PER_MS
    waiting: deque[Piece] = deque()

    def sums() -> Iterator[Sound | None]:
        for piece in pieces:
            waiting.append(piece)
            music = None if piece.music is None else piece.music.copy()
            yield Piece(piece.length, music, piece.voice).sum()

    for around in with_margins(sums()):
        gain = None if around is None else gain_of(around.T, RATE, CEILING_DB)
        yield _in_channels(waiting.popleft(), None if gain is None else gain[margin:-margin])


def _in_channels(piece: Piece, gain: NDArray[np.float64] | None) -> bytes:
    import numpy as np

    sound = np.zeros((piece.length, CHANNELS), np.float32)
    if piece.music is not None:
        sound[:, 0], sound[:, 1] = piece.music
    for at, part in piece.voice:
        sound[at : at + len(part), 2] += part
    if gain is not None:
        sound *= gain[:, None].astype(np.float32)
    return np.clip(np.rint(sound * 32768), -32768, 32767).astype("<i2").tobytes()
