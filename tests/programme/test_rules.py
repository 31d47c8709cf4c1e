from fractions import Fraction
from itertools import groupby

import pytest

from audiocoach.errors import Unreadable
from audiocoach.programme.progression.percentages import parse_grow, parse_percent, parse_share
from audiocoach.programme.progression.rule_checks import Short, Trouble, short_of_target, troubles
from audiocoach.programme.progression.rules import Constant, FromWeek, Growth, Percent, PerWeek, Rule, every_nth
from audiocoach.programme.progression.schedule import MAX_SESSIONS, missing_week, values
from audiocoach.quantities.quantity import Quantity, length, number, parse_quantity


def q(text: str) -> Quantity:
    return parse_quantity(text)


TENTH, HALF = Percent(Fraction(1, 10)), Fraction(1, 2)


@pytest.mark.parametrize(
    ("rule", "weeks"),
    [
        (Growth(q("1m"), q("30s")), ["60s 90s", "2m 2m30s", "3m 3m30s"]),
        (Growth(q("1m"), q("30s"), "week"), ["60s 60s", "90s 90s", "2m 2m"]),
        (Growth(q("1m"), q("30s"), target=q("2m15s")), ["60s 90s", "2m 2m15s", "2m15s 2m15s"]),
        (Growth(q("1m"), q("30s"), finish=q("5m")), ["60s 90s", "2m 2m30s", "3m 5m"]),
        (Growth(q("1m"), q("30s"), hold=2), ["60s 60s", "90s 90s", "2m 2m"]),
        (Growth(q("1m"), q("30s"), hold=3), ["60s 60s", "60s 90s", "90s 90s"]),
        (Growth(q("1m"), q("30s"), "week", hold=2), ["60s 60s", "60s 60s", "90s 90s"]),
        (Growth(q("1m"), q("30s"), ease_weeks=frozenset({2})), ["60s 90s", "60s 60s", "2m 2m30s"]),
        (Growth(q("1m"), q("30s"), "week", ease_weeks=frozenset({2})), ["60s 60s", "40s 40s", "90s 90s"]),
        (
            Growth(q("1m"), q("30s"), "week", hold=2, ease_weeks=frozenset({2})),
            ["60s 60s", "40s 40s", "60s 60s", "90s 90s"],
        ),
        (Growth(q("1m"), q("30s"), ease_weeks=frozenset({1})), ["40s 40s", "60s 90s"]),
        (Growth(q("1m"), q("30s"), ease_weeks=frozenset({2}), finish=q("3m")), ["60s 90s", "60s 3m"]),
        (Growth(q("1m"), q("30s"), round_to=q("20s"), ease_weeks=frozenset({2})), ["60s 80s", "40s 40s", "1m40s 2m"]),
        (Growth(q("10m"), TENTH, "week"), ["10m 10m", "11m 11m", "12m6s 12m6s", "13m18.6s 13m18.6s"]),
        (Growth(q("10m"), TENTH, "week", round_to=q("30s")), ["10m 10m", "11m 11m", "12m 12m", "13m 13m", "14m 14m"]),
        (Growth(q("1m"), TENTH, at_least=q("20s"), round_to=q("10s")), ["60s 80s", "1m40s 2m"]),
        (Growth(q("5m"), length(-60_000), target=q("90s")), ["5m 4m", "3m 2m", "90s 90s"]),
        (Growth(q("100s"), Percent(Fraction(-1, 10)), round_to=q("5s")), ["1m40s 90s", "85s 80s"]),
        (Growth(q("100s"), Percent(Fraction(-1, 10)), at_least=q("20s")), ["1m40s 80s", "60s 40s"]),
        (Growth(number(4), number(1), "week", target=number(6)), ["4 4", "5 5", "6 6", "6 6"]),
        (Growth(number(8), number(2), "week", ease_weeks=frozenset({2}), ease_to=HALF), ["8 8", "4 4", "10 10"]),
        (FromWeek({1: number(4), 3: number(5)}), ["4 4", "4 4", "5 5", "5 5"]),
        (FromWeek({3: "Hop", 1: "March"}), ["March March", "March March", "Hop Hop"]),
        (PerWeek(("March", "Hop")), ["March March", "Hop Hop"]),
        (Constant(q("90s")), ["90s 90s"]),
    ],
)  # fmt: skip
def test_what_a_rule_gives_week_by_week(rule: Rule, weeks: list[str]) -> None:
    wanted = [text if text.isalpha() else parse_quantity(text) for week in weeks for text in week.split()]
    assert list(values(rule, len(weeks), 2)) == wanted


def test_no_fraction_of_a_second_is_lost_over_many_steps() -> None:
    last = values(Growth(number(1), Percent(Fraction(1, 1000))), 57, 7)[-1]
    assert last == number(Fraction(1001, 1000) ** 398)


def test_three_weeks_at_each_load() -> None:
    rule = Growth(q("20m"), q("5m"), "week", hold=3)
    assert [len(list(same)) for _, same in groupby(values(rule, 9, 3))] == [9, 9, 9]


