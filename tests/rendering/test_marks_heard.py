"""A rendered session with marks, decoded: every mark sounds at its sample, and its words are where they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach import parse_session, render
from tests.support.decoders import by_miniaudio, by_pyav
from tests.support.heard_in_renders import PER_MS, likeness, offset, places, signal

SCRIPT = """\
session: Marks
voice: {engine: tone}
coach: none
race: {5k: 23:17}
steps:
  - repeat: 2
    steps:
      - work: 300m @ half
        marks: {every: 50m, sound: halfway}
      - rest: 20s
  - work: 1m @ 5k
    marks: {every: 100m, say: ["{mark}.", Go on.]}
"""


@pytest.mark.slow
def test_marks_sound_to_the_sample(tmp_path: Path) -> None:
    done = render(parse_session(SCRIPT), tmp_path / "marks.mp3")
    pace = parse_session(SCRIPT).races.pace("half").ms  # type: ignore[union-attr]
    round_ms = (300 * pace + 500) // 1000 + 20_000
    wanted = [start + (50 * number * pace + 500) // 1000 for start in (0, round_ms) for number in range(1, 6)]
    marks = [event for event in done.timeline.events if event.by == "author" and event.type != "say"]
    assert [event.start_ms for event in marks] == wanted
    clip = signal("halfway")
    for heard in (by_miniaudio(done.path), by_pyav(done.path)):
        assert [offset(heard, clip, at) for at in wanted] == [0] * 10
        assert min(likeness(heard, clip, at) for at in wanted) > 0.99
        assert places(heard, clip, 0.95) == [at * PER_MS for at in wanted]
    words = [(event.start_ms, event.text) for event in done.timeline.events if event.type == "say"]
    assert words == [(2 * round_ms + 27_940, "One hundred metres."), (2 * round_ms + 55_880, "Go on.")]
