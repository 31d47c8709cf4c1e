"""Read the whiteboard form, one line such as `8 x (work 60s Run, rest 90s Walk)`, into nodes of the full form.

    items := item ("," item)*        item := N x ( items ) | kind length [name] | the name of a block

A comma separates items where an item follows; else it belongs to the name before it (`drill 30s Leg swings, left`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from audiocoach.bounds import MAX_NESTING, MAX_STEPS
from audiocoach.errors import Hint, Instead, Unreadable
from audiocoach.quantities.distances import LIKE_A_PACE, parse_distance
from audiocoach.quantities.distances import WRITTEN as DISTANCE_OR_MINUTES
from audiocoach.quantities.lengths import DISTANCE, FAR_IN_A_NAME, PACE, distance_in_name, write_length
from audiocoach.quantities.loose_lengths import as_written, loose_length
from audiocoach.quantities.notations import MINUTE_MARKS, SECOND_MARKS
from audiocoach.quantities.paces import NAMED
from audiocoach.script.steps import slips
from audiocoach.script.steps.kind_words import LEADS_ON, one_line
from audiocoach.script.yaml.located import Mapping, Sequence, Text
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import meant as you_mean
from audiocoach.text.suggest import nearest, quoted
from audiocoach.vocabulary import KINDS

_KIND = "|".join(KINDS)
_WORD = LatePattern(r"\d+,\d+(?=[\s)]|$)|[^\s,)]*")
_TIMES = r"[A-Za-z0-9][\w-]*\s*[x×X*]\s*\("
_PART = r"\d+(?:\.\d+)?"
_COMPACT = rf"(?:{_PART}h)?(?:{_PART}[m{MINUTE_MARKS}])?(?:{_PART}[s{SECOND_MARKS}])?"
# In a name, what closes „Top 10“ is no mark of seconds.
_IN_NAME = rf"(?:{_PART}h)?(?:{_PART}[m{MINUTE_MARKS.strip('‘')}])?(?:{_PART}[s{SECOND_MARKS.strip('“')}])?"
_WORDED = r"\d+(?:\.\d+)?\s?(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|h|m|s)"
_END = r"(?=[\s,)]|$)"
_LENGTH = LatePattern(rf"(?:{_WORDED}|\d+:\d\d(?::\d\d)?|(?=\d){_COMPACT}){_END}", re.IGNORECASE)
_LENGTH_IN_NAME = LatePattern(rf"(?<![\w.:-])(?:{_WORDED}|\d+:\d\d(?::\d\d)?|(?=\d){_IN_NAME}){_END}", re.IGNORECASE)
_STEP = re.compile(rf"({_KIND})(?=[\s,)]|$)")
_ALONE = re.compile(r"([A-Za-z][\w-]*)\s*(?=[,)]|$)")
_SEPARATOR = LatePattern(rf",\s*((?=(?:{_KIND})(?:[\s,)]|$)|{_TIMES}|[,)]).)?", re.DOTALL)
_AT_PACE = LatePattern(rf"({DISTANCE_OR_MINUTES})\s{{0,3}}@\s{{0,3}}(?:{LIKE_A_PACE.pattern}){_END}", re.IGNORECASE)
_AT_ANY_PACE = LatePattern(
    rf"({DISTANCE_OR_MINUTES})\s{{0,3}}@\s{{0,3}}(?:{LIKE_A_PACE.pattern}|{NAMED.pattern}){_END}", re.IGNORECASE
)
_TWO_STEPS = "two steps need a comma and a kind between them; a name with a length in it needs the full form"
_NO_TIME = LatePattern(f"(?:{PACE.pattern}|{DISTANCE.pattern}){_END}", re.IGNORECASE)


def looks_like_whiteboard(text: str) -> bool:
    """Tell whether a mapping's key is meant as an item of the whiteboard form (`work 60s Run: Go.`)."""
    return bool(re.match(rf"\s*(?:(?:{_KIND})\s|{_TIMES})", text)) or bool(
        re.match(r"\s*[^\W\d_][\w -]*\s\d+\S*(\s|$)|\s*\d+\s*[x×X*]\s|\s*\d[\d:.,]*\s*\w+\s+[^\W\d_]", text)
    )


