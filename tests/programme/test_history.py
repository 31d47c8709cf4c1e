"""The journal as a table and as bars."""

from datetime import date
from fractions import Fraction

from audiocoach.programme.adapting.decision import Entry, Planned
from audiocoach.programme.journal.history import history_lines

PLAN = [Planned("1.1", 120_000), Planned("1.2", 140_000), Planned("8.3", 600_000)]


def test_a_table_and_bars_in_plain_text() -> None:
    entries = [
        Entry(date(2026, 11, 24), "1.2", felt=6, done=Fraction(85, 100), pain=2, stumbles=1, note="Windy, but fine."),
        Entry(date(2026, 11, 22), "1.1", felt=4, done=Fraction(1), pain=0),
        Entry(date(2026, 11, 26), "8.3", pain=7, stop=True),
        Entry(date(2026, 11, 28), cleared=True, note="physio says go on"),
        Entry(date(2026, 11, 29), "9.9", felt=3, damaged=True),
    ]
    assert history_lines(entries, PLAN) == [
        "date        session  dose   felt  done   pain  note",
        "2026-11-22  1.1      2:00   4     100 %  0",
        "2026-11-24  1.2      2:20   6     85 %   2     stumbles 1; Windy, but fine.",
        "2026-11-26  8.3      10:00  -     -      7     STOP",
        "2026-11-28  -        -      -     -      -     cleared; physio says go on",
        "2026-11-29  9.9      -      3     -      -     (line not read in full)",
        "",
        "Dose (= of 30, the programme's largest) and effort (* of 10):",
        "2026-11-22  1.1    2:00  ======                          ****",
        "2026-11-24  1.2    2:20  =======                         ******",
        "2026-11-26  8.3   10:00  ==============================  ?",
    ]


def test_nothing_logged_is_said() -> None:
    assert history_lines([], PLAN) == ["Nothing is logged yet."]


def test_without_a_session_of_the_programme_there_are_no_bars() -> None:
    assert history_lines([Entry(date(2026, 11, 22), "9.9")], PLAN)[-1] == "2026-11-22  9.9      -     -     -     -"


def test_long_notes_are_cut_to_the_width() -> None:
    lines = history_lines([Entry(date(2026, 11, 22), "1.1", note="word " * 90)], PLAN, width=60)
    assert max(map(len, lines[:2])) <= 60
    assert lines[1].endswith("...")


def test_the_bars_are_of_the_last_thirty_sessions() -> None:
    entries = [Entry(date.fromordinal(739_000 + day), "1.1", felt=5) for day in range(90)]
    lines = history_lines(entries, PLAN)
    assert len(lines) == 1 + 90 + 2 + 30


def test_a_programme_without_any_dose_has_bars_all_the_same() -> None:
    assert "=" in history_lines([Entry(date(2026, 11, 22), "1.1")], [Planned("1.1", 0, is_length=False)])[-1]
