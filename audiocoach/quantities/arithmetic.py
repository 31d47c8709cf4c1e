"""Arithmetic as a coach writes it: `backward / bouts`, `(2:30 + 30s) x 2`. Pure and exact; runs no code.

    sum := product (("+" | "-") product)*        product := value (("x" | "/") value)*
    value := length | number | name | "(" sum ")"

Multiplication is `x`, `×` or `*`; division is `/` or `÷`. Names may hold hyphens, so a minus needs spaces around it.
Lengths and numbers are kept apart: a length times a number is a length; a length divided by a length is a number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from audiocoach.errors import Hint, Unreadable
from audiocoach.quantities.notations import MINUTE_MARKS, SECOND_MARKS
from audiocoach.quantities.quantity import Quantity, parse_quantity
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import did_you_mean, meant

MAX_CHARACTERS = 500
MAX_NESTING = 20

_Span = tuple[int, int]

_DECIMAL = r"[0-9]+(?:\.[0-9]+)?"
_WORDS = (
    "hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s"
    "|kilomet(?:er|re)s?|km|k|met(?:er|re)s?|miles?|mi|yards?|yd|feet|ft|laps?"
)
_UNIT = rf"(?:(?:{_WORDS})(?![^\W\dxX]|[xX][^\W\d])|''|[{MINUTE_MARKS}{SECOND_MARKS}])"
_LITERAL = LatePattern(
    rf"[0-9]+(?::[0-9]+)+|{_DECIMAL}\s*{_UNIT}(?:\s*{_DECIMAL}\s*{_UNIT})*|{_DECIMAL}(?:\s*%)?", re.IGNORECASE
)
_GLUED = LatePattern(rf"(?![xX])[\w.:{MINUTE_MARKS}{SECOND_MARKS}]+")
_NAME = LatePattern(r"[^\W\d_]\w*(?:-\w+)*")
_TIMES = LatePattern(r"[×*]|[xX](?=[\s\d(]|$)")
_FORMS = "arithmetic is + - x / and brackets, on lengths, numbers and variables"
_BETWEEN = "between two values stands +, -, x or /"
_DECIMALS, _NO_BRACES = "decimals are written with a point, such as 0.5", "a variable stands here without braces"
_MEANT = {",": _DECIMALS, ".": _DECIMALS, "{": _NO_BRACES, "}": _NO_BRACES}


def evaluate(text: str, names: Mapping[str, Quantity]) -> Quantity:
    """Work out an expression, with the values of its names.

    Raises:
        Unreadable: with the wrong part as its `span`.
    """
    return _Evaluation(text, names).of(_Parser(text).whole())


def names_in(text: str) -> set[str]:
    """Return the names that an expression uses.

    Raises:
        Unreadable: when the text is not an expression.
    """
    parser = _Parser(text)
    parser.whole()
    return parser.names


def is_expression(text: str) -> bool:
    """Tell whether a text holds an operator, a bracket or a name: more than a single length or number."""
    text = text.strip()[:MAX_CHARACTERS]
    at = 1 if text.startswith(("+", "-", "−", "–")) else 0
    while at < len(text):
        if found := _LITERAL.match(text, at):
            glued = _GLUED.match(text, found.end())
            at = glued.end() if glued else found.end()
        elif text[at] in "+-−–*×/÷()" or text[at].isalpha():
            return True
        else:
            at += 1
    return False


def is_name(text: str) -> bool:
    """Tell whether a text can name a variable: letters, digits and hyphens, a letter first; `x` alone means times."""
    return bool(_NAME.fullmatch(text)) and text[0].isalpha() and text not in ("x", "X")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A value as written, or a name."""

    span: _Span
    value: Quantity | str


@dataclass(frozen=True, slots=True)
class _Chain:
    """Operations of equal precedence, from left to right: a long sum makes a long chain, not a deep tree."""

    span: _Span
    first: _Node
    rest: tuple[tuple[str, _Node], ...]


_Node = _Leaf | _Chain


