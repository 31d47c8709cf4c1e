"""Read the whiteboard form, one line such as `8 x (work 60s Run, rest 90s Walk)`, into nodes of the full form.

    items := item ("," item)*        item := N x ( items ) | kind length [name] | the name of a block

A comma separates items where an item follows; else it belongs to the name before it (`drill 30s Leg swings, left`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import DISTANCE, parse_length, write_length
from audiocoach.script.context import MAX_STEPS
from audiocoach.script.yaml.located import Mapping, Sequence, Text
from audiocoach.text.suggest import did_you_mean, nearest
from audiocoach.vocabulary import A_STEP_IS, KINDS

MAX_SET_NESTING = 20

MEANT = {
    "run": ("work", "Run"),
    "running": ("work", "Run"),
    "jog": ("work", "Jog"),
    "sprint": ("work", "Sprint"),
    "walk": ("rest", "Walk"),
    "walking": ("rest", "Walk"),
    "recover": ("rest", "Recover"),
    "recovery": ("rest", "Recover"),
}
"""What people write instead of a kind, and what they mean: the kind, and the word as the step's name."""

_KIND = "|".join(KINDS)
_WORD = re.compile(r"[^\s,)]*")
_TIMES = r"[A-Za-z0-9][\w-]*\s*[x×X*]\s*\("
_COMPACT = r"(?:\d+(?:\.\d+)?h)?(?:\d+(?:\.\d+)?[m'′’])?(?:\d+(?:\.\d+)?[s\"″”])?"
_WORDED = r"\d+(?:\.\d+)?\s?(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|h|m|s)"
_END = r"(?=[\s,)]|$)"
_LENGTH = re.compile(rf"(?:{_WORDED}|\d+:\d\d(?::\d\d)?|(?=\d){_COMPACT}){_END}", re.IGNORECASE)
_LENGTH_IN_NAME = re.compile(rf"(?<![\w.:-])(?:{_WORDED}|\d+:\d\d(?::\d\d)?|(?=\d){_COMPACT}){_END}", re.IGNORECASE)
_STEP = re.compile(rf"({_KIND})(?=[\s,)]|$)")
_ALONE = re.compile(r"([A-Za-z][\w-]*)\s*(?=[,)]|$)")
_SEPARATOR = re.compile(rf",\s*((?=(?:{_KIND})(?:[\s,)]|$)|{_TIMES}|[,)]).)?", re.DOTALL)
_DISTANCE = re.compile(DISTANCE.pattern + _END, re.IGNORECASE)


def looks_like_whiteboard(text: str) -> bool:
    """Tell whether a mapping's key is meant as an item of the whiteboard form (`work 60s Run: Go.`)."""
    return bool(re.match(rf"\s*(?:(?:{_KIND})\s|{_TIMES})", text)) or bool(
        re.match(r"\s*[A-Za-z-]+\s+\d+\S*(\s|$)|\s*\d+\s*[x×X*]\s", text)
    )


def parse_items(text: Text, names: Collection[str] = ()) -> list[Mapping | Text]:
    """Read one line of items; `names` are the blocks and variables that may stand for items.

    Returns:
        A mapping in the full form for each step and set; for a name, its bare `Text`.

    Raises:
        Unreadable: with the span that is wrong and the spelling that would be right.
    """
    return _Line(text, names).whole()


