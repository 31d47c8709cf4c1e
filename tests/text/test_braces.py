"""What stands in braces, taken apart: alternatives as ever, whatever an `else` looks like."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from audiocoach.text.braces import fill, pieces

INSIDE = st.text(st.sampled_from("ab |,:é els"), min_size=1, max_size=20)


def unknown(name: str) -> str:
    raise LookupError(name)


@given(INSIDE.filter(lambda inside: "|" in inside), st.integers(1, 9))
@example("left leg|right leg", 2)
@example("last, else: a|b", 1)
@example("last, else: a|b", 2)
def test_whatever_has_a_bar_in_it_alternates_by_round(inside: str, round_: int) -> None:
    options = tuple(option.strip() for option in inside.split("|"))
    (piece,) = pieces(f"{{{inside}}}")
    assert (piece.alternatives, piece.word, piece.otherwise) == (options, "", None)
    assert fill(f"x {{{inside}}}", unknown, round_) == " ".join(f"x {options[(round_ - 1) % len(options)]}".split())


@given(st.text(st.sampled_from("ab ,:é els"), max_size=20))
@example("")
@example("at, else: last")
def test_an_else_is_said_for_a_word_that_has_nothing_to_say_and_only_then(otherwise: str) -> None:
    text = f"x {{word , else :{otherwise}}}."
    assert fill(text, unknown) == " ".join(f"x {otherwise.strip()}.".split())
    assert fill(text, lambda name: name.upper()) == "x WORD."


@given(st.text(st.sampled_from("ab ,:é els"), min_size=1, max_size=20).filter(str.strip))
def test_without_an_else_all_that_stands_there_is_the_word(inside: str) -> None:
    (piece,) = pieces(f"{{{inside}}}")
    if piece.otherwise is None:
        assert piece.word == inside.strip()
