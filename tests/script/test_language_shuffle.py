"""`shuffle: true`: a list in an order that seems free, and is the same whenever the session is made."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.programme.load_programme import load_programme
from audiocoach.script.coach_sheets import load_sheet
from audiocoach.script.dump import dump
from audiocoach.script.load import parse_session
from tests.support.voiceless_timelines import half_a_second, laid_out, said, timeline

bounded = settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

SENTENCES = st.lists(
    st.text("abcdefgh", min_size=1, max_size=4).map(lambda word: f"{word.capitalize()}."), min_size=2, max_size=7
).filter(lambda found: len(set(found)) > 1)
TITLES = st.text("ABC xyz", min_size=1, max_size=8).map(lambda text: f"T{text}".strip())


def script(title: str, sentences: list[str], *, cues: int = 24, shuffle: bool = True) -> str:
    """A session whose only words are `cues` of these sentences."""
    key = "shuffle: true, " if shuffle else ""
    say = json.dumps(sentences)
    return (
        f"session: {title}\ncoach: none\nsteps:\n- work: {cues}0s\n  cues: [{{every: 10s, from: 5s, {key}say: {say}}}]"
    )


def words(text: str) -> list[str]:
    return [spoken for _, spoken in said(laid_out(text, spoken=half_a_second))]


@pytest.mark.slow
@bounded
@given(TITLES, SENTENCES)
def test_all_are_said_before_any_comes_again_and_none_twice_in_a_row(title: str, sentences: list[str]) -> None:
    found = words(script(title, sentences))
    different = set(sentences)
    assert len(found) == 24
    assert all(one != after for one, after in pairwise(found))
    for begin in range(0, len(found) - len(different) + 1, len(different)):
        assert set(found[begin : begin + len(different)]) == different


@pytest.mark.slow
@bounded
@given(TITLES, SENTENCES)
def test_the_same_session_says_the_same_and_so_it_does_written_anew(title: str, sentences: list[str]) -> None:
    text = script(title, sentences)
    session = parse_session(text)
    found = words(text)
    assert words("# a line more\n" + text) == found
    assert [spoken for _, spoken in said(timeline(parse_session(dump(session)), spoken=half_a_second))] == found


def test_the_order_is_this_one_on_every_machine_and_python() -> None:
    found = words(script("Tempo", ["One.", "Two.", "Three.", "Four."], cues=12))
    assert " ".join(found) == "Four. Three. Two. One. Four. Three. One. Two. Four. Three. One. Two."


def test_another_title_has_another_order() -> None:
    sentences = ["One.", "Two.", "Three.", "Four.", "Five.", "Six."]
    orders = {tuple(words(script(f"Run {number}", sentences, cues=6))) for number in range(8)}
    assert len(orders) > 4


def test_without_the_key_a_list_is_said_as_it_stands() -> None:
    assert words(script("Tempo", ["One.", "Two."], cues=4, shuffle=False)) == ["One.", "Two.", "One.", "Two."]


def test_the_order_of_a_talk_does_not_hang_on_how_long_its_words_last() -> None:
    text = (
        'session: "Stand for {length}"\ncoach: none\nsteps:\n- talk: auto\n  cues:\n'
        "  - {at: start, shuffle: true, say: [Short., And this one is by far the longer one of the two.]}\n- work: 60s"
    )
    slow = laid_out(text, spoken=lambda found: {each: 200 * len(each.text) for each in found})
    assert said(slow)[0][1] == words(text)[0]


def test_a_coach_sheet_shuffles_and_two_moments_may_share_a_list(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "coach: Mine\nmoments:\n"
        "- {when: every, every: 20s, from: 10s, until: 2m, shuffle: true, say: &list [A., B., C., D., E.]}\n"
        "- {when: every, every: 20s, from: 2m10s, shuffle: true, say: *list}\n"
    )
    text = "session: T\nsteps: work 5m Run\n"
    sheet = load_sheet("mine.yaml", tmp_path)
    found = [spoken for _, spoken in said(laid_out(text, spoken=half_a_second, sheet=sheet))]
    assert len(found) > 10
    assert all(one != after for one, after in pairwise(found))
    assert set(found[:5]) == set(found[5:10]) == {"A.", "B.", "C.", "D.", "E."}


def test_the_sessions_of_a_programme_differ_even_under_one_title(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        "programme: P\nweeks: 3\nper-week: 3\nprogression: {run-time: 6m}\nsession:\n  session: Run\n  coach: none\n"
        "  steps:\n  - work: run-time\n    name: Run\n    cues:\n"
        "    - {every: 60s, from: 30s, shuffle: true, say: [A., B., C., D., E., F.]}\n"
    )
    sessions = load_programme(tmp_path / "p.yaml").sessions
    orders = [[spoken for _, spoken in said(timeline(each.session, spoken=half_a_second))] for each in sessions]
    assert all(sorted(order) == ["A.", "B.", "C.", "D.", "E.", "F."] for order in orders)
    assert len(set(map(tuple, orders))) > 4


@pytest.mark.parametrize("moment", ["when: start", "when: every, every: 30s"])
def test_shuffling_one_sentence_is_an_error_in_a_sheet_too(moment: str, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(f"coach: Mine\nmoments:\n- {{{moment}, shuffle: true, say: Go.}}\n")
    with pytest.raises(Exception, match="'shuffle' mixes a list of sentences, and here is none"):
        load_sheet("mine.yaml", tmp_path)
