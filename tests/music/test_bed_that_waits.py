"""A story under a session: it stops under words and goes on where it was, in one session and over a programme."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from audiocoach import Rendered, load_programme, load_session, render, render_programme
from audiocoach.errors import ScriptError
from audiocoach.mix.session_sound import bed_of
from audiocoach.music.arrangement import Playing, Stretch
from audiocoach.music.track import Track
from audiocoach.music.waiting import BREATH_MS, NEW_MS, RAMP, lay_out_waiting
from audiocoach.programme.following import followed
from audiocoach.rendering.changes import Change
from audiocoach.rendering.timelines import build_timeline
from audiocoach.sound.decoding.decode import blocks
from audiocoach.storage.store import Store
from tests.support.music_files import noise, steps, write_music

RATE = 48_000
MS = RATE // 1000
STORY = """\
session: A story
music: {file: story.flac, under-words: pause%s}
steps:
  - work: 40s
    name: Run
    cues:
      - {at: 12s, say: Tall and smooth.}
      - {at: 18s, say: Look ahead.}
      - {at: 30s, sound: halfway}
  - rest 20s Walk
"""


def at(path: Path, music: str = "", length: float = 85) -> Path:
    write_music(path / "story.flac", noise(length, seed=7))
    (path / "story.yaml").write_text(STORY % music, encoding="utf-8")
    return path / "story.yaml"


def heard_in(path: Path) -> np.ndarray:
    return np.concatenate([block[0] for block in blocks(path)])


def free_of(done: Rendered, rewind_ms: int) -> list[tuple[int, int]]:
    """When the story should be heard, in ms: by the words and signals, worked out in another way than the product's."""
    busy = np.zeros(done.length_ms + 1, bool)
    for event in done.timeline.events:
        busy[event.start_ms : event.end_ms + BREATH_MS] = True
    edges = np.flatnonzero(np.diff(np.concatenate(([1], busy[:-1], [1]))))
    pairs = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return [(start, end) for start, end in pairs if end - start >= NEW_MS + rewind_ms]


