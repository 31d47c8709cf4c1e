"""What is said of lines that cannot be read: one text for all of them, checked by eye (damaged-messages.txt)."""

from datetime import date
from pathlib import Path

import pytest

from audiocoach.errors import Unreadable
from audiocoach.programme.journal.line import parse_line
from audiocoach.programme.journal.reading import read_journal
from tests.support.golden_texts import GoldenText

MESSAGES = Path(__file__).parent / "damaged-messages.txt"
TODAY = date(2026, 12, 1)
SESSIONS = [f"{week}.{run}" for week in range(1, 9) for run in range(1, 4)]
GOOD = b"2026-11-%02d  3.2  felt 5  done 85%%"

DAMAGED = [
    # Days
    b"3.2  felt 5",
    b"2026-11-31  3.2  felt 5",
    b"2026-13-11  3.2  felt 5",
    b"2026-02-30  3.2",
    b"2026-00-10  3.2",
    b"22.11.2026  3.2  felt 5",
    b"11/22/2026  3.2  felt 5",
    b"03/04/2026  3.2  felt 5",
    b"2026/11/22  3.2  felt 5",
    b"20261122  3.2  felt 5",
    b"22-11-26  3.2  felt 5",
    b"2026-11-2x  3.2  felt 5",
    b"2026-ll-22  3.2  felt 5",
    b"2026-11-22T07:30  3.2  felt 5",
    b"2027-11-22  3.2  felt 5",
    b"yesterday  3.2  felt 5",
    b"2026-11-22  2026-11-23  3.2  felt 5",
    # Sessions
    b"2026-11-22  felt 5  done 85%",
    b"2026-11-22",
    b"2026-11-22  3  felt 5",
    b"2026-11-22  3,2  felt 5",
    b"2026-11-22  3:2  felt 5",
    b"2026-11-22  W03S2  felt 5",
    b"2026-11-22  3.2  3.3  felt 5",
    b"2026-11-22  3.4  felt 5",
    b"2026-11-22  33.2  felt 5",
    # Numbers
    b"2026-11-22  3.2  felt",
    b"2026-11-22  3.2  felt done 85%",
    b"2026-11-22  3.2  felt 11",
    b"2026-11-22  3.2  felt 0",
    b"2026-11-22  3.2  felt 5.5",
    b"2026-11-22  3.2  felt 5-6",
    b"2026-11-22  3.2  felt five",
    b"2026-11-22  3.2  felt good",
    b"2026-11-22  3.2  felt 5  felt 8",
    b"2026-11-22  3.2  pain -1",
    b"2026-11-22  3.2  pain none",
    b"2026-11-22  3.2  pain 12/10",
    b"2026-11-22  3.2  stumbles 2/10",
    b"2026-11-22  3.2  done 85",
    b"2026-11-22  3.2  done 0.85",
    b"2026-11-22  3.2  done 82,5%",
    b"2026-11-22  3.2  done 120%",
    b"2026-11-22  3.2  done 5/4",
    b"2026-11-22  3.2  done 3/0",
    b"2026-11-22  3.2  done half",
    b"2026-11-22  3.2  done everything",
    b"2026-11-22  3.2  85%",
    b"2026-11-22  3.2  5",
    # Words
    b"2026-11-22  3.2  fetl 5",
    b"2026-11-22  3.2  feeling 5",
    b"2026-11-22  3.2  felt 5  stumble 1",
    b"2026-11-22  3.2  felt 5  stopped",
    b"2026-11-22  clear  note: physio says go on",
    b"2026-11-22  stop  cleared",
    b"2026-11-22  3.2  felt 5  notes: windy, felt 9 at the end",
    b"2026-11-22  3.2  felt 5  windy, but fine",
    b"2026-11-22  3.2  felt 5  it was so windy that I could hardly stand upright on the bridge",
    b"2026-11-22  3.2  felt 5  # windy",
    b"2O26-11-22  3,2  fetl 5  done 85  windy",
    # Bytes, and what other programs leave behind
    b"2026-11-22  3.2  felt 5  note: M\xfcller was there",
    b"\xff\xfe\x00\x01",
    b"\x00\x00\x00\x00\x00\x00\x00\x00",
    b"2026-11-22  3.2  felt 5 \x1b[2J",
    b"<<<<<<< HEAD",
    b"=======",
    b">>>>>>> evening",
    b"\t2026-11-22\t3.2\tfetl 5",
    b"2026-11-22  3.2  felt 5  note: " + b"very " * 400 + b"windy",
]


