"""What YAML makes of a sentence: where it would be cut or misread, and the line with its quotes in place."""

from __future__ import annotations

import re
from itertools import pairwise

from audiocoach.errors import Where
from audiocoach.script.located import Sequence, Text
from audiocoach.suggest import quoted

TEXT_KEYS = frozenset({"session", "programme", "description", "name", "say", "coach"})
"""Keys whose value is for people: here a cut-off word matters."""


def value_start(line: str) -> int:
    """Where the value begins on a line: behind `key: ` and the dashes of list items."""
    found = re.match(r"(?:\s*-\s+)*\s*(?:[A-Za-z][\w-]*:\s+)?", line)
    return found.end() if found else 0


def quote_value(line: str, start: int) -> str:
    """A hint: the line with everything from `start` on in quotes."""
    return "did you mean\n  " + quote_from(line, start).strip()


def quote_from(line: str, start: int) -> str:
    """The line with its text from `start` on in double quotes, whatever quotes it had."""
    text = line[start:].rstrip()
    if len(text) > 1 and text[0] in "'\"":
        text = text[1:-1] if text[-1] == text[0] else text[1:]
    return line[:start] + quoted(text)


def split_sentences(entries: Sequence) -> Text | None:
    """The entry of a list in brackets that looks like the rest of the sentence before it, if one does.

    `[Tall chest, loose arms., Quick feet.]` is three entries to YAML and two to a coach: an entry that
    begins in lower case after one that began with a capital and did not end.
    """
    if not entries.flow or not all(isinstance(entry, Text) for entry in entries):
        return None
    sentences_meant = any(entry[:1].isupper() or entry.rstrip().endswith((".", "!", "?")) for entry in entries)
    for before, after in pairwise(entries):
        if (
            before.plain
            and after.plain
            and sentences_meant
            and after[:1].islower()
            and not before.endswith((".", "!", "?"))
        ):
            found: Text = after
            return found
    return None


def mended_list(entries: Sequence) -> str:
    """A hint: the list as it was meant, each sentence in quotes."""
    whole: list[str] = []
    for entry in entries:
        if whole and entry[:1].islower() and not whole[-1].endswith((".", "!", "?")):
            whole[-1] += f", {entry}"
        else:
            whole.append(str(entry))
    first, last = entries[0].where, entries[-1].where
    return replaced(first, last, ", ".join(quoted(sentence) for sentence in whole))


def replaced(first: Where, last: Where, text: str) -> str:
    """A hint: the line with `text` in the place of what stands from `first` to the end of `last`."""
    if first.line != last.line:
        return f"did you mean\n  {text}"
    line = first.source
    return "did you mean\n  " + (line[: first.column - 1] + text + line[last.column - 1 + last.width :]).strip()
