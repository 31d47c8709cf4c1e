"""Sets in sets: what the coach says of each, and what a script may say of them itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.errors import ScriptError
from audiocoach.languages.lookup import language_of
from audiocoach.script.dump import dump
from audiocoach.script.load import parse_session
from audiocoach.script.model import Cue, Session, Set, Step
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.timeline.timeline import Timeline
from tests.support.voiceless_timelines import half_a_second, laid_out, said

ANNOUNCED = ("set", "round", "last-round", "last-of-set")
SETS = {
    "en": ("Set 2 of 3.", "Last one.", "Last one of this set.", "Part 2 of 2."),
    "de": ("Serie 2 von 3.", "Letzter Durchgang.", "Letzter Durchgang dieser Serie.", "Teil 2 von 2."),
    "es": ("Bloque 2 de 3.", "La última.", "La última de este bloque.", "Parte 2 de 2."),
    "fr": (
        "Maintenant, série 2 sur 3.",
        "Et voici la dernière.",
        "Dernière répétition de cette série.",
        "Maintenant, partie 2 sur 2.",
    ),
    "it": ("Blocco 2 di 3.", "Questa è l'ultima.", "L'ultima di questo blocco.", "Parte 2 di 2."),
    "nl": ("Serie 2 van 3.", "De laatste.", "De laatste van deze serie.", "Deel 2 van 2."),
    "pl": ("Seria 2 na 3.", "Ostatnie powtórzenie.", "Ostatnie powtórzenie w tej serii.", "Część 2 na 2."),
    "pt": ("Agora, bloco 2 de 3.", "A última.", "A última deste bloco.", "Agora, parte 2 de 2."),
    "pt-BR": ("Agora, bloco 2 de 3.", "A última.", "A última deste bloco.", "Agora, parte 2 de 2."),
}
COACHES = ("standard", "calm", "chatty", "drill-sergeant", "minimal")

each_language = pytest.mark.parametrize("language", SETS)


def made(steps: str, *, head: str = "", sheet: CoachSheet | None = None) -> Timeline:
    """The timeline of whiteboard lines; all words are short enough to find room."""
    written = steps if steps.lstrip().startswith("-") else f"  - {steps}"
    return laid_out(f"session: S\n{head}steps:\n{written}\n", spoken=half_a_second, sheet=sheet)


def announced(found: Timeline, *roles: str) -> list[str]:
    return [text for _, text in sorted(one for role in roles or ANNOUNCED for one in said(found, role))]


NESTED = "3 x (2 x (work 40s Run, rest 20s Walk), rest 60s Stand)"


@each_language
def test_a_set_of_sets_is_announced_in_every_language_and_the_last_one_is_the_last(language: str) -> None:
    found = made(NESTED, head=f"language: {language}\n")
    set_2, last, last_of_set, _ = SETS[language]
    assert announced(found, "set") == [set_2.replace("2", number) for number in "123"]
    assert announced(found, "last-round") == [last]
    assert announced(found, "last-of-set") == [last_of_set] * 2
    last_run = [each.start_ms for each in found.intervals if each.kind == "work"][-1]
    assert [at for at, _ in said(found, "last-round")] > [last_run]


@each_language
def test_its_name_is_said_in_place_of_the_word_for_a_set(language: str) -> None:
    steps = "  - repeat: 3\n    name: Fahrtspiel\n    steps: 2 x (work 40s, rest 20s), rest 60s"
    found = announced(made(steps, head=f"language: {language}\n"), "set")
    assert found[1] == re.sub(language_of(language).sets[0], "Fahrtspiel", SETS[language][0], flags=re.IGNORECASE)


@each_language
def test_three_deep_the_outermost_is_a_part(language: str) -> None:
    found = announced(made(f"2 x ({NESTED}, rest 60s)", head=f"language: {language}\n"))
    set_2, last, last_of_set, part = SETS[language]
    assert [found.count(part.replace("2", "1", 1)), found.count(part), found.count(set_2)] == [1, 1, 2]
    assert found[:2] == [part.replace("2", "1", 1), set_2.replace("2", "1")]
    assert (found.count(last), found.count(last_of_set)) == (1, 5)


@pytest.mark.parametrize("coach", COACHES)
def test_every_coach_counts_sets_of_sets(coach: str) -> None:
    found = made(NESTED, head=f"coach: {coach}\n")
    assert [text.casefold().count(f"set {number} of 3") for number, text in enumerate(announced(found, "set"), 1)] == [
        1, 1, 1,
    ]  # fmt: skip
    assert len(announced(found, "last-round")) == 1
    assert [text for text in announced(found, "last-of-set") if "of this set" not in text] == []
    assert len(announced(found, "last-of-set")) == 2


def test_deeper_than_three_a_set_is_announced_by_its_name_alone() -> None:
    assert announced(made(f"2 x (2 x ({NESTED}))"))[:3] == ["Part 1 of 2.", "Set 1 of 3.", "Round 1 of 2."]
    steps = f'  - repeat: 2\n    name: Leg\n    steps: "2 x ({NESTED})"'
    assert announced(made(steps))[:3] == ["Leg 1 of 2.", "Part 1 of 2.", "Set 1 of 3."]


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        # A step of its own begins the round.
        (
            "2 x (drill 40s Skip, 2 x (work 30s Run, rest 30s Walk))",
            ["Set 1 of 2.", "Round 1 of 2.", "Last one of this set.", "Set 2 of 2.", "Round 1 of 2.", "Last one."],
        ),
        # In a talk no coach speaks: the step behind it is the first to be announced.
        (
            "2 x (talk 9s Listen, 2 x (talk 9s Now, work 30s Run, drill 30s Skip))",
            ["Set 1 of 2.", "Set 2 of 2."],
        ),
        # Sides are not counted, nor is what comes once.
        ("2 x (2 x (work 30s Hop {left|right}), rest 30s)", ["Set 1 of 2.", "Set 2 of 2."]),
        ("1 x (2 x (work 30s Run, rest 30s))", ["Round 1 of 2.", "Last one."]),
        ("2 x (1 x (work 30s Run, rest 30s))", ["Set 1 of 2.", "Set 2 of 2."]),
        # One more of the same follows on the set, in each round of the outer one.
        ("2 x (2 x (work 30s Run, rest 30s), work 30s Run, rest 60s)", ["Set 1 of 2.", "Set 2 of 2."]),
        # Another set follows in the same round of the outer one, whose last one is still to come.
        (
            "2 x (2 x (work 30s Run, rest 30s), 2 x (work 30s Hop, rest 30s))",
            [
                "Set 1 of 2.",
                "Round 1 of 2.",
                "Round 2 of 2.",
                "Round 1 of 2.",
                "Last one of this set.",
                "Set 2 of 2.",
                "Round 1 of 2.",
                "Round 2 of 2.",
                "Round 1 of 2.",
                "Last one.",
            ],
        ),
        # Several steps have no last one.
        (
            "2 x (2 x (work 30s Run, drill 30s Skip))",
            ["Set 1 of 2.", "Round 1 of 2.", "Round 2 of 2.", "Set 2 of 2.", "Round 1 of 2.", "Round 2 of 2."],
        ),
        # Without any outer set: what comes later is no less to come.
        (
            "2 x (work 30s Run, rest 30s), drill 30s Skip, 2 x (work 30s Run, rest 30s)",
            ["Round 1 of 2.", "Last one of this set.", "Round 1 of 2.", "Last one."],
        ),
        (
            "2 x (drill 30s Skip, rest 30s), 2 x (work 30s Run, rest 30s)",
            ["Round 1 of 2.", "Last one.", "Round 1 of 2.", "Last one."],
        ),
    ],
)
def test_what_is_announced(steps: str, wanted: list[str]) -> None:
    assert announced(made(steps)) == wanted


@st.composite
def nested(draw: st.DrawFn, deep: int = 2) -> str:
    """Sets in sets, of work, drills and rests of 30 s each."""
    steps = st.sampled_from(["work 30s Run", "drill 30s Skip", "rest 30s Walk"])
    item = steps if not deep else st.one_of(steps, nested(deep - 1))
    return f"{draw(st.integers(1, 3))} x ({', '.join(draw(st.lists(item, min_size=1, max_size=3)))})"


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(nested(), min_size=1, max_size=2))
def test_whatever_the_sets_the_last_one_is_said_where_nothing_of_its_kind_follows(sets: Sequence[str]) -> None:
    found = made(", ".join(sets))
    kinds = [(each.start_ms, each.kind) for each in found.intervals if each.kind != "rest"]
    for role, more in (("last-round", False), ("last-of-set", True)):
        for at, _ in said(found, role):
            own, kind = next((start, kind) for start, kind in kinds if start + 30_000 > at)
            assert any(start > own for start, other in kinds if other == kind) == more


def test_a_sheet_that_knows_no_last_of_a_set_says_what_it_always_said() -> None:
    moments = [{"when": "last-round", "say": "Last!"}, {"when": "round", "say": "{round}!"}]
    found = made(NESTED, sheet=CoachSheet.model_validate({"coach": "Mine", "moments": moments}))
    assert announced(found) == ["1!", "Last!"] * 3


STEPS = """
  - repeat: 2
    name: Hills
    steps:
      - drill: 30s
        say: "Before {set-name} {set} of {sets}, round {round}."
      - repeat: 3
        steps:
          - work: 40s
            name: "Up {set}.{round}"
            say: "{set-name} {set} of {sets}, {round} of {rounds}."
