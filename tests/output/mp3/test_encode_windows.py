import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

import audiocoach.output.mp3.encode_windows
from audiocoach.mix.windows import MERGE_MS, Placed, Window, windows
from audiocoach.output.mp3.encode_windows import encode, encode_windows, frames_key
from audiocoach.output.mp3.frames import MONO
from tests.support.noise_in_mp3 import mp3, noise

TOTAL_MS = 60_000


def session(count: int = 12) -> tuple[Window, ...]:
    """Windows at whole seconds, so at three phases, of two sounds in turn."""
    clips = [noise(seed, 200) for seed in range(2)]
    return windows([Placed.at_ms(1000 * i, clips[i % 2]) for i in range(count)], TOTAL_MS)


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, int]]:
    """What was really encoded, in any order."""
    calls: list[tuple[bytes, int]] = []

    def counting(pcm: bytes, phase: int, bitrate: int) -> bytes:
        calls.append((pcm, phase))
        return encode(pcm, phase, bitrate)

    monkeypatch.setattr(audiocoach.output.mp3.encode_windows, "encode", counting)
    return calls


def test_each_sound_is_encoded_once_for_each_phase(encoded: list[tuple[bytes, int]]) -> None:
    pieces = list(encode_windows(session()))
    assert [start for start, _ in pieces] == [24_000 * i for i in range(12)]
    assert len(encoded) == len(set(encoded)) == 6
    assert {phase for _, phase in encoded} == {0, 192, 384}
    assert pieces[0][1] is pieces[6][1], "the same bytes, not a copy"


def test_progress_counts_distinct_windows_to_the_end_in_the_callers_thread() -> None:
    seen: list[tuple[int, int]] = []
    threads = set()

    def on_each(done: int, total: int) -> None:
        seen.append((done, total))
        threads.add(threading.current_thread())

    list(encode_windows(session(), on_each=on_each))
    assert seen == [(n, 6) for n in range(1, 7)]
    assert threads == {threading.current_thread()}


def test_kept_frames_are_neither_mixed_nor_encoded_again(
    encoded: list[tuple[bytes, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, bytes] = {}
    first = list(encode_windows(session(), known=kept))
    assert set(kept) == {frames_key(window, 48) for window in session()}
    monkeypatch.setitem(sys.modules, "lameenc", None)
    seen: list[tuple[int, int]] = []
    assert list(encode_windows(session(), known=kept, on_each=lambda *each: seen.append(each))) == first
    assert len(encoded) == 6
    assert seen[-1] == (6, 6)


def test_damaged_kept_frames_are_made_again(encoded: list[tuple[bytes, int]]) -> None:
    kept: dict[str, bytes] = {}
    first = list(encode_windows(session(), known=kept))
    key = frames_key(session()[0], 48)
    for damage in (b"", kept[key][:-1], bytes(len(kept[key]))):
        kept[key] = damage
        assert list(encode_windows(session(), known=kept)) == first
    assert len(encoded) == 9


def test_a_key_names_sound_place_phase_and_bitrate() -> None:
    one, other = noise(1, 200), noise(2, 200)

    def key(*placed: Placed, bitrate: int = 48) -> str:
        (window,) = windows(placed, TOTAL_MS)
        return frames_key(window, bitrate)

    usual = key(Placed.at_ms(0, one))
    assert key(Placed.at_ms(24_000, one)) == usual, "1000 frames later"
    different = {
        key(Placed.at_ms(0, other)),
        key(Placed(1, one)),
        key(Placed.at_ms(1, one)),
        key(Placed.at_ms(0, one), bitrate=64),
        key(Placed.at_ms(0, one), Placed.at_ms(210, one)),
        key(Placed.at_ms(0, one), Placed(210 * 24 + 1, one)),
    }
    assert len(different | {usual}) == 7


def test_the_same_samples_give_the_same_frames_alone_and_among_others() -> None:
    pcm = noise(1, 500).pcm
    first = encode(pcm, 48, 48)
    encode(noise(2, 700).pcm, 0, 96)
    assert encode(pcm, 48, 48) == first
    assert mp3([Placed.at_ms(4994, noise(1, 500))], 24_000 * 10)[192 + 144 * 208 :].startswith(first)


@pytest.mark.slow
def test_two_renderings_are_the_same_to_the_byte() -> None:
    placed = [Placed.at_ms(997 * i, noise(i % 7, 300)) for i in range(30)]
    assert mp3(placed, 24_000 * 40) == mp3(placed, 24_000 * 40)


@pytest.mark.slow
def test_stopping_early_starts_nothing_new(encoded: list[tuple[bytes, int]]) -> None:
    many = windows([Placed.at_ms(1000 * i, noise(i, 900)) for i in range(60)], TOTAL_MS)
    pieces = encode_windows(many)
    next(pieces)
    assert isinstance(pieces, Iterator)
    pieces.close()
    assert len(encoded) < 60
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lame")]


def test_an_error_while_encoding_comes_out_and_ends_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(pcm: bytes, phase: int, bitrate: int) -> bytes:
        raise MemoryError

    monkeypatch.setattr(audiocoach.output.mp3.encode_windows, "encode", broken)
    with pytest.raises(MemoryError):
        list(encode_windows(session()))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lame")]


def test_no_windows_are_no_pieces_and_import_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lameenc", None)
    assert list(encode_windows(())) == []


@pytest.mark.slow
def test_a_piece_is_never_longer_than_the_gap_after_it_allows() -> None:
    for samples in range(1, 577):
        frames = MONO.check_frames(encode(bytes(2), samples - 1, 48), 48)
        next_window = (samples + 24 * MERGE_MS) // 576
        assert frames <= next_window


def test_phases_and_bitrates_that_do_not_exist_are_bugs() -> None:
    with pytest.raises(ValueError, match=r"phase is 0\.\.575"):
        encode(b"", 576)
    with pytest.raises(ValueError, match="50 kb/s"):
        encode(b"", 0, 50)
    with pytest.raises(ValueError, match="50 kb/s"):
        next(encode_windows(session(), 50))


@pytest.mark.slow
def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, audiocoach.output.mp3.encode_windows, audiocoach.output.mp3.writer\n"
        "import audiocoach.labels.tags.id3, audiocoach.storage.whole_files\n"
        "assert not {'numpy', 'pydub', 'lameenc', 'mutagen', 'av'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
