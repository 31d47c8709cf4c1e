"""Sound that goes on, encoded in chunks: what is heard at the joins is what is heard elsewhere."""

from __future__ import annotations

import itertools
import threading
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.output.mp3.chunk_encoder import Encoding
from audiocoach.output.mp3.chunks import EXTRA, SILENT_FRAMES, WARM_UP, chunks
from audiocoach.output.mp3.encode_stream import encode_stream
from audiocoach.output.mp3.frames import MONO, STEREO, FrameLayout
from audiocoach.output.mp3.seams import read_side_info
from tests.support.decoders import Sound, by_pyav
from tests.support.stereo_in_mp3 import (
    FRAME,
    LAG,
    RATE,
    SOUNDS,
    blocks,
    heard,
    in_one_go,
    joined,
    judged,
    music,
    noise,
    pcm,
)

pytestmark = pytest.mark.slow

OWN = 40  # frames a chunk has of its own here: a join every 0.96 s
REACH = 12  # frames behind the end of a chunk's own in which nearly every join is


def roughness(error: Sound) -> np.ndarray:
    """The largest second difference in each frame as it is heard."""
    second = np.abs(np.diff(error, 2, axis=0)).max(axis=1)
    second = second[FRAME - LAG :]
    return second[: len(second) // FRAME * FRAME].reshape(-1, FRAME).max(axis=1)


def level(error: Sound) -> np.ndarray:
    """The mean power of each frame as it is heard."""
    power = (error[FRAME - LAG :] ** 2).mean(axis=1)
    return power[: len(power) // FRAME * FRAME].reshape(-1, FRAME).mean(axis=1)


def near_joins(count: int) -> np.ndarray:
    """Which of `count` frames are just before, at or just behind a place where a join may be."""
    number = np.arange(1, count + 1)
    return (number >= OWN - 1) & ((number + 1) % OWN <= REACH)


@pytest.mark.parametrize("bitrate", [64, 96, 128, 192, 320])
@pytest.mark.parametrize("name", SOUNDS)
def test_joins_are_heard_by_nobody(name: str, bitrate: int) -> None:
    samples = pcm(SOUNDS[name](16))
    wanted, single = heard(samples), by_pyav(in_one_go(samples, bitrate))
    found = judged(joined(samples, bitrate, OWN))
    for judge, sound in found.items():
        assert sound.shape == wanted.shape, judge
        assert np.max(np.abs(sound - found["PyAV"])) < 1e-4, judge
    error, usual = found["PyAV"] - wanted, single - wanted
    # As far from the input as one encoding: over all, and at the joins, where chunks begin with nothing saved up.
    assert 10 * np.log10(np.mean(error**2) / np.mean(usual**2)) < 0.3
    places = near_joins(len(level(error)))
    assert 10 * np.log10(np.mean(level(error)[places]) / np.mean(level(usual)[places])) < 1
    assert not rougher(error, usual).any()


def rougher(error: Sound, usual: Sound) -> np.ndarray:
    """Where there is a click: a frame near a join rougher than twice the median elsewhere.

    Where the sound itself has a click, twice of what one encoding has there, or in a frame beside it: echoes reach it.
    """
    rough, usually = roughness(error), np.pad(roughness(usual), 1)
    usually = np.max([usually[:-2], usually[1:-1], usually[2:]], axis=0)
    places = near_joins(len(rough))
    return rough[places] > 2 * np.maximum(np.median(rough[~places]), usually[places])


def test_a_click_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # In tones, whose coding noise is low: in noise and in dense music nobody would hear it either.
    samples = pcm(SOUNDS["tones"](16))
    usual = by_pyav(in_one_go(samples)) - heard(samples)
    monkeypatch.setattr("audiocoach.output.mp3.chunks.WARM_UP", 0)
    monkeypatch.setattr("audiocoach.output.mp3.encode_stream.WARM_UP", 0)
    monkeypatch.setattr("audiocoach.output.mp3.encode_stream.can_follow", lambda *_: True)
    assert rougher(by_pyav(joined(samples, 128, OWN)) - heard(samples), usual).any()


def sounds(frames: bytes, layout: FrameLayout, bitrate: int) -> list[tuple[bytes, bytes]]:
    """What each frame says besides what it borrows, and its sound; asserts that there is room for all of it."""
    size, head = layout.frame_bytes(bitrate), layout.head_bytes
    found: list[tuple[bytes, bytes]] = []
    stream = b"".join(frames[at + head : at + size] for at in range(0, len(frames), size))
    taken, before = 0, None
    for number in range(len(frames) // size):
        frame = frames[number * size : (number + 1) * size]
        side = read_side_info(frame, layout)
        begins = number * (size - head) - side.borrowed
        assert begins >= taken, "behind the sound of the frame before it"
        taken = begins + side.sound_bytes
        assert taken <= (number + 1) * (size - head), "not later than it is played"
        assert before is None or side.opens_short == before.closes_short, "windows that meet have one shape"
        before = side
        rest = bytes([frame[3]]) + (int.from_bytes(frame[4:head], "big") % (1 << 8 * (head - 4) - 9)).to_bytes(head)
        found.append((rest, stream[begins:taken]))
    return found


def bits_are_those_of_the_chunks(samples: bytes, layout: FrameLayout, bitrate: int, own_frames: int) -> int:
    """Every frame is of a chunk's encoding, and of the one before while that goes on; counts the changes."""
    pieces = list(encode_stream([samples], layout, bitrate, chunk_frames=own_frames))
    cut = list(chunks([samples], layout, own_frames))
    encodings = []
    for number, chunk in enumerate(cut):
        encoding = Encoding(chunk, layout, bitrate).begin()
        for later in cut[number + 1 :]:
            if later.opens:
                break
            encoding.go_on(later, later.end)
        encodings.append((chunk.first, sounds(encoding.frames(chunk.first, encoding.end), layout, bitrate)))
    changes = 0
    runs = [list(run) for _, run in itertools.groupby(contiguous(pieces, layout, bitrate), lambda each: each[0])]
    for run in runs:
        first = run[0][1] // layout.frame_samples
        now = next(index for index, (start, _) in enumerate(encodings) if start == first)
        for number, sound in enumerate(sounds(b"".join(frames for _, _, frames in run), layout, bitrate), first):
            start, made = encodings[now]
            if number - start >= len(made) or made[number - start] != sound:
                now = next(
                    index
                    for index, (start, made) in enumerate(encodings)
                    if index > now and start + WARM_UP <= number < start + len(made) and made[number - start] == sound
                )
                changes += 1
    return changes


def contiguous(pieces: list[tuple[int, bytes]], layout: FrameLayout, bitrate: int) -> list[tuple[int, int, bytes]]:
    """Pieces with the number of the stretch of sound that they belong to."""
    found, number, end = [], 0, 0
    for start, frames in pieces:
        number += start != end
        end = start + len(frames) // layout.frame_bytes(bitrate) * layout.frame_samples
        found.append((number, start, frames))
    return found


@pytest.mark.parametrize("name", ["music", "noise", "clicks", "gaps"])
def test_every_frame_is_bit_for_bit_one_that_lame_made(name: str) -> None:
    assert bits_are_those_of_the_chunks(pcm(SOUNDS[name](12)), STEREO, 128, OWN) >= 6


def test_mono_is_joined_as_well() -> None:
    samples = pcm(music(16) + noise(16) * 0.1)[: 24_000 * 2 * 20]
    assert bits_are_those_of_the_chunks(samples, MONO, 48, 40) >= 15


PARTS = {name: pcm(make(3)) for name, make in SOUNDS.items() if name not in ("speech", "gaps")}
PARTS["silence"] = bytes(4 * FRAME * 60)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(PARTS)), st.integers(RATE // 4, 2 * RATE)), min_size=1, max_size=5),
    st.sampled_from(STEREO.bitrates),
    st.integers(1, 70),
    st.integers(1, 300_000),
)
def test_any_sound_in_any_chunks_and_blocks(
    parts: list[tuple[str, int]], bitrate: int, own_frames: int, block: int
) -> None:
    samples = b"".join(PARTS[name][: 4 * length] for name, length in parts)
    pieces = list(encode_stream([samples], STEREO, bitrate, chunk_frames=own_frames))
    assert list(encode_stream(blocks(samples, block), STEREO, bitrate, chunk_frames=own_frames)) == pieces
    if pieces:
        bits_are_those_of_the_chunks(samples, STEREO, bitrate, own_frames)
    sound = by_pyav(joined(samples, bitrate, own_frames))
    single = by_pyav(in_one_go(samples, bitrate))
    wanted = heard(samples)
    assert sound.shape == wanted.shape
    assert np.mean((sound - wanted) ** 2) <= 1.5 * np.mean((single - wanted) ** 2) + 1e-12


def test_a_session_of_pure_silence_has_no_pieces() -> None:
    assert list(encode_stream([bytes(4 * RATE * 5)])) == []
    assert list(encode_stream([])) == []
    assert not by_pyav(joined(bytes(4 * (RATE * 5 + 7)))).any()


def test_long_silence_is_left_out_and_short_silence_is_not() -> None:
    sound = pcm(noise(1))[: 40 * FRAME * 4]
    gap = bytes(SILENT_FRAMES * FRAME * 4)
    pieces = list(encode_stream([sound + gap + sound + gap[4 * FRAME :] + sound]))
    spans = [(start // FRAME, start // FRAME + len(frames) // 384) for start, frames in pieces]
    assert spans[0][0] == 0
    assert 41 <= spans[0][1] <= 44
    assert spans[1][0] == 40 + SILENT_FRAMES
    assert spans[-1][1] >= 40 * 3 + 2 * SILENT_FRAMES
    assert [start for start, _ in spans[2:]] == [end for _, end in spans[1:-1]]


def test_silence_is_silent_to_the_bit() -> None:
    samples = bytearray(pcm(music(12)))
    samples[4 * RATE * 4 : 4 * RATE * 8] = bytes(4 * RATE * 4)
    sound = by_pyav(joined(bytes(samples)))
    assert not sound[RATE * 4 + 3 * FRAME : RATE * 8 - 3 * FRAME].any()


def test_known_chunks_are_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = pcm(noise(12))
    known: dict[str, bytes] = {}
    first = list(encode_stream([samples], known=known, chunk_frames=OWN))
    monkeypatch.setattr(Encoding, "_encode", None)
    assert list(encode_stream([samples], known=known, chunk_frames=OWN)) == first


@pytest.mark.parametrize("name", ["gaps", "clicks", "music"])
def test_known_chunks_give_the_same_also_where_they_have_to_go_on(name: str) -> None:
    samples = pcm(SOUNDS[name](12))
    known: dict[str, bytes] = {}
    first = list(encode_stream([samples], known=known, chunk_frames=OWN))
    kept = dict(known)
    assert list(encode_stream([samples], known=known, chunk_frames=OWN)) == first
    assert known == kept


def test_damaged_or_short_frames_are_made_again() -> None:
    samples = pcm(music(6))
    known: dict[str, bytes] = {}
    first = list(encode_stream([samples], known=known, chunk_frames=OWN))
    good = dict(known)
    for key in list(known):
        for damage in (b"", good[key][:-1], good[key][: 384 * 20], bytes(384) + good[key][384:]):
            known[key] = damage
            assert list(encode_stream([samples], known=known, chunk_frames=OWN)) == first
            assert known == good


def test_one_changed_second_is_one_or_two_new_chunks() -> None:
    samples = bytearray(pcm(music(12)))
    known: dict[str, bytes] = {}
    list(encode_stream([bytes(samples)], known=known, chunk_frames=OWN))
    before = len(known)
    samples[4 * RATE * 5 : 4 * RATE * 6] = pcm(noise(1))
    list(encode_stream([bytes(samples)], known=known, chunk_frames=OWN))
    assert 1 <= len(known) - before <= 3


def test_an_encoding_goes_on_when_there_is_no_place_to_join(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = pcm(music(12))
    monkeypatch.setattr("audiocoach.output.mp3.encode_stream.can_follow", lambda *_: False)
    pieces = list(encode_stream(blocks(samples), chunk_frames=OWN))
    assert b"".join(frames for _, frames in pieces) + bytes(0) == b"".join(
        frames for _, frames in encode_stream([samples], chunk_frames=10_000)
    )
    assert len(pieces) > 10, "yielded as it goes"
    tries = iter(range(10**6))
    monkeypatch.setattr("audiocoach.output.mp3.encode_stream.can_follow", lambda *_: next(tries) % 60 == 59)
    assert by_pyav(joined(samples)).shape == heard(samples).shape


def test_stopping_early_starts_nothing_new_and_asks_for_no_more() -> None:
    asked = []

    def endless():
        part = pcm(music(1))
        for number in itertools.count():
            asked.append(number)
            yield part

    pieces = encode_stream(endless(), chunk_frames=OWN)
    next(pieces)
    pieces.close()
    assert len(asked) < 10
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lame")]


@pytest.mark.parametrize("where", ["blocks", "lame"])
def test_an_error_comes_out_and_ends_the_threads(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing():
        yield pcm(music(3))
        if where == "blocks":
            raise OSError("gone")
        monkeypatch.setattr("audiocoach.output.mp3.lame.encoder", None)
        yield pcm(music(3))

    with pytest.raises((OSError, TypeError)):
        list(encode_stream(failing(), chunk_frames=OWN))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lame")]


def test_memory_does_not_grow_with_the_length() -> None:
    part = pcm(music(10))

    def peak(minutes: int) -> int:
        tracemalloc.start()
        size = sum(len(frames) for _, frames in encode_stream(itertools.repeat(part, 6 * minutes)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size >= minutes * 60 * 16_000
        return most

    short, long = peak(3), peak(12)
    assert long < 1.1 * short < 60_000_000


def test_overlaps_cost_little() -> None:
    whole = list(chunks(itertools.repeat(pcm(noise(10)), 30), STEREO))
    assert sum(chunk.end - chunk.first for chunk in whole) < 1.015 * 300 * RATE / FRAME
    assert all(after.first == before.end - WARM_UP - EXTRA for before, after in itertools.pairwise(whole))
