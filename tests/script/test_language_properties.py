"""What holds for every session: no gap, no overlap, both forms alike, written and read back the same."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from audiocoach.quantities.lengths import Moment, parse_length, parse_moment, write_length
from audiocoach.quantities.units import DAY
from audiocoach.script.dump import dump
from audiocoach.script.load import parse_session
from audiocoach.timeline.room import COUNTDOWN, GAP, MAX_SHIFT
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.timeline import Timeline
from tests.support.random_sessions import SENTENCES, Item, full_form, items, lengths, steps, whiteboard, whiteboard_line
from tests.support.voiceless_timelines import START_SIGNAL_MS, Speaker, laid_out, says, sounds, timeline

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[1] / "samples"

bounded = settings(derandomize=True, deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))


@bounded
@given(items())
def test_intervals_tile_the_session(found: list[Item]) -> None:
    session = parse_session(f"session: Tempo\ncoach: none\nsteps:\n{full_form(found)}")
    made = timeline(session)
    expected = [ms for item in found for ms in item.lengths()]
    assert [i.length_ms for i in made.intervals] == expected
    assert [i.start_ms for i in made.intervals] == [sum(expected[:n]) for n in range(len(expected))]
    assert made.length_ms == made.intervals[-1].end_ms == sum(item.total_ms() for item in found)


def _skips_inside(item: Item) -> bool:
    return any(inner.repeat and (inner.skips or _skips_inside(inner)) for inner in item.items)


@bounded
@given(items())
def test_whiteboard_and_full_form_agree(found: list[Item]) -> None:
    assume(not any(_skips_inside(item) for item in found))
    full = parse_session(f"session: Tempo\nsteps:\n{full_form(found)}")
    assert parse_session(f"session: Tempo\nsteps:\n{whiteboard(found)}") == full
    if not any(item.skips for item in found):
        one_line = ", ".join(whiteboard_line(item) for item in found).replace("'", "''")
        assert parse_session(f"session: Tempo\nsteps: '{one_line}'\n") == full


@st.composite
def moments(draw: st.DrawFn, step_ms: int) -> str:
    """A moment inside of a step."""
    inside = write_length(draw(st.integers(1, step_ms - 1)))
    share = draw(st.integers(0, 99))
    return draw(st.sampled_from(["start", "halfway", "end", inside, f"-{inside}", f"{share}%"]))


@st.composite
def cues(draw: st.DrawFn, step_ms: int, *, in_set: bool) -> dict[str, object]:
    cue: dict[str, object] = {}
    if draw(st.booleans()):
        cue["at"] = draw(moments(step_ms))
    else:
        cue["every"] = write_length(draw(lengths()))
        for key in draw(st.sets(st.sampled_from(["from", "until"]))):
            cue[key] = draw(moments(step_ms))
    what = draw(st.sampled_from(["say", "sound", "list"]))
    if what == "sound":
        cue["sound"] = draw(st.sampled_from(["halfway", "tick", "none"]))
    else:
        several = st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=3)
        cue["say"] = draw(st.sampled_from(SENTENCES)) if what == "say" else draw(several)
    if in_set and draw(st.booleans()):
        cue["on"] = draw(st.sampled_from(["first", "last", "odd", "even", 1, [1, "last"]]))
    if draw(st.booleans()):
        cue["min-length"] = write_length(draw(lengths()))
    if draw(st.booleans()):
        cue["voice"] = draw(st.sampled_from([{"name": "joe"}, {"rate": 180}, {"outdoor": False, "engine": "tone"}]))
    return cue


@st.composite
def rich_items(draw: st.DrawFn) -> list[Item]:
    """Steps and sets with all they may have."""
    found = draw(items(steps(2)))

    def enrich(item: Item, *, in_set: bool) -> None:
        if item.repeat:
            if draw(st.booleans()):
                item.keys["name"] = "Main set"
            for inner in item.items:
                enrich(inner, in_set=True)
            return
        if draw(st.booleans()):
            item.keys["cues"] = draw(st.lists(cues(item.length_ms, in_set=in_set), min_size=1, max_size=3))
        further: dict[str, st.SearchStrategy[object]] = {
            "say": st.sampled_from(SENTENCES),
            "effort": st.sampled_from(["3", "6-7", "4.5"]),
            "coach": st.just("none"),
            "sound": st.sampled_from(["rest", "none"]),
            "cadence": st.integers(30, 300),
        }
        for key in draw(st.sets(st.sampled_from(sorted(further)))):
            item.keys[key] = draw(further[key])

    for item in found:
        enrich(item, in_set=False)
    return found


HEADS = st.fixed_dictionaries(
    {"session": st.sampled_from(["Tempo", "Run #3: {length}", "  Übung, »schnell«  "])},
    optional={
        "description": st.just("All there is."),
        "language": st.sampled_from(["en", "en-GB"]),
        "coach": st.sampled_from(["standard", "beeps-only", "none"]),
        "voice": st.sampled_from(["joe", "{engine: pyttsx3, rate: 180, outdoor: false}"]),
        "say-as": st.just('{Siobhan: Shivawn, "Xi\'an: 3": \'a "quoted" name\'}'),
        "sounds": st.just("{work: rest, tick: none}"),
        "blocks": st.just("{spare: [work 60s Run, rest 90s], other: 2 x (work 30s)}"),
    },
)


@bounded
@given(HEADS, rich_items())
def test_written_out_and_read_back_it_is_the_same(head: dict[str, str], found: list[Item]) -> None:
    text = "".join(f'{key}: "{value}"\n' if key == "session" else f"{key}: {value}\n" for key, value in head.items())
    session = parse_session(f"{text}steps:\n{full_form(found)}")
    again = parse_session(dump(session))
    assert again == session
    assert dump(again) == dump(session)


@pytest.mark.parametrize("name", ["whiteboard.yaml", "first-steps.yaml"])
def test_samples_written_out_are_the_same(name: str) -> None:
    session = parse_session((SAMPLES / name).read_text(encoding="utf-8"))
    assert parse_session(dump(session)) == session


@bounded
@given(st.integers(1, DAY))
def test_lengths_written_are_read(milliseconds: int) -> None:
    assume(not (milliseconds > 90 * 60_000 and milliseconds % 60_000 == 0 and milliseconds < 3_600_000))
    assert parse_length(write_length(milliseconds)) == milliseconds


@bounded
@given(st.sampled_from(["start", "end"]), st.integers(1, DAY))
def test_moments_written_are_read(anchor: str, milliseconds: int) -> None:
    moment = Moment("start" if anchor == "start" else "end", offset_ms=milliseconds)
    assert parse_moment(str(moment)) == moment


COACHES = ["standard", "beeps-only", "coach-mine.yaml", "none"]


def check_sound(made: Timeline) -> None:
    """Nothing is said over anything else, or past the end; signals and ticks stand where they must."""
    words = says(made)
    for before, after in itertools.pairwise(words):
        assert before.end_ms <= after.start_ms
    signals = [event for event in made.events if event.type == "sound"]
    for event in words:
        assert 0 <= event.start_ms < event.end_ms <= made.sound_ms
        assert event.end_ms <= made.length_ms or event.role == "session-end"
        if event.by == "coach":
            assert not any(s.start_ms < event.end_ms and event.start_ms < s.end_ms for s in signals)
    assert [s.end_ms for s in signals if s.role == "session-end"] == [made.length_ms]
    starts = {event.start_ms for event in signals}
    for interval in made.intervals[1:]:
        assert interval.kind == "talk" or interval.start_ms in starts


def check_countdowns(made: Timeline) -> None:
    ticks = set(sounds(made, "tick"))
    lasts = set(sounds(made, "last-tick"))
    for interval in made.intervals:
        end = interval.end_ms
        counted = interval.length_ms >= 8_000
        assert ({end - 3_000, end - 2_000} <= ticks) == counted
        assert (end - 1_000 in lasts) == counted
        if counted:
            assert not any(e.start_ms < end and e.end_ms > end - COUNTDOWN for e in says(made))
    assert len(ticks) == 2 * len(lasts)


NOMINAL = {"-1m": 60_000, "-30s": 30_000, "-10s": 10_000, "next": 25_000}


def check_shifts(made: Timeline) -> None:
    """A cue of the coach is at most 2 s from where it belongs; last words may follow the session."""
    for event in says(made):
        if event.start_ms >= made.length_ms:
            assert event.role == "session-end"
            continue
        interval = next(i for i in made.intervals if i.start_ms <= event.start_ms < i.end_ms)
        if event.role in NOMINAL:
            assert abs(event.start_ms - (interval.end_ms - NOMINAL[event.role])) <= MAX_SHIFT
        elif event.role == "halfway":
            middle = interval.start_ms + interval.length_ms // 2
            assert -MAX_SHIFT <= event.start_ms - middle <= MAX_SHIFT + 1_000 + AFTER_SIGNAL
        elif event.role == "start":
            assert event.start_ms - interval.start_ms <= MAX_SHIFT


@bounded
@given(items(steps(1)), st.sampled_from(COACHES), st.integers(0, 999), st.sampled_from([400, 2_000, 9_000]))
def test_the_coach_never_speaks_over_anything(found: list[Item], coach: str, seed: int, longest: int) -> None:
    assume(found[0].kind != "talk" and sum(item.total_ms() for item in found) < 4 * 3_600_000)
    assume(all(ms >= 2_000 for item in found for ms in item.lengths()))
    head = f"session: Tempo\ncoach: {coach}\nsteps:\n"
    session = parse_session(head + full_form(found), folder=SAMPLES, file=str(SAMPLES / "x.yaml"))
    made = timeline(session, spoken=Speaker(seed, longest))
    check_sound(made)
    if coach in ("standard", "beeps-only"):
        check_countdowns(made)
    check_shifts(made)


@bounded
@given(st.lists(st.integers(40, 400), min_size=1, max_size=5), st.integers(0, 999), st.data())
def test_the_authors_words_keep_their_time_exactly(steps: list[int], seed: int, data: st.DataObject) -> None:
    expected = {}
    text = "session: Tempo\nsteps:\n"
    at = 0
    for number, seconds in enumerate(steps):
        text += f"  - work: {seconds}s\n    cues:\n"
        due = data.draw(st.lists(st.integers(0, seconds - 8), min_size=1, max_size=4, unique_by=lambda s: s // 5))
        for s in due:
            says_so = f"Cue {number} at {s}."
            text += f"      - {{at: {s}s, say: {says_so}}}\n" if s else f"      - {{at: start, say: {says_so}}}\n"
            expected[says_so] = at + s * 1_000 + (START_SIGNAL_MS + AFTER_SIGNAL if s == 0 else 0)
        at += seconds * 1_000
    close = sorted(expected.values())
    assume(all(after - before > 2_200 for before, after in itertools.pairwise(close)))
    made = laid_out(text, spoken=Speaker(seed, 2_000))
    assert {event.text: event.start_ms for event in says(made) if event.by == "author"} == expected
    check_sound(made)


@bounded
@given(
    st.integers(20, 300), st.integers(3, 60), st.integers(0, 19), st.integers(1, 18), st.integers(0, 99), st.booleans()
)
def test_repeated_words_are_over_by_then(
    length: int, every: int, start: int, until: int, seed: int, told_when: bool
) -> None:
    text = f"session: Tempo\nsteps:\n  - work: {length}s\n    cues:\n      - every: {every}s\n        from: {start}s\n"
    text += f"        until: -{until}s\n" if told_when else ""
    made = laid_out(f'{text}        say: ["Tall.", "Soft."]\n', spoken=Speaker(seed, 2_500))
    own = [event for event in says(made) if event.by == "author"]
    by = length * 1_000 - (until * 1_000 if told_when else COUNTDOWN)
    signal = START_SIGNAL_MS + AFTER_SIGNAL
    for event in own:
        assert (event.start_ms - (signal if start == 0 and event is own[0] else 0) - start * 1_000) % (
            every * 1_000
        ) == 0
        assert event.end_ms <= by
    assert [event.text for event in own] == [("Tall.", "Soft.")[n % 2] for n in range(len(own))]


def test_words_of_the_coach_keep_apart() -> None:
    made = laid_out("session: Tempo\nsteps: 4 x (work 3m Run, rest 90s Walk)")
    words = says(made)
    assert all(after.start_ms - before.end_ms >= GAP for before, after in itertools.pairwise(words))
