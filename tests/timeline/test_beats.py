"""Which beats of a metronome are heard, held to sums made another way."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach import Metronome, Session, Step, dump, session_from, to_data
from audiocoach.errors import ScriptError
from audiocoach.mix.clicks import clicks
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import parse_session
from audiocoach.sound.clip import Clip
from audiocoach.timeline.beat_times import changing, rising
from audiocoach.timeline.metronome import Beat, Pulse
from audiocoach.timeline.timeline import Timeline

every_time_the_same = settings(derandomize=True, deadline=None)

MS = 24
CLICK_MS = 20


def timeline(steps: str, more: str = "coach: beeps-only\nsounds: {work: none, session-start: none}\n") -> Timeline:
    return build_timeline(parse_session(f"session: T\n{more}steps: [{steps}]\n"), fast=True)


def beats(found: Timeline) -> list[Beat]:
    return [beat for pulse in found.pulses for beat in pulse.beats()]


spans = st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 3_000)), max_size=6).map(
    lambda found: tuple(sorted((start, start + length) for start, length in found))
)
pulses = st.builds(
    lambda start, length, rate, accent, words, hushed: Pulse(
        start, start + length, rate, accent, "click", "accent", CLICK_MS, words, hushed
    ),
    st.integers(0, 50_000),
    st.integers(1_000, 20_000),
    st.integers(30, 300),
    st.none() | st.integers(2, 16),
    spans,
    spans,
)


@pytest.mark.slow
@every_time_the_same
@given(pulses)
def test_every_beat_is_heard_at_its_nearest_sample_unless_something_forbids_it(pulse: Pulse) -> None:
    heard = {beat.at: beat for beat in pulse.beats()}
    start, end, long = pulse.start_ms * MS, pulse.end_ms * MS, CLICK_MS * MS
    expected = set()
    for number in range(20 * 300):
        exact = start + Fraction(number * 60 * 24_000, pulse.rate)
        at = round(exact)
        if exact.denominator == 2:
            at = int(exact + Fraction(1, 2))
        if at + long > end:
            break
        if any(at < to * MS and at + long > begin * MS for begin, to in pulse.hushed):
            continue
        expected.add(at)
        beat = heard[at]
        assert beat.accented == (pulse.accent is not None and number % pulse.accent == 0)
        assert beat.sound == ("accent" if beat.accented else "click")
        assert beat.under_words == any(at < to * MS and at + long > begin * MS for begin, to in pulse.words)
    assert set(heard) == expected
    assert list(heard) == sorted(heard)


def test_160_a_minute_is_a_click_every_9000_samples_from_the_steps_start() -> None:
    found = timeline("rest 10s, {work: 60s, cadence: 160}")
    (pulse,) = found.pulses
    # The last three seconds are counted down, from a tenth of a second before.
    assert [beat.at for beat in pulse.beats()] == [240_000 + 9000 * n for n in range(152)]
    assert not any(beat.accented or beat.under_words for beat in pulse.beats())


def test_an_hour_of_beats_does_not_drift() -> None:
    found = timeline("{work: 60m, cadence: 173, coach: none}", "coach: none\nsounds: {session-start: none}\n")
    at = [beat.at for beat in beats(found)]
    assert at[173 * 59] == 59 * 60 * 24_000
    assert max(abs(each - number * 1_440_000 / 173) for number, each in enumerate(at)) <= 0.5


def test_a_step_without_a_whole_number_of_beats_ends_on_none() -> None:
    # The fifth beat is due 16.5 ms before the end: part of its click would come after it.
    found = timeline("{work: 2s, cadence: 121, coach: none}, {rest: 20s, cadence: 30, coach: none}")
    first, second = found.pulses
    assert [beat.at // MS for beat in first.beats()] == [0, 495, 991, 1487]
    assert next(second.beats()).at == (2_000 + 2_000) * MS, "its first is under its signal"


def test_clicks_wait_until_the_signal_of_the_start_is_over() -> None:
    found = timeline("rest 10s, {work: 60s, cadence: 160}", "coach: beeps-only\n")
    (signal,) = [event for event in found.events if event.role == "work"]
    assert (signal.start_ms, signal.end_ms) == (10_000, 10_380)
    assert beats(found)[0].at == (10_000 + 750) * MS


def test_no_click_is_near_a_signal_or_within_the_countdown() -> None:
    cue = "{at: 20s, sound: halfway}"
    found = timeline(f"{{work: 60s, cadence: 180, cues: [{cue}]}}, rest 10s", "coach: beeps-only\n")
    at = [beat.at / MS for beat in beats(found)]
    assert not [each for each in at if each > 57_000 - 100 - CLICK_MS]
    assert not [each for each in at if 20_000 - 100 - CLICK_MS < each < 20_400 + 100]
    assert len(at) > 150


def test_clicks_go_on_to_the_end_of_a_step_that_is_not_counted_down() -> None:
    found = timeline("{work: 60s, cadence: 120, coach: none}, rest 10s")
    assert [beat.at for beat in beats(found)] == [12_000 * n for n in range(120)]


def test_under_words_a_click_is_a_quarter_as_loud() -> None:
    found = timeline("{work: 60s, cadence: 160, cues: [{at: 20s, say: Eyes on one point ahead of you.}]}")
    (words,) = [event for event in found.events if event.type == "say"]
    loud = Clip((1000).to_bytes(2, "little") * 24 * CLICK_MS)
    heard = dict(clicks(found.pulses, lambda sound, where: loud))
    soft = [at for at, clip in heard.items() if clip.pcm != loud.pcm]
    assert soft == [at for at in heard if at < words.end_ms * MS and at + CLICK_MS * MS > words.start_ms * MS]
    assert len(soft) >= 3
    assert {int.from_bytes(heard[at].pcm[:2], "little") for at in soft} == {251}
    assert len({id(clip) for clip in heard.values()}) == 2, "one clip for all that are equal"


def test_every_fourth_is_stressed_when_wanted() -> None:
    found = timeline("{work: 60s, cadence: {rate: 160, accent: 4}}")
    assert [beat.sound for beat in beats(found)][:6] == ["accent", "click", "click", "click", "accent", "click"]


def test_clicks_are_replaced_and_silenced_as_signals_are() -> None:
    step = "{work: 60s, cadence: {rate: 160, accent: 2}}"
    (plain,) = timeline(step, "coach: none\nsounds: {click: none, session-start: none}\n").pulses
    assert [beat.at for beat in plain.beats()][:3] == [0, 18_000, 36_000]
    assert timeline(step, "coach: none\nsounds: {click: none, accent: none}\n").pulses[0].click is None


def test_a_click_has_room_for_60_ms() -> None:
    with pytest.raises(Exception, match=r"'click' lasts 0\.08 s, and there is room for 0\.06 s"):
        timeline("{work: 60s, cadence: 160}", "sounds: {click: tick}\n")


def test_without_a_cadence_there_is_no_pulse() -> None:
    assert timeline("work 60s, rest 60s").pulses == ()


@pytest.mark.slow
@every_time_the_same
@given(st.integers(30, 300), st.integers(30, 300), st.integers(1_000, 600_000))
def test_a_rate_that_goes_evenly_from_one_to_another_has_each_beat_at_its_nearest_sample(
    first: int, last: int, length_ms: int
) -> None:
    length = length_ms * MS

    def passed(at: Fraction) -> Fraction:
        """How many beats have passed after so many samples."""
        return (first * at + Fraction(last - first, 2 * length) * at * at) / (60 * 24_000)

    found = list(takewhile(lambda at: at <= length, rising(first, last, length_ms)))
    half = Fraction(1, 2)
    for number, at in enumerate(found):
        assert passed(at - half) <= number <= passed(at + half) or at == length
    whole = (first + last) * length // (2 * 60 * 24_000)
    assert len(found) in (whole, whole + 1)
    assert found == sorted(set(found))


@pytest.mark.slow
@every_time_the_same
@given(
    st.lists(st.tuples(st.integers(1, 120_000), st.integers(30, 300)), min_size=1, max_size=5, unique_by=lambda x: x[0])
)
def test_where_the_rate_changes_the_running_beat_is_finished_first(changes: list[tuple[int, int]]) -> None:
    stages = ((0, 170), *sorted(changes))
    found = list(takewhile(lambda at: at <= 150_000 * MS, changing(stages)))
    for one, following in pairwise(found):
        rate = [rate for at, rate in stages if at * MS <= one][-1]
        assert abs(following - one - 60 * 24_000 / rate) <= 1 or min(abs(at * MS - one) for at, _ in stages) <= 1
    exact = Fraction(0)
    for at in found:  # no rounding adds up
        assert abs(exact - at) <= Fraction(1, 2)
        exact += Fraction(60 * 24_000, [rate for start, rate in stages if start * MS <= exact][-1])


def test_scripts_write_changing_metronomes_in_two_ways() -> None:
    (rises,) = timeline("{work: 60s, cadence: {from: 170, to: 180}}").pulses
    assert (rises.rate, rises.to, rises.stages) == (170, 180, ())
    assert str(rises) == "metronome 170 to 180"
    (steps,) = timeline("{work: 4m, cadence: {0m: 170, 90s: 172, 2m: 174, accent: 4}}").pulses
    assert (steps.rate, steps.to, steps.stages) == (170, None, ((0, 170), (90_000, 172), (120_000, 174)))
    assert str(steps) == "metronome 170, from 1:30 172, from 2:00 174, one in 4 stressed"
    assert steps.as_data()["stages"][1] == {"from_ms": 90_000, "rate": 172}
    (same,) = timeline("{work: 60s, cadence: {rate: 170}}").pulses
    assert set(same.as_data()) == {"start_ms", "end_ms", "rate", "accent"}


@pytest.mark.parametrize(
    "cadence", ["{from: 170, to: 160, accent: 2}", "{0m: 170, 1m30s: 172}", "{0s: 170, accent: 3}", "{rate: 90}", "170"]
)
def test_a_session_with_a_changing_metronome_survives_being_written_and_built(cadence: str) -> None:
    session = parse_session(f"session: T\nsteps: [{{work: 2m, cadence: {cadence}}}]\n")
    assert parse_session(dump(session)) == session
    assert session_from(to_data(session)) == session
    assert Session.model_validate(session.model_dump()) == session


def test_metronomes_are_built_in_code() -> None:
    steps = [
        Step(work="2m", cadence=Metronome(from_=170, to=180)),
        Step(work="2m", cadence={"0m": 170, "1m": 172}),
        Step(work="2m", cadence={"changes": {"0m": 170, "1m": 172}}),
    ]
    first, second, third = (step.cadence for step in Session(session="T", steps=steps).written_steps())
    assert first is not None
    assert (first.from_, first.to) == (170, 180)
    assert second == third
    with pytest.raises(ScriptError, match="does not say how it begins"):
        Step(work="2m", cadence={"1m": 172})


@pytest.mark.parametrize(
    ("cadence", "at", "said"),
    [("170", "30s", "170"), ("{from: 170, to: 180}", "halfway", "175"), ("{from: 180, to: 170}", "45s", "172"),
     ("{0s: 170, 30s: 172}", "30s", "172"), ("{0s: 170, 30s: 172}", "20s", "170")],
)  # fmt: skip
def test_a_cue_says_the_cadence_of_its_moment(cadence: str, at: str, said: str) -> None:
    found = timeline(f'{{work: 60s, cadence: {cadence}, cues: [{{at: {at}, say: "{{cadence}} now."}}]}}')
    assert [event.text for event in found.events if event.by == "author" and event.type == "say"] == [f"{said} now."]
