"""Nodes from the events of YAML's parser, which still know about tags, anchors and quotes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import yaml

from audiocoach.bounds import MAX_ENTRIES, MAX_EXPANDED, MAX_NESTING
from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.script.yaml import sentences
from audiocoach.script.yaml.flow_corrections import quote_value
from audiocoach.script.yaml.known_keys import glued, goes_on
from audiocoach.script.yaml.line_slips import NO_SPACE
from audiocoach.script.yaml.located import Mapping, Node, Sequence, Text
from audiocoach.script.yaml.written_lines import WrittenLines, marks
from audiocoach.text.late_pattern import LatePattern

_ALIAS = LatePattern(r"(?<=\*)[\w-]+")
_COLON = LatePattern(r"\s*:")


class Builder:
    """Builds the nodes of one document; what is noticed on the way is noted in `written`."""

    def __init__(self, text: str, events: Iterator[yaml.Event], written: WrittenLines) -> None:
        self._text, self._written = text, written
        self._events = events
        self._entries = 0
        self._anchors: dict[str, Node | None] = {}
        self._anchor_places: dict[str, Where] = {}
        self._used: set[str] = set()
        self._sizes: dict[int, int] = {}
        self._expanded = 0

    @cached_property
    def _aliases(self) -> frozenset[str]:
        return frozenset(_ALIAS.findall(self._text))

    def document(self) -> Node:
        """Build the root of the document.

        Raises:
            yaml.MarkedYAMLError: where the text is no YAML.
            ScriptError: where there is no document or more than one, or it is too large to be read.
        """
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            empty = Problem("the file is empty", Where(self._written.file), "see 'audiocoach new' for a start")
            raise ScriptError([empty])
        root = self._node(next(self._events), 1)
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                where = self._written.where(event)
                raise self._written.fatal("a second document begins here", where, "remove the line '---'")
        for name, where in self._anchor_places.items():
            if name not in self._used:
                corrected = quote_value(where, where.column - 1)
                self._written.problem("'&' gives YAML a name for what follows, and nothing uses it", where, corrected)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        where = self._written.where(event)
        self._entries += 1
        if self._entries > MAX_ENTRIES:
            message = f"this file has more than {MAX_ENTRIES:,} keys and values"
            raise self._written.fatal(message, where, "make it several, or use 'repeat:'")
        if depth > MAX_NESTING:
            hint = "name a part in 'blocks:' and use it by name"
            raise self._written.fatal(f"nested more than {MAX_NESTING} deep", where, hint)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor or "", where)
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
            self._anchor_places[event.anchor] = where
        if event.tag is not None:
            self._written.tag(_tag(event.tag), where)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._text_of(event, where)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(event, where, depth)
        else:
            assert isinstance(event, yaml.MappingStartEvent)
            node = self._mapping(event, where, depth)
        self._sizes[id(node)] = self._size(node)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _text_of(self, event: yaml.ScalarEvent, where: Where) -> Text:
        value = self._written.clean(event)
        if event.tag is not None and not event.tag.startswith("tag:"):
            return Text((_tag(event.tag) + " " + value).strip(), where)
        if event.anchor is not None and not value and event.anchor not in self._aliases:
            return Text(f"&{event.anchor}", where)  # what was to be said
        return Text(value, where, plain=not event.style)

    def _sequence(self, event: yaml.SequenceStartEvent, where: Where, depth: int) -> Sequence:
        node = Sequence([], where, flow=bool(event.flow_style))
        while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
            item = self._node(inner, depth + 1)
            self._written.check_comment(inner, item)
            node += self._written.taken_apart(inner, item)
        return node

    def _mapping(self, event: yaml.MappingStartEvent, where: Where, depth: int) -> Node:
        node = Mapping({}, where, flow=bool(event.flow_style))
        bare: list[Text] = []  # words without a colon, since the last entry
        last: Text | None = None  # the key whose text such words may have been cut from
        places: dict[str, yaml.Event] = {}
        for key_event, key, value_event, value in self._pairs(depth):
            if not isinstance(key, Text):
                self._written.problem("a key must be a word", self._written.where(key_event), "write 'key: value'")
                continue
            if node.flow and value == "" and not _COLON.match(self._text, marks(key_event)[1].index):
                entry = self._unglued(key)
                if entry is None:
                    bare.append(key)
                    continue
            elif node.flow and last == "say" and goes_on(node[last], key, value):
                bare.append(Text(f"{key}: {value}", key.where))
                continue
            else:
                entry = key, value
            if last is not None and bare:
                self._written.comma(node, last, bare)
                bare = []
            if self._is_new(node, *entry):
                last = self._add(node, *entry, value_event)
                places[entry[0]] = value_event
        if node and not node.flow:
            node.where = next(iter(node)).where
            self._take_list_out(node, places)
            self._written.key_beneath_dashes(node)
        if last == "else" and bare and len(node) == 1:  # `say: {last, else: your first time}`
            return Text("{" + ", ".join([bare[0], f"else: {node[last]}", *bare[1:]]) + "}", node.where, plain=True)
        if last is not None and bare:
            self._written.comma(node, last, bare)
        elif bare and not node:  # `say: {focus}`: a word in braces, where YAML sees a mapping
            return Text("{" + ", ".join(bare) + "}", node.where, plain=True)
        return node

    def _pairs(self, depth: int) -> Iterator[tuple[yaml.Event, Node, yaml.Event, Node]]:
        """Build each key and its value, with the events that they come from."""
        while not isinstance(key_event := next(self._events), yaml.MappingEndEvent):
            key = self._node(key_event, depth + 1)
            value_event = next(self._events)
            yield key_event, key, value_event, self._node(value_event, depth + 1)

    def _unglued(self, key: Text) -> tuple[Text, Node] | None:
        """Take `{work:8}` apart, where YAML sees a key alone; None when it is no key of ours with its value."""
        colon = glued(key) if key.plain else None
        if colon is None:
            return None
        name, value = key.part(0, colon), key.part(colon + 1, len(key))
        self._written.problem(NO_SPACE, key.where, sentences.replaced(key.where, key.where, f"{name}: {value}"))
        return name, value

    def _is_new(self, node: Mapping, key: Text, value: Node) -> bool:
        """Tell whether a key begins an entry; one that stands there twice is noted, and `<<` is written out."""
        if key == "<<":
            hint = "use 'blocks:' for steps that come again"
            self._written.problem("merge keys ('<<') are not part of the language", key.where, hint)
            if isinstance(value, Mapping):
                node.update({name: entry for name, entry in value.items() if name not in node})
            return False
        if key in node:
            hint = "keep one of them; to say two things, use 'cues:'"
            self._written.problem(f"the key '{key}' stands here twice", key.where, hint)
            return False
        return True

    def _add(self, node: Mapping, key: Text, value: Node, event: yaml.Event) -> Text | None:
        """Add an entry whose value came from `event`; give its key where the value is a text."""
        if key in sentences.TEXT_KEYS or " " in key:
            self._written.check_comment(event, value)
            value = self._written.sentence(key, value)
        node[key] = value
        return key if isinstance(value, Text) else None

    def _take_list_out(self, node: Mapping, events: dict[str, yaml.Event]) -> None:
        """Make a list of dashes that YAML takes for one text: with no key of their own, or glued to the words."""
        steps = node.get(Text("steps"))
        if isinstance(steps, Text) and steps.plain and (items := self._written.glued_dashes(events["steps"])):
            node[Text("steps")] = items
        for key in [key for key in node if key in ("repeat", "session") and "steps" not in node]:
            value = node[key]
            if isinstance(value, Text) and value.plain and (found := self._written.list_in(key, events[key])):
                node[key], node[Text("steps", found[1].where)] = found

    def _alias(self, name: str, where: Where) -> Node:
        self._used.add(name)
        if name not in self._anchors:
            corrected = quote_value(where, where.column - 1)
            self._written.problem(f"'*{name}' refers to a YAML anchor that is nowhere above", where, corrected)
            return Text(f"*{name}", where)
        target = self._anchors[name]
        if target is None:
            message = f"'*{name}' stands inside of what it refers to, and would go round for ever"
            raise self._written.fatal(message, where, "write the part out")
        self._expanded += self._sizes[id(target)]
        if self._expanded > MAX_EXPANDED:
            message = f"the aliases of this file expand to more than {MAX_EXPANDED:,} entries"
            raise self._written.fatal(message, where, "use 'blocks:' and 'repeat:'")
        return target

    def _size(self, node: Node) -> int:
        """Count the entries of a node with all in it, as far as they were built: what an alias of it costs."""
        if isinstance(node, Mapping):
            return 1 + sum(1 + self._sizes.get(id(value), 1) for value in node.values())
        if isinstance(node, Sequence):
            return 1 + sum(self._sizes.get(id(value), 1) for value in node)
        return 1


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
