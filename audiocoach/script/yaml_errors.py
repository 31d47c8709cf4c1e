"""YAML's own syntax errors in a coach's words, with the corrected line."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from audiocoach.errors import Problem, Where
from audiocoach.script.sentences import quote_from, value_start

_Correction = tuple[str, int, str] | None
"""What is wrong, the column it begins at (from 0), and the line as it should be."""


def translate(
    error: yaml.MarkedYAMLError, lines: list[str], file: str, originals: list[str]
) -> tuple[Problem, int, str | None]:
    """The problem, the line (from 0) it stands on, and that line corrected, if it could be.

    `lines` is the text as corrected so far, `originals` what the user wrote and is shown.
    """
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    context = error.context_mark.line if error.context_mark else at
    problem = error.problem or ""
    if "'\\t'" in problem or lines[at][: len(lines[at]) - len(lines[at].lstrip())].count("\t"):
        indent = len(lines[at]) - len(lines[at].lstrip())
        column = lines[at].find("\t")
        return _found(("a tab; YAML wants spaces", column, lines[at].replace("\t", "  ")), at, file, originals, indent)
    # The parser notices late: look at the line where the trouble began as well as where it was met.
    for line in dict.fromkeys([at, context, max(0, at - 1)]):
        for diagnose in _DIAGNOSES:
            if (correction := diagnose(lines[line])) and correction[2] != lines[line]:
                return _found(correction, line, file, originals)
    column = mark.column if mark and at == mark.line else 0
    where = Where(file, at + 1, column + 1, 1, originals[at] if at < len(originals) else "")
    if "<block" in problem or "indent" in problem or "could not find" in problem:
        message = "this line does not fit in with those above it"
        hint = "lines that belong together begin in the same column; a key is followed by ': '"
        return Problem(message, where, hint), at, None
    return Problem(f"this is not YAML: {problem}", where, "a sentence with signs in it needs quotes"), at, None


def _found(
    correction: tuple[str, int, str], line: int, file: str, originals: list[str], indent: int = 0
) -> tuple[Problem, int, str | None]:
    message, column, corrected = correction
    width = max(1, indent) if indent else max(1, len(originals[line].rstrip()) - column)
    where = Where(file, line + 1, column + 1, width, originals[line])
    shown = corrected if indent else corrected.strip()
    return Problem(message, where, f"did you mean\n  {shown}"), line, corrected


def _value(line: str) -> tuple[int, str]:
    start = value_start(line)
    return start, line[start:].rstrip()


def _text_after_brace(line: str) -> _Correction:
    start, value = _value(line)
    if re.match(r"\{[^{}]*\}\s*[^\s,\]}#]", value) and not value.endswith(":"):
        return "text that begins with a brace needs quotes", start, quote_from(line, start)
    return None


def _text_after_quote(line: str) -> _Correction:
    start, value = _value(line)
    if value[:1] in ("'", '"') and (end := value.find(value[0], 1)) > 0 and value[end + 1 :].strip(" ,"):
        if value[0] == "'" and value[-1] == "'":
            return "a quote inside of the quotes ends the text", start, quote_from(line, start)
        return (
            "text goes on behind the closing quote",
            start,
            line[:start] + '"' + value.replace(value[0], "").replace('"', "'") + '"',
        )
    return None


def _open_quote(line: str) -> _Correction:
    start, value = _value(line)
    if value[:1] in ("'", '"') and value.count(value[0]) == 1:
        return "the quote that begins here is not closed", start, line.rstrip() + value[0]
    return None


def _open_bracket(line: str) -> _Correction:
    start, value = _value(line)
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", value)
    for opening, closing in ("[]", "{}"):
        missing = bare.count(opening) - bare.count(closing)
        if value.startswith(opening) and missing > 0:
            return f"the '{opening}' that begins here is not closed", start, line.rstrip() + closing * missing
        if missing < 0 and value.endswith(closing):
            at = start + len(value) - 1
            return f"this '{closing}' closes nothing", at, line[:at] + line[at + 1 :]
    return None


def _special_start(line: str) -> _Correction:
    start, value = _value(line)
    if value[:1] and value[0] in "@`%!&*|>?,]}" and len(value) > 1:
        return f"text that begins with '{value[0]}' needs quotes", start, quote_from(line, start)
    if value.startswith("- ") and start and line[:start].rstrip().endswith(":"):
        return "text that begins with '-' needs quotes", start, quote_from(line, start)
    return None


def _colon_in_text(line: str) -> _Correction:
    start, value = _value(line)
    if re.search(r":(\s|$)", value) and start and value[:1] not in "[{\"'":
        return "a colon in the text: YAML takes what stands before it for a key", start, quote_from(line, start)
    return None


def _no_space_behind_colon(line: str) -> _Correction:
    if found := re.match(r"(\s*(?:- )*)([a-z][a-z-]*):(\S.*)", line):
        return "a key is followed by a colon and a space", found.start(2), f"{found[1]}{found[2]}: {found[3]}"
    return None


_DIAGNOSES: tuple[Callable[[str], _Correction], ...] = (
    _text_after_brace,
    _text_after_quote,
    _open_quote,
    _open_bracket,
    _special_start,
    _colon_in_text,
    _no_space_behind_colon,
)