"""


def test_words_in_braces_speak_of_the_outer_set_wherever_in_it_a_step_is() -> None:
    found = made(STEPS, head="coach: none\n")
    assert [text for _, text in said(found)] == [
        "Before Hills 1 of 2, round 1.",
        "Hills 1 of 2, 1 of 3.", "Hills 1 of 2, 2 of 3.", "Hills 1 of 2, 3 of 3.",
        "Before Hills 2 of 2, round 2.",
        "Hills 2 of 2, 1 of 3.", "Hills 2 of 2, 2 of 3.", "Hills 2 of 2, 3 of 3.",
    ]  # fmt: skip
    assert [each.name for each in found.intervals if each.kind == "work"][-1] == "Up 2.3"


def test_a_set_without_a_name_is_called_a_set_and_one_around_such_a_part() -> None:
    inner = "{work: 30s, say: '{set-name} {set}.'}"
    middle = "{rest: 30s, say: 'In {set-name} {set}.'}"
    outer = "{rest: 30s, say: 'Of {set-name} {set}.'}"
    steps = (
        "  - repeat: 2\n    steps:\n      - repeat: 2\n        steps:\n          - repeat: 2\n            steps:\n"
        f"              - {inner}\n          - {middle}\n      - {outer}"
    )
    texts = [text for _, text in said(made(steps, head="coach: none\n"))]
    assert texts[:7] == ["Set 1.", "Set 1.", "In set 1.", "Set 2.", "Set 2.", "In set 2.", "Of part 1."]
    assert texts[-1] == "Of part 2."


def test_a_name_that_ends_with_a_figure_is_set_off_from_the_round() -> None:
    steps = "  - repeat: 2\n    name: Week 3\n    steps: 2 x (work 40s, rest 20s)"
    assert announced(made(steps), "set") == ["Week 3, 1 of 2.", "Week 3, 2 of 2."]


@pytest.mark.parametrize(
    ("on", "rounds"),
    [
        ("last", ["1.3", "2.3"]),
        ("2", ["1.2", "2.2"]),
        ("{Set: last}", ["2.1", "2.2", "2.3"]),
        ("{set: 1}", ["1.1", "1.2", "1.3"]),
        ("{Long hills: odd}", ["1.1", "1.2", "1.3"]),
        ("{long Hills: even, Round: [1, 3]}", ["2.1", "2.3"]),
        ("{Round: last}", ["1.3", "2.3"]),
        ("{Sprints: first}", ["1.1", "2.1"]),
    ],
)
def test_a_cue_may_name_the_set_it_counts(on: str, rounds: list[str]) -> None:
    cue = f"{{at: 20s, on: {on}, say: '{{set}}.{{round}}'}}"
    steps = (
        "  - repeat: 2\n    name: Long hills\n    steps:\n      - repeat: 3\n        name: Sprints\n        steps:\n"
        f"          - {{work: 40s, cues: [{cue}]}}\n      - rest 30s"
    )
    session = parse_session(f"session: S\ncoach: none\nsteps:\n{steps}\n")
    assert [text for _, text in said(made(steps, head="coach: none\n"))] == rounds
    assert parse_session(dump(session)) == session
    assert Session.model_validate_json(session.model_dump_json()) == session


def test_a_set_may_be_named_as_its_language_calls_it() -> None:
    cue = "{at: 20s, on: {Serie: last}, say: 'Letzte.'}"
    steps = f"  - repeat: 2\n    steps:\n      - repeat: 2\n        steps: [{{work: 40s, cues: [{cue}]}}]"
    assert len(said(made(steps, head="language: de\n"), "cue")) == 2


@pytest.mark.parametrize("name", ["Hills", "work", "every", "Set"])
def test_in_code_a_cue_names_its_set_whatever_that_is_called(name: str) -> None:
    step = Step(work="40s", cues=[Cue(at="20s", say="Now.", on={name: [1, 3]})])
    session = Session(session="S", coach="none", steps=[Set(repeat=4, name=name, steps=[Set(repeat=2, steps=[step])])])
    assert parse_session(dump(session)) == session
    assert len(said(laid_out(dump(session)))) == 4


def test_of_a_coach_sheet_too() -> None:
    moments = [{"when": "start", "say": "Last lap!", "on": {"Set": "last"}}]
    sheet = CoachSheet.model_validate({"coach": "Mine", "moments": moments})
    assert len(said(made(NESTED, sheet=sheet))) == 5
    assert said(made("work 40s Run, 2 x (work 40s Run)", sheet=sheet)) == []


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("{work: 40s, say: '{set}'}", "there is no set around this step's set"),
        ("{work: 40s, name: '{set-name}'}", "there is no set around this step's set"),
        ("{work: 40s, cues: [{at: 5s, on: {Hils: 1}, say: A.}]}", "there is no set 'Hils' around this step"),
        ("{work: 40s, cues: [{at: 5s, on: {Set: 1}, say: A.}]}", "there is no set 'Set' around this step"),
        ("{work: 40s, cues: [{at: 5s, on: {Hills: 4}, say: A.}]}", "there is no round 4: this set has 3"),
        ("{work: 40s, cues: [{at: 5s, on: {Hills: lst}, say: A.}]}", "'lst' is not a round of a set"),
        ("{work: 40s, cues: [{at: 5s, on: {}, say: A.}]}", "no set is named here"),
        ("{work: 40s, cues: [{at: 5s, on: [{Hills: 1}], say: A.}]}", "the rounds of a named set stand in no list"),
    ],
)
def test_what_is_not_there_is_told_at_its_place(step: str, message: str) -> None:
    with pytest.raises(ScriptError) as found:
        parse_session(f"session: S\nsteps:\n  - repeat: 3\n    name: Hills\n    steps:\n      - {step}\n")
    (problem,) = found.value.problems
    assert (problem.message, problem.where.line) == (message, 6)
    assert problem.hint


def test_what_may_be_misread_in_the_name_of_a_set_is_told_where_it_is_spoken() -> None:
    text = "session: S\nsteps:\n  - repeat: 2\n    name: Easy 10m\n    steps: 2 x (work 40s Run)\n"
    (doubt,) = parse_session(text).warnings
    assert doubt.where.line == 4
    assert parse_session(text.replace("2 x (work 40s Run)", "work 40s Run")).warnings == ()
