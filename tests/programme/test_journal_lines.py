"""One entry as a line, and back."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audiocoach.errors import Unreadable
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.line import format_entry, parse_line

DAY = date(2026, 11, 22)
FULL = Entry(DAY, "3.2", felt=5, done=Fraction(85, 100), pain=2, stumbles=1, stop=True, note="Windy, but fine.")
LINE = "2026-11-22  3.2  felt 5  done 85%  pain 2  stumbles 1  stop  note: Windy, but fine."


def test_an_entry_is_one_line_that_a_person_can_read() -> None:
    assert format_entry(FULL) == LINE
    assert format_entry(Entry(date(2026, 11, 25), cleared=True, note="physio says go on")) == (
        "2026-11-25  cleared  note: physio says go on"
    )
    assert format_entry(Entry(DAY, "1.1")) == "2026-11-22  1.1"
    assert parse_line(LINE) == FULL


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        "3.2 2026-11-22 stop stumbles 1 pain 2 done 85% felt 5 note: Windy, but fine.",
        "\t2026-11-22\t3.2\tfelt 5\tdone 85 %\tpain 2\tstumbles 1\tstop\tnote:Windy,  but\tfine.   ",
        "2026-11-22, 3.2, felt: 5, done: 85%, pain: 2, stumbles: 1, stop, note: Windy, but fine.",
        "2026-11-22;3.2;felt=5;done=85%;pain=2;stumbles=1;stop;note=Windy, but fine.",
        "2026-11-22 3.2 FELT 5 Done 85.0% Pain 2/10 Stumbles 1 STOP! Note Windy, but fine.",
        "2026-11-22 03.02 felt5 done85% pain2 stumbles1 stop. note : Windy, but fine.",
        "2026-11-22 3.2 felt 5/10,done 17/20,pain : 2 stumbles = 1 stop note  Windy, but fine.",
        "2026-11-22 3.2 felt 5 done 85% pain 2 stumbles 1 stop note: Windy, but fine.",
    ],
)
def test_words_may_stand_in_any_order_and_spacing(line: str) -> None:
    assert parse_line(line) == FULL


def test_a_day_may_leave_out_its_noughts() -> None:
    assert parse_line("2026-3-4 1.1").date == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("note", "read"),
    [
        ("stop  cleared  felt 9  # pain 10", "stop cleared felt 9 # pain 10"),
        ("note: note: twice", "note: note: twice"),
        (":) = fine", ":) = fine"),
        ("two\nlines\r\nand\ttabs\x00\x1b\x85\u2028end", "two lines and tabs end"),
        ("2026-11-25  3.3  stop\n2026-11-26  cleared", "2026-11-25 3.3 stop 2026-11-26 cleared"),
        ("   \n ", ""),
        ("größer, 走る, 👩‍🦰🏃‍♀️", "größer, 走る, 👩‍🦰🏃‍♀️"),
        ("half \ud83d of a letter, \u202eturned", "half of a letter, turned"),
        ("x" * 500, "x" * 500),
        ("x" * 501, "x" * 499 + "…"),
    ],
)
def test_a_note_is_one_line_and_cannot_be_taken_for_anything_else(note: str, read: str) -> None:
    entry = Entry(DAY, "3.2", felt=5, note=note)
    line = format_entry(entry)
    assert "\n" not in line
    line.encode("utf-8")
    assert parse_line(line) == replace(entry, note=read)


shares = st.none() | st.fractions(0, 1) | st.integers(0, 100_000).map(lambda n: Fraction(n, 100_000))
entries = st.builds(
    Entry,
    date=st.dates(),
    session=st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(lambda pair: f"{pair[0]}.{pair[1]}"),
    felt=st.none() | st.integers(1, 10),
    done=shares,
    pain=st.none() | st.integers(0, 10),
    stumbles=st.none() | st.integers(0, 999),
    stop=st.booleans(),
    note=st.text(max_size=600),
)
clearings = st.builds(Entry, date=st.dates(), cleared=st.just(True), note=st.text(max_size=600))


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=300)
@given(entries | clearings)
@example(Entry(DAY, "1.1", done=Fraction(1, 3), note="stop"))
def test_every_entry_is_read_back_as_it_was_written(entry: Entry) -> None:
    line = format_entry(entry)
    read = parse_line(line)
    assert replace(read, note="") == replace(entry, note="")
    assert len(read.note) <= 500
    assert format_entry(read) == line, "and written again as the same line"


@pytest.mark.slow
@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(max_size=80) | st.text("2026-13. feltdonpaisumbcr%:=,/#\t5", max_size=80))
def test_any_text_is_an_entry_or_says_what_is_wrong_with_it(text: str) -> None:
    try:
        entry = parse_line(text)
    except Unreadable as fault:
        said = fault.message
    else:
        said = format_entry(entry)
        assert parse_line(said) == entry
    assert said
