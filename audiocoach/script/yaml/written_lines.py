"""The lines of a file, and what is wrong with what stands on them: where YAML would lose or change words of a coach."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.script.yaml import sentences
from audiocoach.script.yaml.characters import NO_TEXT
from audiocoach.script.yaml.located import Mapping, Node, Sequence, Text
from audiocoach.text.suggest import quoted


class WrittenLines:
    """The lines of a file as they were written; `problems` grows with what is found wrong with them."""

    def __init__(self, file: str, lines: list[str], folder: Path | None) -> None:
        self.file, self.lines, self.folder = file, lines, folder
        self.problems: list[Problem] = []

    def where(self, event: yaml.Event) -> Where:
        """Give the place of what an event stands for: its first line, underlined as far as it goes."""
        start, end = marks(event)
        line = self.lines[start.line] if start.line < len(self.lines) else ""
        if isinstance(event, yaml.CollectionStartEvent):
            width = 1
        elif end.line == start.line:
            width = end.column - start.column
        else:
            width = len(line.rstrip()) - start.column
        width = min(width, len(line.rstrip()) - start.column)  # a line corrected in memory may be longer
        return Where(self.file, start.line + 1, start.column + 1, max(1, width), line, self.folder)

    def problem(self, message: str, where: Where, hint: str) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(message, where, hint))

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
            self.problem(f"'{tag}' is a YAML tag, and tags are not part of the language", where, "take it out")
        else:
            corrected = sentences.quote_value(where.source, where.column - 1)
            self.problem(f"YAML takes '{tag}' for a tag, because of its '!'", where, corrected)

    def check_dashes(self, event: yaml.Event, item: Node) -> None:
        """Report a dash a space too far in, `   - rest 60s` beneath `- work 60s`: YAML makes one long line of both."""
        if not isinstance(item, Text) or not item.plain or sentences.begins_set(item):
            return
        start, end = marks(event)
        for number in range(start.line + 1, min(end.line + 1, len(self.lines))):
            line = self.lines[number]
            if line.lstrip().startswith("- "):
                column = len(line) - len(line.lstrip())
                where = Where(self.file, number + 1, column + 1, max(1, len(line.strip())), line)
                above = self.lines[start.line]
                dash = above[: start.column].rfind("-")
                hint = f"did you mean\n  {above[: max(0, dash)]}{line.lstrip()}"
                self.problem("this dash stands further in than that of the step above it", where, hint)

    def check_comment(self, event: yaml.Event, value: Node) -> None:
        """Report `#3` in `name: Run #3`, a comment to YAML; a comment people mean has a space behind its `#`."""
        if not isinstance(value, Text) or not value.plain or not value:
            return
        start, mark = marks(event)
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        if found := re.match(r"\s+(#[^\s#].*)", line[mark.column :]):
            where = Where(self.file, mark.line + 1, mark.column + found.start(1) + 1, len(found[1].rstrip()), line)
            corrected = sentences.quote_value(line, start.column)
            more = "\nFor a comment, put a space behind the '#'."
            self.problem(f"YAML takes '{found[1].strip()}' for a comment and leaves it out", where, corrected + more)

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
        corrected = sentences.replaced(value.where, lost[-1].where, quoted(node[last]))
        self.problem("the comma ends the sentence here", value.where, corrected)


def marks(event: yaml.Event) -> tuple[Any, Any]:
    """Give where an event begins and ends; the parser always knows."""
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark, event.end_mark
