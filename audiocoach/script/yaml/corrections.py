"""YAML's own syntax errors in a coach's words, with the corrected line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import yaml

from audiocoach.errors import Problem, Where
from audiocoach.script.yaml.sentences import behind_comment, needs_quotes, quote_from, value_start
from audiocoach.text.suggest import quoted
from audiocoach.vocabulary import KINDS, PROGRAMME_KEYS, ROLES

_Correction = tuple[str, int, str] | None
"""What is wrong, the column it begins at (from 0), and the line as it should be."""

_MAX_LINE = 4_000
"""Longer lines are no slips of a pen, and are not searched for one."""

_KEY_LINE = re.compile(r"(\s*)(-\s+)*([A-Za-z][\w-]*):(\s|$)")


@cache
def _keys() -> frozenset[str]:
    """Return every key there is, of every kind of script."""
    # Imported when there is a mistake: sessions and coach sheets are described there.
    import audiocoach.script.model  # noqa: F401
    from audiocoach.script.mapping import Written

    return Written.every_key() | frozenset((*PROGRAMME_KEYS, *ROLES))  # the roles are keys of `sounds:`


@cache
def _any_key(*, kinds: bool = True) -> str:
    """Return a pattern of every key; not of those that are `kinds` of step if these may be words that begin a line."""
    return "|".join(sorted(key for key in _keys() if kinds or key not in KINDS))


def glued(text: str) -> int | None:
    """Tell where the colon stands in `loop:false`, a key and its value with no space between; None for other texts."""
    found = re.match(rf"({_any_key()}):\S", text)
    return found.end(1) if found else None


def translate(
    error: yaml.MarkedYAMLError, lines: list[str], file: str, originals: list[str]
) -> tuple[Problem, int, str | None]:
    """Return the problem, the line (from 0) it stands on, and that line corrected, if it could be.

    `lines` is the text as corrected so far, `originals` what the user wrote and is shown.
    """
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    context = min(error.context_mark.line, at) if error.context_mark else at
    problem = error.problem or ""
    if "'\\t'" in problem or "\t" in _indent(lines[at]):
        return _tab(at, lines, file, originals)
    # The parser notices late: look at the line where the trouble began as well as where it was met.
    for line in dict.fromkeys([at, context, max(0, at - 1)]):
        if len(lines[line]) > _MAX_LINE:
            continue
        for diagnose in _DIAGNOSES:
            if (correction := diagnose(lines[line])) and correction[2] != lines[line]:
                return _found(correction, line, file, originals)
        if (correction := _column(lines, line)) and correction[2] != lines[line]:
            return _found(correction, line, file, originals)
    if "':'" in problem:  # a line without a colon is noticed at the next one
        at = context
    column = mark.column if mark and at == mark.line else len(_indent(lines[at]))
    where = Where(file, at + 1, column + 1, 1, originals[at] if at < len(originals) else "")
    if "<block" in problem or "indent" in problem or "could not find" in problem or "not allowed" in problem:
        message = "this line does not fit in with those above it"
        hint = "lines that belong together begin in the same column; a key is followed by ': '"
        return Problem(message, where, hint), at, None
    return Problem(f"this is not YAML: {problem}", where, "a sentence with signs in it needs quotes"), at, None


def _found(
    correction: tuple[str, int, str], line: int, file: str, originals: list[str], width: int = 0
) -> tuple[Problem, int, str | None]:
    message, column, corrected = correction
    width = width or max(1, len(originals[line].rstrip()) - column)
    where = Where(file, line + 1, column + 1, width, originals[line])
    shown = corrected if corrected.strip() == originals[line].strip() else corrected.strip()
    return Problem(message, where, f"did you mean\n  {shown}"), line, corrected


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _value(line: str) -> tuple[int, str]:
    start = value_start(line)
    return start, line[start:].rstrip()


def _tab(at: int, lines: list[str], file: str, originals: list[str]) -> tuple[Problem, int, str | None]:
    """Turn a tab into two spaces, or as many as the line above begins with."""
    corrected = lines[at].replace("\t", "  ")
    column = lines[at].find("\t")
    if "\t" in _indent(lines[at]) and (aligned := _column([*lines[:at], corrected], at)):
        corrected = aligned[2]
    width = len(_indent(lines[at])) - column if column < len(_indent(lines[at])) else 1
    return _found(("a tab; YAML wants spaces", column, corrected), at, file, originals, width)


def _column(lines: list[str], at: int) -> _Correction:
    """Correct a key or a dash in another column than those above it, or a sentence that goes on like a key."""
    own = _KEY_LINE.match(lines[at]) or re.match(r"(\s*)(-\s+)()", lines[at])
    if own is None:
        return None
    column = len(own[1])
    above = [line for line in lines[:at] if line.strip() and not line.lstrip().startswith("#")]
    if own[2]:
        dashes = [len(_indent(line)) for line in above if line.lstrip().startswith("- ")]
        if column in dashes or not dashes or dashes[-1] < column:
            return None
        return "this dash stands in another column than those above it", column, " " * dashes[-1] + lines[at].lstrip()
    keys = [len(key[0]) for line in above if (key := re.match(r"\s*(?:-\s+)*(?=[^:]+:)", line))]
    with_value = bool(above and re.match(r"\s*(?:-\s+)*[A-Za-z][\w-]*:\s+[^\s>|&]", above[-1]))
    if not with_value or column == keys[-1] or (column < keys[-1] and column in keys):
        return None
    if not re.fullmatch(_any_key(), own[3]):
        return None if column < keys[-1] else (_COLON, column, lines[at].replace(":", " -", 1))
    return "this key begins in another column than the one above it", column, " " * keys[-1] + lines[at].lstrip()


NO_SPACE = "a key is followed by a colon and a space"
_COLON = "a colon in the text: YAML takes what stands before it for a key"


def _texts_in_braces(line: str) -> _Correction:
    """Quote each text in a cue's braces that YAML would misread: `{at: start, say: Don't go: stay.}`."""
    value = behind_comment(_value(line)[1])
    if (
        not re.match(rf"\{{\s*(?:{_any_key()}):", value)
        or not value.endswith("}")
        or value.count("}") > value.count("{")
    ):
        return None
    first = -1
    corrected = line

    def mend(found: re.Match[str]) -> str:
        nonlocal first
        text = found[2].strip()
        if not needs_quotes(text):
            return found[0]
        first = found.start(2) if first < 0 else first
        return found[1] + quote_from(text, 0)

    corrected = re.sub(rf"(\b(?:say|name): +)(.*?)(?=,\s*(?:{_any_key()}):|\s*\}}\s*(?:# .*)?$)", mend, line)
    return ("a sentence with signs in it needs quotes", first, corrected) if first >= 0 else None


def _texts_in_brackets(line: str) -> _Correction:
    """Quote each sentence in a list in brackets that YAML would misread: `[You are #1 today., Breathe.]`."""
    start, value = _value(line)
    if not (value.startswith("[") and value.endswith("]")):
        return None
    entries = re.split(r",\s+", value[1:-1])
    wrong = [entry for entry in entries if needs_quotes(entry)]
    if not wrong:
        return None
    mended = ", ".join(quote_from(entry, 0) if entry in wrong else entry for entry in entries)
    return "a sentence with signs in it needs quotes", line.index(wrong[0], start), f"{line[:start]}[{mended}]"


def _text_after_brace(line: str) -> _Correction:
    start, value = _value(line)
    if re.match(r"\{[^{}:]*\}\s*(?:[^\s,\]}#:]|,\s*\S)", value):
        return "text that begins with a brace needs quotes", start, quote_from(line, start)
    return None


def _text_after_bracket(line: str) -> _Correction:
    start, value = _value(line)
    if re.match(r"\[[^\[\]]*\]\s*[^\s,\]}#:]", value):
        return "text that begins with a bracket needs quotes", start, quote_from(line, start)
    return None


def _text_after_quote(line: str) -> _Correction:
    start, value = _value(line)
    bare = behind_comment(value)
    if value[:1] in ("'", '"') and (end := value.find(value[0], 1)) > 0 and bare[end + 1 :].strip(" ,:"):
        if bare[-1] == value[0]:
            message = "a quote inside of the quotes ends the text"
            return message, start, line[:start] + quoted(bare[1:-1]) + value[len(bare) :]
        return "text goes on behind the closing quote", start, line[:start] + quoted(bare) + value[len(bare) :]
    return None


def _open_quote(line: str) -> _Correction:
    start, value = _value(line)
    if value[:1] in ("'", '"') and value.count(value[0]) == 1:
        return "the quote that begins here is not closed", start, line.rstrip() + value[0]
    return None


def _backslash(line: str) -> _Correction:
    found = re.search(r"\\(?![0abtnvfre \"/\\N_LPxuU])", line)
    if found and '"' in line[: found.start()]:
        corrected = re.sub(r"\\(?![0abtnvfre \"/\\N_LPxuU])", lambda _: "\\\\", line)
        return "a backslash in double quotes is a sign to YAML", found.start(), corrected
    return None


def _open_bracket(line: str) -> _Correction:
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
        return _COLON, start, quote_from(line, start)
    return None


def _no_space_behind_colon(line: str) -> _Correction:
    if found := re.match(rf"(\s*(?:-\s+)*)({_any_key()}):(\S.*)", line):
        return NO_SPACE, found.start(2), f"{found[1]}{found[2]}: {found[3]}"
    return None


def _no_colon(line: str) -> _Correction:
    if found := re.match(rf"(\s*)({_any_key(kinds=False)})\s+([^\s:].*)", line):
        return NO_SPACE, found.start(2), f"{found[1]}{found[2]}: {found[3]}"
    return None


_DIAGNOSES: tuple[Callable[[str], _Correction], ...] = (
    _texts_in_braces,
    _texts_in_brackets,
    _text_after_brace,
    _text_after_bracket,
    _text_after_quote,
    _open_quote,
    _backslash,
    _open_bracket,
    _special_start,
    _colon_in_text,
    _no_space_behind_colon,
    _no_colon,
)
