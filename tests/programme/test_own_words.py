"""A word in braces that the language gained later never takes a name that a script has given itself."""

from __future__ import annotations

import pytest

from audiocoach.errors import ScriptError
from audiocoach.programme.load_programme import parse_programme
from audiocoach.programme.programme import Programme
from audiocoach.script.load import parse_session
from audiocoach.vocabulary import PROGRESS_WORDS, RESERVED_WORDS, WORDS, YIELDING_WORDS
from tests.support.voiceless_timelines import half_a_second, said, timeline

ALL_BRACES = " ".join(f"{{{word}}}" for word in YIELDING_WORDS)


def programme(rules: str, steps: str, title: str = "T") -> Programme:
    """A programme of one week of two sessions."""
    lines = "\n".join("    " + line for line in steps.strip("\n").splitlines())
    text = (
        f"programme: P\nweeks: 1\nper-week: 2\nprogression:\n{rules}session:\n  session: '{title}'\n  steps:\n{lines}\n"
    )
    return parse_programme(text)


def test_no_more_words_are_taken_from_scripts() -> None:
    assert RESERVED_WORDS == (
        "name", "length", "left", "next", "next-length", "round", "rounds", "effort",
        "session", "plan", "week", "run", "athlete",
    )  # fmt: skip
    assert set(WORDS) == {*RESERVED_WORDS, *YIELDING_WORDS}
    assert not {*RESERVED_WORDS} & {*YIELDING_WORDS}
    assert {"set", "sets", "set-name"} <= {*YIELDING_WORDS}


def test_a_programme_may_call_its_variables_like_every_later_word_and_each_is_told_once() -> None:
    rules = "".join(f"  {word}: value of {number}\n" for number, word in enumerate(YIELDING_WORDS))
    values = " ".join(f"value of {number}" for number in range(len(YIELDING_WORDS)))
    steps = (
        "- repeat: 2\n  name: 'Big'\n  steps:\n    - repeat: 2\n      steps:\n"
        f"        - {{work: 60s, name: 'N {ALL_BRACES}', say: 'S {ALL_BRACES}.'}}\n"
        f"        - {{rest: 60s, say: ['R {ALL_BRACES}.', 'R {ALL_BRACES}, {{round}}.']}}\n"
        f"- {{work: 30s, say: 'Outside of any set: {ALL_BRACES}.'}}"
    )
    found = programme(rules, steps, title=f"T {ALL_BRACES}")
    one, _ = found.sessions
    laid = timeline(one.session, spoken=half_a_second)
    assert laid.title == f"T {values}"
    assert laid.intervals[0].name == f"N {values}"
    texts = [text for _, text in said(laid, "cue")]
    assert texts[:2] == [f"S {values}.", f"R {values}."]
    assert texts[-1] == f"Outside of any set: {values}."
    told = [problem for problem in found.warnings if "is this variable here" in problem.message]
    assert [problem.message.split("'")[1] for problem in told] == [f"{{{word}}}" for word in YIELDING_WORDS]
    assert [problem.where.line for problem in told] == list(range(5, 5 + len(YIELDING_WORDS)))


def test_the_coach_means_the_sets_all_the_same() -> None:
    found = programme(
        "  set: Nonsense\n  sets: 7\n  set-name: Wrong\n",
        "- repeat: 3\n  steps:\n    - 2 x (work 60s Run, rest 60s Walk)\n    - rest {set} {sets} {set-name}\n".replace(
            "rest {set} {sets} {set-name}", "{rest: 60s, name: '{set} {sets} {set-name}'}"
        ),
    )
    laid = timeline(found.sessions[0].session, spoken=half_a_second)
    assert [text for _, text in said(laid, "set")] == ["Set 1 of 3.", "Set 2 of 3.", "Set 3 of 3."]
    assert "Nonsense 7 Wrong" in {each.name for each in laid.intervals}


@pytest.mark.parametrize("word", YIELDING_WORDS)
def test_a_variable_that_never_stands_in_braces_is_not_spoken_of(word: str) -> None:
    found = programme(f"  {word}: 3\n", f"- repeat: {word}\n  steps: work 60s Run")
    assert found.warnings == ()
    assert len(found.sessions[0].session.steps) == 1


@pytest.mark.slow
@pytest.mark.parametrize("word", YIELDING_WORDS)
def test_steps_may_be_called_so_in_a_programme_and_in_a_session(word: str) -> None:
    planned = programme(f"  other: 1m\nplan:\n  1: {{{word}: 'work 60s Run'}}\n", f"- {word}\n- work other Jog")
    assert [each.name for each in timeline(planned.sessions[0].session).intervals] == ["Run", "Jog"]
    text = f"session: S\nblocks:\n  {word}:\n    - work 60s Run\nsteps:\n  - 2 x ({word}, rest 30s)\n"
    session = parse_session(text)
    assert session.warnings == ()
    assert [each.kind for each in timeline(session).intervals] == ["work", "rest"] * 2


@pytest.mark.parametrize("word", YIELDING_WORDS)
def test_values_given_in_code_win_as_well(word: str) -> None:
    written = f"{{{word}, else: not it}}" if word in PROGRESS_WORDS else f"{{{word}}}"
    words = f"say: 'Now {written} runs.'"
    words = f"marks: {{every: 200m, {words}}}" if word == "mark" else words
    step = f"{{work: 400m @ 5:00/km, cadence: 170, {words}}}"
    text = f"session: S\ncoach: none\nsteps:\n  - repeat: 2\n    steps:\n      - {{repeat: 2, steps: [{step}]}}\n"
    laid = timeline(parse_session(text).with_variables({word: "mine"}))
    assert {event.text for event in laid.events if event.type == "say"} == {"Now mine runs."}


@pytest.mark.parametrize("word", RESERVED_WORDS)
def test_the_first_words_stay_the_languages_own(word: str) -> None:
    with pytest.raises(ScriptError, match="is a word of the language"):
        programme(f"  {word}: 3\n", "- work 60s Run")
