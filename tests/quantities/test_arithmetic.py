import operator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.errors import Unreadable
from audiocoach.quantities.arithmetic import MAX_CHARACTERS, evaluate, is_expression, is_name, names_in
from audiocoach.quantities.lengths import parse_length, write_length
from audiocoach.quantities.quantity import Quantity, length, number, parse_quantity

NAMES = {
    "backward": length(120_000),
    "bouts": number(4),
    "a": number(1),
    "b": number(2),
    "total-time": length(5_000),
    "Größe": number(3),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("backward / bouts", "30s"),
        ("backward ÷ bouts", "30s"),
        ("backward/bouts", "30s"),
        ("bouts x backward", "8m"),
        ("bouts × backward", "8m"),
        ("bouts*backward", "8m"),
        ("4x60s", "4m"),
        ("60sx4", "4m"),
        ("4x2'", "8m"),
        ("4 X (2m)", "8m"),
        ("4x(1m + 1m)", "8m"),
        ("2:30 + 30s", "3m"),
        ("1:02:03 - 3s", "1h02m"),
        ("5 min + 30 sec", "5m30s"),
        ("1'30\" + 2′ + 30''", "4m"),
        ("1h 5m x 2", "2h10m"),
        ("90 seconds", "90s"),
        ("backward - 30s", "90s"),
        ("backward−30s", "90s"),
        ("backward – 30s", "90s"),
        ("total-time + 0s", "5s"),
        ("total-time - total-time", "0s"),
        ("30s - 90s", "-60s"),
        ("backward\n  + 3m", "5m"),
        ("1 + 2 x 3", "7"),
        ("(1 + 2) x 3", "9"),
        ("8 - 2 - 1", "5"),
        ("8 / 2 / 2", "2"),
        ("8 / 2 x 2", "8"),
        ("backward / 30s", "4"),
        ("0.5 x backward", "60s"),
        ("2 / 3", "2/3"),
        ("Größe x 2", "6"),
        ("((backward))", "2m"),
        ("4", "4"),
    ],
)
def test_it_reads_as_a_coach_writes(text: str, value: str) -> None:
    sign, size = (-1, value[1:]) if value[0] == "-" else (1, value)
    wanted = parse_quantity(size)
    assert evaluate(text, NAMES) == Quantity(sign * wanted.value, wanted.is_length)


FORMS = "arithmetic is + - x / and brackets, on lengths, numbers and variables"
QUANTITIES = "numbers look like 4, 0.5 or 2/3; lengths like 90s, 2m30s or 5 min"
LISTING = "variables here: backward, bouts, a, b, total-time, Größe"


