"""YAML text to located nodes. The only module that imports yaml.

Plain scalars are text and nothing else: `2:30` is never 150, `on` is never true. What YAML would lose
or change without a word (duplicate keys, merge keys, tags, a sentence cut at a comma or a `#`) is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.script.yaml import sentences
from audiocoach.script.yaml.characters import NO_TEXT, UNPRINTABLE, unprintable
from audiocoach.script.yaml.corrections import NO_SPACE, glued, translate
from audiocoach.script.yaml.located import Mapping, Node, Sequence, Text
from audiocoach.text.suggest import quoted

MAX_NESTING = 20
MAX_EXPANDED = 10_000
_MAX_SYNTAX_ERRORS = 20

_COLON = re.compile(r"\s*:")


def read_nodes(text: str, file: str, folder: Path | None = None) -> tuple[Node, list[Problem]]:
    """Compose one YAML document.

    A syntax error is translated, its line corrected in memory, and reading goes on, so that one run
    reports all there is. `folder` is where files lie that the text names, if it has one.

    Returns:
        The root node, and the problems found so far (reading can go on despite them).

    Raises:
        ScriptError: when the text cannot be read any further.
    """
    if not text.strip():
        raise ScriptError([Problem("the file is empty", Where(file), "see 'audiocoach new' for a start")])
    problems: list[Problem] = []
    lines = UNPRINTABLE.sub("\ufffd", text).splitlines()
    problems += unprintable(text, file, lines)
    working = list(lines)
    for _ in range(_MAX_SYNTAX_ERRORS):
        builder = _Builder("\n".join(working) + "\n", file, lines, folder)
        try:
            root = builder.document()
        except yaml.MarkedYAMLError as error:
            problem, line, corrected = translate(error, working, file, lines)
            problems.append(problem)
            if corrected is None or working[line] == corrected:
                raise _all(problems, builder.problems) from None
            working[line] = corrected
        except ScriptError as error:
            raise _all(problems, error.problems) from None
        else:
            return root, problems + builder.problems
    raise _all(problems, [])


def _all(syntax: Iterable[Problem], others: Iterable[Problem]) -> ScriptError:
    return ScriptError(sorted([*syntax, *others], key=lambda problem: (problem.where.line, problem.where.column)))


class _Builder:
    """Builds nodes from the parser's events, which still know about tags, anchors and quotes."""

    def __init__(self, text: str, file: str, lines: list[str], folder: Path | None) -> None:
        self.text, self.file, self.lines, self.folder = text, file, lines, folder
        self.problems: list[Problem] = []
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.BaseLoader)
        self.anchors: dict[str, Node | None] = {}
        self.anchor_places: dict[str, Where] = {}
        self.used: set[str] = set()
        self.sizes: dict[int, int] = {}
        self.expanded = 0

    def document(self) -> Node:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            raise ScriptError([Problem("the file is empty", Where(self.file), "see 'audiocoach new' for a start")])
        root = self.node(next(self.events), 1)
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                where = self.where(event)
                raise ScriptError(
                    [*self.problems, Problem("a second document begins here", where, "remove the line '---'")]
                )
        for name, where in self.anchor_places.items():
            if name not in self.used:
                corrected = sentences.quote_value(where.source, where.column - 1)
                self.problem("'&' gives YAML a name for what follows, and nothing uses it", where, corrected)
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MAX_NESTING:
            problem = Problem(
                f"nested more than {MAX_NESTING} deep", self.where(event), "name a part in 'blocks:' and use it by name"
            )
            raise ScriptError([*self.problems, problem])
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
            self.anchor_places[event.anchor] = self.where(event)
        if event.tag is not None:
            self.tag(_tag(event.tag), self.where(event))
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            value = self.clean(event)
            node = Text(value, self.where(event), plain=event.style is None)
            if event.tag is not None and not event.tag.startswith("tag:"):
                node = Text((_tag(event.tag) + " " + value).strip(), self.where(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.sequence(event, depth)
        else:
            assert isinstance(event, yaml.MappingStartEvent)
            node = self.mapping(event, depth)
        self.sizes[id(node)] = self.size(node)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def clean(self, event: yaml.ScalarEvent) -> str:
        """What stands there; a terminal must never be sent what `"\\e[31m"` spells."""
        found = NO_TEXT.search(event.value)
        if found is None:
            return event.value
        message = f"a character that is not text (U+{ord(found[0]):04X}), spelled with a backslash"
        self.problem(message, self.where(event), "take it out")
        return NO_TEXT.sub("\ufffd", event.value)

    def tag(self, tag: str, where: Where) -> None:
        """`say: !Go` is a sentence that needs quotes; `work: !!int 60` is YAML's own, and of no use here."""
        if tag.startswith("!!"):
            where = Where(where.file, where.line, where.column, len(tag), where.source)
            self.problem(f"'{tag}' is a YAML tag, and tags are not part of the language", where, "take it out")
        else:
            corrected = sentences.quote_value(where.source, where.column - 1)
            self.problem(f"YAML takes '{tag}' for a tag, because of its '!'", where, corrected)

    def sequence(self, event: yaml.SequenceStartEvent, depth: int) -> Sequence:
        node = Sequence([], self.where(event), flow=bool(event.flow_style))
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            item = self.node(inner, depth + 1)
            self.check_comment(inner, item)
            self.check_dashes(inner, item)
            node.append(item)
        return node

    def check_dashes(self, event: yaml.Event, item: Node) -> None:
        """`- work 60s` and beneath it `   - rest 60s`, one space too far in: YAML makes one long line of both."""
        if not isinstance(item, Text) or not item.plain or sentences.begins_set(item):
            return
        start, end = _marks(event)
        for number in range(start.line + 1, min(end.line + 1, len(self.lines))):
            line = self.lines[number]
            if line.lstrip().startswith("- "):
                column = len(line) - len(line.lstrip())
                where = Where(self.file, number + 1, column + 1, max(1, len(line.strip())), line)
                above = self.lines[start.line]
                dash = above[: start.column].rfind("-")
                hint = f"did you mean\n  {above[: max(0, dash)]}{line.lstrip()}"
                self.problem("this dash stands further in than that of the step above it", where, hint)

    def mapping(self, event: yaml.MappingStartEvent, depth: int) -> Node:
        node = Mapping({}, self.where(event), flow=bool(event.flow_style))
        bare: list[Text] = []
        last: Text | None = None
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self.node(inner, depth + 1)
            value_event = next(self.events)
            value = self.node(value_event, depth + 1)
            if not isinstance(key, Text):
                self.problem("a key must be a word", self.where(inner), "write 'key: value'")
                continue
            if node.flow and value == "" and not _COLON.match(self.text, _marks(inner)[1].index):
                colon = glued(key) if key.plain else None
                if colon is None:
                    bare.append(key)
                    continue
                name, value = key.part(0, colon), key.part(colon + 1, len(key))
                self.problem(NO_SPACE, key.where, sentences.replaced(key.where, key.where, f"{name}: {value}"))
                key = name
            if last is not None and bare:
                self.comma(node, last, bare)
                bare = []
            if key == "<<":
                self.problem(
                    "merge keys ('<<') are not part of the language",
                    key.where,
                    "use 'blocks:' for steps that come again",
                )
                if isinstance(value, Mapping):
                    node.update({name: entry for name, entry in value.items() if name not in node})
                continue
            if key in node:
                self.problem(
                    f"the key '{key}' stands here twice", key.where, "keep one of them; to say two things, use 'cues:'"
                )
                continue
            if key in sentences.TEXT_KEYS or " " in key:
                self.check_comment(value_event, value)
                value = self.sentence(key, value)
            node[key] = value
            last = key if isinstance(value, Text) else None
        if node and not node.flow:
            node.where = next(iter(node)).where
        if last is not None and bare:
            self.comma(node, last, bare)
        elif bare and not node:  # `say: {focus}`: a word in braces, where YAML sees a mapping
            return Text("{" + ", ".join(bare) + "}", node.where, plain=True)
        return node

    def sentence(self, key: Text, value: Node) -> Node:
        """What a coach says, put together again where YAML took it apart."""
        spoken = key == "say" or " " in key
        if spoken and isinstance(value, Sequence) and (lost := sentences.split_sentences(value)):
            self.problem("the comma cuts a sentence in two in this list", lost.where, sentences.mended_list(value))
        if isinstance(value, Sequence):
            return Sequence([self.colon(entry) for entry in value], value.where, flow=value.flow)
        return value if " " in key else self.colon(value)

    def colon(self, value: Node) -> Node:
        """`- Remember: breathe.`: YAML makes a key of what stands before the colon."""
        if not isinstance(value, Mapping) or len(value) != 1 or value.flow:
            return value
        key, rest = next(iter(value.items()))
        if not isinstance(rest, Text) or not rest or rest.where.line != key.where.line:
            return value
        corrected = sentences.replaced(key.where, rest.where, quoted(f"{key}: {rest}"))
        self.problem("a colon in the text: YAML takes what stands before it for a key", key.where, corrected)
        return Text(f"{key}: {rest}", key.where)

    def comma(self, node: Mapping, last: Text, lost: list[Text]) -> None:
        """`{at: start, say: Stop, turn, check.}`: put the sentence together again, and say so."""
        value: Text = node[last]
        node[last] = Text(", ".join([value, *lost]), value.where)
        corrected = sentences.replaced(value.where, lost[-1].where, quoted(node[last]))
        self.problem("the comma ends the sentence here", value.where, corrected)

    def alias(self, event: yaml.AliasEvent) -> Node:
        name, where = event.anchor or "", self.where(event)
        self.used.add(name)
        if name not in self.anchors:
            corrected = sentences.quote_value(where.source, where.column - 1)
            self.problem(f"'*{name}' refers to a YAML anchor that is nowhere above", where, corrected)
            return Text(f"*{name}", where)
        target = self.anchors[name]
        if target is None:
            problem = Problem(
                f"'*{name}' stands inside of what it refers to, and would go round for ever",
                where,
                "write the part out",
            )
            raise ScriptError([*self.problems, problem])
        self.expanded += self.sizes[id(target)]
        if self.expanded > MAX_EXPANDED:
            problem = Problem(
                f"the aliases of this file expand to more than {MAX_EXPANDED:,} entries",
                where,
                "use 'blocks:' and 'repeat:'",
            )
            raise ScriptError([*self.problems, problem])
        return target

    def size(self, node: Node) -> int:
        if isinstance(node, Mapping):
            return 1 + sum(1 + self.sizes.get(id(value), 1) for value in node.values())
        if isinstance(node, Sequence):
            return 1 + sum(self.sizes.get(id(value), 1) for value in node)
        return 1

    def check_comment(self, event: yaml.Event, value: Node) -> None:
        """`name: Run #3`: YAML takes `#3` for a comment; a comment people mean has a space behind its `#`."""
        if not isinstance(value, Text) or not value.plain or not value:
            return
        start, mark = _marks(event)
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        if found := re.match(r"\s+(#[^\s#].*)", line[mark.column :]):
            where = Where(self.file, mark.line + 1, mark.column + found.start(1) + 1, len(found[1].rstrip()), line)
            corrected = sentences.quote_value(line, start.column)
            more = "\nFor a comment, put a space behind the '#'."
            self.problem(f"YAML takes '{found[1].strip()}' for a comment and leaves it out", where, corrected + more)

    def problem(self, message: str, where: Where, hint: str) -> None:
        self.problems.append(Problem(message, where, hint))

    def where(self, event: yaml.Event) -> Where:
        start, end = _marks(event)
        line = self.lines[start.line] if start.line < len(self.lines) else ""
        if isinstance(event, yaml.CollectionStartEvent):
            width = 1
        elif end.line == start.line:
            width = end.column - start.column
        else:
            width = len(line.rstrip()) - start.column
        width = min(width, len(line.rstrip()) - start.column)  # a line corrected in memory may be longer
        return Where(self.file, start.line + 1, start.column + 1, max(1, width), line, self.folder)


def _marks(event: yaml.Event) -> tuple[Any, Any]:
    """Where an event begins and ends; the parser always knows."""
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark, event.end_mark


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
