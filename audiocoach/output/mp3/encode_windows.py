"""Encode windows as MP3 frames: each distinct one once, two at a time.

A window that starts at session sample t belongs to frame `t // 576`, at phase `t % 576`: it is encoded on its
own with that many zeros in front, and its frames then fit, to the sample, wherever a window with the same
sound and the same phase stands.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, MutableMapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256

from audiocoach.mix.windows import Placed, Window, mix
from audiocoach.output.mp3 import lame
from audiocoach.output.mp3.decoded import decoded
from audiocoach.output.mp3.frames import DEFAULT_BITRATE, MONO, FrameLayout
from audiocoach.output.proof import Missing, Samples, lost, prove
from audiocoach.quantities.units import whole_ms
from audiocoach.sound.clip import Clip

_FORMAT = "audiocoach-frames-4"
"""Part of every key: raise it when the same clips would be mixed or encoded differently."""

_Distinct = tuple[int, tuple[Placed, ...]]


def encode(pcm: bytes, phase: int, bitrate: int = DEFAULT_BITRATE, layout: FrameLayout = MONO) -> bytes:
    """Encode 16-bit samples that start `phase` samples into a frame; the same input always gives the same frames.

    The first frame borrows from none before it, and the last holds the end of the encoder's delay.

    Raises:
        ValueError: for a phase outside of a frame, or a bitrate that the layout does not have.
    """
    if not 0 <= phase < layout.frame_samples:
        raise ValueError(f"a phase is 0..{layout.frame_samples - 1} samples, got {phase}")
    encoder = lame.encoder(layout, bitrate)
    frames = bytes(encoder.encode(bytes(phase * layout.sample_bytes) + pcm)) + bytes(encoder.flush())
    layout.check_frames(frames, bitrate)
    return frames


def encode_windows(
    windows: Sequence[Window],
    bitrate: int = DEFAULT_BITRATE,
    on_each: Callable[[int, int], None] | None = None,
    known: MutableMapping[str, bytes] | None = None,
) -> Generator[tuple[int, bytes], None, None]:
    """Encode every window: yield (start sample, frames) in the order given, ready for `write_mp3`.

    What is encoded is decoded again, and yielded only when it holds what it should (`output/proof.py`).

    `on_each(done, total)` counts distinct windows, in the caller's thread. What `known` has under a window's
    `frames_key` is not encoded again, and what is encoded is added to it: with a mapping kept on disk, the next render
    of the same session needs neither mixing nor LAME. Samples exist only for the windows being encoded.

    Raises:
        OutputError: when an encoder has lost something.
    """
    numbers: dict[_Distinct, int] = {}
    order = [numbers.setdefault(_distinct(window), len(numbers)) for window in windows]
    distinct = list(numbers)
    done: dict[int, bytes] = {}
    running: dict[int, Future[bytes]] = {}
    digests: dict[Clip, bytes] = {}
    pool = ThreadPoolExecutor(lame.THREADS, thread_name_prefix="lame")
    try:
        for number, each in enumerate(distinct):
            frames = None if known is None else known.get(_key(each, bitrate, digests))
            if frames is not None and _usable(frames, bitrate):
                done[number] = frames
                continue
            running[number] = pool.submit(_mix_and_encode, each, bitrate)

        reported = 0
        for window, number in zip(windows, order, strict=True):
            if number in running:
                done[number] = _proved(running.pop(number), window)
                if known is not None:
                    known[_key(distinct[number], bitrate, digests)] = done[number]
            if on_each and len(distinct) - len(running) > reported:
                reported = len(distinct) - len(running)
                on_each(reported, len(distinct))
            yield window.start, done[number]
    finally:
        # Also when the caller stops early: what has not begun is cancelled.
        pool.shutdown(cancel_futures=True)


def frames_key(window: Window, bitrate: int) -> str:
    """Name a window's frames by all they depend on: its sound, its phase, the bitrate and the encoder's settings."""
    return _key(_distinct(window), bitrate, {})


def _distinct(window: Window) -> _Distinct:
    return window.start % MONO.frame_samples, window.parts


def _key(distinct: _Distinct, bitrate: int, digests: dict[Clip, bytes]) -> str:
    """Name frames as `frames_key` does; `digests` holds those of clips, each hashed once for its many windows."""
    phase, parts = distinct
    name = sha256(f"{_FORMAT}, {lame.described(MONO, bitrate)}, phase {phase}".encode())
    for part in parts:
        if part.clip not in digests:
            digests[part.clip] = sha256(part.clip.pcm).digest()
        name.update(f"\n{part.at} ".encode() + digests[part.clip])
    return name.hexdigest()


def _usable(frames: bytes, bitrate: int) -> bool:
    """Tell whether kept frames are whole: what a crash cut short is made again, not played."""
    try:
        return MONO.check_frames(frames, bitrate) > 0
    except ValueError:
        return False


def _mix_and_encode(distinct: _Distinct, bitrate: int) -> bytes:
    """Mix and encode a window, and prove that each of its sounds is in the frames.

    Raises:
        Missing: when one is not, `at` its sample in the window.
    """
    phase, parts = distinct
    frames = encode(mix(Window(0, max(part.end for part in parts), parts)), phase, bitrate)
    prove(_together(parts), decoded(frames, MONO, bitrate)[phase:], MONO.rate)
    return frames


def _together(parts: Sequence[Placed]) -> Samples:
    """Sum clips at their places once more, another way than `mix` does."""
    import numpy as np

    total = np.zeros(max(part.end for part in parts), np.float32)
    for part in parts:
        total[part.at : part.end] += np.frombuffer(part.clip.pcm, "<i2")
    return total


def _proved(running: Future[bytes], window: Window) -> bytes:
    """Wait for a window's frames.

    Raises:
        OutputError: when they do not hold what they should, with its place in the session.
    """
    try:
        return running.result()
    except Missing as missing:
        raise lost(whole_ms(window.start + missing.at), lame.named()) from None
