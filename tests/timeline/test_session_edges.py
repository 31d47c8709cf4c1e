"""The edges of a session: what is said first, what is said last, and what gives way to it."""

from __future__ import annotations

import itertools
from bisect import bisect_right

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from audiocoach.errors import ScriptError
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.load import parse_session
from audiocoach.timeline.arrange import Draft, intervals_of
from audiocoach.timeline.first_words import shortened
from audiocoach.timeline.room import COUNTDOWN, GAP, MAX_SHIFT, REMINDER_GAP
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.timeline import Timeline
from audiocoach.vocabulary import KINDS
from tests.support.random_sessions import SENTENCES, Item, full_form, items
from tests.support.voiceless_timelines import (
    MS_PER_CHARACTER,
    START_SIGNAL_MS,
    Speaker,
    laid_out,
    measure,
    said,
    says,
    sound_length,
    sounds,
)

BEGIN = START_SIGNAL_MS + AFTER_SIGNAL
LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt")
COACHES = ("calm", "chatty", "drill-sergeant", "minimal")
SPEAKING = [*(f"language: {language}" for language in LANGUAGES), *(f"coach: {coach}" for coach in COACHES)]

every_coach = pytest.mark.parametrize("coach", SPEAKING)

INTERVALS = "8 x (work 20s Burpees, rest 10s Rest)"
BREATHING = "4 x (work 4s In, rest 7s Hold, drill 8s Out)"


def session(steps: str, head: str = "coach: standard", title: str = "Tempo") -> str:
    return f"session: {title}\n{head}\nsteps:\n{steps}\n"


def line(steps: str, head: str = "coach: standard", title: str = "Tempo") -> Timeline:
    return laid_out(session(f"  - {steps}", head, title))


def advised(made: Timeline) -> list[str]:
    return [entry.text for entry in made.dropped if entry.advice is not None]


@pytest.mark.slow
@every_coach
@pytest.mark.parametrize("steps", [INTERVALS, BREATHING, "work 10s Squat, rest 20s", "work 5s Squat"])
def test_a_first_work_has_its_own_words_at_once_and_no_others_of_the_session(coach: str, steps: str) -> None:
    made = line(steps, coach, "A title that is as long as titles of sessions get")
    start, text = said(made, "start")[0]
    assert start == BEGIN
    assert text.lstrip("¡").startswith(made.intervals[0].name)
    assert not said(made, "session-start")
    (left_out,) = advised(made)
    assert "A title that is as long as" in left_out


@every_coach
def test_the_title_follows_what_there_is_to_do_first(coach: str) -> None:
    made = line(f"warm-up 3m Jog, {INTERVALS}", coach)
    (start, own), (begin, title) = said(made)[:2]
    assert start == BEGIN
    assert own.startswith("Jog")
    assert begin == start + MS_PER_CHARACTER * len(own) + GAP
    assert "Tempo" in title
    assert not advised(made)


@pytest.mark.slow
@every_coach
def test_what_is_advised_has_the_title_the_length_and_the_plan_said(coach: str) -> None:
    title = "A title that is as long as titles of sessions get"
    (entry,) = [entry for entry in line(INTERVALS, coach, title).dropped if entry.advice is not None]
    assert entry.advice is not None
    step = entry.advice.hint.rpartition("- ")[2]
    made = laid_out(session(f"  - {step}\n  - {INTERVALS}", coach, title))
    assert not advised(made)
    first, opening = says(made)[:2]
    assert first.text == "Get ready."
    assert opening.role == "session-start"
    assert title in opening.text
    talk = made.intervals[0]
    assert talk.end_ms - opening.end_ms == REMINDER_GAP


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (30, "Tempo. One minute fifty. Twice: Run, thirty seconds; then Rest, ten seconds"),
        (7, "Tempo. One minute twenty-seven."),
        (4, "Tempo."),
        (2, None),
    ],
)
def test_less_of_it_is_said_where_there_is_less_room(seconds: int, expected: str | None) -> None:
    made = line(f"warm-up {seconds}s Jog, 2 x (work 30s Run, rest 10s)")
    assert [text for _, text in said(made, "session-start")] == ([expected] if expected else [])
    assert len(advised(made)) == (seconds < 30)
    assert said(made, "start")[0] == (BEGIN, "Jog.")


def test_what_gives_way_first_is_the_plan_then_the_length_and_the_title_last() -> None:
    assert list(shortened("Hello! {session}. {length}. {plan}")) == [
        "Hello! {session}. {length}.",
        "Hello! {session}.",
        "{session}.",
    ]
    assert list(shortened("{session}: {plan}, {length} in all.")) == ["{session}."], "never without the title"
    assert list(shortened("Hello. {length} today.")) == ["Hello. {length} today.", "Hello."]
    assert list(shortened("Hello.")) == ["Hello.", "Hello."]