@pytest.mark.parametrize(
    ("text", "underlined", "message", "hint"),
    [
        ("a-b", "a-b", "unknown variable 'a-b'", "put spaces around the minus: 'a - b'"),
        (
            "2 x backward-30s",
            "backward-30s",
            "unknown variable 'backward-30s'",
            "put spaces around the minus: 'backward - 30s'",
        ),
        (
            "total-time-b",
            "total-time-b",
            "unknown variable 'total-time-b'",
            "put spaces around the minus: 'total-time - b'",
        ),
        ("a-b-a", "a-b-a", "unknown variable 'a-b-a'", "put spaces around the minus: 'a - b - a'"),
        ("a-c", "a-c", "unknown variable 'a-c'", LISTING),
        ("a -b", "-", "a minus needs spaces around it", "did you mean 'a - b'?"),
        ("a- b", "-", "a minus needs spaces around it", "did you mean 'a - b'?"),
        ("2m-30s", "-", "a minus needs spaces around it", "did you mean '2m - 30s'?"),
        ("a –b", "–", "a minus needs spaces around it", "did you mean 'a - b'?"),
        ("bakward / 2", "bakward", "unknown variable 'bakward'", f"did you mean 'backward'?  {LISTING}"),
        (
            "backward + 2",
            "2",
            "'2' is a number and 'backward' a length: they cannot be added",
            "did you mean '2s' (seconds) or '2m' (minutes)?",
        ),
        (
            "4 - 2m",
            "4",
            "'4' is a number and '2m' a length: they cannot be subtracted",
            "did you mean '4s' (seconds) or '4m' (minutes)?",
        ),
        (
            "1s + 2s + (a + b)",
            "(a + b)",
            "'(a + b)' is a number and '1s + 2s' a length: they cannot be added",
            "a length is multiplied or divided by a number",
        ),
        (
            "1 + 30s x backward",
            "30s x backward",
            "a length times a length is not a length",
            "multiply a length by a number, such as 2 x 30s",
        ),
        ("4 / backward", "4 / backward", "a number divided by a length is not a length", "divide a length by a number"),
        ("backward / 0", "0", "nothing can be divided by zero", "divide by a number of parts"),
        ("backward / (a - a) + 1s", "(a - a)", "nothing can be divided by zero", "divide by a number of parts"),
        ("1m / 0s", "0s", "nothing can be divided by zero", "divide by a number of parts"),
        ("a b", "b", "an operator is missing before 'b'", "between two values stands +, -, x or /"),
        ("5 mni + 2m", "mni", "an operator is missing before 'mni'", "between two values stands +, -, x or /"),
        ("4xbouts", "xbouts", "an operator is missing before 'xbouts'", "did you mean 'x bouts'?"),
        ("a (b)", "(", "an operator is missing before this bracket", "to multiply, write 'x (…)'"),
        ("(a + b", "(", "the bracket that opens here is not closed", "did you mean '(a + b)'?"),
        ("a x (b + (a", "(", "the bracket that opens here is not closed", "did you mean 'a x (b + (a))'?"),
        ("a)", ")", "this bracket closes nothing", "take it away, or open one before"),
        (")", ")", "this bracket closes nothing", "take it away, or open one before"),
        ("2 x ()", ")", "a value is missing before this bracket", FORMS),
        ("a +", "+", "a value is missing after '+'", FORMS),
        ("a x (", "(", "a value is missing after '('", FORMS),
        ("a - ", "-", "a value is missing after '-'", FORMS),
        ("x a", "x", "a value is missing before 'x'", FORMS),
        ("2 ** 3", "*", "a value is missing before '*'", FORMS),
        ("2 x -3", "-", "a value is missing before '-'", FORMS),
        ("{backward} / 2", "{", "'{' has no meaning in arithmetic", "a variable stands here without braces"),
        ("0,5 x 2m", ",", "',' has no meaning in arithmetic", "decimals are written with a point, such as 0.5"),
        (".5 x 2m", ".", "'.' has no meaning in arithmetic", "decimals are written with a point, such as 0.5"),
        ("a ^ 2", "^", "'^' has no meaning in arithmetic", FORMS),
        ("½ x 2m", "½", "'½' has no meaning in arithmetic", FORMS),
        ("10% x backward", "10%", "arithmetic has no percentages, and '10%' is one", "did you mean '0.1'?"),
        ("1 + 12345678901", "12345678901", "'12345678901' has more than 9 digits in a row", QUANTITIES),
    ],
)
def test_an_error_says_what_is_wrong_and_underlines_it(text: str, underlined: str, message: str, hint: str) -> None:
    with pytest.raises(Unreadable) as error:
        evaluate(text, NAMES)
    assert error.value.span is not None
    assert (error.value.message, error.value.hint) == (message, hint)
    assert text[slice(*error.value.span)] == underlined


@pytest.mark.parametrize("wrong", ["2m30", "5k", "400 meters", "1:75", "100m", "30s 2m"])
def test_a_wrong_length_is_explained_as_it_is_alone(wrong: str) -> None:
    with pytest.raises(Unreadable) as alone:
        parse_length(wrong)
    with pytest.raises(Unreadable) as error:
        evaluate(f"a x {wrong} + 2m", NAMES)
    assert (error.value.message, error.value.hint) == (alone.value.message, alone.value.hint)
    assert error.value.span == (4, 4 + len(wrong))


def test_the_bracket_that_is_underlined_is_the_inner_one() -> None:
    with pytest.raises(Unreadable) as error:
        evaluate("a x (b + (a", NAMES)
    assert error.value.span == (9, 10)


def test_nothing_and_too_much_are_errors_as_a_whole() -> None:
    for text in ("", "  "):
        with pytest.raises(Unreadable, match="there is nothing here to work out") as error:
            evaluate(text, NAMES)
        assert error.value.span is None
    with pytest.raises(Unreadable, match="this is 501 characters long, and arithmetic has at most 500"):
        evaluate("1" * (MAX_CHARACTERS + 1), NAMES)


def test_brackets_stand_twenty_deep_and_no_deeper() -> None:
    assert evaluate("(" * 20 + "a" + ")" * 20, NAMES) == number(1)
    assert evaluate(" + ".join(["(a)"] * 50), NAMES) == number(50)
    with pytest.raises(Unreadable, match="brackets stand more than 20 deep in each other") as error:
        evaluate("(" * 21 + "a" + ")" * 21, NAMES)
    assert error.value.span == (20, 21)


def test_a_sum_as_long_as_it_may_be_is_no_deeper_than_a_short_one() -> None:
    assert evaluate("+".join("1" * 250), {}) == number(250)


def test_names_are_found_without_their_values() -> None:
    assert names_in("(backward - rest-time) / bouts + 2 x rest-time") == {"backward", "rest-time", "bouts"}
    assert names_in("2m + 30s") == set()
    with pytest.raises(Unreadable):
        names_in("a +")


