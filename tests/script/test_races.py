"""`@ 5k` is a pace where a race is known, words where it has always been, and else an error that asks for a race."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from audiocoach import load_session
from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.programme.load_programme import parse_programme
from audiocoach.quantities.paces import parse_pace
from audiocoach.quantities.race_times import races_of
from audiocoach.script.context import racing
from audiocoach.script.dump import dump, to_data
from audiocoach.script.load import parse_session, session_from
from audiocoach.script.model import Session
from audiocoach.script.other_pace import run_at
from audiocoach.storage.shipped import shipped_dir
from audiocoach.timeline.paces_used import pace_notes
from tests.support.random_sessions import Item, full_form, items
from tests.support.voiceless_timelines import half_a_second, said, timeline

RACE = "race: {5k: 24:00}\n"
PACE = "pace: 5:30/km\n"


def lengths(line: str, before: str = "", race: Mapping[str, str] | None = None) -> list[tuple[int, str | None]]:
    found = parse_session(f"session: T\n{before}steps:\n  {line}\n", race=race)
    return [(int(step.length), step.name) for step in found.written_steps() if step.length != "auto"]


def problems(line: str, before: str = "") -> list[str]:
    with pytest.raises(ScriptError) as error:
        lengths(line, before)
    return [f"{each.where.line}:{each.where.column}: {each.message} ({each.hint})" for each in error.value.problems]


@pytest.mark.parametrize(
    ("line", "length", "name"),
    [
        ("- work: 400m @ 5k", 115_200, None),
        ("- work 400m @ 5k", 115_200, None),
        ("- work 400m @ 5k Run", 115_200, "Run"),
        ("- work 400m @ 5 km pace Run", 115_200, "Run"),
        ("- {work: 400m @ 5k, name: Run}", 115_200, "Run"),
        ("- work 1mi @ 5k Run", 463_491, "Run"),
        ("- work 5km @ 5k", 1_440_000, None),
        ("- work 1km @ 10k", 298_777, None),
        ("- work: 1km @ half marathon", 314_019, None),
        ("- work 1km @ marathon Run", 325_151, "Run"),
        ("- warm-up 1km @ easy Jog", 365_284, "Jog"),
        ("- work 1km @ threshold", 304_301, None),
        ("- work 1km @ interval", 280_183, None),
        ("- work 5m @ 5k Run", 300_000, "@ 5k Run"),
        ("- work: 5m @ easy", 300_000, "@ easy"),
        ("- {work: 5m @ 10k, name: Run}", 300_000, "Run @ 10k"),
    ],
)
def test_a_distance_at_somebodys_pace(line: str, length: int, name: str | None) -> None:
    """24 minutes for 5 km are 4:48 a kilometre, so 400 m take 1:55.2; a time keeps its length."""
    assert lengths(line, RACE) == [(length, name)]
    assert lengths(line, RACE + PACE) == [(length, name)]
    assert lengths(line, race={"5k": "24:00"}) == [(length, name)]
    assert lengths(line, PACE, race={"5k": "24:00"}) == [(length, name)]


def test_nobody_talks_at_a_pace() -> None:
    told = problems("- {talk: 400m @ 5k, say: Hello.}", RACE)
    assert [each.partition(" (")[0] for each in told] == ["4:12: '400m' is a distance, not a length of time"]


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=60)
@given(items())
def test_a_race_changes_no_script_that_is_valid_without_it(found: list[Item]) -> None:
    text = f"session: T\nsteps:\n{full_form(found)}"
    assert parse_session(text, race={"5k": "24:00"}) == parse_session(text)


def test_races_that_are_given_win_over_the_scripts_own() -> None:
    assert lengths("- work 400m @ 5k", RACE, race={"5k": "20:00"}) == [(96_000, None)]
    text = f"session: T\n{RACE}steps: work 400m @ 5k\n"
    with racing(races_of({"5k": "20:00"})), racing(None):
        assert [step.length for step in parse_session(text).written_steps()] == [96_000]
    assert [step.length for step in parse_session(text).written_steps()] == [115_200]


@pytest.mark.parametrize(
    ("line", "length", "name"),
    [
        ("- work 400m @ 5k Run", 132_000, "@ 5k Run"),
        ("- work: 400m @ 5k", 132_000, "@ 5k"),
        ("- work: 400m @ 10k pace", 132_000, "@ 10k pace"),
        ("- work: 400m @ 5k Run", 132_000, "@ 5k Run"),
        ("- {work: 400m @ easy, name: Run}", 132_000, "Run @ easy"),
        ("- work 5m @ threshold Run", 300_000, "@ threshold Run"),
    ],
)
def test_what_has_been_words_stays_words_where_no_race_is_given(line: str, length: int, name: str) -> None:
    assert lengths(line, PACE) == [(length, name)]


def test_without_a_race_it_is_an_error_that_says_how_to_give_one() -> None:
    way = "write one, as 'race: {5k: 24:00}' in the script, or give it: --race 5k=24:00, or a column 'race-5k' of "
    way += "--athletes"
    lines = {
        "- work: 400m @ 5k": (11, "400m @ 5k"),
        "- 6 x (work 400m @ half Run, rest 90s)": (15, "400m @ half"),
        "- {work: 5km @ easy pace, name: Run}": (12, "5km @ easy pace"),
    }
    for line, (column, length) in lines.items():
        assert problems(line) == [f"3:{column}: '{length}' is somebody's pace, and no race of theirs is known ({way})"]


def test_a_name_behind_the_pace_of_the_full_form_is_told() -> None:
    assert problems("- work: 400m @ 5k Run", RACE) == [
        "4:11: '400m @ 5k Run' is more than a length (did you mean '400m @ 5k', and 'name: Run' on a line of its own?)"
    ]


def test_races_that_are_none_are_told_once_and_where_they_stand() -> None:
    assert problems("- work 400m @ 5k, work 1km @ 10k", "race: {5k: 4:48, half: 24:00:00}\n") == [
        "2:12: '5k: 4:48' is faster than the world's record (12:35.36) "
        "(is this a pace? Give the time of the whole race  At 4:48/km it takes 24:00)",
        "2:24: 'half: 24:00:00' is slower than 15 minutes a kilometre "
        "(is this a pace? Give the time of the whole race)",
    ]
    assert problems("- work 400m @ 5k", "race: 24:00\n") == [
        "2:7: a race has a distance and a time (write it as 'race: {5k: 24:00}')"
    ]


def test_all_rounds_are_equal_and_each_is_rounded_alone() -> None:
    """5:14.019 a kilometre are 125,607.6 ms for 400 m."""
    found = parse_session(f"session: T\n{RACE}steps: 6 x (work 400m @ half Run, rest 90s Walk)\n")
    assert [each.length_ms for each in timeline(found).intervals] == [125_608, 90_000] * 6


def test_a_session_is_written_back_with_its_races() -> None:
    text = f"session: T\n{RACE}steps:\n  - 3 x (work 400m @ 5k Run, rest 1km @ easy)\n  - work 5m @ 10k\n"
    found = parse_session(text)
    assert "work: 400m @ 5k" in dump(found)
    assert parse_session(dump(found)) == found
    assert dump(parse_session(dump(found))) == dump(found)
    assert session_from(to_data(found)) == found
    given_one = parse_session(text.replace(RACE, ""), race={"5k": "24:00"})
    assert "work: 400m @ 4:48/km" in dump(given_one)
    assert parse_session(dump(given_one)) == given_one


def test_sessions_in_code_have_races_too() -> None:
    made = Session(session="T", race={"5k": "24:00"}, steps=["work 400m @ 5k"])
    assert [step.length for step in made.written_steps()] == [115_200]
    assert made == Session(session="T", race={"5k": "24m"}, steps=["work 400m @ 5k"])
    assert made.races == races_of({"5k": "24:00"})
    with pytest.raises(AudiocoachError, match="faster than the world's record"):
        load_session("x.yaml", race={"5k": "4:48"})
    with pytest.raises(ScriptError) as told:
        Session(session="T", race={"5k": "4:48"}, steps=["work 400m @ 5k"])
    assert [problem.where.argument for problem in told.value.problems] == ['race["5k"]']


def test_the_template_of_a_programme_has_races() -> None:
    text = (
        "programme: P\nweeks: 1\nper-week: 1\nprogression:\n  bouts: 3\nsession:\n  session: T\n  race: {5k: 24:00}\n"
        "  steps:\n    - repeat: bouts\n      steps:\n        - work: 400m @ 5k\n        - rest 200m @ easy\n"
    )
    (one,) = parse_programme(text).sessions
    assert [each.length_ms for each in timeline(one.session).intervals] == [115_200, 73_057] * 3
    with racing(races_of({"5k": "20:00"})):
        (one,) = parse_programme(text).sessions
    assert [each.length_ms for each in timeline(one.session).intervals][:1] == [96_000]


def test_somebody_else_runs_the_same_session_by_their_races() -> None:
    text = f"session: T\n{RACE}steps:\n  - 2 x (work 400m @ 5k Run, rest 1km @ 7:00/km)\n  - cool-down 1km\n"
    mine, theirs = parse_session(text, pace="6:00/km"), {"10k": "42:00"}
    other = run_at(mine, races=races_of(theirs))
    assert other == parse_session(text, pace="6:00/km", race=theirs)
    assert other.races == races_of(theirs)
    assert run_at(mine, parse_pace("5:00/km"), races_of(theirs)) == parse_session(text, pace="5:00/km", race=theirs)
    assert run_at(mine) is mine
    assert run_at(other, races=races_of({"5k": "24:00"})) == mine


def test_races_change_no_shipped_script() -> None:
    for path in sorted(shipped_dir("scripts").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if text.startswith("session:") or ("\nsession:" in text and "\nprogramme:" not in text):
            assert load_session(path, race={"5k": "24:00"}) == load_session(path)


def test_which_pace_was_used_is_printed_where_it_was() -> None:
    text = f"session: T\n{RACE}steps: work 400m @ 5k, rest 200m @ easy, work 1km @ 10k, work 400m @ 5k\n"
    assert pace_notes([parse_session(text)]) == (
        "400m at 4:48/km, your 5 km pace, is 1:55, 200m at 6:05/km, your easy pace, is 1:13, "
        "1km at 4:59/km, your 10 km pace, is 4:59",
        "your 10 km pace is worked out from 5k in 24:00, by the equations of Daniels and Gilbert: 49:48 for the whole",
        "your easy pace is 70 % of the VO2max that 5k in 24:00 tells "
        "(VDOT 40.2, by the equations of Daniels and Gilbert)",
    )
    assert pace_notes([parse_session(text, race={"5k": "20:00", "10k": "41:00"})])[-1] == (
        "the script's own races, 5k in 24:00, are not used: 5k in 20:00, 10k in 41:00 is given"
    )
    assert pace_notes([parse_session(f"session: T\n{RACE}steps: work 4m @ 5k\n")]) == ()


def plan_of(steps: str, language: str = "en") -> str:
    text = f"session: T\nlanguage: {language}\n{RACE}coach: none\nsteps:\n  - talk: auto\n    say: 'X: {{plan}}'\n"
    found = parse_session(f"{text}  - {steps}\n")
    return said(timeline(found, spoken=half_a_second), "cue")[0][1].removeprefix("X: ")


def test_the_plan_says_whose_pace_it_is() -> None:
    assert plan_of("6 x (work 400m @ 5k Run, rest 90s Walk)") == (
        "six times: Run, one minute fifty-five; then Walk, one minute thirty, at four forty-eight a kilometre, "
        "your five kilometre pace"
    )
    assert plan_of("4 x (work 400m @ 5k Run, rest 200m @ 5:30/km Walk)") == (
        "four times: Run at four forty-eight a kilometre, your five kilometre pace, one minute fifty-five; "
        "then Walk at five thirty a kilometre, one minute six seconds"
    )


def test_it_is_said_in_every_language() -> None:
    assert {code: plan_of("work 5km @ 5k", code) for code in LANGUAGES} == {
        "en": "at four forty-eight a kilometre, your five kilometre pace",
        "de": "mit vier achtundvierzig pro Kilometer, deinem Tempo über fünf Kilometer",
        "es": "a cuatro cuarenta y ocho por kilómetro, tu ritmo de cinco kilómetros",
        "fr": "à quatre quarante-huit au kilomètre, ton allure sur cinq kilomètres",
        "it": "a quattro quarantotto al chilometro, il tuo ritmo sui cinque chilometri",
        "nl": "op vier achtenveertig per kilometer, je tempo op de vijf kilometer",
        "pl": "w tempie cztery czterdzieści osiem na kilometr, twoim tempie na pięć kilometrów",
        "pt": "a quatro quarenta e oito por quilómetro, ritmo de cinco quilómetros",
        "pt-BR": "a quatro quarenta e oito por quilômetro, ritmo de cinco quilômetros",
    }
    for code in LANGUAGES:
        for name in ("10k", "half", "marathon", "easy", "threshold", "interval"):
            assert plan_of(f"work 1km @ {name}", code).count(",") == 1
