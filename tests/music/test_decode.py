"""Whatever a music file is, it comes out as 48 kHz stereo of its own length, to the sample."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3
from mutagen.mp4 import MP4, MP4Cover

from audiocoach.errors import SoundError
from audiocoach.sound.decoding.decode import BLOCK, blocks
from audiocoach.sound.layout import RATE
from tests.support.music_files import noise, write_music
from tests.support.patience import PATIENCE_S

EXACT = (".mp3", ".m4a", ".flac", ".opus", ".webm", ".ogg", ".wav", ".aiff")


def decoded(path: Path) -> np.ndarray:
    return np.concatenate(list(blocks(path)), axis=1)


def shift(heard: np.ndarray, meant: np.ndarray) -> int:
    """By how many samples `heard` is late."""
    size = 1 << (len(heard) + len(meant)).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(meant, size)), size)
    best = int(np.argmax(likeness))
    return best - size if best > size // 2 else best


@pytest.mark.slow
@pytest.mark.parametrize("suffix", EXACT)
def test_a_file_of_each_kind_keeps_its_length_and_its_time_to_the_sample(pieces: dict[str, Path], suffix: str) -> None:
    heard, meant = decoded(pieces[suffix]), noise(2.3)
    assert heard.shape == (2, len(meant))
    assert heard.dtype == np.float32
    for side in range(2):
        assert shift(heard[side], meant[:, side]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".mp3", ".m4a", ".flac", ".wav", ".ogg"])
def test_the_rate_of_cds_becomes_48_khz_without_a_shift(tmp_path: Path, suffix: str) -> None:
    sound = noise(1.7, 44_100)
    heard = decoded(write_music(tmp_path / f"cd{suffix}", sound, 44_100))
    assert heard.shape == (2, -(-len(sound) * 160 // 147))
    meant = np.interp(np.arange(heard.shape[1]) * 147 / 160, np.arange(len(sound)), sound[:, 0])
    assert shift(heard[0], meant) == 0


def test_vorbis_keeps_its_length(tmp_path: Path) -> None:
    path = write_music(tmp_path / "music.ogg", noise(2.3), coder="vorbis", sample_format="fltp")
    assert abs(decoded(path).shape[1] - round(2.3 * RATE)) <= 2048  # the encoder of the tests pads its last frame


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg's libvorbis")
def test_vorbis_of_a_real_encoder_keeps_its_length_to_the_sample(tmp_path: Path, pieces: dict[str, Path]) -> None:
    path = tmp_path / "music.ogg"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", pieces[".wav"], "-c:a", "libvorbis", path], check=True, timeout=PATIENCE_S
    )
    assert decoded(path).shape[1] == round(2.3 * RATE)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 32_000, 96_000, 192_000])
def test_every_rate_becomes_48_khz(tmp_path: Path, rate: int) -> None:
    heard = decoded(write_music(tmp_path / "music.wav", noise(1.2, rate), rate))
    assert abs(heard.shape[1] - 1.2 * RATE) <= 2


def test_mono_comes_from_both_sides(tmp_path: Path) -> None:
    left, right = decoded(write_music(tmp_path / "mono.flac", noise(1.1, 8_000, 1), 8_000))
    assert np.array_equal(left, right)
    assert np.abs(left).max() > 0.2


def test_six_channels_are_mixed_down(tmp_path: Path) -> None:
    heard = decoded(write_music(tmp_path / "six.flac", noise(1.1, 96_000, 6), 96_000))
    assert heard.shape == (2, round(1.1 * RATE))
    assert (np.abs(heard).max(axis=1) > 0.2).all()


def test_blocks_are_never_longer_than_promised(tmp_path: Path) -> None:
    lengths = [block.shape[1] for block in blocks(write_music(tmp_path / "long.wav", noise(9, 8_000, 1), 8_000))]
    assert max(lengths) <= BLOCK
    assert sum(lengths) == 9 * RATE


def test_a_file_begins_anew_each_time(pieces: dict[str, Path]) -> None:
    begun = blocks(pieces[".mp3"])
    first = next(begun)
    begun.close()
    assert np.array_equal(next(blocks(pieces[".mp3"])), first)


def test_cover_art_is_left_alone(tmp_path: Path, pieces: dict[str, Path]) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(5000)
    mp3, m4a, flac = (Path(shutil.copy(pieces[s], tmp_path)) for s in (".mp3", ".m4a", ".flac"))
    tags = ID3()
    tags.add(APIC(mime="image/png", type=3, data=picture))
    tags.save(mp3)
    cover = MP4(m4a)
    cover["covr"] = [MP4Cover(picture, MP4Cover.FORMAT_PNG)]
    cover.save()
    art, own = Picture(), FLAC(flac)
    art.data, art.mime, art.type = picture, "image/png", 3
    own.add_picture(art)
    own.save()
    for path in (mp3, m4a, flac):
        assert np.array_equal(decoded(path), decoded(pieces[path.suffix]))


@pytest.mark.parametrize(("really", "called"), [(".mp3", ".m4a"), (".m4a", ".mp3"), (".flac", ".wav"), (".opus", "")])
def test_a_file_is_what_it_is_and_not_what_it_is_called(
    tmp_path: Path, pieces: dict[str, Path], really: str, called: str
) -> None:
    path = Path(shutil.copy(pieces[really], tmp_path / f"music{called}"))
    assert np.array_equal(decoded(path), decoded(pieces[really]))


def test_blocks_are_small_however_few_samples_a_second_the_file_has(tmp_path: Path) -> None:
    sizes = [block.shape[1] for block in blocks(write_music(tmp_path / "music.wav", noise(9.0, 8_000), 8_000))]
    assert max(sizes) <= BLOCK
    assert sum(sizes) == 9 * RATE


def test_tags_and_leavings_around_an_mp3_are_no_damage(tmp_path: Path, pieces: dict[str, Path]) -> None:
    path, whole = tmp_path / "music.mp3", pieces[".mp3"].read_bytes()
    path.write_bytes(whole + b"TAG" + bytes(125) + b"APETAGEX" + bytes(500))
    assert np.array_equal(decoded(path), decoded(pieces[".mp3"]))


def test_files_joined_into_one_are_heard_one_after_the_other(tmp_path: Path, pieces: dict[str, Path]) -> None:
    once = round(2.3 * RATE)
    for suffix in (".mp3", ".opus"):
        path = tmp_path / f"both{suffix}"
        path.write_bytes(pieces[suffix].read_bytes() * 2)
        assert 0 <= decoded(path).shape[1] - 2 * once <= 3 * 1152


@pytest.mark.parametrize("suffix", [".flac", ".wav"])
def test_tags_in_an_unknown_encoding_do_no_harm(tmp_path: Path, suffix: str) -> None:
    path = write_music(tmp_path / f"music{suffix}", noise(1.1), title="Caf~ ~")
    data = path.read_bytes()
    assert b"Caf~ ~" in data
    path.write_bytes(data.replace(b"Caf~ ~", b"Caf\xe9 \xff"))  # as programs of old write it: Latin-1
    assert decoded(path).shape == (2, round(1.1 * RATE))


def test_itunes_notes_the_length_of_what_it_encodes(tmp_path: Path) -> None:
    # A file as iTunes makes it: whole packets of 1024, and the true length in a tag.
    sound = noise(2.0)
    path = write_music(tmp_path / "music.m4a", sound)
    tags = MP4(path)
    note = f" 00000000 00000400 00000100 {90_000:016X}" + " 00000000" * 8
    tags["----:com.apple.iTunes:iTunSMPB"] = [note.encode()]
    tags.save()
    assert decoded(path).shape[1] == 90_000


def test_what_a_note_of_itunes_claims_is_not_believed_when_it_cannot_be(tmp_path: Path) -> None:
    path = write_music(tmp_path / "music.m4a", noise(2.0))
    for length in ("0000000000000100", "00000000FFFFFFFF", "no number"):
        tags = MP4(path)
        tags["----:com.apple.iTunes:iTunSMPB"] = [f" 00000000 00000400 00000100 {length}".encode()]
        tags.save()
        # From PyAV 19 on, libav itself takes off the padding in a note of three numbers, 5 ms here.
        padding = 0x100 if int(av.__version__.split(".")[0]) >= 19 and length != "no number" else 0
        assert decoded(path).shape[1] == 2 * RATE - padding


def test_a_true_note_of_itunes_takes_nothing_off(tmp_path: Path) -> None:
    path = write_music(tmp_path / "music.m4a", noise(2.0))
    tags = MP4(path)
    tags["----:com.apple.iTunes:iTunSMPB"] = [f" 00000000 00000400 00000100 {2 * RATE:016X}".encode()]
    tags.save()
    assert decoded(path).shape[1] == 2 * RATE


def test_music_of_more_than_a_day_is_refused(monkeypatch: pytest.MonkeyPatch, pieces: dict[str, Path]) -> None:
    monkeypatch.setattr("audiocoach.sound.decoding.decode._LONGEST", 2 * RATE)
    with pytest.raises(SoundError, match="longer than 24 hours"):
        decoded(pieces[".wav"])
