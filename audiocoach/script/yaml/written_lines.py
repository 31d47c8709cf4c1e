"""The lines of a file, and what is wrong with what stands on them: where YAML would lose or change words of a coach."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from audiocoach.bounds import MAX_FOUND
from audiocoach.errors import Hint, Problem, ScriptError, Where
from audiocoach.script.yaml import sentences
from audiocoach.script.yaml.characters import NO_TEXT
from audiocoach.script.yaml.draft import GLUED_DASH, Draft, indent
from audiocoach.script.yaml.flow_corrections import quote_value
from audiocoach.script.yaml.line_slips import LIST_WITHOUT_KEY, NO_SPACE
from audiocoach.script.yaml.located import Mapping, Node, Sequence, Text
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import quoted

_COMMENT = LatePattern(r"\s+(#[^\s#].*)")


class _Part(NamedTuple):
    """A text that stands on some lines (from 0) of a draft."""

    text: Text
    lines: list[int]


class WrittenLines:
    """The lines of a file as they were written; `problems` grows with what is found wrong with them."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.file = draft, draft.file
        self.problems: list[Problem] = []

    def where(self, event: yaml.Event) -> Where:
        """Give the place of what an event stands for: its first line, underlined as far as it goes."""
        start, end = marks(event)
        line = self.draft.shown(start.line)
        if isinstance(event, yaml.CollectionStartEvent):
            width = 1
        elif end.line == start.line:
            width = end.column - start.column
        else:
            width = len(line.rstrip()) - start.column
        width = min(width, len(line.rstrip()) - start.column)  # a line corrected in memory may be longer
        where = self.draft.where(start.line, start.column, max(1, width))
        return where if end.line == start.line else self.draft.until(where, end.line)

    def problem(self, message: str, where: Where, hint: str) -> None:
        """Note a problem and go on; what is mended by the same line as the one before is the same."""
        if where.line and self.draft.is_corrected(where):
            hint = str(hint)  # by then another mend has changed the line
        if not (self.problems and (where.line, hint) == (self.problems[-1].where.line, self.problems[-1].hint)):
            self.problems.append(Problem(message, where, hint))
        if len(self.problems) >= MAX_FOUND:
            raise ScriptError(self.problems)

    def warn(self, message: str, where: Where, hint: str) -> None:
        """Note what is read as it is written, and may be meant otherwise."""
        self.problems.append(Problem(message, where, hint, severity="warning"))

    def fatal(self, message: str, where: Where, hint: str) -> ScriptError:
        """Give the error for what ends the reading, with all that was noted before."""
        return ScriptError([*self.problems, Problem(message, where, hint)])

    def clean(self, event: yaml.ScalarEvent) -> str:
        """Return what stands there; a terminal must never be sent what `"\\e[31m"` spells."""
        found = NO_TEXT.search(event.value)
        if found is None:
            return event.value
        message = f"a character that is not text (U+{ord(found[0]):04X}), spelled with a backslash"
        self.problem(message, self.where(event), "take it out")
        return NO_TEXT.sub("\ufffd", event.value)

    def tag(self, tag: str, where: Where) -> None:
        """Report a tag: `say: !Go` is a sentence that needs quotes; `work: !!int 60` is YAML's own, of no use here."""
        if tag.startswith("!!"):
            where = Where(where.file, where.line, where.column, len(tag), where.source)
            self.problem(
                f"'{tag}' is a YAML tag, and tags are not part of the language", where, Hint("take it out", "")
            )
        else:
            corrected = quote_value(where, where.column - 1)
            self.problem(f"YAML takes '{tag}' for a tag, because of its '!'", where, corrected)

    def taken_apart(self, event: yaml.Event, item: Node) -> list[Node]:
        """Take `- work 60s` apart from `   - rest 60s` beneath it: YAML makes one long line of both."""
        if not isinstance(item, Text) or not item.plain or sentences.begins_set(item):
            return [item]
        begin, last = marks(event)
        parts = self._parts(event) if last.line > begin.line else []
        if len(parts) < 2:
            return [item]
        column = self.draft.lines[marks(event)[0].line].rfind("-", 0, marks(event)[0].column)
        lines = [number for part in parts[1:] for number in part.lines]
        first = lines[0]
        margin = len(indent(self.draft.lines[first]))
        step = self.draft.lines[begin.line]
        moved = [
            " " * max(0, max(0, column) + len(indent(line)) - margin) + line.strip()
            for line in (self.draft.lines[number] for number in lines)
        ]
        by_number = dict(zip(lines, moved, strict=True))
        mended = [by_number.get(number, self.draft.lines[number]) for number in range(first, lines[-1] + 1)]
        hint = self.draft.hint([step, *moved], first, lines[-1] + 1, mended)
        where = self.draft.where(first, margin, max(1, len(self.draft.shown(first).strip())))
        self.problem("this dash is indented more than the step above", where, hint)
        return [part.text for part in parts]

    def list_in(self, key: Text, event: yaml.Event) -> tuple[Text, Sequence] | None:
        """Take `repeat: 6` apart from the dashes beneath it, which YAML makes one long line of; None without any.

        A list that stands there has no key of its own, or one without its colon.
        """
        if marks(event)[0].line == marks(event)[1].line:
            return None
        head, *items = self._parts(event, begins=r"(?:-\s+|(?=steps\s*$))")
        if not items:
            return None
        first = items[0].lines[0]
        line = self.draft.lines[first]
        margin = indent(line)
        if items[0].text == "steps":
            where = self.draft.where(first, len(margin), 5)
            mended = " " * (key.where.column - 1) + "steps:"
            self.problem(NO_SPACE, where, self.draft.hint([key.where.source, mended], first, first + 1, [mended]))
            items = items[1:]
        else:
            spelled = " " * (key.where.column - 1) + "steps:"
            where = self.draft.where(first, len(margin), max(1, len(self.draft.shown(first).strip())))
            hint = self.draft.hint([spelled, line], first, first + 1, [spelled, line])
            self.problem(LIST_WITHOUT_KEY.format("steps"), where, hint)
        return head.text, Sequence([part.text for part in items], where)

    def key_beneath_dashes(self, node: Mapping) -> None:
        """Tell of a key in the column of the dashes above it: it is the step's or the set's, not the last one's.

        `say:` beneath `cues:` is the step's, `name:` beneath the one step of a set is the set's.
        """
        for of, key, owner, item in (("cues", "say", "step", "cue"), ("steps", "name", "set", "step")):
            listed, places = node.get(Text(of)), list(node)
            if not isinstance(listed, Sequence) or listed.flow or key not in places or "session" in places:
                continue
            last, place = listed[-1] if listed else None, places[places.index(Text(key))]
            after = places.index(Text(key)) == places.index(Text(of)) + 1
            same_column = place.where.column == listed.where.column and place.where.line > listed.where.line
            alone = of == "cues" or len(listed) == 1
            if after and same_column and alone and isinstance(last, Mapping) and key not in last:
                hint = (
                    f"to be the {item}'s, '{key}' stands as far in as the words behind the dash:\n"
                    f"  {last.where.source.strip()}\n    {place.where.source.strip()}\n"
                    f"to be the {owner}'s, and say so, write it above '{of}:'"
                )
                message = f"'{key}' in the column of the dashes is the {owner}'s, not the {item}'s above it"
                self.warn(message, place.where, hint)

    def glued_dashes(self, event: yaml.Event) -> Sequence | None:
        """Take `-work 60s` apart from `-rest 60s` beneath it, which YAML makes one long line of; None of others."""
        start, end = marks(event)
        numbers = range(start.line, end.line + 1)
        lines = [self.draft.lines[number].rstrip() for number in numbers]
        if len(lines) < 2 or not all(re.match(r"\s*-(?=[^\W\d])", line) for line in lines):
            return None
        where = self.draft.where(start.line, start.column, len(lines[0].strip()))
        mended = [line.replace("-", "- ", 1) for line in lines]
        self.problem(GLUED_DASH, where, self.draft.hint(mended, start.line, end.line + 1, mended))
        columns = [line.index("-") + 1 for line in lines]
        return Sequence(
            [
                Text(line[at:], self.draft.where(number, at, len(line) - at), plain=True)
                for number, line, at in zip(numbers, lines, columns, strict=True)
            ],
            where,
        )

    def _parts(self, event: yaml.Event, begins: str = r"-\s+") -> list[_Part]:
        """Split the lines of a plain text where one begins with a dash."""
        start, end = marks(event)
        parts: list[_Part] = []
        for number in range(start.line, end.line + 1):
            line = self.draft.lines[number][: end.column] if number == end.line else self.draft.lines[number]
            column = start.column if number == start.line else len(indent(line))
            found = re.match(begins, line[column:]) if number > start.line else None
            column += found.end() if found else 0
            text = line[column:].strip()
            if number == start.line or found:
                parts.append(
                    _Part(Text(text, self.draft.where(number, column, max(1, len(text))), plain=True), [number])
                )
            elif text:
                parts[-1] = _Part(
                    Text(f"{parts[-1].text} {text}", parts[-1].text.where, plain=True), [*parts[-1].lines, number]
                )
        return parts

    def check_comment(self, event: yaml.Event, value: Node) -> None:
        """Report `#3` in `name: Run #3`, a comment to YAML; a comment people mean has a space behind its `#`."""
        if not isinstance(value, Text) or not value.plain or not value:
            return
        start, mark = marks(event)
        line = self.draft.shown(mark.line)
        if found := _COMMENT.match(line, mark.column):
            where = self.draft.where(mark.line, found.start(1), len(found[1].rstrip()))
            corrected = quote_value(where, start.column, "\nFor a comment, put a space behind the '#'.")
            self.problem(f"YAML takes '{found[1].strip()}' for a comment and leaves it out", where, corrected)

    def sentence(self, key: Text, value: Node) -> Node:
        """Put together again what a coach says where YAML took it apart."""
        spoken = key == "say" or " " in key
        if spoken and isinstance(value, Sequence) and (lost := sentences.split_sentences(value)):
            self.problem("the comma cuts a sentence in two in this list", lost.where, sentences.mended_list(value))
        if isinstance(value, Sequence):
            return Sequence([self.colon(entry) for entry in value], value.where, flow=value.flow)
        return value if " " in key else self.colon(value)

    def colon(self, value: Node) -> Node:
        """Join `- Remember: breathe.` again: YAML makes a key of what stands before the colon."""
        if not isinstance(value, Mapping) or len(value) != 1 or value.flow:
            return value
        key, rest = next(iter(value.items()))
        if not isinstance(rest, Text) or not rest or rest.where.line != key.where.line:
            return value
        corrected = sentences.replaced(key.where, rest.where, quoted(f"{key}: {rest}"))
        self.problem("a colon in the text: YAML takes what stands before it for a key", key.where, corrected)
        return Text(f"{key}: {rest}", key.where)

    def comma(self, node: Mapping, last: Text, lost: list[Text]) -> None:
        """Put the sentence of `{at: start, say: Stop, turn, check.}` together again, and say so."""
        value: Text = node[last]
        node[last] = Text(", ".join([value, *lost]), value.where)
        place, end = value.where, lost[-1].where
        if place.line == end.line and (value.plain or not value):
            # As it was written; where the comma stands right behind the key, the empty value begins at its colon.
            start = place.column - 1 if value else place.source.find(",", place.column - 1)
            corrected = quote_value(place, start)
        else:
            corrected = sentences.replaced(place, end, quoted(node[last]))
        self.problem("the comma ends the sentence here", value.where, corrected)


def marks(event: yaml.Event) -> tuple[Any, Any]:
    """Give where an event begins and ends; the parser always knows."""
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark, event.end_mark