@pytest.mark.parametrize("text", ["backward", "a / b", "(30s)", "2m-30s", "2x3", "2/3", "{a}", "30s + 1s", "4 bouts"])
def test_an_expression_holds_an_operator_a_bracket_or_a_name(text: str) -> None:
    assert is_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "90",
        "90s",
        "2m30s",
        "1h05m",
        "2:30",
        "1:02:03",
        "5 min",
        "30 sec",
        "90 seconds",
        "2'",
        '30"',
        "1'30\"",
        "0.5",
        "-30s",
        "−30s",
        "10%",
        "5k",
        "400 m",
        "2m30",
        "100m",
        "30s 2m",
        "",
        " ",
    ],
)
def test_a_plain_length_or_number_is_no_expression_even_when_it_is_wrong(text: str) -> None:
    assert not is_expression(text)


def test_names_have_letters_digits_and_hyphens() -> None:
    for name in ("backward", "rest-time", "b2", "my_bouts", "Größe", "距離"):
        assert is_name(name)
        assert evaluate(f"2 x {name}", {name: number(2)}) == number(4)
    for name in ("", "x", "X", "2b", "-a", "a-", "a--b", "a b", "a.b", "½", "_a"):
        assert not is_name(name)


# A random tree of operations, printed and worked out by Python's own fractions.

OPERATORS = {
    "+": operator.add, "-": operator.sub, "−": operator.sub,
    "x": operator.mul, "×": operator.mul, "*": operator.mul,
    "/": operator.truediv, "÷": operator.truediv,
}  # fmt: skip
Printed = tuple[str, Quantity | None, int]  # the text, what it comes to (None where that is an error), its rank


def joined(parts: tuple[Printed, str, Printed]) -> Printed:
    (left, a, left_rank), sign, (right, b, right_rank) = parts
    rank = 1 if sign in "+-−" else 2
    text = f"({left})" if left_rank < rank else left
    text += f" {sign} "
    text += f"({right})" if right_rank <= rank else right
    if a is None or b is None:
        return text, None, rank
    units = (a.is_length, b.is_length)
    if rank == 1:
        bad = a.is_length != b.is_length
    elif sign in "/÷":
        bad = units == (False, True) or not b.value
    else:
        bad = units == (True, True)
    is_length = a.is_length if rank == 1 else a.is_length != b.is_length
    return text, None if bad else Quantity(OPERATORS[sign](a.value, b.value), is_length), rank


leaves = st.one_of(
    st.integers(1, 86_400).map(lambda s: (write_length(s * 1000), length(s * 1000), 3)),
    st.integers(60, 5_999).map(lambda s: (f"{s // 60}:{s % 60:02}", length(s * 1000), 3)),
    st.integers(0, 10**9 - 1).map(lambda n: (str(n), number(n), 3)),
    st.decimals(0, 999, places=3).map(lambda d: (f"{d:f}", number(Fraction(d)), 3)),
    st.sampled_from(sorted(NAMES)).map(lambda n: (n, NAMES[n], 3)),
)
trees = st.recursive(
    leaves, lambda inner: st.tuples(inner, st.sampled_from(sorted(OPERATORS)), inner).map(joined), max_leaves=20
)


@pytest.mark.slow
@settings(derandomize=True, max_examples=300, deadline=None)
@given(trees)
def test_it_comes_to_what_exact_fractions_come_to(printed: Printed) -> None:
    text, value, _ = printed
    if value is None:
        with pytest.raises(Unreadable):
            evaluate(text, NAMES)
    elif len(text) <= MAX_CHARACTERS:
        assert evaluate(text, NAMES) == value


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        ")" * 10_000,
        "(" * 10_000 + "1" + ")" * 10_000,
        "9" * 100_000,
        "9" * 400,
        "9" * 400 + "s",
        "0." + "9" * 400,
        "9**9**9**9",
        "9" * 9 + " x 9" * 100_000,
        "-" * 300,
        "a-" * 249 + "z",
        "1'" * 200,
        "1 " * 240,
        "1h" * 240,
        "{" * 400,
        "\x00",
        "1\u2028+",
        "__import__('os')",
        "a.__class__",
        "1e999999999 x 2",
        "٣ x 2m",
        "²",
        "a\u0301 + 1",
    ],
)
def test_hostile_input_is_refused_at_once(text: str) -> None:
    with pytest.raises(Unreadable):
        evaluate(text, NAMES)
    is_expression(text)


@pytest.mark.slow
@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("ab-−–+x×*/÷() .,:%{}'\"0123459msh\n", max_size=40)))
def test_whatever_is_written_it_is_a_value_or_unreadable(text: str) -> None:
    is_expression(text)
    try:
        names_in(text)
        evaluate(text, NAMES)
    except Unreadable as error:
        found = error
    else:
        return
    assert found.message
    assert found.span is None or 0 <= found.span[0] < found.span[1] <= len(text)
