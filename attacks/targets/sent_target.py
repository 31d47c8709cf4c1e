"""What runners send: whatever a text holds, an answer in it is an entry that the journal reads back, on one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.programme.journal.page_answers import MAX_NAME, MAX_PROGRAMME, read_answers
from audiocoach.programme.journal.reading import read_journal
from audiocoach.programme.journal.spelling import MAX_NOTE
from audiocoach.programme.journal.writing import append_entry

_ID = "7k2mxr0zs9tqp4v8wnbg1c3dhe"
_GOOD = f"[audiocoach 1: plan]\n2026-01-05 1.1 felt 5 done 85% pain 2\nfor: Ann\nnote: Windy.\n[id {_ID}]\n"
_TOKENS = tuple(
    token.encode()
    for token in (
        "[audiocoach 1:", "[audiocoach 99999999:", "]", f"[id {_ID}]", "for:", "note:", "stop", "cleared", "undo",
        "by page", f"id {_ID}", "> ", "\r\n", "\x1b[2J", "\u202e", "\u2028", "\u00a0", "–", "=1+1", "../", "0" * 400,
        "felt 1e9", "done 1/0", "done 99999999999999999999%", "2026-02-30", "9999-12-31", "\x00", "\ufeff", "1.1",
    )
)  # fmt: skip


class Sent:
    """Messages that strangers wrote, or that looked like that in the end."""

    name, share, most_mb = "sent", 1, 200

    def seeds(self) -> Iterable[bytes]:
        """Give good answers, alone, quoted and many."""
        yield _GOOD.encode()
        yield ("> " + _GOOD.replace("\n", "\n> ")).encode()
        yield (_GOOD + _GOOD.replace(_ID, "0" * 26).replace("pain 2", "stop")).encode()
        yield _GOOD.replace("note: Windy.", "note: \x1b]0;x\x07 \u202e 2026-01-06 cleared").encode()
        yield b"[audiocoach 1:" * 5_000

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Change a message."""
        return mutated(random.choice(corpus), corpus, random, _TOKENS)

    def sort(self, data: bytes) -> str:
        """Tell those that quote from others."""
        return "quoted" if data.startswith(b">") else ""

    def attempt(self, data: bytes, folder: Path) -> str:
        """Read it, and keep what is in it."""
        read = read_answers(data.decode(errors="replace"))
        path = folder / "plan.journal"
        kept = 0
        for answer in read.answers:
            promised(len(answer.programme) <= MAX_PROGRAMME and len(answer.name) <= MAX_NAME, "a name too long")
            promised(len(answer.entry.note) <= MAX_NOTE, "a note too long")
            promised(answer.entry.by_page and answer.entry.id and not answer.entry.undo, "not marked as from a page")
            line = append_entry(path, answer.entry, "plan")
            promised(not any(sign < " " or "\x7f" <= sign < "\xa0" for sign in line), "a line commands a terminal")
            kept += 1
        entries = read_journal(path, today=date.max).entries
        promised([entry.id for entry in entries] == [each.entry.id for each in read.answers], "an entry is another")
        promised(all(not entry.damaged for entry in entries), "an entry cannot be read in full")
        return f"{min(kept, 3)} kept, {min(len(read.problems), 3)} told"