class _Parser:
    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0
        self.names: set[str] = set()

    def whole(self) -> _Node:
        if len(self.text) > MAX_CHARACTERS:
            raise Unreadable(
                f"this is {len(self.text)} characters long, and arithmetic has at most {MAX_CHARACTERS}",
                "name a part of it as a variable",
            )
        if not self.text.strip():
            raise Unreadable("there is nothing here to work out", _FORMS)
        node = self.sum()
        if self.more():
            raise self.no_operator()
        return node

    def more(self) -> bool:
        """Skip white space, and tell whether anything follows it."""
        self.at = len(self.text) - len(self.text[self.at :].lstrip())
        return self.at < len(self.text)

    def sum(self) -> _Node:
        first, rest = self.product(), []
        while sign := self.plus_or_minus():
            rest.append((sign, self.product()))
        return self.chain(first, rest)

    def product(self) -> _Node:
        first, rest = self.value(), []
        while sign := self.times_or_by():
            rest.append((sign, self.value()))
        return self.chain(first, rest)

    def chain(self, first: _Node, rest: list[tuple[str, _Node]]) -> _Node:
        return _Chain((first.span[0], rest[-1][1].span[1]), first, tuple(rest)) if rest else first

    def plus_or_minus(self) -> str:
        if not self.more() or self.text[self.at] not in "+-−–":
            return ""
        char, before, after = self.text[self.at], self.text[: self.at], self.text[self.at + 1 :]
        if char in "-–" and not (before[-1].isspace() and (not after or after[0].isspace())):
            apart = f"{before.strip()} - {after.strip()}"
            hint = meant(apart, part=(0, len(self.text))) if after.strip() else _BETWEEN
            raise Unreadable("a minus needs spaces around it", hint, (self.at, self.at + 1))
        self.at += 1
        return "+" if char == "+" else "-"

    def times_or_by(self) -> str:
        if not self.more():
            return ""
        sign = "×" if _TIMES.match(self.text, self.at) else "/" if self.text[self.at] in "/÷" else ""
        self.at += len(sign)
        return sign

    def value(self) -> _Node:
        if not self.more():
            end = len(self.text.rstrip())  # never 0: the text ends in an operator or a bracket
            raise Unreadable(f"a value is missing after '{self.text[end - 1]}'", _FORMS, (end - 1, end))
        if self.text[self.at] == "(":
            return self.bracket()
        if found := _LITERAL.match(self.text, self.at):
            return self.literal(found)
        found = _NAME.match(self.text, self.at)
        if found and is_name(found[0]):
            self.at = found.end()
            self.names.add(found[0])
            return _Leaf(found.span(), found[0])
        raise self.no_value()

    def bracket(self) -> _Node:
        opened = self.at
        self.at += 1
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise Unreadable(
                f"brackets stand more than {MAX_NESTING} deep in each other",
                "name a part of it as a variable",
                (opened, self.at),
            )
        node = self.sum()
        if not self.more():
            hint = meant(f"{self.text.strip()}{')' * self.depth}", part=(0, len(self.text)))
            raise Unreadable("the bracket that opens here is not closed", hint, (opened, opened + 1))
        self.depth -= 1
        if self.text[self.at] != ")":
            raise self.no_operator()
        self.at += 1
        span = (opened, self.at)
        return _Leaf(span, node.value) if isinstance(node, _Leaf) else _Chain(span, node.first, node.rest)

    def literal(self, found: re.Match[str]) -> _Leaf:
        """Read a length or a number with all that is joined to it: `2m30` is one wrong length, not two values."""
        glued = _GLUED.match(self.text, found.end())
        span = (self.at, glued.end() if glued else found.end())
        written = self.text[span[0] : span[1]]
        try:
            quantity = parse_quantity(written.rstrip("%"))
        except Unreadable as error:
            raise Unreadable(error.message, error.hint, span) from None
        if written.endswith("%"):
            hint = meant(str(Quantity(quantity.value / 100, is_length=False)))
            raise Unreadable(f"arithmetic has no percentages, and '{written}' is one", hint, span)
        self.at = span[1]
        return _Leaf(span, quantity)

    def no_value(self) -> Unreadable:
        """Return the error for what stands where a value belongs."""
        char, span = self.text[self.at], (self.at, self.at + 1)
        if char == ")" and self.depth:
            return Unreadable("a value is missing before this bracket", _FORMS, span)
        if char in "+-−–*×/÷xX":
            return Unreadable(f"a value is missing before '{char}'", _FORMS, span)
        return self.no_meaning(span)

    def no_operator(self) -> Unreadable:
        """Return the error for what stands where an operator, a closing bracket or the end belongs."""
        span = (self.at, self.at + 1)
        if self.text[self.at] == "(":
            return Unreadable("an operator is missing before this bracket", "to multiply, write 'x (…)'", span)
        if found := _LITERAL.match(self.text, self.at) or _NAME.match(self.text, self.at):
            hint = meant(f"x {found[0][1:]}") if re.match(r"[xX]\w", found[0]) else _BETWEEN
            return Unreadable(f"an operator is missing before '{found[0]}'", hint, found.span())
        return self.no_meaning(span)

    def no_meaning(self, span: _Span) -> Unreadable:
        char = self.text[self.at]
        if char == ")":
            return Unreadable("this bracket closes nothing", "take it away, or open one before", span)
        return Unreadable(f"'{char}' has no meaning in arithmetic", _MEANT.get(char, _FORMS), span)


