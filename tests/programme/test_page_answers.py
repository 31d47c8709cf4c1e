"""What runners say on the page, as a text that goes through any messenger: read whole, or refused with a reason."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.line import format_entry, parse_line
from audiocoach.programme.journal.page_answers import (
    MAX_ANSWERS,
    MAX_TEXT,
    PageAnswer,
    bare,
    read_answers,
    write_answer,
)
from audiocoach.programme.journal.spelling import ID, folded

ID1, ID2 = "7k2mxr0zs9tqp4v8wnbg1c3dhe", "00000000000000000000000001"
ENTRY = Entry(
    date(2026, 11, 22), "3.2", felt=5, done=Fraction(85, 100), pain=2, note="Windy, but fine.", by_page=True, id=ID1
)
ANSWER = PageAnswer("backwards-8-weeks", "Ann", ENTRY)
TEXT = f"""\
[audiocoach 1: backwards-8-weeks]
2026-11-22 3.2 felt 5 done 85% pain 2
for: Ann
note: Windy, but fine.
[id {ID1}]
"""


def test_an_answer_is_a_few_plain_lines() -> None:
    assert write_answer(ANSWER) == TEXT
    assert read_answers(TEXT).answers == (ANSWER,)
    assert read_answers(TEXT).problems == ()


def test_the_journal_keeps_where_it_is_from_and_its_id() -> None:
    line = f"2026-11-22  3.2  felt 5  done 85%  pain 2  by page  id {ID1}  note: Windy, but fine."
    assert format_entry(ENTRY) == line
    assert parse_line(line) == ENTRY


def mail(text: str) -> str:
    return textwrap.fill(text, 40, break_long_words=False, break_on_hyphens=False)


@pytest.mark.parametrize(
    "mangled",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "   \n\n"),
        TEXT.replace("\n", " "),
        mail(TEXT),
        "\n".join(f"> {line}" for line in TEXT.splitlines()),
        "\n".join(f" >> {line}\t" for line in mail(TEXT).splitlines()),
        TEXT.replace("2026-11-22", "2026–11–22"),
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace("felt", "Felt").replace("[audiocoach", "[Audiocoach").replace(ID1, ID1.upper()),
        f"\ufeff[29.11.26, 12:08] Ann: {TEXT}[29.11.26, 12:09] Coach: well done!",
        f"Hi coach,\n\n“here it is”:\n{TEXT}\nBest,\nAnn\n",
        TEXT + "\n\nOn Sunday Ann wrote:\n" + "\n".join(f"> {line}" for line in TEXT.splitlines()),
    ],
)
def test_it_survives_messengers(mangled: str) -> None:
    found = read_answers(mangled)
    assert found.answers == (ANSWER,)
    assert found.problems == ()


def test_smart_quotes_stay_in_the_note() -> None:
    (answer,) = read_answers(TEXT.replace("fine.", "“fine” – it’s ok…")).answers
    assert answer.entry.note == "Windy, but “fine” – it’s ok…"


def test_several_in_one_text() -> None:
    other = PageAnswer("other", "", replace(ENTRY, id=ID2, note="", pain=None))
    found = read_answers(TEXT + "and\n" + write_answer(other) + TEXT)
    assert found.answers == (ANSWER, other)


def test_what_was_changed_under_one_id_does_not_count() -> None:
    found = read_answers(TEXT + TEXT.replace("felt 5", "felt 9"))
    assert found.answers == (ANSWER,)
    assert "two answers with one id" in str(found.problems[0])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (TEXT.replace("audiocoach 1", "audiocoach 2"), "it is in format 2"),
        (TEXT.replace(ID1, ID1[:-1]), "its end is missing"),
        (TEXT.replace(ID1, "l" * 26), "its end is missing"),
        (TEXT.replace("felt 5", "felt 50"), "felt goes from 1 to 10"),
        (TEXT.replace("2026-11-22", "2026-02-30"), "no day"),
        (TEXT.replace("2026-11-22", ""), "no date"),
        (TEXT.replace(" 3.2", ""), "no session"),
        (TEXT.replace("pain 2", "pain 2 rm -rf"), "unknown words"),
        (TEXT.replace("pain 2", "undo"), "'undo' is no word for an answer"),
        (TEXT.replace("pain 2", "by page"), "'by_page' is no word for an answer"),
        (TEXT.replace("pain 2", f"id {ID2}"), "'id' is no word for an answer"),
        (TEXT.replace("weeks]", "weeks"), "something else stands in the middle"),
        (TEXT.replace("Windy", "w" * 600), "a note of 611 characters"),
        (TEXT.replace("Ann", "A" * 400), "a name of 400 characters"),
        (TEXT.replace("Windy", "w" * 5_000), "its end is missing"),
        ("[audiocoach 1:" * 300, "more answers were not read"),
        ("x" * (MAX_TEXT + 1), "are the most"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, why: str) -> None:
    found = read_answers(text)
    assert found.answers == ()
    assert why in str(found.problems[-1])
    assert str(found.problems[0]).isprintable() or "\n" in str(found.problems[0])


def test_a_bad_answer_loses_no_good_one() -> None:
    cut = TEXT.replace(f"[id {ID1}]", "")
    found = read_answers(cut + TEXT + TEXT.replace(ID1, ID2).replace("felt 5", "felt x"))
    assert found.answers == (ANSWER,)
    assert len(found.problems) == 2


def test_they_are_bounded_in_number() -> None:
    many = "".join(TEXT.replace(ID1, f"{number:026}") for number in range(MAX_ANSWERS + 3))
    found = read_answers(many)
    assert len(found.answers) == MAX_ANSWERS
    assert "3 more answers" in str(found.problems[0])


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
answers = st.builds(
    PageAnswer,
    programme=words.map(bare).filter(bool),
    name=st.sampled_from(["", "Ann", "Zoë Łukasz", "note", "O'Brien-Smith"]),
    entry=st.builds(
        Entry,
        date=st.dates(date(1000, 1, 1)),
        session=st.sampled_from(["1.1", "12.3"]),
        felt=st.none() | st.integers(1, 10),
        done=st.none() | st.integers(0, 100).map(lambda n: Fraction(n, 100)),
        pain=st.none() | st.integers(0, 10),
        stop=st.booleans(),
        note=words.map(bare),
        by_page=st.just(True),
        id=st.from_regex(ID, fullmatch=True),
    ),
)


@settings(max_examples=150)
@given(answers)
def test_any_answer_comes_back(answer: PageAnswer) -> None:
    found = read_answers("\n".join(f"> {line}" for line in write_answer(answer).split("\n")))
    assert found.problems == ()
    assert found.answers == (answer,)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from([*TEXT.split(" "), "[audiocoach 1:", "[id", ID1, "]", "\x1b[2J", "\u202e", "note:", "\ud800"])
    )
)
def test_any_text_is_read_or_told(parts: list[str]) -> None:
    for answer in read_answers(" ".join(parts)).answers:
        assert answer.entry.note == folded(answer.entry.note)
        assert parse_line(format_entry(answer.entry)) == answer.entry
