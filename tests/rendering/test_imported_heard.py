"""A workout of Zwift becomes an MP3 in two commands, and its words are heard at the offsets of the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from audiocoach import build_timeline, load_session
from tests.support.commands import Run
from tests.support.decoders import by_pyav
from tests.support.expected_workouts import samples
from tests.support.heard_in_renders import likeness, offset, spoken_clips

pytestmark = pytest.mark.slow


def test_the_words_are_heard_at_the_offsets_of_the_file(run: Run, here: Path) -> None:
    (sample,) = (each for each in samples("zwo") if each.path.stem == "yaml-traps")
    shutil.copy(sample.path, here / "traps.zwo")
    assert run("import", "traps.zwo").code == 0
    assert run("render", "traps.yaml").code == 0
    session = load_session(here / "traps.yaml")
    timeline = build_timeline(session)
    clips = spoken_clips(session, timeline.events)
    heard = by_pyav(here / "output" / "traps.mp3")
    wanted = [(cue["at_ms"], cue["text"]) for cue in sample.expected["cues"]]
    said = {event.start_ms: (event, clip) for event, clip in clips.items() if event.by == "author"}
    assert [(at, event.text) for at, (event, _) in sorted(said.items())] == wanted
    for at, (_, clip) in said.items():
        assert abs(offset(heard, clip, at)) <= 24
        assert likeness(heard, clip, at) > 0.9
