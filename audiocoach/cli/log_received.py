"""What `log` does with entries that runners send: show them, ask, and write those that are agreed to."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audiocoach.cli.asking import agreed, refuse_nobody
from audiocoach.cli.console import line, lines
from audiocoach.errors import AudiocoachError

if TYPE_CHECKING:
    from audiocoach.programme.following import Followed
    from audiocoach.programme.receiving import Letterbox, Received


_WRITING = "writing"


def log_answers(source: str, box: Letterbox, *, yes: bool) -> None:
    """Show the answers in a text, ask once for all, and write them; what cannot be taken is told, and ends with 1."""
    found, refused = _answers(source, box)
    known = [each for each in found if each.known]
    new = [each for each in found if not each.known]
    for each in new:
        _show(each)
    if known:
        line(f"{_count(len(known))} known already")
    written = 0
    if new and _agreed(new, yes=yes):
        for each in new:
            written += _write(each)
        line(f"{written} written")
    elif new:
        line("Nothing was written.")
    elif not found and not refused:
        line(f"{_called(source)}: no answer of a page is in it", error=True)
        refused = 1
    if refused:
        raise typer.Exit(1)


def log_waiting(waiting: Sequence[Received], *, yes: bool) -> None:
    """Ask for each entry that came by itself and waits: a yes writes it, a no puts it away for good."""
    from audiocoach.programme.receiving import settle

    if not waiting:
        line("Nothing waits.")
        return
    for each in waiting:
        _show(each)
        answer = "y" if yes else _chosen()
        if answer == "later":
            continue
        written = settle(each.following, each.entry, write=answer == "y")
        line(f"{each.following.called}: {written}" if written else "  not written, and put away")


def log_undo(following: Followed, what: str | None) -> None:
    """Take an entry back, and say which."""
    from audiocoach.programme.journal.line import format_entry
    from audiocoach.programme.receiving import take_back

    entry, written = take_back(following, what)
    line(f"{following.called}: {written}")
    line(f"taken back: {format_entry(entry)}")
    if entry.stop or entry.pain or entry.cleared:
        line("note: what it said of pain, a stop or its clearing counts no more")


def _answers(source: str, box: Letterbox) -> tuple[list[Received], int]:
    """Read a text, print what is wrong in it; return what can be taken, and how much cannot."""
    from audiocoach.programme.journal.page_answers import read_answers

    read = read_answers(_text(source))
    for problem in read.problems:
        lines(problem, error=True)
    found, refused = [], len(read.problems)
    for answer in read.answers:
        try:
            found.append(box.received(answer))
        except AudiocoachError as error:
            refused += 1
            day = f"{answer.entry.session or 'the answer'} of {answer.entry.date}"
            lines(f"{day}: not taken: {error}", error=True)
    return found, refused


def _text(source: str) -> str:
    """Read what was sent: a file, or `-` for standard input."""
    from audiocoach.errors import file_problem
    from audiocoach.programme.journal.page_answers import MAX_TEXT
    from audiocoach.storage.regular_files import open_regular
    from audiocoach.text.decoding import decoded

    try:
        if source == "-":
            data = sys.stdin.buffer.read(4 * MAX_TEXT + 1)
        else:
            with open_regular(Path(source)) as file:
                data = file.read(4 * MAX_TEXT + 1)
    except OSError as error:
        raise AudiocoachError(file_problem(Path(_called(source)), error)) from None
    try:
        return decoded(data)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _called(source: str) -> str:
    return "<stdin>" if source == "-" else source


def _show(each: Received) -> None:
    """Print where an entry goes, what would be written, and what is to be seen in it."""
    from audiocoach.programme.journal.line import format_entry

    fresh = "" if each.following.journal.exists() else " (a new journal)"
    line(f"{each.following.called}{fresh}:")
    line(f"  {format_entry(each.entry)}")
    for note in _notes(each):
        line(f"  {note}")


def _notes(each: Received) -> Iterator[str]:
    if each.asks:
        yield f"it says: {', '.join(each.asks)}"
    if each.note:
        yield f"note: {each.note}"


def _agreed(new: Sequence[Received], *, yes: bool) -> bool:
    """Ask whether these are to be written, naming pain and stops; nobody there agrees to nothing."""
    care = [f"{each.entry.session or each.entry.date}: {', '.join(each.asks)}" for each in new if each.asks]
    told = f" They say of {'; of '.join(care)}." if care else ""
    return agreed(f"Write {_count(len(new))}?{told}", _WRITING, yes=yes)


def _chosen() -> str:
    refuse_nobody(_WRITING)
    answer = typer.prompt("  Write it? [y]es, [n]o and never, [l]ater", default="l").strip().casefold()
    return {"y": "y", "yes": "y", "n": "n", "no": "n"}.get(answer, "later")


def _write(each: Received) -> int:
    """Write one entry, and say so; return how many that are."""
    from audiocoach.programme.journal.writing import KnownEntryError

    try:
        line(f"{each.following.called}: {each.following.write(each.entry)}")
    except KnownEntryError:
        return 0
    return 1


def _count(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"