class Story:
    """A known sound, in which pieces of it are found again."""

    def __init__(self, path: Path) -> None:
        sound = heard_in(path)
        self._size = 1 << (len(sound) + RATE // 4 - 1).bit_length()
        self._spectrum = np.fft.rfft(sound, self._size)

    def position(self, piece: np.ndarray) -> int:
        """Find from which sample of the whole a piece is."""
        return int(np.argmax(np.fft.irfft(self._spectrum * np.conj(np.fft.rfft(piece, self._size)), self._size)))


def check_positions(done: Rendered, story: Story, begin: int, rewind_ms: int) -> int:
    """Hold every moment at which the story is heard against where it should be; return where it should go on."""
    heard, position = heard_in(done.path), begin
    assert len(heard) == done.length_ms * MS
    pieces = free_of(done, rewind_ms)
    assert len(pieces) >= 3
    for number, (start, end) in enumerate(pieces):
        position -= rewind_ms * MS if number else 0
        inner, length = (start * MS + RAMP, end * MS - RAMP - RATE // 4), RATE // 4
        for first in (inner[0], sum(inner) // 2, inner[1]):
            assert story.position(heard[first : first + length]) - position == first - start * MS, (start, first)
        position += (end - start) * MS
    return position


@pytest.mark.slow
@pytest.mark.parametrize(("music", "rewind_ms", "begin"), [("", 1000, 0), (", rewind: 2s, from: 25s", 2000, 25 * RATE)])
def test_at_every_moment_the_sample_of_the_story_is_heard_that_should_be(
    tmp_path: Path, music: str, rewind_ms: int, begin: int
) -> None:
    done = render(load_session(at(tmp_path, music)), tmp_path / "out.wav")
    assert done.length_ms == 60_000
    story = Story(tmp_path / "story.flac")
    end = check_positions(done, story, begin, rewind_ms)
    clock = f"{end // RATE // 60}:{end // RATE % 60:02}"
    assert any(f" to {clock} of 1:25" in note and "is left over" in note for note in done.notes), done.notes


@pytest.mark.slow
def test_it_stops_before_words_and_goes_on_after_them_without_a_click(tmp_path: Path) -> None:
    done = render(load_session(at(tmp_path)), tmp_path / "out.wav")
    heard = heard_in(done.path)
    usual = float(np.sqrt(np.mean(heard[20 * RATE + 2 * RATE : 24 * RATE] ** 2)))
    for event in done.timeline.events:
        following = [each.start_ms for each in done.timeline.events if each.start_ms >= event.end_ms]
        free_ms = min([*following, done.length_ms]) - event.end_ms
        # Nothing of the story in the breath after words, to the last bit.
        assert not heard[event.end_ms * MS : (event.end_ms + min(free_ms, BREATH_MS)) * MS].any()
    for start, end in free_of(done, 1000):
        for edge in (heard[start * MS : start * MS + 2 * MS], heard[end * MS - 2 * MS : end * MS]):
            assert float(np.abs(edge).max()) < 0.35 * usual


@pytest.mark.slow
def test_in_a_programme_it_goes_on_where_the_session_before_has_stopped(tmp_path: Path) -> None:
    at(tmp_path, length=170)
    script = STORY.replace("40s", "(going)", 1).replace("at: 30s", "at: 25s") % ", resume: true"
    (tmp_path / "story.yaml").write_text(script, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(
        "programme: Stories\nweeks: 1\nper-week: 3\nsession: story.yaml\n"
        "progression:\n  going: {start: 30s, grow: 5s, target: 40s}\n",
        encoding="utf-8",
    )
    programme = load_programme(tmp_path / "plan.yaml")
    rendered, _ = render_programme(programme, tmp_path)
    assert len(rendered) == 3
    story, position = Story(tmp_path / "story.flac"), 0
    for number, done in enumerate(rendered):
        position = check_positions(done, story, max(0, position - 1000 * MS) if number else 0, 1000)
    # The last one made alone is the same, for nothing is kept but what follows from the sessions before.
    (tmp_path / "alone").mkdir()
    (alone,), _ = render_programme(programme, tmp_path / "alone", select=[programme.find("1.3")])
    assert alone.path.read_bytes() == rendered[2].path.read_bytes()


@pytest.mark.slow
def test_what_a_journal_says_in_one_session_moves_the_story_in_no_other(tmp_path: Path) -> None:
    at(tmp_path, length=100)
    script = STORY.replace("Tall and smooth.", '"{last, else: On you go, for the first time of many that will come}."')
    (tmp_path / "story.yaml").write_text(script % ", resume: true", encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text("programme: Stories\nweeks: 1\nper-week: 3\nsession: story.yaml\n", encoding="utf-8")
    # As on the command line, which changes sessions (voice, coach) after the journal is read.
    untold, _ = render_programme(followed(str(plan)).told().changed(Change()), tmp_path)
    (tmp_path / "plan.journal").write_text(f"{date.today() - timedelta(days=2)}  1.1  felt 3\n", encoding="utf-8")
    told, kept = render_programme(followed(str(plan)).told().changed(Change()), tmp_path)
    assert [done.path for done in told] == [untold[1].path]
    assert "Forty seconds." in {event.text for event in told[0].timeline.events}
    assert len(kept) == 2


def bed_stretches(path: Path, store: Store) -> tuple[tuple[Stretch, ...], tuple[str, ...]]:
    session = load_session(path)
    bed = bed_of(session.music, build_timeline(session, fast=True), store)
    assert bed is not None
    return bed.stretches, bed.notes


@pytest.mark.slow
def test_what_is_left_over_is_told_and_what_ends_too(tmp_path: Path) -> None:
    _, notes = bed_stretches(at(tmp_path, length=20), Store(tmp_path / "kept"))
    assert notes == ("the music is heard from 0:00 to its end at 0:20: it repeats",)
    _, notes = bed_stretches(at(tmp_path, ", loop: false, resume: true", length=20), Store(tmp_path / "kept"))
    assert notes == (
        "the music is heard from 0:00 to its end at 0:20: then there is silence",
        "the music begins anew: 'resume' goes on where the sessions before it in a programme end",
    )


@pytest.mark.slow
def test_a_story_that_has_begun_again_in_a_later_session_is_told_from_where_it_is(tmp_path: Path) -> None:
    session = load_session(at(tmp_path, ", resume: true", length=100))
    assert session.music is not None
    timeline, store, heard = build_timeline(session, fast=True), Store(tmp_path / "kept"), {}
    told = []
    for _ in range(6):
        bed = bed_of(session.music, timeline, store, heard=heard)
        assert bed is not None
        heard = dict(bed.heard)
        told += [note for note in bed.notes if "is heard" in note]
    assert 0 < sum(note.endswith("it repeats") for note in told) < 5
    for note in told:
        begin, end, *_ = (int(minutes) * 60 + int(seconds) for minutes, seconds in re.findall(r"(\d+):(\d\d)", note))
        assert 0 <= begin < end <= 100, told


@pytest.mark.slow
def test_a_beginning_behind_the_end_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"story\.yaml:2.*the music lasts 0:20, and is to begin at 0:30"):
        bed_stretches(at(tmp_path, ", from: 30s", length=20), Store(tmp_path / "kept"))


def test_it_waits_on_where_next_to_nothing_new_would_be_heard() -> None:
    tracks = (Track(Path("a"), 600 * RATE, -14.0),)
    spans = [(10_000, 11_000), (11_000 + BREATH_MS + NEW_MS + 999, 16_000), (30_000, 31_000)]
    found = lay_out_waiting({"work": tracks}, steps(("work", 40)), spans, {tracks: Playing(tracks, loop=True)}, 1000)
    assert [(each.start // MS, each.end // MS) for each in found] == [(0, 10_000), (16_300, 30_000), (31_300, 40_000)]
    assert [each.passages[0].offset // MS for each in found] == [0, 9_000, 21_700]


def test_a_story_of_some_steps_goes_on_in_the_next_of_them(tmp_path: Path) -> None:
    tracks = (Track(Path("a"), 600 * RATE, -14.0),)
    plan = steps(("work", 20), ("rest", 10), ("work", 20))
    found = lay_out_waiting({"work": tracks}, plan, [(25_000, 32_000)], {tracks: Playing(tracks, loop=True)}, 0)
    assert [(each.start // MS, each.passages[0].offset // MS) for each in found] == [(0, 0), (32_300, 20_000)]
