"""A session as tracks, and music in one channel: joined again they are the session, to the sample."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

import mutagen
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import OutputError
from audiocoach.output.session_tracks import listed_tracks, playlist_of
from audiocoach.output.track_cuts import Cuts
from audiocoach.programme.load_programme import parse_programme
from audiocoach.rendering.session import Rendered, render_all
from audiocoach.rendering.whole_programme import ProgrammeOrder, older_files
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Order
from audiocoach.script.load import load_session, parse_session
from audiocoach.sound.folding import folded
from audiocoach.sound.loudness import integrated
from audiocoach.timeline.track_list import MOST_TRACKS, tracks_of
from audiocoach.vocabulary import AUDIO_SUFFIXES
from tests.support.decoders import OF_MP3, OPUS_RATE, Sound, by_pyav, decoders_of
from tests.support.music_files import noise, write_music
from tests.support.short_programme import SHORT
from tests.support.voiceless_timelines import laid_out

STEPS = """\
voice: {engine: tone}
steps:
  - work 11s Run: Off you go.
  - 2 x (work 7.3s Jog, rest 5s)
  - {cool-down: 9s, name: "Walk: slowly?"}
"""
NAMES = ["01 Run", "02 Jog 1 of 2", "03 Rest 1 of 2", "04 Jog 2 of 2", "05 Rest 2 of 2", "06 Walk slowly"]
ENDS_MS = [11_000, 18_300, 23_300, 30_600, 35_600, 44_600]
VOICE, MUSIC = f"session: By voice\n{STEPS}", f"session: Over music\nmusic: song.wav\n{STEPS}"


# Pure: what is cut where, and what things are called.


@pytest.mark.slow
@given(
    st.lists(st.integers(0, 9), max_size=12),
    st.lists(st.integers(1, 20), min_size=1, max_size=6),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_whatever_the_blocks_each_stretch_is_what_stands_there(
    sizes: list[int], lengths: list[int], lead: int, tail: int
) -> None:
    total, width = sum(lengths), 2
    pcm = bytes(byte for number in range(total) for byte in (number, 255 - number))
    edges = [min(edge, total) * width for edge in (0, *accumulate(sizes), total)]
    cuts, begin = Cuts([pcm[first:last] for first, last in pairwise(edges)], width), 0
    for end in accumulate(lengths):
        first, last = max(0, begin - lead), min(total, end + tail)
        found = b"".join(cuts.between(first, last, max(0, end - lead)))
        assert found == pcm[first * width : last * width]
        begin = end


def test_tracks_are_called_after_their_steps_by_names_that_a_card_takes() -> None:
    timeline = laid_out(VOICE)
    found = tracks_of(timeline)
    assert [track.stem for track in found] == NAMES
    assert [track.title for track in found][1:3] == ["Jog 1/2", "Rest 1/2"]
    assert [track.end_ms for track in found] == ENDS_MS
    assert [track.start_ms for track in found] == [0, *ENDS_MS[:-1]]


@pytest.mark.slow
def test_more_steps_than_players_take_tracks_are_refused() -> None:
    timeline = laid_out(f"session: S\ncoach: none\nsteps:\n  - {MOST_TRACKS // 2} x (work 5s, rest 5s)\n")
    assert [track.stem[:4] for track in tracks_of(timeline)][::997] == ["001 ", "998 "]
    timeline = laid_out(f"session: S\ncoach: none\nsteps:\n  - {MOST_TRACKS // 2 + 1} x (work 5s, rest 5s)\n")
    with pytest.raises(OutputError, match="1,000 steps are more tracks than the 999"):
        tracks_of(timeline)


def test_what_others_write_into_a_playlist_is_no_track_of_ours(tmp_path: Path) -> None:
    sha = f"#AUDIOCOACH-SHA256:{'0' * 64}"
    lines = [
        "01 Run.mp3",
        sha,
        "../02 Run.mp3",
        sha,
        "03/Run.mp3",
        sha,
        "C:04.mp3",
        sha,
        "notes.txt",
        sha,
        "05 Run.mp3",
    ]
    (tmp_path / "a.m3u8").write_text("\n".join(lines), encoding="utf-8")
    assert list(listed_tracks(tmp_path / "a.m3u8")) == [tmp_path / "05 Run.mp3"]
    assert listed_tracks(tmp_path / "none.m3u8") == {}


def test_of_left_and_right_there_is_the_mean_and_what_is_alike_stays() -> None:
    pairs = np.array([[0, 0], [5, 5], [-7, -7], [32767, 32767], [-32768, -32768], [1, 2], [2, 3], [100, -50]], "<i2")
    found = np.frombuffer(b"".join(folded([pairs.tobytes()])), "<i2")
    assert found.tolist() == [0, 5, -7, 32767, -32768, 2, 2, 25]


# Rendered: everything below makes real files.


def made(folder: Path, text: str, name: str, *, split: bool = False, mono: bool = False) -> Rendered:
    song = folder / "song.wav"
    if not song.exists():
        write_music(song, noise(30, seed=3))
    session = parse_session(text, folder=folder)
    (done,) = render_all([Order(session, folder / name, name)], Workshop(split=split, folded=mono))
    return done


def tracks(playlist: Path) -> list[Path]:
    lines = playlist.read_text(encoding="utf-8").splitlines()
    return [playlist.parent / line for line in lines if not line.startswith("#")]


def rms_db(sound: Sound) -> float:
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12))


WAYS = {"voice": (VOICE, False), "music": (MUSIC, False), "one-channel": (MUSIC, True)}


@pytest.fixture(scope="module")
def wholes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sound]:
    """The samples of each session, which are those of a WAV."""
    folder = tmp_path_factory.mktemp("whole")
    return {way: by_pyav(made(folder, text, f"{way}.wav", mono=mono).path) for way, (text, mono) in WAYS.items()}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("suffix", AUDIO_SUFFIXES)
def test_tracks_joined_are_the_session_to_the_sample(
    tmp_path: Path, wholes: dict[str, Sound], way: str, suffix: str
) -> None:
    whole, (text, mono) = wholes[way], WAYS[way]
    rate = 48_000 if text == MUSIC else 24_000
    done = made(tmp_path, text, f"cut{suffix}", split=True, mono=mono)
    assert done.path == tmp_path / "cut" / "cut.m3u8"
    files = tracks(done.path)
    assert [path.name for path in files] == [f"{name}{suffix}" for name in NAMES]
    assert sum(path.stat().st_size for path in [*files, done.path]) == done.size
    scale = OPUS_RATE // rate if suffix in (".opus", ".ogg") else 1
    compared = by_pyav(made(tmp_path, text, f"one{suffix}", mono=mono).path)[::scale]
    for name, decode in (OF_MP3 if suffix == ".mp3" else decoders_of(suffix)).items():
        parts = [decode(path) for path in files]
        starts = [0, *ENDS_MS[:-1]]
        lengths = [(end - start) * rate // 1000 * scale for start, end in zip(starts, ENDS_MS, strict=True)]
        last = len(whole) - ENDS_MS[-2] * rate // 1000  # with the end signal behind it, if that is longer
        assert [len(part) for part in parts] == [*lengths[:-1], last * scale], name
        joined = np.concatenate(parts)[::scale]
        if suffix in (".wav", ".flac"):
            assert np.array_equal(joined, whole), name
            continue
        # As near to what went in as the one file is, everywhere and on both sides of each cut; encoders that begin anew
        # with each track take a few frames for that.
        near = rms_db(compared - whole) + 1
        assert rms_db(joined - whole) < (near if suffix == ".mp3" else max(near, rms_db(whole) - 25)), name
        for end in ENDS_MS[:-1]:
            here = slice(end * rate // 1000 - rate // 20, end * rate // 1000 + rate // 20)
            worst = max(rms_db(compared[here] - whole[here]), rms_db(whole[here]) - 15, -70.0)
            assert rms_db(joined[here] - whole[here]) < worst + 2, (name, end)


@pytest.mark.slow
def test_music_in_one_channel_is_the_mean_of_both_in_every_decoder(tmp_path: Path) -> None:
    both = by_pyav(made(tmp_path, MUSIC, "both.wav").path) * 32768
    one = by_pyav(made(tmp_path, MUSIC, "one.wav", mono=True).path) * 32768
    assert np.array_equal(one, np.rint(both.sum(axis=1) / 2))
    assert np.abs(one).max() <= np.abs(both).max()
    path = made(tmp_path, MUSIC, "one.mp3", mono=True).path
    facts = mutagen.File(path).info
    assert (facts.channels, facts.sample_rate, facts.bitrate) == (1, 48_000, 80_000)
    for name, decode in OF_MP3.items():
        heard = decode(path) * 32768
        assert heard.shape == one.shape, name
        # Half a sample off would leave more of it than this.
        assert rms_db(heard - one) < rms_db(one) - 15, name
        assert np.abs(heard).max() < 32767, name
        # LAME leaves out the highest part of noise, in stereo as here.
        assert integrated(heard / 32768, 48_000) == pytest.approx(integrated(one / 32768, 48_000), abs=0.6), name


@pytest.mark.slow
def test_a_voice_alone_is_the_same_file_with_the_wish_for_one_channel(tmp_path: Path) -> None:
    files = [made(tmp_path, VOICE, f"{mono}.mp3", mono=mono).path.read_bytes() for mono in (False, True)]
    assert files[0] == files[1]


@pytest.mark.slow
def test_each_track_says_which_it_is_of_which_session(tmp_path: Path) -> None:
    (tmp_path / "by-voice.yaml").write_text(VOICE, encoding="utf-8")
    order = Order(load_session(tmp_path / "by-voice.yaml"), tmp_path / "cut.mp3")
    (done,) = render_all([order], Workshop(split=True))
    files = tracks(done.path)
    for number, path in enumerate(files, 1):
        tag = mutagen.File(path).tags
        assert (str(tag["TALB"]), str(tag["TRCK"])) == ("By voice", f"{number}/6")
        assert tag.getall("APIC")
        assert bool(tag.getall("GEOB")) == (number == 1)
    assert str(mutagen.File(files[1])["TIT2"]) == "Jog 1/2"


@pytest.mark.slow
def test_rendered_anew_what_is_no_track_any_more_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    first = tracks(made(tmp_path, VOICE, "cut.mp3", split=True).path)
    mine = first[0].with_name("07 Mine.mp3")
    mine.write_bytes(b"mine")
    shorter = VOICE.replace("2 x (work 7.3s Jog, rest 5s)", "work 7.3s Jog")
    second = tracks(made(tmp_path, shorter, "cut.mp3", split=True).path)
    there = {path.name for path in mine.parent.iterdir()}
    assert there == {path.name for path in second} | {"cut.m3u8", "07 Mine.mp3"}
    assert len(second) == 3


@pytest.mark.slow
def test_the_tracks_of_a_programme_stay_while_each_is_whole(tmp_path: Path) -> None:
    programme = parse_programme(SHORT)

    def rendered(shop: Workshop) -> list[str]:
        due, _ = ProgrammeOrder.of(programme, tmp_path / "out").due(shop)
        return [done.path.name for done in render_all(due, shop)]

    split = Workshop(split=True)
    assert len(rendered(split)) == 4
    assert rendered(replace(split)) == []
    folder = playlist_of(ProgrammeOrder.of(programme, tmp_path / "out").path(programme.sessions[1])).parent
    track = tracks(folder / f"{folder.name}.m3u8")[1]
    track.write_bytes(track.read_bytes()[:-1])
    assert rendered(Workshop(split=True, verify=True)) == [f"{folder.name}.m3u8"]
    track.unlink()
    assert rendered(Workshop(split=True)) == [f"{folder.name}.m3u8"]
    assert len(rendered(Workshop())) == 4  # as whole files these are others
    assert rendered(Workshop(split=True)) == []
    retitled = parse_programme(SHORT.replace("Week {week}", "Wk {week}"))
    assert folder in older_files(retitled, tmp_path / "out")
    assert set(older_files(programme, tmp_path / "out")) == set()
    run_already = ProgrammeOrder.of(retitled, tmp_path / "out", run=[programme.sessions[1].id])
    assert programme.sessions[1].id not in {order.planned.id for order in run_already.due(Workshop(split=True))[0]}


@pytest.mark.slow
@pytest.mark.parametrize("split", [False, True], ids=["as a file", "as tracks"])
def test_what_was_run_stays_what_it_was_whichever_is_wished_for_now(tmp_path: Path, split: bool) -> None:
    programme = parse_programme(SHORT)
    first = programme.sessions[:1]
    list(
        render_all(
            ProgrammeOrder.of(programme, tmp_path, select=first).due(Workshop(split=split))[0], Workshop(split=split)
        )
    )
    run = ProgrammeOrder.of(programme, tmp_path, select=first, run=["1.1"])
    for now in (split, not split):
        due, fresh = run.due(Workshop(split=now))
        assert (len(due), len(fresh)) == (0, 1)
    assert len(run.due(Workshop(split=not split), force=True)[0]) == 1
    assert len(ProgrammeOrder.of(programme, tmp_path, select=first).due(Workshop(split=not split))[0]) == 1
