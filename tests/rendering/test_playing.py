"""Streams to a device: all of each, in order, and no more than seconds ahead. miniaudio's null device plays them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

import audiocoach.rendering.sound_device
from audiocoach.errors import OutputError
from audiocoach.rendering.sound_device import AHEAD_SECONDS, BACKEND, Feed, SoundCard, Take, play

RATE = 24_000


def stream(seconds: float) -> np.ndarray:
    """Samples of which none is silent."""
    return (np.arange(round(seconds * RATE)) % 30_000 + 1).astype("<i2")


def blocks(samples: np.ndarray, size: int = 10_007) -> Iterator[bytes]:
    for start in range(0, len(samples), size):
        yield samples[start : start + size].tobytes()


def test_a_feed_gives_what_was_put_in_pieces_of_any_size() -> None:
    feed, samples = Feed(RATE, 1), stream(1)
    for block in blocks(samples, 777):
        feed.put(block)
    got = b"".join(feed.take(count) for count in [1, 500, 0, 10_000, 5_000, 8_499])
    assert got == samples.tobytes()
    assert (feed.played, feed.missed) == (RATE, 0)


def test_a_feed_gives_silence_where_there_is_nothing_and_counts_it_until_the_end() -> None:
    feed = Feed(RATE, 2)
    feed.put(b"\1\0\2\0" * 10)
    assert feed.take(15) == b"\1\0\2\0" * 10 + bytes(20)
    assert (feed.played, feed.missed) == (10, 5)
    feed.end()
    assert feed.take(5) == bytes(20)
    assert feed.missed == 5


class Greedy:
    """A device that takes as fast as it can, in a thread of its own, as miniaudio's does."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.closed = threading.Event()

    def start(self, take: Take) -> None:
        def run() -> None:
            while not self.closed.is_set():
                self.got.append(take(1_200))

        self.thread = threading.Thread(target=run)
        self.thread.start()

    def close(self) -> None:
        self.closed.set()
        self.thread.join()


def test_every_sample_reaches_the_device_in_order_and_the_time_is_told() -> None:
    device, samples, times = Greedy(), stream(30), []
    play(blocks(samples), RATE, 1, device, times.append)
    got = np.frombuffer(b"".join(device.got), "<i2")
    assert np.array_equal(got[got != 0], samples)
    assert times == sorted(times)
    assert times[-1] == len(samples)
    assert not device.thread.is_alive()


class Idle:
    """A device that starts and never asks for anything."""

    def __init__(self) -> None:
        self.closed = 0

    def start(self, take: Take) -> None:
        pass

    def close(self) -> None:
        self.closed += 1


def test_a_device_that_stops_is_told_and_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiocoach.rendering.sound_device, "_STUCK_SECONDS", 0.05)
    device, made = Idle(), []

    def counted() -> Iterator[bytes]:
        for block in blocks(stream(60)):
            made.append(len(block) // 2)
            yield block

    with pytest.raises(OutputError, match="device has stopped"):
        play(counted(), RATE, 1, device)
    assert device.closed == 1
    assert sum(made) < (AHEAD_SECONDS + 1) * RATE, "the stream is not made far ahead"


def test_an_error_in_the_stream_closes_the_device() -> None:
    def broken() -> Iterator[bytes]:
        yield b"\1\0" * 100
        raise OutputError("gone")

    device = Idle()
    with pytest.raises(OutputError, match="gone"):
        play(broken(), RATE, 1, device)
    assert device.closed == 1


class Recorded:
    """The null device, with what it takes written down."""

    def __init__(self, rate: int, channels: int) -> None:
        self.card = SoundCard(rate, channels)
        self.got: list[bytes] = []

    def start(self, take: Take) -> None:
        def noted(count: int) -> bytes:
            self.got.append(take(count))
            return self.got[-1]

        self.card.start(noted)

    def close(self) -> None:
        self.card.close()


@pytest.mark.parametrize(("rate", "channels"), [(24_000, 1), (48_000, 2)])
def test_the_null_device_gets_the_stream_to_its_last_sample_and_nothing_is_missed(
    monkeypatch: pytest.MonkeyPatch, rate: int, channels: int
) -> None:
    monkeypatch.setenv(BACKEND, "null")
    samples = stream(0.4)
    device = Recorded(rate, channels)
    feed = play(blocks(samples[: len(samples) // 2 * 2]), rate, channels, device)
    got = b"".join(device.got)
    assert got[: 2 * len(samples)] == samples.tobytes()
    assert not any(got[2 * len(samples) :])
    assert feed.missed == 0


def test_backends_that_are_not_there_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BACKEND, "gramophone")
    with pytest.raises(OutputError, match=r"no sound backend 'gramophone'\n  there are .*alsa.*, null"):
        SoundCard(RATE, 1)
