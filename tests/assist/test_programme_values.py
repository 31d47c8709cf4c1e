"""A programme's rules as values to be pushed: what is listed, and that another value changes that number alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.assist.act import act_on
from audiocoach.assist.programme_values import programme_values
from audiocoach.assist.text_edits import Edit, applied
from audiocoach.errors import AudiocoachError
from audiocoach.programme.load_programme import parse_programme

ROOT = Path(__file__).parents[2]
PROGRAMME = """\
# Mine.
programme: Mine
weeks: 4
per-week: 1
progression:
  running:
    start: 2 min      # to begin with
    grow: 10%
    at-least: '20s'
    target: 10m
    ease-weeks: [4]
    ease-to: 2/3
  bouts: {week 1: 2, week 3: 4}
  pause: 1:30         # a constant
  pauses: [60s, 60s, 90s, 90s]
  focus: [One, Two, Three, Four]
plan:
  2: {bouts: 3}
session:
  session: Week {week}
  coach: none
  steps:
    - repeat: bouts
      steps:
        - {work: running / bouts, name: "{focus}"}
        - rest: pause
    - rest: pauses
"""


def pushed(key: str, value: float, text: str = PROGRAMME) -> str:
    answer = act_on(text, {"act": "set-value", "key": key, "value": value}, None)
    return applied(text, [Edit(edit["from"], edit["to"], edit["text"]) for edit in answer["edits"]])


def test_every_number_of_the_rules_is_listed_with_its_line() -> None:
    found = {value.key: (value.unit, value.value, value.line) for value in programme_values(PROGRAMME)}
    assert found == {
        "running/start": ("length", 120_000, 7),
        "running/grow": ("percent", 10, 8),
        "running/at-least": ("length", 20_000, 9),
        "running/target": ("length", 600_000, 10),
        "running/ease-to": ("percent", 66.7, 12),
        "bouts/week 1": ("number", 2, 13),
        "bouts/week 3": ("number", 4, 13),
        "pause": ("length", 90_000, 14),
        "pauses/1": ("length", 60_000, 15),
        "pauses/2": ("length", 60_000, 15),
        "pauses/3": ("length", 90_000, 15),
        "pauses/4": ("length", 90_000, 15),
    }


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("running/start", 180_000, "start: 2 min      # to", "start: 3 min      # to"),
        ("running/start", 125_000, "start: 2 min      # to", "start: 2 min 5 sec      # to"),
        ("running/grow", 12.5, "grow: 10%", "grow: 12.5%"),
        ("running/at-least", 15_000, "'20s'", "'15s'"),
        ("running/ease-to", 60, "ease-to: 2/3", "ease-to: 60%"),
        ("bouts/week 3", 5, "week 3: 4", "week 3: 5"),
        ("pause", 75_000, "pause: 1:30         #", "pause: 1:15         #"),
        ("pauses/3", 120_000, "60s, 90s, 90s", "60s, 120s, 90s"),
    ],
)
def test_another_value_is_written_as_the_old_one_is(key: str, value: float, old: str, new: str) -> None:
    assert old in PROGRAMME
    assert pushed(key, value) == PROGRAMME.replace(old, new)


def test_the_value_is_selected_afterwards() -> None:
    answer = act_on(PROGRAMME, {"act": "set-value", "key": "running/grow", "value": 15}, None)
    assert PROGRAMME.replace("10%", "15%")[answer["select"]["from"] : answer["select"]["to"]] == "15%"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("running/ease-weeks", 3),
        ("focus/1", 3),
        ("plan/2", 3),
        ("running", 3),
        ("running/start", "3m"),
        ("running/start", True),
        ("running/start", float("nan")),
        ("bouts/week 1", 0),
        ("bouts/week 1", 2.5),
        ("running/target", 1000),
    ],
)
def test_what_is_no_value_or_would_be_a_mistake_is_refused_with_a_way(key: str, value: object) -> None:
    with pytest.raises(AudiocoachError) as caught:
        act_on(PROGRAMME, {"act": "set-value", "key": key, "value": value}, None)
    assert caught.value.hint


@pytest.mark.slow
@pytest.mark.parametrize("name", ["backwards-6-weeks", "couch-to-5k", "hills-6-weeks", "return-to-run"])
@given(data=st.data())
@settings(max_examples=4, deadline=None)
def test_values_of_what_ships_can_be_pushed_by_their_steps(name: str, data: st.DataObject) -> None:
    text = (ROOT / "scripts" / f"{name}.yaml").read_text(encoding="utf-8")
    values = programme_values(text)
    if not values:
        return
    value = data.draw(st.sampled_from(values))
    assert value.least <= value.value <= value.most
    steps = data.draw(st.integers(0, int((value.most - value.least) / value.step)))
    wanted = value.least + steps * value.step
    try:
        new = pushed(value.key, wanted, text)
    except AudiocoachError as refused:
        assert refused.hint  # noqa: PT017  # many values may be refused, each with a way
        return
    parse_programme(new)
    lines = [pair for pair in zip(text.split("\n"), new.split("\n"), strict=True) if pair[0] != pair[1]]
    assert len(lines) == (value.value != wanted)