def test_every_nth_week_eases() -> None:
    assert every_nth(4, 12) == {4, 8, 12}
    assert every_nth(5, 4) == frozenset()
    with pytest.raises(ValueError, match="no week"):
        every_nth(0, 4)


def test_a_target_that_is_never_reached_is_noticed() -> None:
    def never(rule: Rule, weeks: int = 3) -> bool:
        return short_of_target(rule, weeks, 2) is not None

    up, down = q("30s"), length(-30_000)
    assert never(Growth(q("1m"), up, target=q("4m")))
    assert not never(Growth(q("1m"), up, target=q("3m30s")))
    assert never(Growth(q("1m"), up, target=q("3m30s"), ease_weeks=frozenset({3})))
    assert not never(Growth(q("1m"), up, target=q("4m"), finish=q("4m")))
    assert never(Growth(q("1m"), up, target=q("3m30s"), finish=q("2m")))
    assert not never(Growth(q("1m"), up))
    assert never(Growth(q("5m"), down, target=q("1m")))
    assert not never(Growth(q("5m"), down, target=q("2m30s")))
    assert never(Growth(q("5m"), down, target=q("2m"), ease_weeks=frozenset({3})))
    assert never(Growth(q("5m"), down, target=q("2m30s"), ease_weeks=frozenset({3})))  # eased to 2:20
    assert never(Growth(q("1m"), TENTH, round_to=q("10s"), target=q("2m")))
    assert not never(Growth(q("1m"), up, target=q("1m")))
    assert not never(PerWeek((q("1m"),) * 3))
    assert short_of_target(Growth(q("1m"), up, target=q("9m")), 3, 2) == Short(q("9m"), q("3m30s"), 3)
    assert short_of_target(Growth(q("5m"), down, "week", target=q("1m")), 3, 2) == Short(q("1m"), q("4m"), 3)


def test_a_week_without_a_value_is_named() -> None:
    assert missing_week(FromWeek({2: q("1m")}), 4) == 1
    assert missing_week(PerWeek((q("1m"), q("2m"))), 4) == 3
    assert missing_week(PerWeek((q("1m"), q("2m"))), 2) is None
    for rule in (Growth(q("1m"), q("30s")), Constant("Hop"), FromWeek({1: "Hop"})):
        assert missing_week(rule, 4) is None
    with pytest.raises(Unreadable, match="there is no value for week 3"):
        values(PerWeek((q("1m"), q("2m"))), 4, 3)


def test_what_grows_past_a_day_is_refused_in_good_time() -> None:
    with pytest.raises(Unreadable, match="in week 12 this grows past 24 hours") as error:
        values(Growth(q("1m"), Percent(Fraction(1)), "week"), 57, 7)
    assert error.value.hint == "add a 'target:' for it to stop at"
    with pytest.raises(Unreadable, match="in week 10 this grows past 1000000000"):
        values(Growth(number(2), Percent(Fraction(9)), "week"), 57, 7)
    with pytest.raises(Unreadable, match="more than 400 sessions"):
        values(Constant("Hop"), MAX_SESSIONS + 1, 1)


