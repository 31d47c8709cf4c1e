"""Files that are no music, protected or damaged: an error that says what, where, and a way out; nothing else."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import SoundError
from audiocoach.shown import shown
from audiocoach.sound.decoding import opening
from audiocoach.sound.decoding.decode import blocks
from tests.support.music_files import film, noise, write_music


def length(path: Path) -> int:
    return sum(block.shape[1] for block in blocks(path))


def wrong_with(path: Path) -> str:
    with pytest.raises(SoundError) as caught:
        length(path)
    said = str(caught.value)
    assert said.startswith(f"{shown(path)}: ")
    assert "\n" not in said
    assert "Errno" not in said
    return said.removeprefix(f"{shown(path)}: ")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert wrong_with(tmp_path / "nowhere.mp3").startswith("there is no such music file")
    assert wrong_with(tmp_path).startswith("this is a folder")
    assert wrong_with(tmp_path / "a\0b.mp3").startswith("no file has such a name")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp3"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR)  # or else merely opening it would wait
    try:
        assert wrong_with(pipe).startswith("this is no file")
    finally:
        os.close(held)


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp3"
    path.touch()
    assert wrong_with(path).startswith("this file is empty")


@pytest.mark.parametrize("data", [b"hello " * 2000, bytes(5000), np.random.default_rng(1).bytes(50_000)])
@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".wav", ".flac", ".txt"])
def test_what_is_no_music_is_told(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"something{suffix}"
    path.write_bytes(data)
    said = wrong_with(path)
    assert said.startswith(("no music can be read from it", "there is no sound in it", "this music is damaged at 0:00"))


@pytest.mark.parametrize(
    "playlist",
    [
        "ffconcat version 1.0\nfile '{file}'\n",
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n#EXTINF:2.3,\n{file}\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2.3,\nfile://{folder}/{file}\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2.3,\nhttp://localhost:9/{file}\n#EXT-X-ENDLIST\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="urn:mpeg:dash:profile:'
        'isoff-main:2011"><Period><AdaptationSet><Representation id="1" bandwidth="1"><BaseURL>{file}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    ],
)
@pytest.mark.parametrize("suffix", [".mp3", ".m3u8", ".ffconcat", ".mpd", ".sdp"])
def test_a_playlist_opens_no_other_file(
    tmp_path: Path, pieces: dict[str, Path], playlist: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.mp3").write_bytes(pieces[".mp3"].read_bytes())
    path = Path(f"list{suffix}")
    path.write_text(playlist.format(file="other.mp3", folder=tmp_path))
    assert wrong_with(path).startswith("no music can be read from it")


@pytest.mark.parametrize("tag", [b"drms", b"drmi", b"enca", b"aavd"])
def test_music_of_a_shop_is_told_to_be_protected(tmp_path: Path, pieces: dict[str, Path], tag: bytes) -> None:
    whole = pieces[".m4a"].read_bytes()
    kind = whole.index(b"mp4a", whole.index(b"stsd"))
    path = tmp_path / "bought.m4p"
    path.write_bytes(whole[:kind] + tag + whole[kind + 4 :])
    assert "protected (DRM)" in wrong_with(path)


def test_encrypted_music_is_told_to_be_protected(tmp_path: Path) -> None:
    path = write_music(
        tmp_path / "streamed.m4a",
        noise(2.0),
        options={
            "encryption_scheme": "cenc-aes-ctr",
            "encryption_key": "76a6c65c5ea762046bd749a2e632ccbb",
            "encryption_kid": "a7e61c373e219033c21091fa607bf3b8",
        },
    )
    assert "protected (DRM)" in wrong_with(path)


def test_a_film_without_sound_is_told(tmp_path: Path) -> None:
    assert wrong_with(film(tmp_path / "film.mp4")).startswith("there is no sound in it")


def test_sound_coded_in_an_odd_way_is_told(tmp_path: Path) -> None:
    path = write_music(tmp_path / "film.m4a", noise(1.5), coder="ac3", sample_format="fltp")
    assert wrong_with(path).startswith("its sound is ac3")


@pytest.mark.slow
def test_damage_is_told_with_its_place(tmp_path: Path) -> None:
    whole = bytearray(write_music(tmp_path / "music.flac", noise(70)).read_bytes())
    middle = len(whole) * 65 // 70
    whole[middle : middle + 4000] = np.random.default_rng(1).bytes(4000)
    path = tmp_path / "damaged.flac"
    path.write_bytes(whole)
    assert wrong_with(path).startswith(("this music is damaged at 1:04;", "this music is damaged at 1:05;"))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".flac", ".ogg", ".opus"])
def test_one_flipped_bit_is_found_where_there_is_a_checksum(tmp_path: Path, suffix: str) -> None:
    whole = bytearray(write_music(tmp_path / f"music{suffix}", noise(5)).read_bytes())
    whole[len(whole) // 2] ^= 16
    path = tmp_path / f"damaged{suffix}"
    path.write_bytes(whole)
    assert wrong_with(path).startswith("this music is damaged at 0:0")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".flac", ".m4a"])
def test_a_file_cut_short_tells_how_much_is_there(tmp_path: Path, suffix: str) -> None:
    options = {"movflags": "faststart"} if suffix == ".m4a" else {}
    whole = write_music(tmp_path / f"music{suffix}", noise(70), options=options).read_bytes()
    path = tmp_path / f"half{suffix}"
    path.write_bytes(whole[: len(whole) // 2])
    said = wrong_with(path)
    assert said.startswith(("this music is cut short: 0:3", "this music is damaged at 0:3"))


def test_an_mp3_cut_short_is_played_as_far_as_it_goes(tmp_path: Path, pieces: dict[str, Path]) -> None:
    path = tmp_path / "half.mp3"
    path.write_bytes(pieces[".mp3"].read_bytes()[:20_000])
    assert 1.0 < length(path) / 48_000 < 1.5


def floats(values: np.ndarray, rate: int = 48_000) -> bytes:
    """A WAV of float samples, mono."""
    data = values.astype("<f4").tobytes()
    form = struct.pack("<HHIIHH", 3, 1, rate, rate * 4, 4, 32)
    head = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data))
    return b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_samples_that_are_no_sound_are_damage(tmp_path: Path, value: float) -> None:
    sound = noise(3.0, channels=1)[:, 0].copy()
    sound[100_000] = value
    path = tmp_path / "floats.wav"
    path.write_bytes(floats(sound))
    assert wrong_with(path).startswith("this music is damaged at 0:02")


@pytest.mark.parametrize("rate", [1, 8, 3000, 1_000_000_000])
def test_a_rate_that_cannot_be_is_told(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "slow.wav"
    path.write_bytes(floats(noise(0.5, channels=1)[:, 0], rate))
    wrong_with(path)


def test_a_file_that_cannot_be_read_on_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pieces: dict[str, Path]
) -> None:
    class Failing:
        def __init__(self, file: object) -> None:
            self._file = file

        def __getattr__(self, name: str) -> object:
            return getattr(self._file, name)

        def read(self, count: int) -> bytes:
            if self._file.tell() > 200_000:
                raise OSError(5, "Input/output error")
            return self._file.read(min(count, 50_000))

    nameless = opening._Nameless
    monkeypatch.setattr(opening, "_Nameless", lambda file: nameless(Failing(file)))
    path = write_music(tmp_path / "music.wav", noise(5))
    assert wrong_with(path).endswith("input/output error")


def mangled(data: bytes, other: bytes, chance: np.random.Generator) -> bytes:
    """A file after one of the accidents that happen to files."""
    whole, at = bytearray(data), int(chance.integers(len(data)))
    match int(chance.integers(6)):
        case 0:
            for _ in range(int(chance.integers(1, 30))):
                whole[int(chance.integers(len(whole)))] ^= 1 << int(chance.integers(8))
        case 1:
            for _ in range(int(chance.integers(1, 20))):
                whole[int(chance.integers(min(len(whole), 2000)))] = int(chance.integers(256))
        case 2:
            del whole[at:]
        case 3:
            del whole[at : at + int(chance.integers(1, 20_000))]
        case 4:
            whole[at : at + 2000] = chance.bytes(2000)
        case 5:
            whole[at:] = other[int(chance.integers(len(other))) :]
    return bytes(whole)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_accidents_give_sound_or_an_error(tmp_path: Path, pieces: dict[str, Path], seed: int) -> None:
    chance = np.random.default_rng(seed)
    whole = [path.read_bytes() for path in pieces.values()]
    path = tmp_path / "accident.mp3"
    for data in whole:
        path.write_bytes(mangled(data, whole[int(chance.integers(len(whole)))], chance))
        try:
            for block in blocks(path):
                assert np.isfinite(block).all()
        except SoundError as error:
            assert str(error).startswith(f"{path}: ")  # noqa: PT017