def parse_items(
    text: Text,
    names: Collection[str],
    language: str,
    note: Callable[[Unreadable], None],
    *,
    at_races: bool = False,
) -> list[Mapping | Text]:
    """Read one line of items.

    Args:
        text: the line.
        names: the blocks and variables that may stand for items.
        language: whose words may have been meant as a kind of step.
        note: is told of items that are none, while reading goes on; each has its span and what was meant.
        at_races: whether `400m @ 5k` is a length, and not 400 metres with words behind them.

    Returns:
        A mapping in the full form for each step and set; for a name, its bare `Text`.

    Raises:
        Unreadable: for what ends the reading, with the span that is wrong and the spelling that would be right.
    """
    return _Line(text, names, language, note, at_races=at_races).whole()


class _Line:
    def __init__(
        self, text: Text, names: Collection[str], language: str, note: Callable[[Unreadable], None], *, at_races: bool
    ) -> None:
        self.text, self.names, self.language, self.note = text, names, language, note
        self.at = self.depth = self.began = 0
        self.at_pace = _AT_ANY_PACE if at_races else _AT_PACE

    def whole(self) -> list[Mapping | Text]:
        items = self.items()
        if self.at < len(self.text):
            raise slips.closes_nothing(self.at)
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
        return self.unknown()

    def unknown(self) -> Text:
        """Note what is no item, and read on behind it; raise it where nobody can tell where it ends."""
        start = self.at
        error, end = slips.unknown_item(self.text, start, self.names, self.language)
        if end <= start or self.text.startswith("(", end):
            raise error
        self.note(error)
        self.at = end
        return self.text.part(start, end)

    def name(self, at: int) -> re.Match[str] | None:
        """Match a block's or a variable's name that stands alone."""
        found = _ALONE.match(self.text, at)
        return found if found and found[1] in self.names else None

    def separates(self, comma: int) -> bool:
        """Tell whether an item follows the comma, or nothing does."""
        found = _SEPARATOR.match(self.text, comma)
        assert found is not None
        if found[1] or found.end() == len(self.text) or self.name(found.end()) is not None:
            return True
        return slips.begins_item(self.text, found.end(), self.language)

    def set(self, times: re.Match[str]) -> Mapping:
        count = re.match(r"[\w-]+?(?=\s*[x×X*]\s*\()", times[0])
        assert count is not None
        start, self.at = self.at, times.end()
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise Unreadable(
                f"sets stand more than {MAX_NESTING} deep in each other", "name a part in 'blocks:'", times.span()
            )
        items = self.items()
        self.depth -= 1
        if not self.skip() or self.text[self.at] != ")":
            raise slips.not_closed(self.text, times.end() - 1)
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
        self.began, self.at = step.start(), step.end()
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
        own = self.at_pace.match(self.text, self.at)
        if own and parse_distance(own[1]) is not None:
            length = self.text.part(*own.span())
            self.at = own.end()
            return length
        if self.text.startswith("(", self.at):
            end = slips.closing(self.text, self.at)
        elif error := slips.two_lengths(self.text, self.at):
            raise error
        else:
            found = _NO_TIME.match(self.text, self.at) or _LENGTH.match(self.text, self.at)
            end = self.note_length(kind, found)
            if not end:
                found = found or _WORD.match(self.text, self.at)
                assert found is not None
                end = found.end()
        if end == self.at:
            start = kind.where.column - self.text.part(0, 1).where.column
            hint = Hint(f"write '{kind} 60s'", f"{kind} 60s")
            raise Unreadable(f"'{kind}' needs its length", hint, (start, start + len(kind)))
        length = self.text.part(self.at, end)
        self.at = end
        return length

    def note_length(self, kind: Text, found: re.Match[str] | None) -> int:
        """Note a length that goes on behind `found`, what the language takes of it: `1h 30`, `90 sec.`, `1:30 h`.

        Returns:
            Where it ends, to read on behind it; 0 for a length that is well written, or none at all.
        """
        start, meant = self.at, loose_length(self.text, self.at)
        if not meant or (found and (found.end() >= meant[0] or _NO_TIME.match(self.text, start))):
            return 0
        end, milliseconds = meant
        written = self.text[start:end]
        if (length := as_written(written, milliseconds)) == written:
            return 0  # `2m 30s` is refused by what is wrong with its name
        if comma := re.fullmatch(r"(\d+),(\d+\s?[A-Za-z]+)", written):
            point = f"{comma[1]}.{comma[2]}"
            hint = you_mean(as_written(point, milliseconds))
            self.note(Unreadable("a decimal comma; write a point", hint, (start, end)))
            return end
        self.at = end
        self.skip()
        name_end = self.name_end()
        name = self.text[self.at : name_end].strip()
        self.at = start
        line, number = one_line(kind, length, name), re.search(r"(?<![\d.,:/])\d{1,2}$", written)
        hint = you_mean(line, part=(self.began, len(self.text[:name_end].rstrip())))
        message = f"'{written}' is not how a length is written"
        if number:
            message, start = f"a number, '{number[0]}', behind a length", start + number.start()
            hint = Hint(f"{hint}  A name that begins with a number needs the full form.", *hint.instead)
        self.note(Unreadable(message, hint, (start, end)))
        return end

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
            raise slips.not_closed(self.text, opened)
        return len(self.text)

    def check_name(self, kind: Text, length: Text, name: str, start: int) -> None:
        """Refuse a name that has the length in it, or the next step, or arithmetic."""
        has_digits = any(char.isdigit() for char in length)
        if not has_digits and (sign := re.match(r"[/÷*×+−-]\s", name)):
            told = " ".join(name.split(" ")[:2])
            mended = Instead(f"{kind} ({length} {told})", (self.began, start + len(told)))
            hint = Hint(f"did you mean '{mended.text} …'?", mended)
            raise Unreadable("arithmetic stands in brackets in this form", hint, (start, start + sign.end()))
        if has_digits and (unit := re.match(r"(?:minutes?|mins?|seconds?|secs?|hours?|m|s|h)(?=\s|$)", name)):
            hint = you_mean(one_line(kind, length, name[unit.end() :].strip()), part=(self.began, start + len(name)))
            raise Unreadable(f"a unit, '{unit[0]}', behind a length", hint, (start, start + unit.end()))
        if found := _LENGTH_IN_NAME.search(name):
            raise self.length_in_name(kind, length, name, start, found)

    def length_in_name(self, kind: Text, length: Text, name: str, start: int, found: re.Match[str]) -> Unreadable:
        """Return the error for a length in a name, with what was meant by it."""
        span, item = (start + found.start(), start + found.end()), (self.began, start + len(name))
        if found.start() == 0 and not any(char.isdigit() for char in length):
            hint = you_mean(f"{kind} {found[0]} {length}{name[found.end() :]}", part=item)
            return Unreadable(f"the length of '{kind}' comes before its name", hint, span)
        whole = loose_length(f"{length} {name}")
        if found.start() == 0 and whole and whole[0] > len(length):
            both = write_length(whole[1])
            hint = you_mean(one_line(kind, both, f"{length} {name}"[whole[0] :].strip()), part=item)
            return Unreadable(f"a second length, '{found[0]}', where the name begins", hint, span)
        before = re.search(r"(,?)\s*\b([A-Za-z-]+)\s+$", name[: found.start()])
        if before and (near := nearest(before[2], KINDS, slips.LIKE_A_KIND)) and (before[1] or near == before[2]):
            at = start + before.start(2)
            first = LEADS_ON.sub("", name[: before.start()])
            if "(" in first:
                return slips.not_closed(self.text, start + first.rindex("("), start + len(first))
            hint = you_mean(f"{one_line(kind, length, first)}, {near}{name[before.end(2) :]}", part=item)
            return Unreadable("two steps need a comma between them", hint, (at, at + len(before[2])))
        first, rest = name[: found.start()].rstrip(), name[found.start() :]
        if first.endswith(","):
            hint = Hint(f"did you mean 'work {rest}' or 'rest {rest}'?", f"work {rest}", f"rest {rest}")
            return Unreadable(f"'{rest}' is a step and does not say its kind", hint, (span[0], start + len(name)))
        what, way = ("distance", FAR_IN_A_NAME) if distance_in_name(found[0]) else ("length", _TWO_STEPS)
        full = Instead(f"{kind}: {length}", item, beneath=(f"name: {quoted(name)}",))
        hint = Hint(f'{way}:\n  - {full.text}\n    name: "{name}"', *([full] if item == (0, len(self.text)) else []))
        return Unreadable(f"a {what}, '{found[0]}', in a name", hint, span)

    def skip(self) -> bool:
        """Skip white space; return whether text is left."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)
