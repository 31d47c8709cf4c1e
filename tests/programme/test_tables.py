"""Published plans, from rules alone, to the second."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from audiocoach.programme.progression.rule_checks import short_of_target, troubles
from audiocoach.programme.progression.rules import Constant, FromWeek, Growth, Percent, PerWeek, Rule, every_nth
from audiocoach.programme.progression.schedule import values
from audiocoach.quantities.arithmetic import evaluate
from audiocoach.quantities.quantity import Quantity, length, number, parse_quantity

TABLES = Path(__file__).parent / "tables"

BACKWARD = Growth(
    start=parse_quantity("2m"),
    grow=Percent(Fraction(1, 10)),
    at_least=parse_quantity("20s"),
    round_to=parse_quantity("10s"),
    target=parse_quantity("10m"),
    ease_weeks=every_nth(4, 8),
    ease_to=Fraction(2, 3),
    finish=parse_quantity("10m"),
)


def table(name: str) -> Any:
    return json.loads((TABLES / name).read_text("utf-8"))


def sessions(weeks: int, per_week: int, **rules: Rule) -> list[dict[str, Quantity]]:
    """Each session's variables."""
    columns = {name: values(rule, weeks, per_week) for name, rule in rules.items()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    assert all(isinstance(value, Quantity) for row in rows for value in row.values())
    return rows  # type: ignore[return-value]


def test_running_backwards_in_24_sessions() -> None:
    bouts = FromWeek({1: number(4), 5: number(5)})
    rows = sessions(8, 3, backward=BACKWARD, bouts=bouts, rest=Constant(parse_quantity("90s")))
    wanted = table("backwards.json")["sessions"]
    assert len(rows) == len(wanted) == 24
    for names, session in zip(rows, wanted, strict=True):
        bout = evaluate("backward / bouts", names).whole_seconds()
        main = evaluate("bouts x bout + rest x (bouts - 1)", {**names, "bout": length(bout)})
        assert names["bouts"].whole_number() == session["bouts"]
        assert names["backward"] == length(session["backward_s"] * 1000)
        assert bout == session["bout_s"] * 1000
        assert main == length(session["main_s"] * 1000)
        fixed_steps = "45s + 5m + 4 x 30s + 2m + 60s + 2 x 30s + 3m + 6 x 30s"
        assert evaluate(fixed_steps, {}).value + main.value == session["total_s"] * 1000
    assert not short_of_target(BACKWARD, 8, 3)
    assert troubles(BACKWARD, 8) == troubles(bouts, 8) == ()


def test_returning_to_running_in_12_weeks() -> None:
    plan = table("return-to-run.json")
    lists = {
        "run": PerWeek(tuple(length(seconds * 1000) for seconds in plan["run"])),
        "walk": PerWeek(tuple(length(seconds * 1000) for seconds in plan["walk"])),
        "times": PerWeek(tuple(number(times) for times in plan["times"])),
    }
    assert all(troubles(rule, 12) == () for rule in lists.values())
    rows = sessions(12, 3, **lists)
    assert len(rows) == 36
    totals = [evaluate("times x (run + walk)", names).whole_seconds() for names in rows]
    assert totals[:33:3] == [minutes * 60_000 for minutes in (25, 30, 20, 24, 24, 25, 24, 28, 27, 22, 26)]
    assert totals[::3] == totals[1::3] == totals[2::3]
    assert totals[-1] == 1_200_000


@pytest.mark.parametrize("per_week", [1, 3, 7])
def test_the_walk_run_ladder_a_stage_a_week(per_week: int) -> None:
    rules: dict[str, Rule] = {
        "jog": Growth(parse_quantity("1m"), parse_quantity("1m"), "week"),
        "walk": Growth(parse_quantity("5m"), length(-60_000), "week", target=parse_quantity("1m")),
        "times": FromWeek({1: number(5), 6: number(3)}),
    }
    rows = sessions(6, per_week, **rules)
    tabled = sessions(6, per_week, jog=FromWeek({**{k: length(k * 60_000) for k in range(1, 6)}, 6: length(600_000)}))
    for week, stage in enumerate(table("walk-run-ladder.json")["stages"]):
        for names, listed in zip(rows[week * per_week :][:per_week], tabled[week * per_week :], strict=False):
            assert names["walk"] == length(stage["walk_s"] * 1000)
            assert names["times"].whole_number() == stage["times"]
            assert listed["jog"] == length(stage["jog_s"] * 1000)
            if stage["stage"] <= 5:  # the sixth leaps from five minutes to ten
                assert names["jog"] == listed["jog"]


def test_the_ladders_last_leap_is_a_finish() -> None:
    jog = Growth(parse_quantity("1m"), parse_quantity("1m"), "week", finish=parse_quantity("10m"))
    wanted = [stage["jog_s"] * 1000 for stage in table("walk-run-ladder.json")["stages"]]
    assert [value.value for value in values(jog, 6, 1) if isinstance(value, Quantity)] == wanted
