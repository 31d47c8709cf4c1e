"""YAML's own syntax errors in a coach's words, with the corrected line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import yaml

from audiocoach.errors import Problem
from audiocoach.script.yaml import line_slips
from audiocoach.script.yaml.blanks import blanks_of_a_line
from audiocoach.script.yaml.draft import Draft, Mend, indent, line_mend
from audiocoach.script.yaml.flow_corrections import Correction, texts_in_braces, texts_in_brackets
from audiocoach.script.yaml.known_keys import any_key
from audiocoach.script.yaml.sentences import behind_comment, quote_from, value_start
from audiocoach.text.suggest import quoted

_MAX_LINE = 4_000
"""Longer lines are no slips of a pen, and are not searched for one."""

_MOST_JOINED = 50

_ESCAPE = r"(\\[0abtnvfre \"/\\N_LPxuU])|\\"
"""A backslash, with the sign behind it where both together are one to YAML."""


def translate(error: yaml.MarkedYAMLError, draft: Draft) -> tuple[Problem, Mend | None]:
    """Return the problem in what is read of a draft, and how it is mended, if it can be."""
    lines = draft.lines
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    context = min(error.context_mark.line, at) if error.context_mark else at
    problem = error.problem or ""
    if "'\\t'" in problem or "\t" in indent(lines[at]):
        spaced = _tab(draft, at)
        return spaced.problem, spaced
    # The parser notices late: look at the line where the trouble began as well as where it was met.
    near = [number for number in dict.fromkeys([at, context, max(0, at - 1)]) if len(lines[number]) <= _MAX_LINE]
    for diagnose, number in _ways(near, lines):
        mend = diagnose(draft, number)
        if mend and mend.lines != tuple(lines[mend.first : mend.end]):
            return mend.problem, mend
    if "':'" in problem:  # a line without a colon is noticed at the next one
        at = context
    column = mark.column if mark and at == mark.line else len(indent(lines[at]))
    where = draft.where(at, column)
    if "<block" in problem or "indent" in problem or "could not find" in problem or "not allowed" in problem:
        message = "this line is indented differently from its neighbours, or the line above cannot have keys below it"
        hint = "lines that belong together begin in the same column; a key is followed by ': '"
        return Problem(message, where, hint), None
    return Problem(f"this is not YAML: {problem}", where, "a sentence with signs in it needs quotes"), None


def _ways(near: list[int], lines: list[str]) -> Iterator[tuple[Callable[[Draft, int], Mend | None], int]]:
    """Yield each way to mend a line with each line to look at: first what is sure, then what is likely."""
    for number in _joined(lines, near):
        yield blanks_of_a_line, number
    for number in near:
        yield line_slips.missing_dash, number
    for number in near:
        yield line_slips.key_beneath_a_line, number
    for number in near:
        yield _on_one_line, number
        yield line_slips.key_without_colon, number
    for number in near:
        yield line_slips.glued_dash, number
        yield line_slips.list_without_key, number
        yield line_slips.dash_in_another_column, number
        yield line_slips.key_in_another_column, number


def _joined(lines: list[str], near: list[int]) -> Iterator[int]:
    """Yield these lines, and those above them that YAML may have joined to one text with them, up to a key's."""
    yield from near
    first = min(near, default=0)
    for number in range(first - 1, max(-1, first - _MOST_JOINED), -1):
        if re.match(rf"\s*(?:-\s+)*(?:{any_key()}):", lines[number]):
            return
        yield number


def _on_one_line(draft: Draft, at: int) -> Mend | None:
    for diagnose in _DIAGNOSES:
        if (correction := diagnose(draft.lines[at])) and correction[2] != draft.lines[at]:
            return line_mend(draft, at, *correction)
    return None


def _value(line: str) -> tuple[int, str]:
    start = value_start(line)
    return start, line[start:].rstrip()


def _tab(draft: Draft, at: int) -> Mend:
    """Turn a tab into two spaces, or as many as the line above begins with."""
    line = draft.lines[at]
    margin = indent(line)
    column = line.find("\t")
    corrected = line.replace("\t", "  ")
    width = len(margin) - column if column < len(margin) else 1
    if "\t" in margin:
        spaced = Draft(draft.file, [*draft.lines[:at], corrected, *draft.lines[at + 1 :]])
        aligned = line_slips.dash_in_another_column(spaced, at) or line_slips.key_in_another_column(spaced, at)
        if aligned and (aligned.first, aligned.end) == (at, at + 1):
            corrected = aligned.lines[0]
    return line_mend(draft, at, "a tab; YAML wants spaces", column, corrected, width)