def test_the_title_keeps_two_seconds_from_the_words_that_come_next() -> None:
    step = "  - warm-up: 60s\n    name: Jog\n    cues: [{at: %s, say: Tall.}]\n  - work 60s"
    for at in range(1, 12):
        made = laid_out(session(step % f"{at}s"))
        for title in [event for event in says(made) if event.role == "session-start"]:
            assert not [e for e in says(made) if title.end_ms <= e.start_ms < title.end_ms + REMINDER_GAP]
        assert (made.intervals[0].start_ms + at * 1000, "Tall.") in said(made, "cue")


@pytest.mark.slow
@every_coach
@pytest.mark.parametrize(
    "steps", ["work 60s Plank", "work 8s Plank", "rest 20s, work 30s Run", INTERVALS + ", work 9s"]
)
def test_last_words_follow_a_session_that_ends_with_work(coach: str, steps: str) -> None:
    made = line(steps, coach)
    (last,) = [event for event in says(made) if event.role == "session-end"]
    assert last.start_ms == made.length_ms + GAP
    assert made.sound_ms == last.end_ms
    assert made.length_ms == made.intervals[-1].end_ms
    assert sounds(made, "session-end") == [made.length_ms - 800]


def test_last_words_stay_inside_where_something_easy_comes_last() -> None:
    made = line("work 60s Run, cool-down 60s Walk")
    (last,) = [event for event in says(made) if event.role == "session-end"]
    assert last.end_ms == made.length_ms - COUNTDOWN - AFTER_SIGNAL
    assert made.sound_ms == made.length_ms


@pytest.mark.parametrize("kind", ["work", "cool-down", "rest", "talk"])
@pytest.mark.parametrize(
    "cue", ["at: halfway, say: Half.", "at: -5s, say: Nearly.", "at: end, say: Over.", "at: -4s, sound: halfway"]
)
def test_last_words_come_behind_all_of_the_authors(kind: str, cue: str) -> None:
    made = laid_out(session(f"  - work 60s\n  - {kind}: 8s\n    cues: [{{{cue}}}]"))
    own = [event.end_ms for event in made.events if event.by == "author"]
    ((start, _),) = said(made, "session-end")
    assert own
    assert start >= max(own)


@pytest.mark.parametrize("coach", ["beeps-only", "none"])
def test_without_words_nothing_follows_the_session_and_nothing_is_missed(coach: str) -> None:
    for each in (INTERVALS, BREATHING, "work 60s Plank"):
        made = line(each, f"coach: {coach}")
        assert says(made) == []
        assert made.dropped == ()
        assert made.sound_ms == made.length_ms


@every_coach
def test_a_talk_with_a_name_and_no_words_says_it_and_is_counted_out_of(coach: str) -> None:
    made = line("work 20s, talk 10s Water, work 20s, talk 10s, work 20s", coach)
    named, nameless = made.intervals[1], made.intervals[3]
    assert [(at, text) for at, text in said(made) if at == named.start_ms] == [(named.start_ms, "Water.")]
    assert not [at for at, _ in said(made) if nameless.start_ms <= at < nameless.end_ms]
    for talk in (named, nameless):
        ticks = {talk.end_ms - before for before in (3000, 2000, 1000)}
        assert ticks <= set(sounds(made, "tick", "last-tick"))


def test_a_talk_with_words_of_its_own_does_not_say_its_name() -> None:
    for keys in ("say: Drink.", "cues: [{at: 4s, say: Drink.}]"):
        made = laid_out(session(f"  - work 20s\n  - {{talk: 10s, name: Water, {keys}}}\n  - work 20s"))
        assert "Drink." in [text for _, text in said(made)]
        assert "Water." not in [text for _, text in said(made)]


def test_a_talk_as_long_as_its_name_lasts_as_long_in_a_plan() -> None:
    text = session("  - talk auto Get ready\n  - work 20s\n  - talk auto Water\n  - work 20s")
    made, found = laid_out(text), parse_session(text)
    assert made.intervals[2].length_ms == MS_PER_CHARACTER * len("Water.") + 1000
    assert intervals_of(found, measure, sound_length, coach_of(found)) == made.intervals
    assert not sounds(made, "tick") or min(sounds(made, "tick")) > made.intervals[0].end_ms


@pytest.mark.parametrize("coach", ["beeps-only", "none"])
def test_a_talk_as_long_as_its_name_is_there_with_a_silent_coach_as_well(coach: str) -> None:
    made = line("talk auto Get ready, work 20s, talk auto Water, work 20s", f"coach: {coach}")
    assert [interval.length_ms for interval in made.intervals] == [1000, 20_000, 1000, 20_000]
    with pytest.raises(ScriptError, match="this talk has no words"):
        line("talk auto, work 20s", f"coach: {coach}")


