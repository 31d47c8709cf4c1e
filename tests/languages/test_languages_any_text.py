"""Whatever stands in a cue, in every language: it is read, in good time, and no word of it gets lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.languages.lookup import language_of
from audiocoach.quantities.units import to_the_second
from tests.support.processor_speed import at_most

CODES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "pt-BR", "da")
SIGNS = st.text("0123456789 abcdkmhsxXZRPE'\"′″:/%@&#.,-–×!()vwÄé🙂→\u0663", max_size=40)
LONG = (
    "9" * 2_000,
    "9" * 1_990 + " x 3",
    "a." * 1_000,
    "www." + "a-" * 990,
    "1-" * 1_000,
    "1:" * 1_000,
    "@ " * 1_000,
    "A" * 2_000,
    "10m, " * 400,
    "🙂" * 2_000,
    "c.-à-d." * 280,
)

each_language = pytest.mark.parametrize("code", CODES)


@pytest.mark.slow
@each_language
@settings(max_examples=60, deadline=None)
@given(text=SIGNS)
def test_any_text_is_read_and_keeps_its_words(code: str, text: str) -> None:
    language = language_of(code)
    said = language.speakable(text)
    assert any(char.isalnum() for char in said) == any(char.isalnum() for char in text)
    assert "{" not in said
    assert said == " ".join(said.split())
    for (start, end), minutes, metres in language.doubts(text):
        assert text[start:end].endswith("m")
        assert minutes != metres


@pytest.mark.slow
@each_language
@settings(max_examples=30, deadline=None)
@given(milliseconds=st.integers(0, 86_400_000))
def test_any_length_is_said_in_words(code: str, milliseconds: int) -> None:
    said = language_of(code).length(milliseconds)
    assert said
    assert code in ("en", "da") or not any(char.isdigit() for char in said)
    assert language_of(code).length(to_the_second(milliseconds)) == said


@pytest.mark.slow
@each_language
@pytest.mark.parametrize("text", LONG, ids=[text[:6] for text in LONG])
def test_the_longest_cue_does_not_take_forever(code: str, text: str) -> None:
    with at_most(5):
        language_of(code).speakable(text)
        list(language_of(code).doubts(text))


@each_language
@pytest.mark.parametrize("text", ["38.1.", "45.1.2026", "99/12/31", "40-1-2026", "0.0.", "2026-13-40"])
def test_what_is_no_day_is_left_as_it_is(code: str, text: str) -> None:
    assert text.rstrip(".") in language_of(code).speakable(f"Am {text} Lauf")
