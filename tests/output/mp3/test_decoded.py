"""What independent decoders give back: every length and every place, to the sample."""

import io
import itertools
import shutil

import av
import numpy as np
import pytest

from audiocoach.labels.tags.id3 import id3
from audiocoach.labels.tags.tags import Tags
from audiocoach.mix.windows import MERGE_MS, Placed
from audiocoach.output.mp3.frames import BITRATES
from audiocoach.sound.clip import Clip
from tests.support.decoders import OF_MP3, PROGRAMS, Decoder, by_miniaudio, by_pyav
from tests.support.noise_in_mp3 import errors, mp3, noise

pytestmark = pytest.mark.slow

PHASES = 24  # windows start at whole milliseconds, a frame is 24 of them


@pytest.mark.parametrize("name", list(PROGRAMS))
def test_an_installed_program_is_among_the_judges(name: str) -> None:
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed: one judge fewer")
    assert OF_MP3[name] is PROGRAMS[name]


def at_every_phase(length_ms: int = 300) -> list[Placed]:
    clips = [noise(seed, length_ms) for seed in range(3)]
    return [Placed.at_ms(500 * i + i, clips[i % 3]) for i in range(PHASES)]


@pytest.mark.parametrize("judge", OF_MP3.values())
def test_every_clip_is_where_it_was_placed_at_all_phases(judge: Decoder) -> None:
    placed = at_every_phase()
    total = 24 * 13_000
    decoded = judge(mp3(placed, total))
    assert len(decoded) == total
    assert errors(decoded, placed) == {0}


@pytest.mark.parametrize("judge", OF_MP3.values())
@pytest.mark.parametrize("bitrate", BITRATES)
def test_every_bitrate_is_exact(judge: Decoder, bitrate: int) -> None:
    placed = [Placed.at_ms(at, noise(at, 400)) for at in (0, 1005, 2011, 3500)]
    total = 24 * 4000
    decoded = judge(mp3(placed, total, bitrate))
    assert len(decoded) == total
    assert errors(decoded, placed) == {0}


@pytest.mark.parametrize("judge", OF_MP3.values())
@pytest.mark.parametrize("length_ms", [201, 217])
def test_windows_as_close_as_they_get_do_not_meet_at_any_phase(judge: Decoder, length_ms: int) -> None:
    clip = noise(length_ms, length_ms)
    placed = [Placed.at_ms((length_ms + MERGE_MS) * i, clip) for i in range(PHASES)]
    assert len({each.at % 576 for each in placed}) > 7
    total = placed[-1].end
    decoded = judge(mp3(placed, total))
    assert len(decoded) == total
    assert errors(decoded, placed) == {0}


def test_no_two_windows_collide_whatever_their_phase_and_length() -> None:
    for length_ms in range(1, PHASES + 1):
        clip = noise(length_ms, length_ms)
        for phase in range(PHASES):
            mp3([Placed.at_ms(phase, clip), Placed.at_ms(phase + length_ms + MERGE_MS, clip)], 24 * 500)


@pytest.mark.parametrize("judge", OF_MP3.values())
@pytest.mark.parametrize("total", [575, 576, 577, 24_000, 24 * 777 + 13, 24_000 * 60 + 1])
def test_a_session_of_pure_silence_has_its_length(judge: Decoder, total: int) -> None:
    decoded = judge(mp3([], total))
    assert len(decoded) == total
    assert not decoded.any()


@pytest.mark.parametrize("judge", OF_MP3.values())
@pytest.mark.parametrize("total_ms", range(1000, 1024))
def test_a_clip_that_fills_the_session_ends_with_it(judge: Decoder, total_ms: int) -> None:
    placed = [Placed.at_ms(0, noise(1, total_ms))]
    decoded = judge(mp3(placed, 24 * total_ms))
    assert len(decoded) == 24 * total_ms
    assert errors(decoded, placed) == {0}


@pytest.mark.parametrize("judge", OF_MP3.values())
def test_a_loud_end_is_heard_to_the_last_sample(judge: Decoder) -> None:
    count = 24 * 1001
    tone = np.rint(20_000 * np.sin(2 * np.pi * 700 * np.arange(count) / 24_000)).astype("<i2")
    placed = [Placed.at_ms(2000, Clip(tone.tobytes()))]
    decoded = judge(mp3(placed, 24 * 3001, 64))[-240:]
    wanted = tone[-240:] / 32768
    assert np.corrcoef(decoded, wanted)[0, 1] > 0.9
    assert np.sqrt(np.mean(decoded[-48:] ** 2)) > 0.3


@pytest.mark.parametrize("judge", OF_MP3.values())
def test_between_windows_there_is_silence_to_the_bit(judge: Decoder) -> None:
    decoded = judge(mp3([Placed.at_ms(1000, noise(1, 300)), Placed.at_ms(3000, noise(2, 300))], 24 * 4000))
    assert not decoded[: 24 * 900].any()
    assert np.max(np.abs(decoded[24 * 1400 : 24 * 2900])) == 0


@pytest.mark.parametrize("judge", OF_MP3.values())
def test_a_voice_and_a_sound_at_their_limits_are_not_clipped(judge: Decoder) -> None:
    placed = [Placed.at_ms(10, noise(1, 900, peak=0.794)), Placed.at_ms(200, noise(2, 400, peak=0.316))]
    decoded = judge(mp3(placed, 24 * 1000))
    assert 0.5 < np.max(np.abs(decoded)) < 0.999


@pytest.mark.parametrize("judge", OF_MP3.values())
def test_a_tag_in_front_moves_nothing(judge: Decoder) -> None:
    placed = at_every_phase()[:4]
    decoded = judge(mp3(placed, 24 * 3000, tag=id3(Tags("Backwards", comment="long " * 20_000))))
    assert len(decoded) == 24 * 3000
    assert errors(decoded, placed) == {0}


def test_the_decoders_agree_on_every_sample() -> None:
    data = mp3(at_every_phase(), 24 * 13_000)
    assert np.max(np.abs(by_pyav(data) - by_miniaudio(data))) < 0.001


def test_seeking_lands_on_the_frame_and_knows_where_it_is() -> None:
    total = 24_000 * 120
    data = mp3([Placed.at_ms(1000 * i, noise(i % 5, 900)) for i in range(120)], total)
    whole = by_pyav(data)
    for percent in (1, 20, 37, 50, 80, 97):
        wanted = total * percent // 100
        with av.open(io.BytesIO(data)) as container:
            stream = container.streams.audio[0]
            container.seek(stream.start_time + int(wanted / 24_000 / stream.time_base), stream=stream)
            pieces = list(itertools.islice(container.decode(stream), 20))
        said = round((pieces[0].pts - stream.start_time) * stream.time_base * 24_000)
        assert abs(said - wanted) <= 576
        heard = np.concatenate([piece.to_ndarray().ravel() for piece in pieces])[2304:]  # the first few lack their past
        around = whole[said + 2304 - 1200 : said + 2304 + len(heard) + 1200]
        assert int(np.argmax(np.correlate(around, heard, "valid"))) == 1200
