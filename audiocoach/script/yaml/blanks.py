"""Blanks that look like a space and are none to YAML, where a line's structure needs one: a no-break space, mostly.

A text may have them anywhere. What is mended is what can be no text: where YAML ends with an error, where a key begins
with one or has one behind its colon, and among steps and cues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiocoach.errors import Problem
from audiocoach.script.yaml.draft import Draft, Mend, line_above
from audiocoach.script.yaml.known_keys import any_key
from audiocoach.script.yaml.located import Mapping, Node, Sequence, Text

_WIDE, _NARROW = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000", "\u200b\u2060\ufeff"
_ODD = re.compile(f"[{_WIDE}{_NARROW}]")
_BLANKS = rf"[ \t{_WIDE}{_NARROW}]"
_LISTS = ("steps", "cues", "moments")


def blanks_of_a_line(draft: Draft, at: int) -> Mend | None:
    """Put spaces where a line that cannot be read has other blanks: before or behind its dash, or around its key."""
    straight = _straight(draft.lines[at])
    if straight == draft.lines[at]:
        return None
    end = at + 1
    while end < len(draft.lines) and _straight(draft.lines[end]) != draft.lines[end]:
        end += 1
    lines = tuple(map(_straight, draft.lines[at:end]))
    written = draft.shown(at)
    column, char = next((number, char) for number, char in enumerate(written) if _ODD.match(char))
    before = written[:column].rstrip()[-1:]
    place = {"": "this line begins with", "-": "behind this dash stands", ":": "behind this colon stands"}
    message = f"{place.get(before, 'here stands')} a blank that is no space (U+{ord(char):04X})"
    start = column - (before in ("-", ":"))
    where = draft.where(at, start, max(1, len(written.rstrip()) - start))
    above = line_above(draft.lines, at) if not before else -1  # an indentation is seen against the line above
    hint = draft.hint([*draft.lines[above : above + 1], *lines] if above >= 0 else lines, at, end, lines)
    return Mend(Problem(message, where, hint), at, end, lines)


def blanks_among_nodes(draft: Draft, root: Node, noted: list[Problem]) -> Mend | None:
    """Do the same where YAML found no error, and took a dash, a colon or what a line begins with for text.

    `noted` is what is wrong with lines all the same.
    """
    if draft.text.isascii() or not _ODD.search(draft.text):
        return None
    no_text = re.compile(rf"[{_WIDE}{_NARROW}]|-+[{_WIDE}{_NARROW}]|(?:{any_key()})(?:[{_NARROW}]|:[{_WIDE}{_NARROW}])")
    places = [text.where for text in _no_texts(root) if no_text.match(text)]
    places += [problem.where for problem in noted if problem.severity == "error"]
    return next(filter(None, (blanks_of_a_line(draft, draft.at(where)) for where in places)), None)


def _no_texts(node: Node) -> Iterator[Text]:
    """Yield what can be no words of a coach's: every key, and each line that is a step or a cue."""
    if isinstance(node, Sequence):
        for entry in node:
            yield from _no_texts(entry)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield key
            if key in _LISTS:
                lines = value if isinstance(value, Sequence) else [value]
                yield from (line for line in lines if isinstance(line, Text) and not _ODD.match(line))
            yield from _no_texts(value)


def _straight(line: str) -> str:
    """Write a line's blanks as spaces before and behind its dashes, and around its key; without those of no width."""
    if line.isascii():
        return line
    keys = any_key()
    head = re.match(rf"({_BLANKS}*)((?:-{_BLANKS}+)*)((?:{keys})(?:[{_NARROW}]+|[{_NARROW}]*:{_BLANKS}*))?", line)
    assert head is not None
    begin = _spaced(head[0]) if head[2] or head[3] else head[0]
    in_braces = re.compile(rf"[{{,]{_BLANKS}*(?:{keys}):{_BLANKS}+")
    return begin + in_braces.sub(lambda found: _spaced(found[0]), line[head.end() :])


def _spaced(text: str) -> str:
    return re.sub(f"[{_WIDE}]", " ", re.sub(f"[{_NARROW}]", "", text))
