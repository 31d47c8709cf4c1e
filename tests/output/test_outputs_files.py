"""What is written appears whole or not at all, is the same each time, and takes no memory that grows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import mutagen
import pytest

from audiocoach.errors import OutputError
from audiocoach.labels.tags.tags import Tags
from audiocoach.output.other_formats import FORMATS, write_audio

RATE = 24_000
SECOND = bytes(range(256)) * (RATE * 2 // 256) + bytes(RATE * 2 % 256)
TAGS = Tags("Läufe: 30/30", "audiocoach", "Sechs Wochen", "Zum Üben. 40:00 · audiocoach", "5/24")

each_kind = pytest.mark.parametrize("suffix", FORMATS)


def written(path: Path, blocks: list[bytes], tags: Tags | None = None) -> bytes:
    total = sum(map(len, blocks)) // 2
    assert write_audio(path, blocks, rate=RATE, channels=1, total_samples=total, tags=tags) == path.stat().st_size
    return path.read_bytes()


@each_kind
def test_the_same_sound_gives_the_same_bytes_however_it_is_cut(tmp_path: Path, suffix: str) -> None:
    sound = SECOND * 3
    whole = written(tmp_path / f"one{suffix}", [sound], TAGS)
    cuts = [0, 2, 2, 4802, 100_000, len(sound)]
    pieces = [sound[begin:end] for begin, end in pairwise(cuts)]
    assert written(tmp_path / f"two{suffix}", pieces, TAGS) == whole


@each_kind
def test_its_suffix_may_be_in_capitals(tmp_path: Path, suffix: str) -> None:
    assert written(tmp_path / f"A{suffix.upper()}", [SECOND]) == written(tmp_path / f"a{suffix}", [SECOND])


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".wav"])
def test_tags_are_where_players_look(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    written(path, [SECOND], TAGS)
    found = mutagen.File(path).tags
    if suffix == ".m4a":
        assert dict(found) == {
            "©nam": [TAGS.title],
            "©ART": [TAGS.artist],
            "©alb": [TAGS.album],
            "©cmt": [TAGS.comment],
            "trkn": [(5, 24)],
        }
    else:
        assert {name.lower(): texts for name, texts in found.as_dict().items()} == {
            "title": [TAGS.title],
            "artist": [TAGS.artist],
            "album": [TAGS.album],
            "description": [TAGS.comment],
            "tracknumber": [TAGS.track],
        }


def test_tags_of_a_wav_file_are_its_info_list(tmp_path: Path) -> None:
    data = written(tmp_path / "a.wav", [SECOND], TAGS)
    for name, text in {b"INAM": TAGS.title, b"IART": TAGS.artist, b"ICMT": TAGS.comment, b"IPRD": TAGS.album}.items():
        at = data.index(name)
        assert data[at + 8 :].startswith(text.encode() + b"\0")


@each_kind
def test_without_tags_there_are_none(tmp_path: Path, suffix: str) -> None:
    written(tmp_path / f"a{suffix}", [SECOND])
    assert not mutagen.File(tmp_path / f"a{suffix}").tags


def broken_off(error: type[BaseException]) -> Iterator[bytes]:
    yield SECOND
    raise error


@pytest.mark.slow
@each_kind
@pytest.mark.parametrize("error", [KeyboardInterrupt, OutputError, MemoryError])
def test_what_breaks_off_leaves_the_older_file_and_nothing_else(
    tmp_path: Path, suffix: str, error: type[BaseException]
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"older")
    with pytest.raises(error):
        write_audio(path, broken_off(error), rate=RATE, channels=1, total_samples=10 * RATE)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@each_kind
def test_a_file_that_may_grow_no_further_is_an_error_and_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(OutputError, match=f"a{suffix}: file too large"):
            write_audio(tmp_path / f"a{suffix}", [SECOND] * 5, rate=RATE, channels=1, total_samples=5 * RATE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(tmp_path.iterdir())


@each_kind
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(OutputError, match="there is no folder"):
        written(tmp_path / "no" / f"a{suffix}", [SECOND])


@each_kind
@pytest.mark.parametrize("blocks", [[SECOND], [SECOND, SECOND, b"\0\0"], [SECOND + b"\0", SECOND[1:]]])
def test_blocks_that_are_not_as_promised_are_a_bug_and_leave_nothing(
    tmp_path: Path, suffix: str, blocks: list[bytes]
) -> None:
    with pytest.raises(ValueError, match="bytes"):
        write_audio(tmp_path / f"a{suffix}", blocks, rate=RATE, channels=1, total_samples=2 * RATE)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.mp3", "a.wma", "a"])
def test_another_kind_of_file_is_a_bug(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot write"):
        written(tmp_path / name, [SECOND])


class Counted(bytes):
    """A block that is counted while it is there."""

    living = 0

    def __init__(self, _: bytes) -> None:
        Counted.living += 1

    def __del__(self) -> None:
        Counted.living -= 1


@pytest.mark.slow
@each_kind
def test_of_a_long_session_only_a_few_blocks_are_there_at_a_time(tmp_path: Path, suffix: str) -> None:
    most = 0

    def blocks() -> Iterator[bytes]:
        nonlocal most
        for _ in range(100):
            block = Counted(SECOND)
            most = max(most, Counted.living)
            yield block

    write_audio(tmp_path / f"a{suffix}", blocks(), rate=RATE, channels=1, total_samples=100 * RATE)
    assert 0 < most <= 3


def test_a_window_of_minutes_is_not_handed_on_in_one_piece(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.flac", [SECOND * 60])
    assert written(tmp_path / "b.flac", [SECOND] * 60) == whole


@pytest.mark.slow
def test_a_wav_file_over_four_gigabytes_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.output.other_formats._WAV_LIMIT", 100_000)
    data = written(tmp_path / "a.wav", [SECOND] * 3)
    assert data[:4] == b"RF64"
    assert data[8:16] == b"WAVEds64"
    with av.open(str(tmp_path / "a.wav")) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == 3 * RATE
