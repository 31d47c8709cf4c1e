"""A programme that is followed, as values: what is logged, what is wrong in a journal, and what comes next."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.following import Followed, day_of, entry_of, followed
from audiocoach.programme.load_programme import parse_programme
from tests.support.short_programme import SHORT


@pytest.fixture
def following(tmp_path: Path) -> Followed:
    (tmp_path / "plan.yaml").write_text(SHORT, encoding="utf-8")
    return followed(str(tmp_path / "plan.yaml"))


def test_the_journal_of_a_programme_lies_beside_it(following: Followed, tmp_path: Path) -> None:
    assert (following.name, following.journal) == ("plan", tmp_path / "plan.journal")


def test_what_is_logged_is_read_again_and_decides_what_is_due(following: Followed) -> None:
    begin = following.due(following.read().entries)
    assert begin.planned is not None
    assert (begin.planned.id, begin.is_today) == ("1.1", True)
    line = following.write(Entry(date.today(), "1.1", felt=4))
    journal = following.read()
    assert line in following.journal.read_text(encoding="utf-8")
    assert [entry.session for entry in journal.entries] == ["1.1"]
    due = following.due(journal.entries)
    assert due.planned is not None
    assert (due.planned.id, due.is_today) == ("1.2", False)


def test_after_a_stop_nothing_is_due(following: Followed) -> None:
    following.write(Entry(date.today(), "1.1", stop=True))
    due = following.due(following.read().entries)
    assert due.planned is None
    assert due.decision.stop


def test_what_is_wrong_in_a_journal_is_returned(following: Followed) -> None:
    following.write(Entry(date.today(), "1.1", felt=4))
    with following.journal.open("a", encoding="utf-8") as file:
        file.write("someday  1.2  felt 3\n")
    journal = following.read()
    assert len(journal.entries) == 1
    assert len(journal.problems) == 1


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (Entry(date.today() + timedelta(days=3), "1.1"), "is still to come"),
        (Entry(date.today(), "7.7"), "there is no session 7.7"),
    ],
)
def test_what_cannot_be_logged_is_not(following: Followed, entry: Entry, message: str) -> None:
    with pytest.raises(AudiocoachError, match=message):
        following.write(entry)
    assert not following.journal.exists()


@pytest.mark.parametrize("done", ["85", "85%", " 85 "])
def test_a_share_may_be_written_without_its_sign(done: str) -> None:
    entry = entry_of("1.1", 4, done, None, None, "2026-05-31", "", stop=False, cleared=False)
    assert (entry.done, entry.date) == (Fraction(85, 100), date(2026, 5, 31))


def test_an_entry_names_a_session_or_a_stop() -> None:
    with pytest.raises(AudiocoachError, match="which session"):
        entry_of(None, 4, None, None, None, None, "", stop=False, cleared=False)
    assert entry_of(None, None, None, None, None, None, "", stop=True, cleared=False).stop


@pytest.mark.parametrize("text", ["31.5.2026", "2026-13-01", "2026-02-30", "today", "20260531", ""])
def test_what_is_no_day_is_told_with_how_days_look(text: str) -> None:
    with pytest.raises(AudiocoachError, match="is not a day\n  "):
        day_of(text)


def test_a_changed_programme_has_each_session_changed_and_all_else_as_it_was() -> None:
    programme = parse_programme(SHORT)
    changed = programme.changed(lambda session: session.coached_by("none"))
    assert {planned.session.coach for planned in changed.sessions} == {"none"}
    assert [(each.id, each.dose, each.variables) for each in changed.sessions] == [
        (each.id, each.dose, each.variables) for each in programme.sessions
    ]
    assert {planned.session.coach for planned in programme.sessions} == {"beeps-only"}
    assert programme.changed(None) is programme


def test_a_second_entry_for_a_day_is_told(following: Followed) -> None:
    first = Entry(date.today(), "1.1", felt=4)
    assert following.same_day(first) == ""
    following.write(first)
    assert following.same_day(Entry(date.today(), "1.1", felt=8)) == (
        f"1.1 was logged on {date.today()} already: this entry corrects that one"
    )
    assert following.same_day(Entry(date.today(), "1.2")).startswith(f"1.1 was logged on {date.today()} already, and")
    assert following.same_day(Entry(date.today() - timedelta(days=1), "1.1")) == ""
