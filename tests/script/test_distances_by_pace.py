"""Distances are lengths where a pace is known, and errors that say how to give one where none is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.programme.load_programme import parse_programme
from audiocoach.script.dump import dump, to_data
from audiocoach.script.load import load_session, parse_session, session_from
from audiocoach.script.model import Session, Step
from audiocoach.storage.shipped import shipped_dir
from audiocoach.timeline.paces_used import pace_notes
from tests.support.random_sessions import Item, full_form, items
from tests.support.voiceless_timelines import half_a_second, said, timeline


def lengths(steps: str, pace: str | None = None, before: str = "") -> list[tuple[int, str | None]]:
    found = parse_session(f"session: T\n{before}steps:\n{steps}", pace=pace)
    return [(int(step.length), step.name) for step in found.written_steps() if step.length != "auto"]


def problems(text: str, pace: str | None = None) -> list[str]:
    with pytest.raises(ScriptError) as error:
        parse_session(text, pace=pace)
    return [f"{each.where.line}: {each.message} ({each.hint})" for each in error.value.problems]


NO_PACE = (
    "audio cannot see distance: give the time it takes, such as 90s or 2:30, or how fast it is run: 'pace: 5:30/km'"
)


@pytest.mark.parametrize(
    ("line", "length", "name"),
    [
        ("- work: 400m @ 4:30/km", 108_000, None),
        ("- work 400m @ 4:30/km Run", 108_000, "Run"),
        ("- work 400m@4:30/km", 108_000, None),
        ("- work 400m Run", 132_000, "Run"),
        ("- work 5k", 1_650_000, None),
        ("- work 1mi Run", 531_084, "Run"),
        ("- work 80 metres Strides", 26_400, "Strides"),
        ("- work 0.08km", 26_400, None),
        ("- work 80m Run", 4_800_000, "Run"),
        ("- work 90m", 5_400_000, None),
        ("- work 91m", 30_030, None),
        ("- work 5m @ 4:30/km", 300_000, "@ 4:30/km"),
        ("- work: 5m @ 4:30/km", 300_000, "@ 4:30/km"),
        ("- {work: 5m @ 4:30/km, name: Run}", 300_000, "Run @ 4:30/km"),
        ("- work 400m @ 10k pace", 132_000, "@ 10k pace"),
        ("- work: 400m @ 10k pace", 132_000, "@ 10k pace"),
        ("- warm-up 2km @ 10:00/mi Jog", 745_645, "Jog"),
    ],
)
def test_a_distance_is_a_length(line: str, length: int, name: str | None) -> None:
    """A mile is 1609.344 m, so 2 km at 10 minutes a mile are 745,645.4 ms."""
    assert lengths(f"  {line}\n", "5:30/km") == [(length, name)]
    assert lengths(f"  {line}\n", before="pace: 5:30/km\n") == [(length, name)]


def test_all_rounds_of_a_set_are_equal() -> None:
    found = parse_session("session: T\nsteps: 6 x (work 400m @ 4:30.333/km Run, rest 90s Walk)\n")
    assert [each.length_ms for each in timeline(found).intervals] == [108_133, 90_000] * 6


def test_a_distance_without_a_pace_says_how_to_give_one() -> None:
    text = "session: T\nsteps:\n  - work: 400m\n  - 6 x (work 5k Run, rest 90s)\n  - {talk: 400m}\n"
    assert problems(text) == [
        f"3: '400m' is a distance, not a length of time ({NO_PACE})",
        f"4: '5k' is a distance, not a length of time ({NO_PACE})",
        "5: '400m' is a distance, not a length of time "
        "(audio cannot see distance: give the time it takes, such as 90s or 2:30)",
    ]


def test_nobody_talks_over_a_distance_and_cues_have_times() -> None:
    text = "session: T\npace: 5:00/km\nsteps:\n  - work: 2km\n    cues:\n      - {at: 400m, say: Now.}\n"
    (told,) = problems(text)
    assert told.startswith("6: '400m' is not a moment of a step")
    assert "pace" not in told


def test_a_pace_that_is_none_is_told_once_and_not_its_distances() -> None:
    assert problems("session: T\npace: 12 km/h\nsteps: work 400m, rest 200m\n") == [
        "2: '12 km/h' is a speed, not a pace (as a pace it is 5:00/km)"
    ]
    assert problems("session: T\nsteps: work 400m @ 12 km/h\n") == [
        "2: '12 km/h' is a speed, not a pace (as a pace it is 5:00/km)"
    ]


def test_more_than_a_distance_is_told_like_more_than_a_length() -> None:
    assert problems("session: T\npace: 5:00/km\nsteps:\n  - work: 5k easy\n") == [
        "4: '5k easy' is more than a length (did you mean '5k', and 'name: easy' on a line of its own?)"
    ]


def test_a_distance_of_more_than_a_day_or_less_than_a_second_is_refused() -> None:
    assert "24 hours" in problems("session: T\npace: 5:00/km\nsteps: work 999km\n")[0]
    assert "a second at least" in problems("session: T\npace: 5:00/km\nsteps: work 3 metres\n")[0]
    assert "more than zero" in problems("session: T\npace: 5:00/km\nsteps: work 0km\n")[0]


def test_the_scripts_own_pace_counts_and_one_that_is_given_is_said_not_to() -> None:
    text = "session: T\npace: 5:00/km\nsteps: work 1km\n"
    found = parse_session(text, pace="4:00/km")
    assert found == parse_session(text)
    assert pace_notes([found]) == (
        "1km at 5:00/km is 5:00",
        "the script has a pace of its own, 5:00/km: 4:00/km is not used",
    )


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=60)
@given(items())
def test_a_pace_changes_no_script_that_is_valid_without_it(found: list[Item]) -> None:
    text = f"session: T\nsteps:\n{full_form(found)}"
    assert parse_session(text, pace="4:00/km") == parse_session(text)


def test_a_pace_changes_no_shipped_script() -> None:
    for path in sorted(shipped_dir("scripts").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if text.startswith("session:") or ("\nsession:" in text and "\nprogramme:" not in text):
            assert load_session(path, "4:00/km") == load_session(path)


def test_a_session_is_written_back_with_its_distances() -> None:
    text = (
        "session: T\npace: 5:30/km\nsteps:\n  - warm-up 2km\n  - 3 x (work 400m @ 7:00/mi Run, rest 80 metres Walk)\n"
        "  - cool-down 5m @ 7:00/km\n"
    )
    found = parse_session(text)
    assert parse_session(dump(found)) == found
    assert session_from(to_data(found)) == found
    assert "work: 400m @ 7:00/mi" in dump(found)
    given_one = parse_session(text.replace("pace: 5:30/km\n", ""), pace="5:30/km")
    assert parse_session(dump(given_one)) == given_one


def test_sessions_in_code_have_distances_too() -> None:
    made = Session(session="T", pace="5:00/km", steps=["work 1km", Step(rest="400m @ 6:00/km")])
    assert [step.length for step in made.written_steps()] == [300_000, 144_000]
    with pytest.raises(AudiocoachError, match="speed"):
        load_session("x.yaml", pace="12 km/h")


def test_a_programmes_sessions_have_distances() -> None:
    found = parse_programme(
        "programme: P\nweeks: 1\nper-week: 1\nprogression:\n  bouts: 3\nsession:\n  session: T\n  pace: 5:00/km\n"
        "  steps:\n    - repeat: bouts\n      steps:\n        - work: 400m @ 4:30/km\n        - rest 200m\n"
    )
    (one,) = found.sessions
    assert [each.length_ms for each in timeline(one.session).intervals] == [108_000, 60_000] * 3


def test_a_distance_is_said_in_words_in_every_language() -> None:
    spoken = {}
    for code in LANGUAGES:
        text = (
            f"session: T\nlanguage: {code}\ncoach: none\nsteps:\n  - {{work: 400m @ 5:30/km, say: '{{distance}}.'}}\n"
        )
        spoken[code] = [words for _, words in said(timeline(parse_session(text), spoken=half_a_second), "cue")]
    assert spoken == {
        "en": ["Four hundred metres."],
        "de": ["Vierhundert Meter."],
        "es": ["Cuatrocientos metros."],
        "fr": ["Quatre cents mètres."],
        "it": ["Quattrocento metri."],
        "nl": ["Vierhonderd meter."],
        "pl": ["Czterysta metrów."],
        "pt": ["Quatrocentos metros."],
        "pt-BR": ["Quatrocentos metros."],
    }


def plan_of(steps: str, language: str = "en", pace: str = "5:30/km") -> str:
    text = (
        f"session: T\nlanguage: {language}\npace: {pace}\ncoach: none\nsteps:\n  - talk: auto\n    say: 'X: {{plan}}'\n"
    )
    found = parse_session(text + "".join(f"  - {step}\n" for step in steps.split(";")))
    return said(timeline(found, spoken=half_a_second), "cue")[0][1].removeprefix("X: ")


def test_the_plan_says_the_pace_once() -> None:
    assert plan_of("6 x (work 400m Run, rest 200m Walk)") == (
        "six times: Run, two minutes twelve; then Walk, one minute six seconds, at five thirty a kilometre"
    )
    assert plan_of("work 5k;rest 90s") == "at five thirty a kilometre"
    assert plan_of("4 x (work 400m @ 7:05/mi Run, rest 200m Walk)") == (
        "four times: Run at seven oh five a mile, one minute forty-six; "
        "then Walk at five thirty a kilometre, one minute six seconds"
    )
    assert plan_of("6 x (work 90s Run, rest 60s Walk)") == "six times: Run, one minute thirty; then Walk, one minute"


def test_the_plan_says_the_pace_in_every_language() -> None:
    assert {code: plan_of("work 5k;rest 90s", code) for code in LANGUAGES} == {
        "en": "at five thirty a kilometre",
        "de": "mit fünf dreißig pro Kilometer",
        "es": "a cinco treinta por kilómetro",
        "fr": "à cinq trente au kilomètre",
        "it": "a cinque trenta al chilometro",
        "nl": "op vijf dertig per kilometer",
        "pl": "w tempie pięć trzydzieści na kilometr",
        "pt": "a cinco trinta por quilómetro",
        "pt-BR": "a cinco trinta por quilômetro",
    }


def test_what_a_distance_takes_is_told() -> None:
    found = parse_session("session: T\nsteps: work 400m, rest 1km @ 6:00/km, work 400m\n", pace="4:30/km")
    assert pace_notes([found]) == ("400m at 4:30/km is 1:48, 1km at 6:00/km is 6:00",)
    assert pace_notes([parse_session("session: T\nsteps: work 4m\n", pace="4:30/km")]) == ()
    assert pace_notes([parse_session("session: T\nsteps: work 4m\n")]) == ()
