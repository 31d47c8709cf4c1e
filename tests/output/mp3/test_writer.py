import io
import tracemalloc
from typing import BinaryIO, cast

import pytest

from audiocoach.mix.windows import Placed, windows
from audiocoach.output.mp3.encode_windows import encode, encode_windows
from audiocoach.output.mp3.frames import MONO
from audiocoach.output.mp3.info_frame import info_frame
from audiocoach.output.mp3.writer import write_mp3
from tests.support.noise_in_mp3 import noise


class Sink:
    """Takes bytes and keeps only how many there were, and the most at once."""

    def __init__(self) -> None:
        self.total = 0
        self.most = 0

    def write(self, data: bytes | memoryview) -> int:
        self.total += len(data)
        self.most = max(self.most, len(data))
        return len(data)


def test_a_file_is_tag_info_and_frames_in_their_places() -> None:
    piece = encode(noise(1, 100).pcm, 48, 48)
    out = io.BytesIO()
    size = write_mp3(out, [(576 * 10 + 48, piece)], 24_000, 48, b"tag")
    data = out.getvalue()
    assert size == len(data)
    head = b"tag" + info_frame(24_000, 48)
    count = len(piece) // 144
    silence = MONO.silent_frame(48)
    assert data == head + silence * 10 + piece + silence * (MONO.frame_count(24_000) - 10 - count)


def test_frames_no_sample_needs_are_left_out() -> None:
    piece = encode(bytes(48 * 1000), 0, 48) + MONO.silent_frame(48) * 50
    out = io.BytesIO()
    write_mp3(out, [(0, piece)], 24_000, 48)
    assert len(out.getvalue()) == 192 + 144 * MONO.frame_count(24_000)


def test_pieces_are_taken_one_by_one() -> None:
    sink = Sink()
    written = []

    def pieces():
        for start in (0, 24_000, 48_000):
            written.append(sink.total)
            yield start, MONO.silent_frame(48)

    write_mp3(cast(BinaryIO, sink), pieces(), 72_000, 48)
    assert written == sorted(set(written)), "each was written before the next was asked for"


@pytest.mark.parametrize(
    ("pieces", "total", "says"),
    [
        ([(0, MONO.silent_frame(48) * 3), (576 * 2, MONO.silent_frame(48))], 24_000, "meets the one before it"),
        ([(24_000, MONO.silent_frame(48))], 24_000, "outside"),
        ([(-1, MONO.silent_frame(48))], 24_000, "outside"),
        ([(0, MONO.silent_frame(64))], 24_000, "whole frames"),
        ([(0, MONO.silent_frame(96))], 24_000, "starts with"),
        ([], 0, "at least one sample"),
    ],
)
def test_pieces_that_do_not_fit_are_bugs(pieces: list[tuple[int, bytes]], total: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        write_mp3(io.BytesIO(), pieces, total, 48)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_session() -> None:
    clips = [noise(seed, 1000) for seed in range(6)]

    def peak(minutes: int) -> tuple[int, Sink]:
        sink = Sink()
        placed = [Placed.at_ms(6000 * i, clips[i % 6]) for i in range(10 * minutes)]
        tracemalloc.start()
        write_mp3(cast(BinaryIO, sink), encode_windows(windows(placed, 60_000 * minutes)), 24 * 60_000 * minutes)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most, sink

    peak(1)  # what is imported on first use
    short, _ = peak(6)
    long, sink = peak(180)
    assert sink.total == 192 + 144 * MONO.frame_count(24 * 60_000 * 180)
    assert sink.total > 64_000_000
    assert sink.most < 200_000
    # Windows themselves are a few hundred bytes each; samples of 180 minutes would be 518 MB, the file 65 MB.
    assert long < short + 2_000_000


def test_a_piece_that_is_damaged_is_refused_each_time_and_a_right_one_is_written_again() -> None:
    right = encode(noise(1, 100).pcm, 48, 48)
    wrong = right[:-144] + b"\0" * 144
    written = []
    for _ in range(2):
        out = io.BytesIO()
        write_mp3(out, [(48, right)], 24_000, 48)
        written.append(out.getvalue())
        for piece, bitrate in ((wrong, 48), (right, 64)):
            with pytest.raises(ValueError, match=r".+"):
                write_mp3(io.BytesIO(), [(48, piece)], 24_000, bitrate)
    assert written[0] == written[1]
