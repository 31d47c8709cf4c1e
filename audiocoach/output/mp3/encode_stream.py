"""Encode continuous sound, such as music, as MP3 frames: in chunks, two at a time, joined without a click.

Each chunk is encoded on its own, from a little before its place on, and joined to the one before it at the first frame
where one encoding can follow the other unheard (seams.py). Where the overlap has no such frame, the earlier encoding
goes on into the later chunk until there is one; at worst it replaces all of it. So there is always a join, and the same
samples always give the same frames.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, MutableMapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock

from audiocoach.mix.windows import Placed
from audiocoach.output.mp3 import lame
from audiocoach.output.mp3.chunk_encoder import Encoding, chunk_key
from audiocoach.output.mp3.chunks import CHUNK_FRAMES, EXTRA, WARM_UP, chunks
from audiocoach.output.mp3.decoded import decoded
from audiocoach.output.mp3.frames import STEREO, FrameLayout
from audiocoach.output.mp3.seams import can_follow, lend, sound_before
from audiocoach.output.proof import Missing, findable, lost, prove, prove_words

_WAITING = lame.THREADS + 1
"""Chunks being encoded or waiting for it: so no thread is idle while the next one is mixed."""

_ONE_DECODED = Lock()
"""Proving takes a tenth of the time of encoding, and 4 MB: one at a time, so that memory stays where it is."""

_STEP = 4
"""Frames by which an encoding goes on at a time, until there is a frame to join at."""


def encode_stream(
    blocks: Iterable[bytes],
    layout: FrameLayout = STEREO,
    bitrate: int | None = None,
    known: MutableMapping[str, bytes] | None = None,
    chunk_frames: int = CHUNK_FRAMES,
    placed: Sequence[Placed] = (),
) -> Generator[tuple[int, bytes], None, None]:
    """Encode a session's samples: yield (start sample, frames) in order, ready for `write_mp3`; silence is left out.

    Args:
        blocks: 16-bit little-endian samples, from the session's start on, of the layout's rate and channels, in blocks
            of any size. They are taken in the caller's thread, a few chunks ahead of what is yielded.
        layout: the file's.
        bitrate: kb/s; None: the layout's default.
        known: frames of chunks by `chunk_key`; what it has is not encoded again, and what is encoded is added to it.
        chunk_frames: how many frames a chunk has of its own.
        placed: words and signals in it, which each new chunk is searched for once it is decoded again.

    Raises:
        OutputError: when an encoder has lost something (`output/proof.py`).
        ValueError: for a bitrate that the layout does not have, or samples that end within one.
    """
    bitrate = layout.default_bitrate if bitrate is None else bitrate
    layout.check_bitrate(bitrate)
    joiner, words = _Joiner(layout, bitrate), findable(placed)
    waiting: deque[tuple[str, Future[Encoding]]] = deque()
    pool = ThreadPoolExecutor(lame.THREADS, thread_name_prefix="lame")

    def oldest() -> Iterator[tuple[int, bytes]]:
        key, future = waiting.popleft()
        encoding = _result(future, layout)
        if known is not None and encoding.is_new:
            known[key] = encoding.frames(encoding.first, encoding.end)
        return joiner.add(encoding)

    try:
        for chunk in chunks(blocks, layout, chunk_frames):
            key = "" if known is None else chunk_key(chunk, layout, bitrate)
            kept = None if known is None else known.get(key)
            waiting.append((key, pool.submit(_begun, Encoding(chunk, layout, bitrate, kept), layout, bitrate, words)))
            if len(waiting) > _WAITING:
                yield from oldest()
        while waiting:
            yield from oldest()
    finally:
        # Also when the caller stops early: what has not begun is cancelled.
        pool.shutdown(cancel_futures=True)


class _Lost(Exception):
    """Something is missing at this sample of the session."""


def _begun(encoding: Encoding, layout: FrameLayout, bitrate: int, placed: Sequence[Placed]) -> Encoding:
    """Encode a chunk, unless it was kept, and prove that its sound is in the frames."""
    encoding.begin()
    if encoding.is_new:
        import numpy as np

        first = encoding.chunk.first * layout.frame_samples
        with _ONE_DECODED, _placed_from(first):
            got = decoded(encoding.frames(encoding.first, encoding.end), layout, bitrate)
            want = np.frombuffer(encoding.chunk.pcm, "<i2")
            prove((want if layout.channels == 1 else want.reshape(-1, layout.channels))[: len(got)], got, layout.rate)
            prove_words(placed, got, first, layout.rate)
    return encoding


@contextmanager
def _placed_from(first: int) -> Iterator[None]:
    """Say of what is missing where in the session it is, in a chunk that begins at this sample."""
    try:
        yield
    except Missing as missing:
        raise _Lost(first + missing.at) from None


def _result(begun: Future[Encoding], layout: FrameLayout) -> Encoding:
    try:
        return begun.result()
    except _Lost as missing:
        raise lost(missing.args[0] * 1000 // layout.rate, lame.named()) from None


class _Joiner:
    """Joins the frames of encodings, and holds back the last ones, into which later frames may still put sound."""

    def __init__(self, layout: FrameLayout, bitrate: int) -> None:
        self._layout, self._bitrate = layout, bitrate
        self._size = layout.frame_bytes(bitrate)
        self._held_back = -(-layout.most_borrowed // layout.main_bytes(bitrate))
        self._laid = bytearray()
        self._first = 0
        """Number of the first frame in `_laid`."""
        self._current: Encoding | None = None
        """The encoding whose frames follow those in `_laid`."""

    def add(self, later: Encoding) -> Iterator[tuple[int, bytes]]:
        """Join the next encoding to those before; yield (start sample, frames) of what can no longer change."""
        chunk = later.chunk
        if self._current is None or chunk.opens:
            self._first, self._current = chunk.first, later
        elif (place := self._place(self._current, later)) is not None:
            self._lay(self._current, place)
            lend(self._laid, self._borrowed(later, place), self._layout, self._bitrate)
            self._current = later
        else:
            self._lay(self._current, chunk.end - EXTRA)
            self._current.drop(self._next)
        if chunk.closes_at is not None:
            self._lay(self._current, chunk.closes_at)
            yield from self._sure(0)
        else:
            yield from self._sure(self._held_back)

    @property
    def _next(self) -> int:
        return self._first + len(self._laid) // self._size

    def _place(self, earlier: Encoding, later: Encoding) -> int | None:
        """Find the frame at which `later` can take over; None when `earlier` has gone on to the end of its chunk."""
        chunk = later.chunk
        end = later.end if chunk.closes_at is None else min(later.end, chunk.closes_at)
        for number in range(max(chunk.first + WARM_UP, self._next + 1), end):
            while earlier.end < number and earlier.fed < chunk.end:
                earlier.go_on(chunk, earlier.fed + _STEP)
            if earlier.end < number:
                break
            before, frame = earlier.frames(number - 1, number), later.frames(number, number + 1)
            if can_follow(before, frame, self._layout, self._bitrate):
                return number
        earlier.go_on(chunk, chunk.end)
        return None

    def _borrowed(self, later: Encoding, place: int) -> bytes:
        wanted = self._layout.borrowed(later.frames(place, place + 1))
        reach = max(later.first, place - self._held_back)
        return sound_before(later.frames(reach, place), wanted, self._layout, self._bitrate)

    def _lay(self, encoding: Encoding, upto: int) -> None:
        self._laid += encoding.frames(self._next, max(self._next, min(upto, encoding.end)))

    def _sure(self, held_back: int) -> Iterator[tuple[int, bytes]]:
        count = self._next - self._first - held_back
        if count > 0:
            yield self._first * self._layout.frame_samples, bytes(self._laid[: count * self._size])
            del self._laid[: count * self._size]
            self._first += count
