"""Words in which there is nothing to speak are refused at their line, before anything is spoken."""

from __future__ import annotations

import pytest

from audiocoach.errors import ScriptError
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import parse_session


@pytest.mark.parametrize("name", ["🧘", "→", "?!", "---", "%", "~", "…"])
def test_a_name_without_a_word_is_refused_where_it_is_written_unless_nobody_says_it(name: str) -> None:
    steps = f"steps:\n  - work 30s Run\n  - rest: 30s\n    name: '{name}'\n"
    with pytest.raises(ScriptError, match="there is no word to speak in the name") as caught:
        build_timeline(parse_session(f"session: T\n{steps}"), fast=True)
    assert [problem.where.line for problem in caught.value.problems] == [5]
    for silent in (f"session: T\ncoach: none\n{steps}", f"session: T\n{steps}    coach: none\n"):
        found = build_timeline(parse_session(silent), fast=True)
        assert found.intervals[1].name == name
    said = build_timeline(parse_session(f"session: T\n{steps}    say: Breathe out.\n"), fast=True)
    assert "Breathe out." in [event.text for event in said.events]


def test_words_of_ones_own_that_come_to_nothing_are_refused_where_they_are_written() -> None:
    steps = "steps:\n  - rest: 30s\n    name: '🧘'\n    coach: none\n    say: '{name}'\n"
    with pytest.raises(ScriptError, match="there is no word to speak in '🧘'") as caught:
        build_timeline(parse_session(f"session: T\n{steps}"), fast=True)
    assert [problem.where.line for problem in caught.value.problems] == [6]
