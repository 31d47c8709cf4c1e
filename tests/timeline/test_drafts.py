"""Drafts: values that are told the spoken lengths they ask for, however many sessions are laid out together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from audiocoach.errors import ScriptError
from audiocoach.rendering import timelines
from audiocoach.rendering.timelines import arranged
from audiocoach.script.coach_sheets import Sheets
from audiocoach.script.load import parse_session
from audiocoach.script.model import Session
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.timeline.arrange import NOT_SURE, Draft
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.talks import TALK_TAIL
from audiocoach.timeline.wording import Words
from tests.support.voiceless_timelines import START_SIGNAL_MS, measure, sound_length

BEGIN = START_SIGNAL_MS + AFTER_SIGNAL


def session(talk: str, title: str = "Run") -> Session:
    return parse_session(f"session: '{title}'\ncoach: none\nsteps:\n  - {{talk: auto, say: '{talk}'}}\n  - work 60s\n")


def begun(session: Session) -> Draft:
    return Draft.begin(session, None, sound_length)


def test_a_draft_asks_for_the_words_its_lengths_depend_on_and_then_for_no_more() -> None:
    draft = begun(session("Good morning."))
    assert [words.text for words in draft.unknown] == ["Good morning."]
    told = draft.told(measure(draft.unknown))
    again = told.told(measure(told.unknown))
    assert again.unknown == []
    assert [words.text for words in draft.unknown] == ["Good morning."], "a draft is a value, and stays as it was"
    assert (
        again.placed(measure(again.unsure_words(NOT_SURE)), NOT_SURE).intervals[0].length_ms
        == BEGIN + 60 * len("Good morning.") + TALK_TAIL
    )
    assert again.told({}) is again


def test_a_draft_without_a_talk_asks_for_nothing() -> None:
    draft = begun(parse_session("session: Run\nsteps: [work 60s]"))
    assert draft.unknown == []
    assert draft.spaced_words == draft.unsure_words(NOT_SURE) == []


def test_a_talk_that_never_agrees_with_itself_is_asked_for_four_times() -> None:
    draft, asked = begun(session("{session}", "Run of {length}")), 0
    while draft.unknown:
        asked += 1
        draft = draft.told(dict.fromkeys(draft.unknown, 10_000 * asked))
    assert asked == 4
    assert (
        draft.placed(measure(draft.unsure_words(NOT_SURE)), NOT_SURE).intervals[0].length_ms
        == BEGIN + 40_000 + TALK_TAIL
    )


def test_a_silent_talk_is_told_at_once() -> None:
    with pytest.raises(ScriptError, match="this talk has no words"):
        begun(parse_session("session: Run\nsteps: [talk auto, work 60s]"))


def test_what_many_sessions_ask_for_is_spoken_together(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def noted(words: Sequence[Words]) -> Mapping[Words, int]:
        asked.append([each.text for each in words])
        return measure(words)

    monkeypatch.setattr(timelines, "estimated", noted)
    silent = parse_session("session: Run\nsteps: [talk auto, work 60s]")
    sessions = [session("Hello."), silent, parse_session("session: Run\nsteps: [work 60s]"), session("Bye.")]
    named = [(f"session {number}", each) for number, each in enumerate(sessions)]
    found, problems = arranged(named, None, Sheets(), SoundShelf())
    assert asked[:2] == [["Hello.", "Bye."]] * 2, "once, and once more to see that they agree with themselves"
    assert len(asked) == 5, (
        "and then all that any of them says, spaced; what is not sure to be; and what still has room"
    )
    assert asked[3:] == [[], []], "all of it has"
    assert set(asked[3]) < set(asked[2])
    assert [len(timeline.intervals) for timeline in found] == [2, 1, 2]
    assert [problem.message.partition(" (")[2] for problem in problems if problem.severity == "error"] == [
        "in session 1)"
    ]