@pytest.mark.parametrize(
    ("rule", "key", "message", "hint"),
    [
        (
            Growth(q("2m"), number(30)),
            "grow",
            "'30' is a number, and this begins with a length, '2m'",
            "did you mean '30s' or '30m'?",
        ),
        (
            Growth(number(4), q("30s")),
            "grow",
            "'30s' is a length, and this begins with a number, '4'",
            "write it without a unit",
        ),
        (
            Growth(q("2m"), TENTH, round_to=number(10)),
            "round-to",
            "'10' is a number, and this begins with a length, '2m'",
            "did you mean '10s' or '10m'?",
        ),
        (
            Growth(q("2m"), TENTH, target=number(10)),
            "target",
            "'10' is a number, and this begins with a length, '2m'",
            "did you mean '10s' or '10m'?",
        ),
        (
            Growth(q("2m"), TENTH, finish=number(10)),
            "finish",
            "'10' is a number, and this begins with a length, '2m'",
            "did you mean '10s' or '10m'?",
        ),
        (Growth(q("0s"), q("10s")), "start", "'start' must be more than zero, and '0s' is not", ""),
        (
            Growth(q("2m"), TENTH, round_to=q("0s")),
            "round-to",
            "'round-to' must be more than zero, and '0s' is not",
            "",
        ),
        (
            Growth(q("2m"), Percent(Fraction(0))),
            "grow",
            "a step of nothing does not grow",
            "for a constant, write '2m' alone",
        ),
        (Growth(q("2m"), q("0s")), "grow", "a step of nothing does not grow", "for a constant, write '2m' alone"),
        (
            Growth(q("2m"), TENTH, hold=0),
            "hold",
            "a load is held at least once, and '0' is less",
            "hold: 1 is no holding",
        ),
        (
            Growth(q("2m"), TENTH, ease_to=Fraction(3, 2)),
            "ease-to",
            "an ease week is a share of the last load",
            "a share looks like 2/3, 60% or 0.6",
        ),
        (
            Growth(q("2m"), TENTH, target=q("1m")),
            "target",
            "the target '1m' lies below the start '2m', and the step goes up",
            "to grow less, give 'grow:' a minus",
        ),
        (
            Growth(q("2m"), length(-1000), target=q("3m")),
            "target",
            "the target '3m' lies above the start '2m', and the step goes down",
            "",
        ),
        (
            Growth(q("2m"), TENTH, ease_weeks=frozenset({4, 9})),
            "ease-weeks",
            "there is no week 9",
            "the weeks are 1 to 8",
        ),
        (
            Growth(q("2m"), TENTH, ease_weeks=frozenset(range(1, 9))),
            "ease-weeks",
            "every week is an ease week, and none loads",
            "",
        ),
        (
            Growth(q("2m"), TENTH, round_to=q("30s")),
            "round-to",
            "this never grows: the step from '2m', rounded down to '30s', is nothing",
            "add 'at-least: 30s', or round to less",
        ),
        (PerWeek((number(1),) * 7), "", "this list has 7 entries for 8 weeks", "week 8 is the first without one"),
        (PerWeek((number(1),)), "", "this list has 1 entry for 8 weeks", "week 2 is the first without one"),
        (PerWeek((number(1),) * 9), "", "this list has 9 entries for 8 weeks", "a list has one for each week"),
        (
            PerWeek((q("90s"),) * 7 + (number(90),)),
            "#7",
            "'90' is a number among lengths",
            "did you mean '90s' or '90m'?",
        ),
        (FromWeek({2: q("90s")}), "", "there is no value for week 1", "begin with 'week 1:'"),
        (FromWeek({1: q("90s"), 9: q("60s")}), "week 9", "there is no week 9", "the weeks are 1 to 8"),
        (
            FromWeek({1: number(4), 5: number(5), 6: q("6s")}),
            "week 6",
            "'6s' is a length among numbers",
            "write it without a unit",
        ),
    ],
)
def test_what_is_wrong_with_a_rule_is_told_at_its_key(rule: Rule, key: str, message: str, hint: str) -> None:
    entry = int(key[1:]) if key.startswith("#") else None
    assert troubles(rule, 8) == (Trouble("" if entry else key, message, hint, entry),)


def test_all_that_is_wrong_is_told_at_once() -> None:
    rule = Growth(q("2m"), number(30), hold=0, target=q("1m"), ease_weeks=frozenset({9}))
    assert [trouble.key for trouble in troubles(rule, 8)] == ["grow", "hold", "target", "ease-weeks"]


def test_nothing_is_wrong_with_what_is_right() -> None:
    for rule in (
        Constant("Hop"),
        PerWeek(("Hop",) * 8),
        FromWeek({1: number(4), 5: number(5)}),
        Growth(q("2m"), TENTH, at_least=q("20s"), round_to=q("30s"), target=q("2m")),
        Growth(q("2m"), TENTH, round_to=q("30s"), target=q("2m")),
        Growth(number(4), number(1), target=number(6)),
    ):
        assert troubles(rule, 8) == ()


@pytest.mark.parametrize(
    ("text", "grow"),
    [
        ("10%", TENTH),
        ("+ 7.5 %", Percent(Fraction(3, 40))),
        ("-10%", Percent(Fraction(-1, 10))),
        ("−10%", Percent(Fraction(-1, 10))),
        ("30s", length(30_000)),
        ("-30s", length(-30_000)),
        ("- 1:30", length(-90_000)),
        ("1", number(1)),
        ("-1", number(-1)),
    ],
)
def test_a_step_is_a_percentage_a_length_or_a_number(text: str, grow: Quantity | Percent) -> None:
    assert parse_grow(text) == grow


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("2/3", Fraction(2, 3)),
        ("60%", Fraction(3, 5)),
        ("0.6", Fraction(3, 5)),
        ("1", Fraction(1)),
        ("100%", Fraction(1)),
    ],
)
def test_a_share_is_a_ratio_a_percentage_or_a_decimal(text: str, share: Fraction) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("60", "'60' is more than the whole", "did you mean '60%'?"),
        ("3/2", "'3/2' is not between nothing and the whole", "a share looks like 2/3, 60% or 0.6"),
        ("0%", "'0%' is not between nothing and the whole", "a share looks like 2/3, 60% or 0.6"),
        ("two thirds", "'two thirds' is not a share of the last load", "a share looks like 2/3, 60% or 0.6"),
        ("30s", "'30s' is not a share of the last load", "a share looks like 2/3, 60% or 0.6"),
        ("ten%", "'ten%' is not a percentage", "percentages look like 10% or 7.5%"),
    ],
)
def test_what_is_no_share_says_so(text: str, message: str, hint: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse_share(text)
    assert (error.value.message, error.value.hint) == (message, hint)


def test_a_percentage_needs_its_sign() -> None:
    assert parse_percent("85%") == Fraction(17, 20)
    with pytest.raises(Unreadable) as error:
        parse_percent("85")
    assert error.value.hint == "did you mean '85%'?"
    for text in ("", "%", "-5%", "1e5%", "9" * 50 + "%", "0.12345%"):
        with pytest.raises(Unreadable):
            parse_percent(text)
