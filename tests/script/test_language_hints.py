"""Every hint that the broken scripts get can be followed, and leads to the lengths and the kinds that were written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError, Problem, ScriptError
from audiocoach.script.load import parse_session
from audiocoach.vocabulary import KINDS
from tests.script.test_language_broken import BROKEN, COACH_SHEETS

LEFT_TO_THE_READER = {
    r"write 'work 60s": "an example: nothing, or no length, was written",
    r"write 'key: value'": "a form, with none of the words",
    r"write '\d+ x \(…\)'": "no steps were written that the set could have",
    r"a step with keys has the full form:": "the line that has the keys is wrong itself",
}
"""Hints that nobody can follow without thinking, by how they begin, each with the reason."""

_HOUR, _MINUTE = 3600.0, 60.0
_PART = re.compile(
    r"(\d+)(?::(\d\d))(?::(\d\d))?(\s*h\b)?"
    r"|(?:(\d+)\s+(?=\d+/))?(\d+(?:[.,/]\d+)?)(?![\d%])\s*((?:h|std|u|m|s|['\"])[a-z']*)?\.?",
    re.IGNORECASE,
)


def lengths(text: str) -> list[set[float]]:
    """The lengths in a line, in seconds, each with all that it can be; read apart from the package's own reader."""
    text = re.sub(r"\d+ *(?:x|times)\b|\d+(?= \()|(?:repeat|on|round|rpe|eff?ort):? \d+|#\d+|\d+%", "", text)
    found: list[set[float]] = []
    end, unit = -9, 0.0
    for part in _PART.finditer(text):
        if part[1]:
            hours = bool(part[3] or part[4])
            a, b, c = int(part[1]), int(part[2]), int(part[3] or 0)
            found.append({a * _HOUR + b * _MINUTE + c if hours else a * _MINUTE + b})
            unit = 0.0
        else:
            over = [float(number) for number in part[6].replace(",", ".").split("/")]
            number = int(part[5] or 0) + (over[0] / over[1] if len(over) > 1 else over[0])
            letter = (part[7] or "").lower()
            worth = 1.0 if letter.startswith(("s", '"', "''")) and letter != "std" else _MINUTE
            worth = _HOUR if letter[:1] in ("h", "u") or letter == "std" else worth
            goes_on = text[end : part.start()].strip() == "" and end >= 0 and unit > (worth if letter else 1.0)
            if goes_on:
                found[-1] = {known + number * (worth if letter else unit / 60) for known in found[-1]}
            else:
                found.append({number * worth} if letter else {number, number * _MINUTE})
            unit = worth if letter else 0.0
        end = part.end()
    return found


def kinds(text: str) -> list[str]:
    """The kinds of step that a line names."""
    return [word for word in re.findall(r"[a-z_-]+", text) if word in KINDS]


def with_steps_beneath(lines: list[str], problem: Problem) -> list[str]:
    """The line of a problem, and where it is a set's head the dashes beneath it, which YAML joins to one line."""
    at, source = problem.where.line - 1, problem.where.source
    margin = source[: len(source) - len(source.lstrip())]
    end = at + 1
    while problem.hint.startswith("write '") and end < len(lines) and re.match(rf"{margin}\s+- ", lines[end]):
        end += 1
    return [source, *lines[at + 1 : end]]


BENEATH = "a step that is written on one line|further keys of this line"
"""What is said of a key, and mended in the line above it as well."""


def covered(lines: list[str], problem: Problem) -> tuple[int, int]:
    """The lines that the snippet of a hint stands for: that of the problem, and those around it that it has in it."""
    first, end = problem.where.line - 1, problem.where.line
    snippet = {line.strip(" -") for line in problem.hint.splitlines()[1:]}
    if re.match(BENEATH, problem.message):
        first = max(at for at in range(first) if lines[at].strip() and not lines[at].lstrip().startswith("#"))
    while end < len(lines) and lines[end].strip(" -") and lines[end].strip(" -") in snippet:
        end += 1
    return first, end


def margin_beside(lines: list[str], problem: Problem, snippet: list[str]) -> tuple[str, list[str]] | None:
    """The white space that a snippet lacks, by the line that it stands beside, and the snippet without that line.

    None where there is no such line.
    """
    at = problem.where.line - 1
    if problem.message.startswith("a list stands under a key"):
        return None
    if problem.message.endswith("below it"):
        beside = next(each for each in range(at, len(lines)) if lines[each].strip() == snippet[-1].strip())
        shown, rest = snippet[-1], snippet[:-1]
    else:
        if len(snippet) < 2 or snippet[0].strip() == lines[at].strip():
            return None
        found = [each for each in range(at) if lines[each].strip() == snippet[0].strip()]
        if not found:
            return None
        beside, shown, rest = found[-1], snippet[0], snippet[1:]
        while (
            rest
            and (further := found[-1] + len(snippet) - len(rest)) < at
            and lines[further].strip() == rest[0].strip()
        ):
            rest = rest[1:]
    line = lines[beside].replace("\t", "  ")
    return " " * (len(line) - len(line.lstrip()) - len(shown) + len(shown.lstrip())), rest


