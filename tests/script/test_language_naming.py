"""Texts that name an athlete, taken apart so that little of them is spoken for each."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.script.load import parse_session
from audiocoach.script.model import Session
from audiocoach.timeline.athlete import LONG_REST, apart
from tests.support.voiceless_timelines import timeline

REST = "Choose flat, open ground with nothing in the way. Wear proper running shoes, and tie the laces of both of them."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"Welcome, Ann! {REST}", ["Welcome, Ann!", REST]),
        (f"Welcome. {REST} Now go slowly, Annie.", [f"Welcome. {REST}", "Now go slowly, Annie."]),
        (f"Hello, Annie. This is your day, Annie. {REST}", ["Hello, Annie. This is your day, Annie.", REST]),
        (f"{REST} Well done, Annie. {REST}", [REST, "Well done, Annie.", REST]),
        (f"Dzień dobry, Annie! Świetnie, że jesteś. {REST}", ["Dzień dobry, Annie!", f"Świetnie, że jesteś. {REST}"]),
        (f"Bienvenida, Annie. ¿Quieres empezar? {REST}", ["Bienvenida, Annie.", f"¿Quieres empezar? {REST}"]),
        (f"Welcome back Dr. Annie Smith. {REST}", ["Welcome back Dr. Annie Smith.", REST]),
        (f"ann, welcome. {REST}", ["ann, welcome.", REST]),
        (f"{REST} And then, Annie, rest approx. 2 minutes.", [REST, "And then, Annie, rest approx. 2 minutes."]),
        (f"Annie, evtl. Wasser trinken. {REST}", ["Annie, evtl. Wasser trinken.", REST]),
        (f"Annie, idziesz na trening. śmiało! {REST}", ["Annie, idziesz na trening. śmiało!", REST]),
        # Too little is left that is not spoken anew.
        ("Well done, Annie. Two minutes is plenty for a first time.", []),
        (REST, []),
        # It cannot be told from an abbreviation.
        (f"Welcome, Dr. Annie, {REST.replace('.', ',')}", []),
        (f"Go with Annie et al. {REST.replace('.', ',')}", []),
    ],
)
def test_sentences_with_the_name_are_apart_from_the_others(text: str, parts: list[str]) -> None:
    assert list(apart(text, "Ann")) == parts


@given(st.lists(st.sampled_from(["Ann", "Run", "slowly.", "Go!", "It", "trains", "balance.", "\u00bf", "", "Dr."])))
def test_nothing_of_a_text_is_lost(words: list[str]) -> None:
    text = " ".join(" ".join([*words, REST, *words]).split())
    parts = apart(text, "Ann")
    assert not parts or " ".join(parts) == text
    assert all(("Ann" in one) != ("Ann" in other) for one, other in pairwise(parts))
    assert not parts or sum(len(part) for part in parts if "Ann" not in part) >= LONG_REST


SESSION = f"""
session: One
coach: none
steps:
  - {{talk: auto, say: "Welcome, {{athlete}}. {REST}"}}
  - {{work: 20s, say: "Go, {{athlete}}!"}}
"""


def said(session: Session) -> list[tuple[str, ...]]:
    return [event.words.parts for event in timeline(session).events if event.words]


def test_only_what_names_somebody_is_taken_apart() -> None:
    session = parse_session(SESSION)
    assert said(session.for_athlete("Annie")) == [("Welcome, Annie.", REST), ()]
    assert said(parse_session(SESSION.replace("{athlete}", "Annie"))) == [(), ()]
