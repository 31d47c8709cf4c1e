"""Texts cut where sentences surely end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.text.packed import gathered
from audiocoach.text.sentence_ends import sure_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Walk slowly. Then run! Ready? Go.", ["Walk slowly.", "Then run!", "Ready?", "Go."]),
        ("Ask Dr. Miller, or Prof. Smith.", ["Ask Dr. Miller, or Prof. Smith."]),
        ("Run for approx. Two minutes. Stop.", ["Run for approx. Two minutes.", "Stop."]),
        ("Am 3. Mai läufst du weiter. Viel Spaß!", ["Am 3. Mai läufst du weiter.", "Viel Spaß!"]),
        ("Round no. 3 begins. 4 are left.", ["Round no. 3 begins. 4 are left."]),
        ("Corre despacio… ¿Listo? ¡Ya!", ["Corre despacio…", "¿Listo?", "¡Ya!"]),
        ("Stop! and walk.", ["Stop! and walk."]),
        ("", [""]),
    ],
)
def test_what_may_be_an_abbreviation_ends_no_sentence(text: str, sentences: list[str]) -> None:
    assert list(sure_sentences(text)) == sentences


def test_a_name_is_no_abbreviation() -> None:
    assert list(sure_sentences("Go, Bo. Now run.", "bo")) == ["Go, Bo.", "Now run."]
    assert list(sure_sentences("Go, Bo. Now run.")) == ["Go, Bo. Now run."]


SENTENCES = st.lists(st.sampled_from(["Walk slowly.", "Run!", "Ask Dr. Miller.", "Ready?", "a", "Stop. "]), max_size=20)


@given(SENTENCES.map(" ".join), st.integers(1, 60))
def test_pieces_lose_nothing_and_are_as_long_as_they_may_be(text: str, most: int) -> None:
    pieces = list(gathered(text, most))
    assert " ".join(" ".join(pieces).split()) == " ".join(text.split())
    for piece in pieces:
        assert len(piece) <= most or list(sure_sentences(piece.strip())) == [piece] or pieces == [text]
    for piece, following in pairwise(pieces):
        first = next(sure_sentences(following))
        assert len(piece) + 1 + len(first) > most
