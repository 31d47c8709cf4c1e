"""The journal as a file: what others may do to it, and what is never done to it."""

import errno
import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.reading import MAX_BYTES, JournalError, read_journal
from audiocoach.programme.journal.writing import append_entry, header_lines
from audiocoach.storage import locks

TODAY = date(2026, 12, 1)
ENTRY = Entry(date(2026, 11, 22), "3.2", felt=5, done=Fraction(85, 100))
LINE = "2026-11-22  3.2  felt 5  done 85%"
HEADER = "\n".join(header_lines("backwards")) + "\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.txt"


def written(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def test_a_new_journal_begins_with_what_it_is_and_how_to_read_it(path: Path) -> None:
    assert append_entry(path, ENTRY, "backwards") == LINE
    assert append_entry(path, ENTRY, "backwards") == LINE
    assert written(path) == HEADER + LINE + "\n" + LINE + "\n"
    assert HEADER.startswith("# audiocoach journal of backwards\n")
    assert "no medical advice" in HEADER
    journal = read_journal(path, today=TODAY)
    assert journal.entries == (ENTRY, ENTRY)
    assert [entry.line for entry in journal.entries] == [6, 7]
    assert journal.programme == "backwards"
    assert not journal.problems


def test_the_headers_own_example_is_no_entry_but_would_be_one(path: Path) -> None:
    path.write_text(HEADER, encoding="utf-8")
    assert read_journal(path, today=TODAY).entries == ()


def test_a_journal_that_is_not_there_yet_is_empty(path: Path) -> None:
    journal = read_journal(path, today=TODAY)
    assert (journal.entries, journal.problems, journal.programme) == ((), (), None)
    assert not path.exists(), "reading makes nothing"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", HEADER + LINE + "\n"),
        (b"\n\n", "\n\n" + HEADER + LINE + "\n"),
        (b"2026-11-20 3.1", "2026-11-20 3.1\n" + LINE + "\n"),
        (b"2026-11-20 3.1\n", "2026-11-20 3.1\n" + LINE + "\n"),
        (b"2026-11-20 3.1\r\n", "2026-11-20 3.1\r\n" + LINE + "\r\n"),
        (b"# mine\r\n2026-11-20 3.1", "# mine\r\n2026-11-20 3.1\r\n" + LINE + "\r\n"),
        (b"\xef\xbb\xbf", "\ufeff" + HEADER + LINE + "\n"),
        (b"# audiocoach journal of Backwards \n", "# audiocoach journal of Backwards \n" + LINE + "\n"),
        (b"2026-11-20 3.1 note: " + b"x" * 5000, "2026-11-20 3.1 note: " + "x" * 5000 + "\n" + LINE + "\n"),
    ],
)
def test_an_entry_begins_on_a_line_of_its_own_and_changes_nothing_before_it(
    path: Path, before: bytes, after: str
) -> None:
    path.write_bytes(before)
    append_entry(path, ENTRY, "backwards")
    assert written(path) == after
    assert read_journal(path, today=TODAY).entries[-1] == ENTRY


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_marks_blank_lines_and_comments_are_fine(path: Path, end: str, mark: str) -> None:
    lines = ["# audiocoach journal of backwards", "", "  # my own remark", f"  {LINE}   ", "\t", LINE]
    path.write_bytes((mark + end.join(lines)).encode())
    journal = read_journal(path, today=TODAY)
    assert [entry.line for entry in journal.entries] == [4, 6]
    assert journal.entries == (ENTRY, ENTRY)
    assert journal.programme == "backwards"
    assert not journal.problems


def test_a_journal_that_an_editor_saved_as_utf_16_is_read_but_not_written(path: Path) -> None:
    path.write_bytes((HEADER + LINE).encode("utf-16"))
    before = path.read_bytes()
    assert read_journal(path, today=TODAY).entries == (ENTRY,)
    with pytest.raises(JournalError, match="saved as UTF-16; save it as UTF-8"):
        append_entry(path, ENTRY, "backwards")
    assert path.read_bytes() == before