def followed(lines: list[str], problem: Problem) -> Iterator[tuple[str, list[str]]]:
    """What a hint makes of the line it is about, and of the script: each of its suggestions in turn."""
    at, source, hint = problem.where.line - 1, problem.where.source, problem.hint
    indent = " " * (len(source) - len(source.lstrip(" -")))
    margin = source[: len(source) - len(source.lstrip())]

    def replaced(new: list[str], upto: int = at + 1) -> tuple[str, list[str]]:
        return "\n".join(new), [*lines[:at], *new, *lines[upto:]]

    start = problem.where.column - 1
    end = start + problem.where.width
    if "under 'cues:' write\n" in hint:
        snippet = hint.partition("\n")[2].splitlines()
        own_words = at + 1 < len(lines) and lines[at + 1].strip().startswith("say:")
        yield replaced([f"{margin}cues:", *(margin + line for line in snippet)], at + 1 + own_words)
    elif found := re.search(r"(?:did you mean|the full form:)\n((?:  .*(?:\n|$))+)", hint):
        snippet = [line[2:] for line in found[1].splitlines()]
        first, last = covered(lines, problem)
        if beside := margin_beside(lines, problem, snippet):
            margin, snippet = beside
            snippet = [margin + line for line in snippet]
            yield "\n".join(snippet), [*lines[:first], *snippet, *lines[first + len(snippet) :]]
            return
        margin = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
        if problem.message.startswith("a list stands under a key"):
            margin = margin[: len(margin) - len(snippet[-1]) + len(snippet[-1].lstrip())]
            snippet = [margin + line for line in snippet]
        elif snippet[0].strip() != source.strip() and not snippet[0].startswith(" "):
            dash = "- " if source.lstrip().startswith("- ") and not snippet[0].startswith(("- ", "steps:")) else ""
            snippet = [margin + dash + snippet[0], *(margin + line for line in snippet[1:])]
        yield "\n".join(snippet), [*lines[:first], *snippet, *lines[last:]]
    elif found := re.search(r"did you mean '(.+?)', and '(name: .+)' on a line", hint):
        yield replaced([source[:start] + found[1] + source[end:], indent + found[2]])
    elif found := re.search(r"(?:did you mean|write) '(.+)' *(?:\?|\(seconds|\(minutes|$)", hint.split("?  ")[0] + "?"):
        for new in re.split(r"' (?:\(seconds\) )?or '", re.sub(r"'? \((?:seconds|minutes)\)\??$", "", found[1])):
            new = new.rstrip("'")
            if re.match(r"\d+ x \(", new):
                yield replaced([margin + "- " + new], at + len(with_steps_beneath(lines, problem)))
            elif re.match(rf"(?:{'|'.join(KINDS)}) ", new):
                first = max(source.rfind(sign, 0, start + 1) for sign in ("(", ",", "-  "[:2])) if start else 0
                first = re.compile(r"[(, -]*").match(source, first).end()  # type: ignore[union-attr]
                last = re.compile(r"(?:[^,()]|(?<=\d),(?=\d)|\([^()]*\))*").match(source, first).end()  # type: ignore[union-attr]
                yield replaced([source[:first] + new + source[last:]])
            elif word := re.match(r"unknown word '(\{.*\})'", problem.message):
                yield replaced([source.replace(word[1], "{" + new + "}")])
            else:
                rest = re.sub(r"^: *[^,}]*", "", source[end:]) if ": " in new else source[end:]
                yield replaced([source[:start] + new + rest])


def problems(text: str) -> tuple[Problem, ...]:
    try:
        parse_session(text, file="x.yaml", folder=BROKEN)
    except ScriptError as error:
        return error.problems
    return ()


def messages(lines: list[str]) -> Counter[str]:
    """What is wrong in a script, but for what is wrong as well in a value whose key is not right."""
    told = (p.message for p in problems("\n".join(lines)) if p.severity == "error")
    return Counter(message for message in told if not re.match(WRONG_AS_WELL, message))


@cache
def hinted(path: Path) -> tuple[Problem, ...]:
    try:
        told = problems(path.read_text(encoding="utf-8"))
    except AudiocoachError:
        return ()
    return tuple(p for p in told if p.where.file == "x.yaml" and re.search(_HINT, p.hint))


WRONG_AS_WELL = "an effort is a number from|there is no music file|.* in '…'|'2m' is outside of this step"
"""What is wrong with a value, and told once its key, or what it depends on, is right."""

_HINT = r"did you mean|^write '|^write\n|the full form:|under 'cues:'"
SCRIPTS = [
    path
    for path in sorted(BROKEN.glob("*.yaml"))
    if not path.name.startswith((COACH_SHEETS, "programme", "alias-", "blocks", "time-"))
]


def is_left_to_the_reader(hint: str) -> bool:
    return any(re.match(known, hint) for known in LEFT_TO_THE_READER)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_each_hint_leads_to_what_was_written(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    for problem in hinted(path):
        if not is_left_to_the_reader(problem.hint):
            follow(lines, problem)


def follow(lines: list[str], problem: Problem) -> None:
    suggestions = list(followed(lines, problem))
    assert suggestions
    first, end = covered(lines, problem)
    end -= problem.message.endswith("below it")
    written = "\n".join(lines[first:end] if end > first + 1 else with_steps_beneath(lines, problem))
    known = messages(lines) - Counter([problem.message])
    for line, text in suggestions:
        assert messages(text) <= known, line
        before, after = lengths(written), lengths(line)
        assert len(after) <= max(1, len(before)) if not before else len(after) == len(before), (line, before, after)
        for was, now in zip(before, after, strict=False):
            assert any(abs(a - b) < 0.001 for a in was for b in now), (line, before, after)
        assert [kind for kind in kinds(written) if kind not in kinds(line)] == []


def test_hints_are_followed_and_not_left_to_the_reader() -> None:
    hints = [problem.hint for path in SCRIPTS for problem in hinted(path)]
    left = [hint for hint in hints if is_left_to_the_reader(hint)]
    assert len(hints) - len(left) >= 230
    assert [known for known in LEFT_TO_THE_READER if not any(re.match(known, hint) for hint in left)] == []