class _Line:
    def __init__(self, text: Text, names: Collection[str]) -> None:
        self.text, self.at, self.depth = text, 0, 0
        self.names = names

    def whole(self) -> list[Mapping | Text]:
        items = self.items()
        if self.at < len(self.text):
            raise Unreadable("this bracket closes nothing", "take it away, or open one before", (self.at, self.at + 1))
        return items

    def items(self) -> list[Mapping | Text]:
        found = [self.item()]
        while self.skip() and self.text[self.at] == ",":
            self.at += 1
            found.append(self.item())
            if len(found) > MAX_STEPS:
                raise Unreadable(f"here are more than {MAX_STEPS:,} steps", "use '10 x (…)'", (0, 1))
        return found

    def item(self) -> Mapping | Text:
        self.skip()
        if times := re.compile(_TIMES).match(self.text, self.at):
            return self.set(times)
        if step := _STEP.match(self.text, self.at):
            return self.step(step)
        if name := self.name(self.at):
            self.at = name.end()
            return self.text.part(*name.span(1))
        raise self.unknown()

    def name(self, at: int) -> re.Match[str] | None:
        """Match a block's or a variable's name that stands alone."""
        found = _ALONE.match(self.text, at)
        return found if found and found[1] in self.names else None

    def separates(self, comma: int) -> bool:
        """Tell whether an item follows the comma, or nothing does."""
        found = _SEPARATOR.match(self.text, comma)
        assert found is not None
        return bool(found[1]) or found.end() == len(self.text) or self.name(found.end()) is not None

    def set(self, times: re.Match[str]) -> Mapping:
        count = re.match(r"[\w-]+?(?=\s*[x×X*]\s*\()", times[0])
        assert count is not None
        start, self.at = self.at, times.end()
        self.depth += 1
        if self.depth > MAX_SET_NESTING:
            raise Unreadable(
                f"sets stand more than {MAX_SET_NESTING} deep in each other", "name a part in 'blocks:'", times.span()
            )
        items = self.items()
        self.depth -= 1
        if not self.skip() or self.text[self.at] != ")":
            raise _not_closed(self.text, times.end() - 1)
        self.at += 1
        self.skip()
        if self.at < len(self.text) and self.text[self.at] not in ",)":
            raise Unreadable(
                "a set ends with its bracket",
                "a name goes behind a colon:\n  - 8 x (…): {name: Main set}",
                (self.at, len(self.text)),
            )
        where = self.text.part(start, self.at).where
        repeat = self.text.part(times.start(), times.start() + count.end())
        return Mapping({Text("repeat", where): repeat, Text("steps", where): Sequence(items, where)}, where)

    def step(self, step: re.Match[str]) -> Mapping:
        kind = self.text.part(*step.span(1))
        self.at = step.end()
        self.skip()
        length = self.length(kind)
        self.skip()
        start = self.at
        if self.at < len(self.text) and self.text[self.at] not in ",)":
            self.at = self.name_end()
        name = self.text[start : self.at].rstrip()
        where = self.text.part(step.start(), start + len(name)).where
        entries = {kind: length}
        if name:
            self.check_name(kind, length, name, start)
            entries[Text("name", where)] = self.text.part(start, start + len(name))
        return Mapping(dict(entries), where)

    def length(self, kind: Text) -> Text:
        if self.text.startswith("(", self.at):
            end = _closing(self.text, self.at)
        else:
            if comma := re.compile(r"(\d+),(\d+\s?[A-Za-z]+)(?=[\s,)]|$)").match(self.text, self.at):
                raise Unreadable(
                    "a decimal comma; write a point", f"did you mean '{comma[1]}.{comma[2]}'?", comma.span()
                )
            found = _LENGTH.match(self.text, self.at) or _DISTANCE.match(self.text, self.at)
            found = found or _WORD.match(self.text, self.at)
            assert found is not None
            end = found.end()
        if end == self.at:
            start = kind.where.column - self.text.part(0, 1).where.column
            raise Unreadable(f"'{kind}' needs its length", f"write '{kind} 60s'", (start, start + len(kind)))
        length = self.text.part(self.at, end)
        self.at = end
        return length

    def name_end(self) -> int:
        """Find where the name that begins at `at` ends: before a separating comma, or a bracket it did not open."""
        depth, braces, opened = 0, 0, self.at
        for index in range(self.at, len(self.text)):
            char = self.text[index]
            braces += (char == "{") - (char == "}")
            depth += (char == "(") - (char == ")")
            opened = index if char == "(" and depth == 1 else opened
            if depth < 0 or (char == "," and depth == 0 and braces <= 0 and self.separates(index)):
                return index
        if depth > 0:
            raise _not_closed(self.text, opened)
        return len(self.text)

    def check_name_start(self, kind: Text, length: Text, name: str, start: int) -> None:
        """Refuse `work 1 min 30 Run` and `work backward / 4 Jog`: the length goes on where the name seems to begin."""
        number = re.match(r"(\d{1,2})(?=\s|$)", name)
        if (
            number
            and not _LENGTH_IN_NAME.match(name)
            and int(number[1]) < 60
            and re.search(r"m(?:in(?:ute)?s?)?$", length, re.IGNORECASE)
        ):
            rest = name[number.end() :].strip()
            seconds = write_length(parse_length(length) + parse_length(f"{number[1]}s"))
            meant = " ".join(filter(None, [kind, seconds, rest]))
            hint = f"did you mean '{meant}'?  A name that begins with a number needs the full form."
            raise Unreadable(f"a number, '{number[1]}', behind a length", hint, (start, start + number.end()))
        has_digits = any(char.isdigit() for char in length)
        if has_digits and (unit := re.match(r"(?:minutes?|mins?|seconds?|secs?|hours?|m|s|h)(?=\s|$)", name)):
            hint = f"did you mean '{' '.join(filter(None, [kind, length, name[unit.end() :].strip()]))}'?"
            raise Unreadable(f"a unit, '{unit[0]}', behind a length", hint, (start, start + unit.end()))
        if not has_digits and (sign := re.match(r"[/÷*×+−-]\s", name)):
            hint = f"did you mean '{kind} ({length} {name.split(' ')[0]} {' '.join(name.split(' ')[1:2])}) …'?"
            raise Unreadable("arithmetic stands in brackets in this form", hint, (start, start + sign.end()))

    def check_name(self, kind: Text, length: Text, name: str, start: int) -> None:
        self.check_name_start(kind, length, name, start)
        found = _LENGTH_IN_NAME.search(name)
        if not found:
            return
        span = (start + found.start(), start + found.end())
        if found.start() == 0 and not any(char.isdigit() for char in length):
            hint = f"did you mean '{kind} {found[0]} {length}{name[found.end() :]}'?"
            raise Unreadable(f"the length of '{kind}' comes before its name", hint, span)
        if found.start() == 0:
            rest = name[found.end() :].strip()
            both = write_length(parse_length(length) + parse_length(found[0]))
            hint = f"did you mean '{' '.join(filter(None, [kind, both, rest]))}'?"
            raise Unreadable(f"a second length, '{found[0]}', where the name begins", hint, span)
        before = re.search(r",\s*([A-Za-z-]+)\s+$", name[: found.start()])
        if before and (near := nearest(before[1], KINDS)):
            at = start + before.start(1)
            raise Unreadable(
                f"'{before[1]}' is not a kind of step",
                f"did you mean '{near}'?  {A_STEP_IS}",
                (at, at + len(before[1])),
            )
        raise Unreadable(
            f"a length, '{found[0]}', in a name",
            f"two steps need a comma and a kind between them; a name with a length in it needs the full form:\n"
            f'  - {kind}: {length}\n    name: "{name}"',
            span,
        )

    def unknown(self) -> Unreadable:
        found = re.compile(r"[^\s,()]+").match(self.text, self.at)
        if not found:
            at = min(self.at, max(0, len(self.text) - 1))
            return Unreadable("a step is missing here", f"write 'work 60s Run'.  {A_STEP_IS}", (at, at + 1))
        word, span = found[0], found.span()
        if re.fullmatch(r"\d+", word) and re.match(r"\s*[x×X*]\s", self.text[found.end() :]):
            return Unreadable(
                "a set needs brackets", f"write '{word} x (work 60s, rest 90s)'", (span[0], len(self.text))
            )
        if kind := re.match(rf"({_KIND}):(.+)", word):
            rest = self.text[span[1] :].split(",")[0].rstrip()
            return Unreadable(
                "a key is followed by a colon and a space", f"did you mean '{kind[1]} {kind[2]}{rest}'?", span
            )
        if word.startswith("-") and word.lstrip("-") in KINDS:
            return Unreadable(
                "a dash needs a space behind it", f"did you mean '- {self.text[span[0] :].lstrip('-')}'?", span
            )
        if _LENGTH.fullmatch(word) and (kind := re.match(rf"\s+({_KIND})(?=[\s,)]|$)", self.text[found.end() :])):
            return Unreadable(
                "the kind comes first", f"did you mean '{kind[1]} {word}'?", (span[0], found.end() + kind.end())
            )
        if re.fullmatch(r"\d+[x×]?", word) and re.match(
            r"\s*(?:times\s*)?\(|\s+(?:times|" + _KIND + r")\b", self.text[found.end() :]
        ):
            count = word.rstrip("x×")
            return Unreadable("a set is a number, an x and brackets", f"write '{count} x (work 60s, rest 90s)'", span)
        if word.casefold() in MEANT:
            kind_meant, name_meant = MEANT[word.casefold()]
            return Unreadable(
                f"'{word}' is not a kind of step", f"did you mean '{kind_meant} 60s {name_meant}'?  {A_STEP_IS}", span
            )
        known = [*KINDS, *self.names]
        listing = A_STEP_IS + (f"; or a block: {', '.join(sorted(self.names))}" if self.names else "")
        return Unreadable(
            f"'{word}' is not a kind of step" + (" or a block" if self.names else ""),
            did_you_mean(word, known, listing),
            span,
        )

    def skip(self) -> bool:
        """Skip white space; return whether text is left."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)


def _closing(text: str, at: int) -> int:
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index + 1
    raise _not_closed(text, at)


def _not_closed(text: str, at: int) -> Unreadable:
    hint = f"did you mean '{text})'?" if len(text) < 200 else "add a ')'"
    return Unreadable("the bracket that opens here is not closed", hint, (at, at + 1))
