"""A line with `undo` takes one above it back: nothing is removed, and old journals say what they said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.reading import Journal, read_journal
from audiocoach.programme.journal.writing import KnownEntryError, append_entry

TODAY = date(2026, 12, 1)
DAY = date(2026, 11, 22)
ID1, ID2 = "7k2mxr0zs9tqp4v8wnbg1c3dhe", "00000000000000000000000001"


def read(here: Path, *lines: str) -> Journal:
    path = here / "plan.journal"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_journal(path, today=TODAY, sessions=["3.1", "3.2"])


def sessions(journal: Journal) -> list[tuple[str | None, int | None]]:
    return [(entry.session, entry.felt) for entry in journal.entries]


def test_the_last_of_the_day_and_session_is_taken_back(here: Path) -> None:
    lines = ["2026-11-22 3.1 felt 4", "2026-11-22 3.1 felt 9", "2026-11-22 3.2 felt 5", "2026-11-22  3.1  undo"]
    journal = read(here, *lines)
    assert sessions(journal) == [("3.1", 4), ("3.2", 5)]
    assert journal.problems == ()
    assert sessions(read(here, *lines, "2026-11-22  3.1  undo.")) == [("3.2", 5)]


def test_a_day_alone_means_its_last_entry(here: Path) -> None:
    journal = read(here, "2026-11-22 3.1 felt 4", "2026-11-22 stop", "2026-11-22 undo note: it was a cramp")
    assert sessions(journal) == [("3.1", 4)]
    assert not journal.entries[0].stop


def test_an_id_means_its_entry_wherever_it_stands(here: Path) -> None:
    lines = [f"2026-11-22 3.1 felt 4 by page id {ID1}", f"2026-11-22 3.1 felt 9 by page id {ID2}"]
    journal = read(here, *lines, f"2026-11-22 3.1 undo id {ID1}")
    assert sessions(journal) == [("3.1", 9)]
    assert journal.ids == {ID1, ID2}


@pytest.mark.parametrize(
    "undo", ["2026-11-21 3.1 undo", "2026-11-22 3.2 undo", f"2026-11-22 undo id {ID1}", "2026-12-24 3.1 undo"]
)
def test_what_takes_nothing_back_is_told(here: Path, undo: str) -> None:
    journal = read(here, "2026-11-22 3.1 felt 4", undo)
    assert sessions(journal) == [("3.1", 4)]
    assert len(journal.problems) == 1
    assert not journal.whole


def test_a_line_that_asks_for_care_until_it_is_mended_is_not_taken_back(here: Path) -> None:
    journal = read(here, "2026-11-22 3.1 pain 7 hurts", "2026-11-22 3.1 undo")
    assert [(entry.pain, entry.damaged) for entry in journal.entries] == [(7, True)]
    assert len(journal.problems) == 2


def test_an_undo_that_cannot_be_read_takes_nothing_back_and_is_no_run(here: Path) -> None:
    journal = read(here, "2026-11-22 3.1 felt 4", "2026-11-22 3.1 undo plaese")
    assert sessions(journal) == [("3.1", 4)]


@pytest.mark.parametrize("words", ["by the river", "by pages", "id card", "by", "id", "paged by me"])
def test_remarks_that_begin_as_the_words_of_a_page_do_are_still_told(here: Path, words: str) -> None:
    journal = read(here, f"2026-11-22 3.1 felt 4 {words}")
    assert f"did you mean 'note: {words}'" in str(journal.problems[0])
    assert journal.entries[0].damaged
    assert journal.ids == frozenset()
    assert read(here, f"2026-11-22 3.1 note: {words}").whole


def test_an_id_is_written_once_also_when_it_was_taken_back(here: Path) -> None:
    path = here / "plan.journal"
    entry = Entry(DAY, "3.1", felt=4, by_page=True, id=ID1)
    line = append_entry(path, entry, "plan")
    with pytest.raises(KnownEntryError):
        append_entry(path, entry, "plan")
    append_entry(path, Entry(DAY, "3.1", undo=True, id=ID1), "plan")
    with pytest.raises(KnownEntryError):
        append_entry(path, entry, "plan")
    assert path.read_text(encoding="utf-8").splitlines()[-2:] == [line, f"2026-11-22  3.1  undo  id {ID1}"]


def test_a_note_that_names_an_id_does_not_take_it(here: Path) -> None:
    path = here / "plan.journal"
    append_entry(path, Entry(DAY, "3.1", note=f"by page id {ID1}"), "plan")
    append_entry(path, Entry(DAY, "3.2", by_page=True, id=ID1), "plan")
    assert [entry.id for entry in read_journal(path, today=TODAY).entries] == ["", ID1]
