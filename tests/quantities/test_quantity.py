import contextlib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import parse_length
from audiocoach.quantities.quantity import Quantity, length, number, parse_quantity


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("2m30s", length(150_000)),
        ("2:30", length(150_000)),
        ("1.5 min", length(90_000)),
        ("0s", length(0)),
        ("0:00", length(0)),
        ("4", number(4)),
        ("0", number(0)),
        ("0.5", number(Fraction(1, 2))),
        ("2/3", number(Fraction(2, 3))),
        (" 2 / 3 ", number(Fraction(2, 3))),
    ],
)
def test_a_unit_makes_a_length_and_none_a_number(text: str, quantity: Quantity) -> None:
    assert parse_quantity(text) == quantity


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2/0", "'2/0' divides by zero"),
        ("1234567890", "'1234567890' has more than 9 digits in a row"),
        ("9" * 101, "'99999999999999999999…' is too long for a number or a length"),
    ],
)
def test_what_is_neither_says_so(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse_quantity(text)
    assert error.value.message == message


@pytest.mark.parametrize("text", ["", "four", "-4", "-30s", "5k", "400m", "25h", "10%", "1.2.3", "½", "1e9"])
def test_what_is_no_number_is_explained_as_a_length(text: str) -> None:
    with pytest.raises(Unreadable) as alone:
        parse_length(text)
    with pytest.raises(Unreadable) as error:
        parse_quantity(text)
    assert (error.value.message, error.value.hint) == (alone.value.message, alone.value.hint)


@pytest.mark.slow
@settings(derandomize=True, max_examples=500)
@given(st.text(max_size=120))
def test_any_text_is_a_quantity_or_unreadable(text: str) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(parse_quantity(text), Quantity)


def test_a_length_is_rounded_down_to_a_whole_second() -> None:
    assert length(45_999).whole_seconds() == 45_000
    assert length(Fraction(100_000, 3)).whole_seconds() == 33_000
    assert length(999).whole_seconds() == 0
    assert length(-1).whole_seconds() == -1_000


def test_only_a_whole_number_counts() -> None:
    assert number(4).whole_number() == 4
    assert number(Fraction(5, 2)).whole_number() is None
    assert length(4_000).whole_number() is None


@pytest.mark.parametrize("text", ["2m30s", "90s", "1h05m", "4", "0.5", "2.125", "2/3", "0s", "0", "10"])
def test_it_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_quantity(str(parse_quantity(text)))) == str(parse_quantity(text))


def test_less_than_nothing_has_a_minus() -> None:
    assert str(length(-30_000)) == "-30s"
    assert str(number(Fraction(-1, 3))) == "-1/3"
