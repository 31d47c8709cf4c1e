"""What YAML makes of a sentence: where it would be cut or misread, and the line with its quotes in place."""

from __future__ import annotations

import re
from itertools import pairwise

from audiocoach.errors import Hint, Instead, Where
from audiocoach.script.yaml.located import Sequence, Text
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import quoted
from audiocoach.vocabulary import KINDS

TEXT_KEYS = frozenset({"session", "programme", "description", "name", "say", "coach"})
"""Keys whose value is for people: here a cut-off word matters."""


_WHITEBOARD = rf"(?:{'|'.join(KINDS)})\s[^:]*?(?::\d[^:]*?)*|\d+\s*[x×X*]\s*\(.*?\)"
_LEAD = LatePattern(rf"(?:\s*-\s+)*\s*(?:(?:[A-Za-z][\w-]*|{_WHITEBOARD}):(?:\s+|$))?")


def value_start(line: str) -> int:
    """Find where the value begins on a line: behind the dashes of list items, and `key: ` or `work 60s Run: `."""
    found = _LEAD.match(line)
    return found.end() if found else 0


def behind_comment(text: str) -> str:
    """Return the text without a comment that ends its line."""
    text = text.rstrip()
    comment = re.search(r"(?<=\s)#\s", text)
    return text[: comment.start()].rstrip() if comment else text


def needs_quotes(text: str) -> bool:
    """Tell whether YAML would misread a text within brackets or braces."""
    if not text or (text[0] in "\"'" and text[-1] == text[0] and len(text) > 1 and text[0] not in text[1:-1]):
        return False
    signs = r"^[\"'@`%!&*|>?\-:#,]|,\s*[\"'@`%!&*|>?\-:#,]|[{}\[\]?]|:(?=[\s,]|$)|(?<=\s)#"
    return bool(re.search(signs, text))


def quote_from(line: str, start: int) -> str:
    """Return the line with its text from `start` on in double quotes, whatever quotes it had."""
    text = behind_comment(line[start:])
    return line[:start] + in_quotes(text) + line[start + len(text) :].rstrip()


def in_quotes(text: str) -> str:
    """Return a text in quotes, whatever quotes it had, with the spaces around it in their places."""
    bare = text.strip()
    inside = bare[1:-1] if len(bare) > 1 and bare[0] in "'\"" and bare[-1] == bare[0] else bare
    return text.replace(bare, quoted(inside)) if bare else quoted(text)


def split_sentences(entries: Sequence) -> Text | None:
    """Find the entry of a list in brackets that looks like the rest of the sentence before it, if one does.

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


def mended_list(entries: Sequence) -> Hint:
    """Write a hint: the list as it was meant, each sentence in quotes."""
    whole: list[str] = []
    for entry in entries:
        if whole and entry[:1].islower() and not whole[-1].endswith((".", "!", "?")):
            whole[-1] += f", {entry}"
        else:
            whole.append(str(entry))
    first, last = entries[0].where, entries[-1].where
    return replaced(first, last, ", ".join(quoted(sentence) for sentence in whole))


def replaced(first: Where, last: Where, text: str) -> Hint:
    """Write a hint: the line with `text` in the place of what stands from `first` to the end of `last`."""
    mended = first.source[: first.column - 1] + text + last.source[last.column - 1 + last.width :]
    if first.line != last.line:
        return Hint(f"did you mean\n  {text}", Instead(mended, lines=(first.line, last.line)))
    return line_meant(first, mended)


def line_meant(place: Where, line: str, more: str = "") -> Hint:
    """Write a hint: the line that is meant in the place of the one that a place is in, and `more`."""
    return Hint(f"did you mean\n  {line.strip()}{more}", Instead(line, lines=(place.line, place.line)))


_SET_HEAD = LatePattern(
    rf"(?:(?!{'|'.join(KINDS)})[^\W\d_]+[:.]?\s+\d+|\d+)\s*(?:[x×X*]|times|mal|keer|fois|veces|vezes|volte|razy)?\s+-\s"
)


def begins_set(text: str) -> bool:
    """Tell whether a line such as `repeat 6` or `6 x` is meant as the head of the dashes beneath it."""
    return bool(_SET_HEAD.match(text))
