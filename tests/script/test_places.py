"""Where something is written: an ordinary value, and no part of what a script says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from audiocoach.errors import NOWHERE, Problem, ScriptError, Where
from audiocoach.programme.load_programme import parse_programme
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.load import parse_session
from audiocoach.timeline.arrange import NOT_SURE, Draft
from tests.support.short_programme import SHORT
from tests.support.voiceless_timelines import half_a_second, laid_out, sound_length

SESSION = """session: Run
coach: none
voice: {name: joe, rate: 140}
steps:
  - work: 60s
    say: Relax your shoulders.
    cadence: 160
    cues:
      - {at: 20s, voice: amy, say: Relax your shoulders.}
      - {every: 2m, say: Never heard.}
  - repeat: 2
    steps: [work 30s, rest 30s]
"""


def on_other_lines(text: str) -> str:
    return "# Moved down.\n\n" + text.replace("\n", "\n\n")


def test_places_are_equal_when_they_are_the_same() -> None:
    assert Where("a.yaml", 3, 5) == Where("a.yaml", 3, 5)
    assert (
        len({NOWHERE, Where("a.yaml", 3, 5), Where("a.yaml", 3, 6), Where("b.yaml", 3, 5), Where("a.yaml", 3, 5)}) == 4
    )
    assert Problem("Wrong", Where("a.yaml", 3)) != Problem("Wrong", Where("a.yaml", 4))


@pytest.mark.parametrize(("read", "text"), [(parse_session, SESSION), (laid_out, SESSION), (parse_programme, SHORT)])
def test_a_script_is_the_same_on_other_lines(read: Callable[[str], object], text: str) -> None:
    one, other = read(text), read(on_other_lines(text))
    assert one == other
    assert read(text.replace("work: ", "warm-up: ")) != one


def test_a_value_is_the_same_in_sets_and_as_a_key_wherever_it_is_written() -> None:
    one, other = parse_session(SESSION), parse_session(on_other_lines(SESSION))
    assert one.voice.place() != other.voice.place()
    assert {one.voice: "spoken"}[other.voice] == "spoken"
    assert len({*one.steps, *other.steps}) == 2


def test_a_session_for_somebody_else_is_another() -> None:
    session = parse_session(SESSION)
    assert session.for_athlete("Ann") == session.for_athlete("Ann") != session.for_athlete("Bob")


def test_the_same_words_on_two_lines_are_spoken_once() -> None:
    text = SESSION.replace(", voice: amy", "")
    session = parse_session(text)
    words = Draft.of(session, coach_of(session), half_a_second, sound_length).unsure_words(NOT_SURE)
    assert [each.text for each in words].count("Relax your shoulders.") == 1


def test_the_same_trouble_on_two_lines_is_told_at_each_of_them() -> None:
    with pytest.raises(ScriptError) as told:
        laid_out(
            "session: Run\nsteps:\n  - {work: 60s, say: 'Go, {athlete}.'}\n  - {rest: 60s, say: 'Go, {athlete}.'}\n"
        )
    assert [problem.where.line for problem in told.value.problems] == [3, 4]