def messages(path: Path, line: bytes) -> str:
    path.write_bytes(b"\n".join([b"# audiocoach journal of backwards", GOOD % 20, line, GOOD % 24, b""]))
    journal = read_journal(path, today=TODAY, sessions=SESSIONS)
    assert {entry.line for entry in journal.entries} >= {2, 4}, "the lines around it are read"
    assert {problem.where.line for problem in journal.problems} == {3}
    assert journal.programme == "backwards"
    return "\n".join(str(problem) for problem in journal.problems).replace(str(path), "journal.txt")


def test_each_damaged_line_is_reported_in_words_that_mend_it(tmp_path: Path, golden_text: GoldenText) -> None:
    told = "\n\n".join(messages(tmp_path / "journal.txt", line) for line in DAMAGED) + "\n"
    assert told == golden_text(MESSAGES, told)


def test_all_of_them_in_one_journal_lose_none_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "journal.txt"
    lines = [part for number, line in enumerate(DAMAGED) for part in (line, GOOD % (number % 28 + 1))]
    path.write_bytes(b"\r\n".join(lines))
    journal = read_journal(path, today=TODAY, sessions=SESSIONS)
    assert {entry.line for entry in journal.entries if not entry.damaged} >= set(range(2, len(lines) + 1, 2))
    assert {problem.where.line for problem in journal.problems} == set(range(1, len(lines), 2))


@pytest.mark.parametrize("line", DAMAGED)
def test_reading_one_line_alone_says_the_first_of_it(line: bytes) -> None:
    text = line.decode("utf-8", errors="replace")
    if any(session in text for session in ("3.4", "33.2", "2027", "\ufffdller")):
        parse_line(text)  # well written: what is wrong with it, one line cannot know
    else:
        with pytest.raises(Unreadable) as caught:
            parse_line(text)
        assert caught.value.message
        start, end = caught.value.span or (0, len(text))
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (b"2026-11-22  3.2  fetl 5  pain 4  stumbles 1", {"session": "3.2", "pain": 4, "stumbles": 1}),
        (b"2026-11-22  3,2  felt 5  pain 7", {"session": None, "felt": 5, "pain": 7}),
        (b"2026-11-22  3.2  felt 5  stopped", {"session": "3.2", "stop": True}),
        (b"2026-11-22  3.2  felt 5  felt 8", {"felt": 8}),
        (b"2026-11-22  cleared  note physio  \xff", {}),
        (b"2026-11-3x  3.2  stop", {"date": date(2026, 11, 20), "session": None, "stop": True}),
        (b"2027-11-22  3.2  pain 7", {"date": date(2026, 11, 20), "session": None, "pain": 7}),
        (b"2027-11-22  3.2  felt 2", {}),
        (b"2026-11-22  hello", {}),
        (b"a storm of words, and stopp among them", {}),
    ],
)
def test_what_can_be_read_of_a_damaged_line_is_kept_where_it_asks_for_care(
    tmp_path: Path, line: bytes, kept: dict[str, object]
) -> None:
    path = tmp_path / "journal.txt"
    path.write_bytes(b"\n".join([GOOD % 20, line, GOOD % 24]))
    entries = [entry for entry in read_journal(path, today=TODAY).entries if entry.line == 2]
    assert len(entries) == bool(kept)
    for entry in entries:
        assert entry.damaged
        assert not entry.cleared, "a stop is ended by a whole line only"
        assert {name: getattr(entry, name) for name in kept} == kept


def test_a_stop_on_a_line_without_a_day_in_an_empty_journal_counts_as_todays(tmp_path: Path) -> None:
    path = tmp_path / "journal.txt"
    path.write_bytes(b"stop")
    (entry,) = read_journal(path, today=TODAY).entries
    assert (entry.date, entry.stop) == (TODAY, True)


def test_of_very_many_problems_the_rest_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "journal.txt"
    path.write_bytes(b"2026-11-22  3.2  felt 11\n" * 150)
    problems = read_journal(path, today=TODAY).problems
    assert len(problems) == 101
    assert str(problems[-1]) == f"warning: {path}: 50 more such problems"


def test_no_control_characters_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "journal.txt"
    path.write_bytes(b"2026-11-22  3.2  \x1b]0;owned\x07 \xe2\x80\xae felt 5\n# audiocoach journal of \x1b[2J\n")
    journal = read_journal(path, today=TODAY)
    said = "".join(str(problem) for problem in journal.problems) + (journal.programme or "")
    assert not any(c in said for c in "\x1b\x07\u202e")