def _text_after_brace(line: str) -> Correction:
    start, value = _value(line)
    if re.match(r"\{[^{}:]*\}\s*(?:[^\s,\]}#:]|,\s*\S)", value):
        return "text that begins with a brace needs quotes", start, quote_from(line, start)
    return None


def _text_after_bracket(line: str) -> Correction:
    start, value = _value(line)
    if re.match(r"\[[^\[\]]*\]\s*[^\s,\]}#:]", value):
        return "text that begins with a bracket needs quotes", start, quote_from(line, start)
    return None


def _text_after_quote(line: str) -> Correction:
    start, value = _value(line)
    bare = behind_comment(value)
    if value[:1] in ("'", '"') and (end := value.find(value[0], 1)) > 0 and bare[end + 1 :].strip(" ,:"):
        if bare[-1] == value[0]:
            message = "a quote inside of the quotes ends the text"
            return message, start, line[:start] + quoted(bare[1:-1]) + value[len(bare) :]
        return "text goes on behind the closing quote", start, line[:start] + quoted(bare) + value[len(bare) :]
    return None


def _open_quote(line: str) -> Correction:
    start, value = _value(line)
    if value[:1] in ("'", '"') and value.count(value[0]) == 1:
        return "the quote that begins here is not closed", start, line.rstrip() + value[0]
    return None


def _backslash(line: str) -> Correction:
    found = next((sign for sign in re.finditer(_ESCAPE, line) if not sign[1]), None)
    if found and '"' in line[: found.start()]:
        corrected = re.sub(_ESCAPE, lambda sign: sign[0] if sign[1] else "\\\\", line)
        return "a backslash in double quotes is a sign to YAML", found.start(), corrected
    return None


def _open_bracket(line: str) -> Correction:
    start, value = _value(line)
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", value)
    wrong_end = {"[": "}", "{": "]"}.get(value[:1])
    right_end = {"[": "]", "{": "}"}.get(value[:1], "")
    if wrong_end and value.endswith(wrong_end) and bare.count(value[0]) == bare.count(right_end) + 1:
        message = f"a '{value[0]}' is closed by '{right_end}', and this is '{wrong_end}'"
        return message, start + len(value) - 1, line[: start + len(value) - 1] + right_end
    for opening, closing in ("[]", "{}"):
        missing = bare.count(opening) - bare.count(closing)
        if value.startswith(opening) and missing > 0:
            return f"the '{opening}' that begins here is not closed", start, line.rstrip() + closing * missing
        if missing < 0 and value.endswith(closing):
            at = start + len(value) - 1
            return f"this '{closing}' closes nothing", at, line[:at] + line[at + 1 :]
    return None


def _special_start(line: str) -> Correction:
    start, value = _value(line)
    if value[:1] and value[0] in "@`%!&*|>?,]}" and len(value) > 1:
        return f"text that begins with '{value[0]}' needs quotes", start, quote_from(line, start)
    if value.startswith("- ") and start and line[:start].rstrip().endswith(":"):
        return "text that begins with '-' needs quotes", start, quote_from(line, start)
    return None


def _colon_in_text(line: str) -> Correction:
    start, value = _value(line)
    if re.search(r":(\s|$)", value) and start and value[:1] not in "[{\"'":
        return line_slips.COLON, start, quote_from(line, start)
    return None


def _no_space_behind_colon(line: str) -> Correction:
    if found := re.match(rf"(\s*(?:-\s+)*)({any_key()}):(\S.*)", line):
        return line_slips.NO_SPACE, found.start(2), f"{found[1]}{found[2]}: {found[3]}"
    return None


_DIAGNOSES: tuple[Callable[[str], Correction], ...] = (
    texts_in_braces,
    texts_in_brackets,
    _text_after_brace,
    _text_after_bracket,
    _text_after_quote,
    _open_quote,
    _backslash,
    _open_bracket,
    _special_start,
    _colon_in_text,
    _no_space_behind_colon,
)
