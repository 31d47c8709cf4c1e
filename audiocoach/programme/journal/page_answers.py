"""What a runner says on the shared page, as a short text for any messenger, and back. Pure.

```text
[audiocoach 1: backwards-8-weeks]
2026-11-22 3.2 felt 5 done 85% pain 2
for: Ann
note: Windy, but fine.
[id 7k2mxr0zs9tqp4v8wnbg1c3dhe]
```

The first number is the format's. Between the brackets stand the words of a journal's line, then perhaps whom it is from
and words of their own. Lines may be broken anywhere, quoted and indented, and other text may stand around. All of it
comes from strangers: it is bounded, in one line, and commands no terminal.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from audiocoach.errors import Problem, Unreadable
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.line import format_entry, read_line
from audiocoach.programme.journal.spelling import ID, MAX_NOTE, folded, visible

FORMAT = 1
MAX_TEXT = 1_000_000
"""Characters that are read: a season of a club's messages."""
MAX_ANSWERS = 500
MAX_FAULTS = 100
MAX_PROGRAMME, MAX_NAME = 200, 300
_MAX_ANSWER = 1_500

_BEGIN = re.compile(r"\[\s*audiocoach\s+(\d{1,6})\s*:", re.IGNORECASE)
_END = re.compile(rf"\[\s*id\s+({ID.pattern})\s*\]", re.IGNORECASE)
_QUOTED = re.compile(r"^[ \t\u00a0]*(?:>[ \t\u00a0]?)+", re.MULTILINE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SAID = re.compile(r"(?P<fields>.*?)(?:\bfor:\s*(?P<name>.*?))?(?:\bnote:\s*(?P<note>.*))?", re.IGNORECASE)
_WORDS = ("date", "session", "felt", "done", "pain", "stumbles", "stop", "cleared")


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """What somebody said: of which programme, by whom ("" for nobody by name), and the entry with its id."""

    programme: str
    name: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """The answers in a text, each id once, and what in it looks like one and cannot be read."""

    answers: tuple[PageAnswer, ...] = ()
    problems: tuple[Problem, ...] = ()


def bare(name: str) -> str:
    """Write a programme's name as an answer does: in one line, without the brackets that an answer ends by."""
    return folded(name).translate({ord("["): "(", ord("]"): ")"})


def write_answer(answer: PageAnswer) -> str:
    """Write an answer as the page does; `read_answers` reads the same."""
    bare_entry = replace(answer.entry, note="", id="", by_page=False)
    lines = [
        f"[audiocoach {FORMAT}: {bare(answer.programme)}]",
        format_entry(bare_entry).replace("  ", " "),
        *([f"for: {bare(answer.name)}"] if answer.name else []),
        *([f"note: {bare(answer.entry.note)}"] if answer.entry.note else []),
        f"[id {answer.entry.id}]",
    ]
    return "\n".join(lines) + "\n"


def read_answers(text: str) -> PageAnswers:
    """Read every answer in a text; what cannot be read is told, and loses no other."""
    if len(text) > MAX_TEXT:
        return PageAnswers((), (_problem(f"a text of {len(text)} characters; {MAX_TEXT} are the most", "give a part"),))
    flat = " ".join(visible(_QUOTED.sub("", text), instead=" ").split())
    # The text in front, then a format's number and what stands behind it, again and again.
    _, *pieces = _BEGIN.split(flat)
    found: dict[str, PageAnswer] = {}
    problems: list[Problem] = []
    for number, (version, said) in enumerate(zip(pieces[::2], pieces[1::2], strict=True), 1):
        if len(found) == MAX_ANSWERS or len(problems) == MAX_FAULTS:
            rest = len(pieces) // 2 - number + 1
            problems.append(_problem(f"{rest} more answers were not read", "give the text in parts"))
            break
        try:
            answer = _read(int(version), said)
            _refuse_changed(found.setdefault(answer.entry.id, answer), answer)
        except Unreadable as fault:
            start = folded(said[:60])
            problems.append(_problem(f"answer {number} ('{start}'): {fault}", fault.hint))
    return PageAnswers(tuple(found.values()), tuple(problems))


def _refuse_changed(first: PageAnswer, answer: PageAnswer) -> None:
    if first != answer:
        raise Unreadable("two answers with one id that say different things", "only the first of them counts")


def _problem(message: str, hint: str) -> Problem:
    return Problem(message, hint=hint, severity="warning")


def _read(version: int, said: str) -> PageAnswer:
    """Read what stands behind an answer's first words.

    Raises:
        Unreadable: when it is none that this version can read.
    """
    if version != FORMAT:
        raise Unreadable(f"it is in format {version}, and this audiocoach reads {FORMAT}", "a newer one may read it")
    again = "ask for it once more: copied whole, from its first bracket to its last"
    end = _END.search(said, 0, _MAX_ANSWER)
    if not end:
        raise Unreadable("its end is missing", again)
    programme, closed, rest = said[: end.start()].partition("]")
    programme = programme.strip()
    parts = _SAID.fullmatch(rest.strip())
    if not closed or parts is None or "[" in programme:
        raise Unreadable("something else stands in the middle of it", again)
    name, note = (parts["name"] or "").strip(), (parts["note"] or "").strip()
    for what, words, most in (("programme", programme, MAX_PROGRAMME), ("name", name, MAX_NAME)):
        if len(words) > most:
            raise Unreadable(f"a {what} of {len(words)} characters; {most} are the most", again)
    if len(note) > MAX_NOTE:
        raise Unreadable(f"a note of {len(note)} characters; {MAX_NOTE} are the most", "ask for a shorter one")
    return PageAnswer(programme, name, Entry(**_fields(parts["fields"]), note=note, by_page=True, id=end[1].lower()))


def _fields(text: str) -> dict[str, Any]:
    """Read the words of a journal's line, which a telephone may have made prettier."""
    text = _DASHES.sub("-", "".join(c for c in text if unicodedata.category(c) != "Cf")).strip()
    found, faults = read_line(text)
    if faults:
        raise faults[0]
    if other := next((word for word in found if word not in _WORDS), None):
        raise Unreadable(f"'{other}' is no word for an answer", "")
    return found
