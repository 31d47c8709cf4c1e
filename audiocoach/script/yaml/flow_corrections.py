"""Slips within brackets and braces: a sentence that YAML would misread there, with the line as it is meant."""

from __future__ import annotations

import re
from functools import cache

from audiocoach.errors import Hint, Where
from audiocoach.script.yaml.known_keys import any_key
from audiocoach.script.yaml.sentences import in_quotes, line_meant, needs_quotes, quote_from, value_start

Correction = tuple[str, int, str] | None
"""What is wrong, the column it begins at (from 0), and the line as it should be."""

_SIGNS = "a sentence with signs in it needs quotes"
_OF_PEOPLE = "say|name|description|session"
_ANY_WORDS = r"[\w-]+(?: [\w-]+)*"
_DOUBLE, _SINGLE = r"\"(?:[^\"\\]|\\.)*\"", r"'(?:[^']|'')*'"
_PLAIN = r"(?:\{[^{}]*\}|[^{}])*?"
_IN_LIST = r"(?:\{[^{}]*\}|.)+?"


@cache
def _ends(keys: str) -> str:
    """Return a pattern of what ends a text in braces: the next of `keys`, or the brace that closes them."""
    return rf"(?=,\s*(?:{keys})\s*:(?:\s|$)|\s*\}}(?:\s*[\]}},]|\s*(?:#\s.*)?$))"


@cache
def _texts(texts: str, keys: str) -> re.Pattern[str]:
    """Return a pattern of a text in braces behind one of the keys `texts`, up to the next of `keys` or the end."""
    whole, listed, ends = f"{_DOUBLE}|{_SINGLE}", r"\[[^\[\]]*\]", _ends(keys)
    # In this order: what has its quotes, a list, a text whose own braces are closed, and any other.
    return re.compile(
        rf"((?<=[{{,\s])(?:{texts}):\s+)(?:({whole}){ends}|({listed}){ends}|({_PLAIN}){ends}|(.*?){ends})"
    )


def texts_in_braces(line: str) -> Correction:
    """Quote each text in braces that YAML would misread: `{at: start, say: Don't go: stay.}`."""
    flow = _without_comment(line[value_start(line) :].rstrip())
    known = re.match(rf"[\[\s]*\{{\s*(?:{any_key()})\s*:", flow)
    if not (known or re.match(rf"\{{\s*{_ANY_WORDS}:\s", flow)) or not re.search(r"\}\]*$", flow):
        return None
    if flow.endswith("}}") and flow.count("}") > flow.count("{"):
        return None
    first = -1

    def mend(found: re.Match[str]) -> str:
        nonlocal first
        inside = texts_in_brackets(found[3]) if found[3] else None
        text = found[4] if found[4] is not None else found[5] or ""
        if inside is None and not needs_quotes(text.strip()):
            return found[0]
        first = found.end(1) + (inside[1] if inside else 0) if first < 0 else first
        return found[1] + (inside[2] if inside else in_quotes(text))

    pattern = _texts(_OF_PEOPLE, any_key()) if known else _texts(_ANY_WORDS, _ANY_WORDS)
    corrected = pattern.sub(mend, line)
    return (_SIGNS, first, corrected) if first >= 0 else None


def texts_in_brackets(line: str) -> Correction:
    """Quote each sentence in a list in brackets that YAML would misread: `[You are #1 today., Breathe.]`."""
    start = value_start(line)
    value = _without_comment(line[start:].rstrip())
    if not (value.startswith("[") and value.endswith("]")) or re.match(rf"\[\s*\{{\s*(?:{any_key()})\s*:", value):
        return None
    first = -1

    def mend(found: re.Match[str]) -> str:
        nonlocal first
        if not needs_quotes(found[0]):
            return found[0]
        first = start + 1 + found.start() if first < 0 else first
        return in_quotes(found[0])

    ends = r"(?=,\s|,?\s*$)"
    mended = re.sub(rf"(?<![^\s])(?:{_DOUBLE}{ends}|{_SINGLE}{ends}|(?=\S){_IN_LIST}){ends}", mend, value[1:-1])
    return (_SIGNS, first, f"{line[:start]}[{mended}]{line[start + len(value) :]}") if first >= 0 else None


def quote_value(place: Where, start: int, more: str = "") -> Hint:
    """Write a hint: a place's line with the text that begins at `start` in quotes, up to where it ends; and `more`."""
    return line_meant(place, _quoted_from(place.source, start), more)


def _quoted_from(line: str, start: int) -> str:
    opened: list[str] = []
    for sign in line[value_start(line) : start]:
        if sign in "[{":
            opened.append(sign)
        elif sign in "]}" and opened:
            opened.pop()
    if not opened:
        return quote_from(line, start)
    if opened[-1] == "{":
        whole = (found for found in _texts(_OF_PEOPLE, any_key()).finditer(line) if found.end(1) <= start < found.end())
        start = next((found.end(1) for found in whole), start)
    ends = _ends(any_key()) if opened[-1] == "{" else r"(?=,\s|\s*\](?:\s*[\]},]|\s*(?:#\s.*)?$))"
    found = re.compile(rf"{_PLAIN}{ends}").match(line, start)
    end = found.end() if found else len(line.rstrip(" ]}"))
    return line[:start] + in_quotes(line[start:end]) + line[end:]


def _without_comment(flow: str) -> str:
    """Return what stands in brackets or braces without a comment behind the last of them."""
    found = re.search(r"(?<=[\]}])\s+#\s[^\]}]*$", flow)
    return flow[: found.start()] if found else flow
