"""Edits of a text, their inverse, and offsets as JavaScript counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.assist.differences import edits_between
from audiocoach.assist.text_edits import Edit, applied, from_utf16, inverse, utf16


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Edit(start, end, draw(st.text(max_size=4))) for start, end in pairs]


@given(edited())
def test_the_inverse_of_edits_gives_the_text_back(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    assert applied(applied(text, edits), inverse(text, edits)) == text


def test_the_order_in_which_edits_are_named_does_not_matter() -> None:
    assert applied("one two three", [Edit(8, 13, "3"), Edit(0, 3, "1")]) == "1 two 3"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        applied("one two", [Edit(0, 4, ""), Edit(3, 5, "")])


def test_an_edit_beyond_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        applied("one", [Edit(2, 9, "")])


@given(st.text(max_size=30), st.data())
def test_offsets_come_back_from_the_units_of_javascript(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert utf16(text, offset) == len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
    assert from_utf16(text, utf16(text, offset)) == offset


def test_units_within_one_character_are_that_character() -> None:
    assert from_utf16("a🏃b", 2) == 1
    assert utf16("a🏃b", 2) == 3


LINES = st.lists(st.sampled_from(["a\n", "  a\n", "    a\n", "b # c\n", "  b # c\n", "\n", "x"]), max_size=12).map(
    "".join
)


@given(LINES, LINES)
def test_the_difference_of_two_texts_makes_one_of_the_other(old: str, new: str) -> None:
    assert applied(old, edits_between(old, new)) == new


def test_what_is_moved_further_in_keeps_its_characters() -> None:
    old, new = "- a # one\n- b\n", "- set:\n    - a # one\n    - b\n"
    assert edits_between(old, new) == (Edit(0, 0, "- set:\n    "), Edit(10, 10, "    "))