def test_what_is_short_is_spoken_only_where_it_may_be_needed() -> None:
    def asked(steps: str) -> set[str]:
        found = parse_session(session(f"  - {steps}"))
        draft = Draft.of(found, coach_of(found), measure, sound_length)
        sure = draft.sure(measure(draft.spaced_words))
        return {words.text for words in (*draft.spaced_words, *draft.unsure_words(sure))}

    plenty, little = asked("warm-up 3m Jog, work 3m Run"), asked(f"warm-up 8s Jog, {INTERVALS}")
    assert len([text for text in plenty if text.startswith("Tempo")]) == 1
    assert len([text for text in little if text.startswith("Tempo")]) == 3
    assert not [text for text in asked(INTERVALS) if text.startswith("Tempo")]


@st.composite
def sessions(draw: st.DrawFn) -> str:
    """Draw sessions of short and long steps, some with words of their own, by any coach in any language."""
    short = st.builds(
        Item,
        kind=st.sampled_from(KINDS),
        length_ms=st.sampled_from([2, 4, 7, 8, 10, 14, 20, 30, 45, 60, 95]).map(lambda s: s * 1000),
        name=st.none() | st.sampled_from(["In", "Burpees", "Stand up and breathe in"]),
    )
    found = draw(items(short))

    def enrich(item: Item) -> None:
        for inner in item.items:
            enrich(inner)
        if item.repeat or draw(st.integers(0, 2)):
            return
        at = draw(st.sampled_from(["start", "halfway", "1s", "25%", "end"]))
        item.keys["cues"] = [{"at": at, "say": draw(st.sampled_from(SENTENCES))}]
        if draw(st.integers(0, 5)) == 0:
            item.keys["coach"] = "none"

    for item in found:
        enrich(item)
    head, title = draw(st.sampled_from(SPEAKING)), draw(st.sampled_from(["Tempo", "The longest of them: {length}"]))
    return session(full_form(found), head, f'"{title}"')


def placed(text: str, speaker: Speaker) -> tuple[Draft, Timeline]:
    """Lay out a session, unless its author's words cannot keep their time, which is an error."""
    found = parse_session(text)
    try:
        draft = Draft.of(found, coach_of(found), speaker, sound_length)
        sure = draft.sure(speaker(draft.spaced_words))
        return draft, draft.placed(speaker(draft.unsure_words(sure)), sure)
    except ScriptError:
        reject()


def missing(draft: Draft, made: Timeline) -> list[str]:
    """List what the coach wants to say and is neither said nor listed as left out."""
    assert draft.cues is not None
    last = len(made.intervals) - 1
    heard = [
        (event.role, event.text, min(last, bisect_right(made.intervals, event.start_ms, key=lambda i: i.start_ms) - 1))
        for event in says(made)
    ]
    listed = [(entry.text, entry.at_ms) for entry in made.dropped]
    lost = []
    for cue in draft.cues.coachs:
        if (cue.text, cue.at_ms) in listed:
            listed.remove((cue.text, cue.at_ms))
        elif (cue.role, cue.text, cue.interval) in heard:
            heard.remove((cue.role, cue.text, cue.interval))
        elif cue.words:
            lost.append(cue.text)
    return lost


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(sessions(), st.integers(0, 999), st.sampled_from([400, 2_000, 6_000]))
def test_the_edges_of_every_session(text: str, seed: int, longest: int) -> None:
    draft, made = placed(text, Speaker(seed, longest))
    words = says(made)
    assert all(before.end_ms <= after.start_ms for before, after in itertools.pairwise(words))
    first = made.intervals[0]
    for position, interval in enumerate(made.intervals):
        inside = [event for event in words if interval.start_ms <= event.start_ms < interval.end_ms]
        own = next((event for event in inside if event.role == "start"), None)
        assert own is None or own.start_ms <= interval.start_ms + MAX_SHIFT
        for title in (event for event in inside if event.role == "session-start"):
            assert position == 0
            assert interval.kind != "work"
            assert own is None or own.end_ms < title.start_ms
            assert not [e for e in words if title.end_ms <= e.start_ms < title.end_ms + REMINDER_GAP]
            assert title.end_ms <= first.end_ms - REMINDER_GAP
    last = made.intervals[-1]
    for event in words:
        if event.role == "session-end":
            assert last.kind != "work" or event.start_ms >= last.end_ms
            assert not [e for e in made.events if e.by == "author" and e.end_ms > event.start_ms and e.start_ms]
    assert made.sound_ms == max([last.end_ms, *(event.end_ms for event in words)])
    assert missing(draft, made) == []
