"""A stream of samples to this computer's sound device, through miniaudio.

The stream is made in the caller's thread and runs some seconds ahead; the device's own thread only takes what is there,
so that nothing it waits for can be heard.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Protocol

from audiocoach.errors import OutputError
from audiocoach.quantities.units import BYTES_PER_SAMPLE

BACKEND = "AUDIOCOACH_SOUND_BACKEND"
"""The environment variable that names one of miniaudio's backends, such as `alsa` or, to hear nothing, `null`."""

PERIOD_MS = 50
AHEAD_SECONDS = 4
TICK = 0.1
_STUCK_SECONDS = 10

Take = Callable[[int], bytes]
"""Asked by the device's thread for so many samples (of each channel)."""


class Device(Protocol):
    """What plays."""

    def start(self, take: Take) -> None:
        """Begin to ask for samples."""
        ...

    def close(self) -> None:
        """Stop at once."""
        ...


class SoundCard:
    """The computer's sound device.

    Raises:
        OutputError: when there is none that works.
    """

    def __init__(self, rate: int, channels: int) -> None:
        import miniaudio

        backends = _backends(os.environ.get(BACKEND, ""))
        try:
            with _muted_stderr():
                self._device = miniaudio.PlaybackDevice(
                    miniaudio.SampleFormat.SIGNED16,
                    channels,
                    rate,
                    buffersize_msec=PERIOD_MS,
                    backends=[getattr(miniaudio.Backend, name) for name in backends],
                    app_name="audiocoach",
                )
        except miniaudio.MiniaudioError as error:
            raise OutputError(
                f"there is no sound device here that can play ({error.args[0]})",
                option="write a file instead and play it elsewhere: audiocoach render PATH -o FILE.mp3",
            ) from None

    def start(self, take: Take) -> None:
        """Begin to ask for samples."""
        import miniaudio

        try:
            self._device.start(_asked(take))
        except miniaudio.MiniaudioError as error:
            hint = "is another program using it?"
            raise OutputError(f"the sound device does not start ({error.args[0]})", hint) from None

    def close(self) -> None:
        """Stop at once."""
        self._device.close()


def _asked(take: Take) -> Generator[bytes, int, None]:
    def asked() -> Generator[bytes, int, None]:
        count = yield b""
        while True:
            count = yield take(count)

    generator = asked()
    next(generator)
    return generator


def _backends(wanted: str) -> list[str]:
    """Name the backends to try: not the one that plays into nothing, unless it is `wanted`.

    Raises:
        OutputError: when no backend is called `wanted`.
    """
    import miniaudio

    known = [backend.name for backend in miniaudio.Backend if backend.name != "CUSTOM"]
    if not wanted:
        return [name for name in known if name != "NULL"]
    if wanted.upper() not in known:
        names = ", ".join(name.lower() for name in known)
        raise OutputError(f"{BACKEND}: there is no sound backend '{wanted}'", f"there are {names}")
    return [wanted.upper()]


@contextmanager
def _muted_stderr() -> Iterator[None]:
    """Silence stderr: without a sound card ALSA itself writes a page there, and one sentence of ours is enough."""
    if sys.stderr is None:
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


class Feed:
    """Samples between the thread that makes them and the one that plays them."""

    def __init__(self, rate: int, channels: int) -> None:
        self._width = channels * BYTES_PER_SAMPLE
        self._limit = AHEAD_SECONDS * rate * self._width
        self._blocks: deque[memoryview] = deque()
        self._waiting = 0
        self._changed = Condition()
        self.played = 0
        """Samples of the stream (of each channel) that the device has taken, and the silence after its end."""
        self.missed = 0
        """Samples that were silent because the stream was not ahead."""
        self._ended = False

    def put(self, block: bytes) -> None:
        """Add a block, whatever there is already."""
        with self._changed:
            self._blocks.append(memoryview(block))
            self._waiting += len(block)

    def end(self) -> None:
        """Mark the end of the stream: whatever is taken beyond the last block is silence."""
        with self._changed:
            self._ended = True

    def take(self, count: int) -> bytes:
        """Return the next `count` samples of each channel as bytes; silence where there are none."""
        wanted = count * self._width
        found: list[memoryview] = []
        with self._changed:
            while wanted and self._blocks:
                block = self._blocks.popleft()
                if len(block) > wanted:
                    self._blocks.appendleft(block[wanted:])
                    block = block[:wanted]
                found.append(block)
                wanted -= len(block)
                self._waiting -= len(block)
            missed = 0 if self._ended else wanted // self._width
            self.played += count - missed
            self.missed += missed
            self._changed.notify_all()
        return b"".join([*found, bytes(wanted)])

    @property
    def _through(self) -> int:
        return self.played + self.missed

    @property
    def full(self) -> bool:
        """Tell whether `AHEAD_SECONDS` or more are waiting to be played."""
        return self._waiting >= self._limit

    def wait(self, until: Callable[[], bool], on_tick: Callable[[], None]) -> None:
        """Wait while samples are taken until something holds; `on_tick` is called again and again meanwhile.

        Raises:
            OutputError: when the device asks for no more.
        """
        last, since = self._through, time.monotonic()
        while True:
            with self._changed:
                if until():
                    return
                self._changed.wait(TICK)
            if self._through != last:
                last, since = self._through, time.monotonic()
            elif time.monotonic() - since > _STUCK_SECONDS:
                raise OutputError("the sound device has stopped", "connect it again, or make another the default")
            on_tick()


def play(
    blocks: Iterable[bytes], rate: int, channels: int, device: Device, on_time: Callable[[int], None] = lambda _: None
) -> Feed:
    """Play a stream to its end, and close the device, whatever happens.

    Args:
        blocks: interleaved 16-bit samples, in blocks of any length.
        rate: samples a second of each channel.
        channels: 1 or 2.
        device: what plays, opened for this rate and these channels.
        on_time: told several times a second which sample is being played.

    Raises:
        OutputError: when the device stops.
    """
    feed = Feed(rate, channels)
    total = 0
    started = False

    def told() -> None:
        on_time(min(feed.played, total))

    try:
        for block in blocks:
            feed.put(block)
            total += len(block) // (channels * BYTES_PER_SAMPLE)
            if feed.full and not started:
                device.start(feed.take)
                started = True
            if started:
                feed.wait(lambda: not feed.full, told)
        feed.end()
        if not started:
            device.start(feed.take)
        # Until the device has not only taken the last sample, but played it.
        last = total + 3 * PERIOD_MS * rate // 1000
        feed.wait(lambda: feed.played >= last, told)
    finally:
        device.close()
    return feed
