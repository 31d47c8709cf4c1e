"""Words are spaced where they have room: nothing moves, nothing is dropped, nothing runs into anything else for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audiocoach.quantities.units import SECOND
from audiocoach.timeline.events import Event
from audiocoach.timeline.room import COUNTDOWN, GAP, SHIFT_STEP
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.talks import TALK_TAIL
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words
from tests.support.voiceless_timelines import MS_PER_CHARACTER, START_SIGNAL_MS, laid_out, measure, says

HALF_AS_LONG_AGAIN = 1.5


def with_gaps(words: Sequence[Words]) -> Mapping[Words, int]:
    """Spaced words last half as long again."""
    plain = measure(words)
    return {each: round(plain[each] * (HALF_AS_LONG_AGAIN if each.spaced else 1)) for each in words}


def words_of(found: Timeline, text: str) -> Event:
    (event,) = [event for event in says(found) if event.text == text]
    return event


def lasts(event: Event) -> int:
    return event.end_ms - event.start_ms


def session(*steps: str, coach: str = "none") -> Timeline:
    lines = "\n".join(f"  - {step}" for step in steps)
    return laid_out(f"session: Run\ncoach: {coach}\nsteps:\n{lines}\n", spoken=with_gaps)


def test_words_with_room_are_spaced_and_begin_when_they_did() -> None:
    found = words_of(session("{work: 60s, cues: [{at: 20s, say: Eyes on one point.}]}"), "Eyes on one point.")
    assert found.words is not None
    assert found.words.spaced
    assert (found.start_ms, lasts(found)) == (20 * SECOND, round(18 * MS_PER_CHARACTER * HALF_AS_LONG_AGAIN))


def test_a_single_word_has_nothing_to_space() -> None:
    found = words_of(session("{work: 60s, cues: [{at: 20s, say: Relax.}]}"), "Relax.")
    assert found.words is not None
    assert not found.words.spaced


def test_words_that_would_reach_what_comes_next_stay_as_they_are() -> None:
    just = 20 * SECOND + 18 * MS_PER_CHARACTER * 3 // 2 + GAP
    for at, spaced in ((just, True), (just - 1, False)):
        cues = f"[{{at: 20s, say: Eyes on one point.}}, {{at: {at / 1000}s, say: And again.}}]"
        found = words_of(session(f"{{work: 60s, cues: {cues}}}"), "Eyes on one point.")
        assert found.words is not None
        assert found.words.spaced is spaced, at


def test_words_end_before_the_countdown_and_before_a_signal() -> None:
    for coach, end in (("beeps-only", 60 * SECOND - COUNTDOWN - AFTER_SIGNAL), ("none", 60 * SECOND - AFTER_SIGNAL)):
        for late, spaced in ((0, True), (1, False)):
            at = (end - 18 * MS_PER_CHARACTER * 3 // 2 + late) / 1000
            found = session(f"{{work: 60s, cues: [{{at: {at}s, say: Eyes on one point.}}]}}", "rest 60s", coach=coach)
            words = words_of(found, "Eyes on one point.").words
            assert words is not None
            assert words.spaced is spaced, (coach, late)


def test_words_that_have_room_spaced_are_spoken_in_no_other_way() -> None:
    asked: list[Words] = []

    def noted(words: Sequence[Words]) -> Mapping[Words, int]:
        asked.extend(words)
        return with_gaps(words)

    steps = "{warm-up: 60s, name: Jog}, {work: 60s, say: Run backwards. Look ahead.}, {rest: 9s, name: Walk slowly}"
    found = laid_out(f"session: Run\nsteps: [{steps}]\n", spoken=noted)
    plain = {each.text for each in asked if not each.spaced and " " in each.text}
    said = {event.text for event in says(found) if event.words and event.words.spaced}
    assert "Run backwards. Look ahead." in said - plain
    assert any("Walk slowly" in text for text in plain), "in nine seconds there is no room for all that a coach says"


def test_words_that_end_with_their_step_begin_earlier() -> None:
    found = words_of(session("{work: 60s, cues: [{at: end, say: Eyes on one point.}]}"), "Eyes on one point.")
    assert found.end_ms == 60 * SECOND
    assert lasts(found) == round(18 * MS_PER_CHARACTER * HALF_AS_LONG_AGAIN)


def test_a_talk_is_as_long_as_its_words_spaced() -> None:
    found = session("{talk: auto, say: Today you run for the first time.}", "work 60s")
    begin = START_SIGNAL_MS + AFTER_SIGNAL
    length = round(33 * MS_PER_CHARACTER * HALF_AS_LONG_AGAIN)
    assert found.intervals[0].length_ms == begin + length + TALK_TAIL
    assert lasts(says(found)[0]) == length


KINDS = st.sampled_from(["work", "rest", "warm-up", "cool-down"])


@pytest.mark.slow
@settings(deadline=None)
@example([(12, "work"), (12, "work"), (30, "work")], [(0, 1), (0, 1), (24, 7)], "standard")
@example([(12, "cool-down"), (12, "work")], [(3, 1)], "standard")
@given(
    st.lists(st.tuples(st.integers(12, 90), KINDS), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 8)), max_size=6),
    st.sampled_from(["standard", "chatty", "none"]),
)  # fmt: skip
def test_spacing_drops_nothing_moves_nothing_and_overlaps_nothing(
    steps: list[tuple[int, str]], cues: list[tuple[int, int]], coach: str
) -> None:
    from audiocoach.errors import ScriptError

    written = []
    for number, (length, kind) in enumerate(steps):
        own = [f"{{at: {at}s, say: {' '.join(['word'] * count)}}}" for at, count in cues[number::6] if at <= length]
        written.append(f"{{{kind}: {length}s, cues: [{', '.join(own)}]}}")
    lines = "\n".join(f"  - {step}" for step in written)
    script = f"session: Run\ncoach: {coach}\nsteps:\n{lines}\n"
    try:
        plain = laid_out(script)
    except ScriptError:
        return
    found = laid_out(script, spoken=with_gaps)
    if found.dropped != plain.dropped:  # what follows later words may be late enough to be shifted past the next ones
        assert {each.text for each in found.dropped} < {each.text for each in plain.dropped}
        return
    assert found.warnings == plain.warnings
    assert found.length_ms == plain.length_ms
    by_text = [sorted(each.events, key=lambda event: (event.text, event.role, event.end_ms)) for each in (found, plain)]
    for event, other in zip(*by_text, strict=True):
        stays = event.start_ms == other.start_ms or event.end_ms == other.end_ms
        assert stays or (event.by == "coach" and follows(event, found)), "but for what follows words at a step's start"
        if event.type == "say" and lasts(event) == lasts(other):
            assert event.words is None or not event.words.spaced or " " not in event.text
            assert event == replace(other, start_ms=event.start_ms, end_ms=event.end_ms, words=event.words)
    old = overlaps(plain)
    assert overlaps(found) <= old


def follows(event: Event, found: Timeline) -> bool:
    """Whether it is said as soon as other words are."""
    return any(0 <= event.start_ms - GAP - other.end_ms < SHIFT_STEP for other in says(found))


def overlaps(found: Timeline) -> set[tuple[str, str]]:
    """Which events sound together, by their texts or roles."""
    spans = sorted(found.events, key=lambda event: event.start_ms)
    return {
        (one.text or one.role, other.text or other.role)
        for one, other in pairwise(spans)
        if one.end_ms > other.start_ms
    }
