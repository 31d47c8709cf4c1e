"""A coach who hardly gets a word in: a warning with numbers, and a way out."""

from __future__ import annotations

from audiocoach.errors import Problem
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import parse_session

BREATHING = "session: Breathe\n%ssteps:\n  - 30 x (work 1s Breathe in slowly and deeply, rest 1s Let it go)\n"


def crowded(script: str) -> list[Problem]:
    return [
        each for each in build_timeline(parse_session(script), fast=True).warnings if "find no room" in each.message
    ]


def test_steps_too_short_for_words_are_told_with_numbers_and_a_way_out() -> None:
    (warning,) = crowded(BREATHING % "")
    assert warning.severity == "warning"
    left_out, wanted = (int(word) for word in warning.message.split() if word.isdigit())
    assert wanted / 2 < left_out <= wanted
    assert "half of the steps 1.0 s or less" in warning.message
    assert "coach: beeps-only" in warning.hint


def test_who_wants_beeps_only_or_no_coach_is_not_told() -> None:
    for coach in ("beeps-only", "none"):
        assert not crowded(BREATHING % f"coach: {coach}\n")


def test_steps_with_room_for_words_are_not_told() -> None:
    assert not crowded("session: T\nsteps:\n  - 8 x (work 20s, rest 10s)\n")
    assert not crowded("session: T\nsteps: [work 1s]\n"), "too little to speak of"