class _Evaluation:
    def __init__(self, text: str, names: Mapping[str, Quantity]) -> None:
        self.text, self.names = text, names

    def of(self, node: _Node) -> Quantity:
        if isinstance(node, _Leaf):
            return node.value if isinstance(node.value, Quantity) else self.named(node.value, node.span)
        left, span = self.of(node.first), node.first.span
        for sign, operand in node.rest:
            right = self.of(operand)
            if sign in "+-":
                left = self.sum(left, span, sign, right, operand.span)
            else:
                left = self.product(left, span, sign, right, operand.span)
            span = (span[0], operand.span[1])
        return left

    def named(self, name: str, span: _Span) -> Quantity:
        if name in self.names:
            return self.names[name]
        if apart := _subtraction(name, self.names):
            raise Unreadable(f"unknown variable '{name}'", Hint(f"put spaces around the minus: '{apart}'", apart), span)
        listing = "variables here: " + ", ".join(self.names) if self.names else "there are no variables here"
        hint = did_you_mean(name, self.names, listing)
        raise Unreadable(f"unknown variable '{name}'", hint, span)

    def sum(self, left: Quantity, before: _Span, sign: str, right: Quantity, after: _Span) -> Quantity:
        if left.is_length != right.is_length:
            span, other = (after, before) if left.is_length else (before, after)
            written, doing = self.text[slice(*span)], "added" if sign == "+" else "subtracted"
            raise Unreadable(
                f"'{written}' is a number and '{self.text[slice(*other)]}' a length: they cannot be {doing}",
                Hint(f"did you mean '{written}s' (seconds) or '{written}m' (minutes)?", f"{written}s", f"{written}m")
                if re.fullmatch(_DECIMAL, written)
                else "a length is multiplied or divided by a number",
                span,
            )
        return Quantity(left.value + right.value if sign == "+" else left.value - right.value, left.is_length)

    def product(self, left: Quantity, before: _Span, sign: str, right: Quantity, after: _Span) -> Quantity:
        whole = (before[0], after[1])
        if sign == "×":
            if left.is_length and right.is_length:
                raise Unreadable(
                    "a length times a length is not a length", "multiply a length by a number, such as 2 x 30s", whole
                )
            return Quantity(left.value * right.value, left.is_length or right.is_length)
        if not left.is_length and right.is_length:
            raise Unreadable("a number divided by a length is not a length", "divide a length by a number", whole)
        if not right.value:
            raise Unreadable("nothing can be divided by zero", "divide by a number of parts", after)
        return Quantity(left.value / right.value, left.is_length and not right.is_length)


def _subtraction(name: str, names: Collection[str]) -> str | None:
    """Find the subtraction that an unknown name may mean: `a-b` of `a` and `b`, `total-30s`; None if there is none."""
    parts = name.split("-")
    splits = [("-".join(parts[:i]), "-".join(parts[i:])) for i in range(1, len(parts))]
    for apart in (*splits, tuple(parts)):
        if len(apart) > 1 and apart[0] in names and all(p in names or _LITERAL.fullmatch(p) for p in apart):
            return " - ".join(apart)
    return None