def test_the_journal_of_another_programme_is_not_written_to(path: Path) -> None:
    append_entry(path, ENTRY, "couch-to-5k")
    before = path.read_bytes()
    with pytest.raises(JournalError, match="the journal of 'couch-to-5k', not of 'backwards'"):
        append_entry(path, ENTRY, "backwards")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (Entry(TODAY, "3.2", felt=11), "not logged: felt goes from 1 to 10\n  did you mean 'felt 10'?"),
        (Entry(TODAY, "3.2", pain=-1), "not logged: pain is a whole number"),
        (Entry(TODAY, "3.2", done=Fraction(6, 5)), "not logged: done goes from 0% to 100%"),
        (Entry(TODAY, "3,2"), "not logged: '3,2' is not how a session is written\n  did you mean '3.2'?"),
        (Entry(TODAY, "stop"), "says something else than was asked for"),
        (Entry(TODAY), "not logged: no session"),
        (Entry(TODAY, stop=True, cleared=True), "not logged: 'stop' and 'cleared' in one entry"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(path: Path, entry: Entry, says: str) -> None:
    with pytest.raises(JournalError) as caught:
        append_entry(path, entry, "backwards")
    assert says in str(caught.value)
    assert not path.exists()


def test_a_journal_has_at_most_five_megabytes(path: Path) -> None:
    path.write_bytes(b"#" * (MAX_BYTES - 10))
    assert read_journal(path, today=TODAY).entries == ()
    with pytest.raises(JournalError, match="larger than 5 MB"):
        append_entry(path, ENTRY, "backwards")
    assert path.stat().st_size == MAX_BYTES - 10
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(JournalError, match="larger than 5 MB, the most a journal may be; is this the right file"):
        read_journal(path, today=TODAY)


def test_places_where_no_journal_can_be_are_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"there is no folder .*gone; make it first"):
        append_entry(tmp_path / "gone" / "journal.txt", ENTRY, "backwards")
    for door in (lambda: append_entry(tmp_path, ENTRY, "backwards"), lambda: read_journal(tmp_path)):
        with pytest.raises(JournalError, match=str(tmp_path.name)):
            door()


def test_a_full_disk_leaves_the_journal_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append_entry(path, ENTRY, "backwards")
    before = path.read_bytes()
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, data[: len(data) // 2]))
    with pytest.raises(JournalError, match="the disk is full"):
        append_entry(path, ENTRY, "backwards")
    assert path.read_bytes() == before


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()], ids=str)
def test_what_cannot_be_put_on_the_disk_is_not_in_the_journal(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    append_entry(path, ENTRY, "backwards")
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((JournalError, KeyboardInterrupt)):
        append_entry(path, ENTRY, "backwards")
    assert path.read_bytes() == before


def test_an_entry_that_the_system_takes_by_parts_is_written_to_its_end(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_entry(path, ENTRY, "backwards")
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, data[:7]))
    append_entry(path, ENTRY, "backwards")
    assert read_journal(path, today=TODAY).entries == (ENTRY, ENTRY)


def test_an_entry_is_one_write_and_on_the_disk_when_it_is_said_to_be(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_entry(path, ENTRY, "backwards")
    done: list[object] = []
    write, sync = os.write, os.fsync
    monkeypatch.setattr(os, "write", lambda handle, data: done.append(data) or write(handle, data))
    monkeypatch.setattr(os, "fsync", lambda handle: done.append("on the disk") or sync(handle))
    append_entry(path, ENTRY, "backwards")
    assert done == [(LINE + "\n").encode(), "on the disk"]


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be replaced elsewhere")
def test_an_editor_that_saves_while_an_entry_waits_does_not_swallow_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_entry(path, ENTRY, "backwards")
    waited = locks.lock
    saved: list[Path] = []

    def save_meanwhile(handle: int, *, seconds: float, **more: object) -> None:
        if not saved:
            saved.append(path.with_name("new"))
            saved[0].write_bytes(path.read_bytes() + b"# mended\n")
            saved[0].replace(path)
        waited(handle, seconds=seconds, **more)

    monkeypatch.setattr(locks, "lock", save_meanwhile)
    append_entry(path, ENTRY, "backwards")
    assert written(path) == HEADER + LINE + "\n# mended\n" + LINE + "\n"


def test_a_lock_that_is_never_given_back_is_said_and_not_waited_for(path: Path) -> None:
    append_entry(path, ENTRY, "backwards")
    with locks.locked(path), pytest.raises(TimeoutError), locks.locked(path, seconds=0):
        pytest.fail("two at once")
    with locks.locked(path, seconds=0):
        pass


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights elsewhere")
def test_a_journal_may_be_a_link_into_a_repository(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "kept.txt"
    path.symlink_to(real)
    append_entry(path, ENTRY, "backwards")
    append_entry(path, ENTRY, "backwards")
    assert path.is_symlink()
    assert written(real) == HEADER + LINE + "\n" + LINE + "\n"
