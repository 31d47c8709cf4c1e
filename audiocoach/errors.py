"""The errors that the user can mend: one root, caught once, in `audiocoach.__main__`.

A message says what is wrong, where, and what to do about it. Anything that is not an
`AudiocoachError` is a bug in audiocoach.
"""

from __future__ import annotations

import copyreg
import errno
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from audiocoach.bounds import MAX_FOUND, MAX_PROBLEMS
from audiocoach.shown import shown


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file. Lines and columns count from 1; `width` is the number of characters to underline.

    `folder` is where files named at this place are looked for; None where a script has no folder, and can name none.
    `last` is the line on which it ends, where that is another one.
    In what a program builds there are no lines: `argument` is the way to the value, such as `steps[0].work`.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    source: str = field(default="", repr=False)
    folder: Path | None = field(default=None, repr=False)
    argument: str = ""
    last: int = 0

    def excerpt(self) -> tuple[str, int, int]:
        """Return the line as a message shows it (cut if long), the column (from 0) and the width to underline."""
        source, column = self.source, self.column - 1
        first = max(0, column - _SHOWN // 3) if len(source) > _SHOWN else 0
        shown = source[first : first + _SHOWN]
        width = max(1, min(self.width, len(shown) - (column - first)))
        if first + _SHOWN < len(source):
            shown += " …"
        return ("… " + shown, column - first + 2, width) if first else (shown, column, width)

    @property
    def in_words(self) -> str:
        """Name the line, or the argument, for a sentence about another place of the same script."""
        return self.argument or f"line {self.line}"

    def __str__(self) -> str:
        if not self.line:
            return self.file or self.argument
        return f"{self.file}:{self.line}:{self.column}"


_SHOWN = 160
"""Most characters of a line that a message shows."""

NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Instead:
    """What may be written in the place of something wrong, so that a program can do what a hint says.

    It stands in place of what is underlined, unless one of these says otherwise: `part`, of the text that a parser was
    given, from 0, where that does not know its place; `where`, a part of a line of the file; `lines`, its first and
    last whole line, from 1. `beneath` are further keys of the mapping it stands in, each for a line of its own.
    """

    text: str
    part: tuple[int, int] | None = None
    where: Where | None = None
    lines: tuple[int, int] | None = None
    beneath: tuple[str, ...] = ()


class Hint(str):
    """What to do about a problem, in words, with what may be written `instead`, if that can be told."""

    __slots__ = ("instead",)
    instead: tuple[Instead, ...]

    def __new__(cls, text: str, *instead: Instead | str) -> Hint:
        """Build it like the text it is; a text alone stands in place of what is underlined."""
        self = super().__new__(cls, text)
        self.instead = tuple(Instead(each) if isinstance(each, str) else each for each in instead)
        return self

    @classmethod
    def of(cls, hint: str) -> Hint:
        """Return a hint as one that may know what to write instead."""
        return hint if isinstance(hint, Hint) else Hint(hint)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a script, with its place and a way out."""

    message: str
    where: Where = NOWHERE
    hint: str = ""
    severity: str = "error"
    option: str = ""
    """What to do about it on the command line, where that is not what a program would do."""

    @property
    def instead(self) -> tuple[Instead, ...]:
        """Return what may be written in the place of what is wrong: each is one way to mend it."""
        return Hint.of(self.hint).instead

    def __str__(self) -> str:
        return self._told(self.hint)

    def on_command_line(self) -> str:
        """Say it to somebody at a terminal."""
        return self._told(self.option or self.hint)

    def _told(self, hint: str) -> str:
        head = f"{self.where}: " if self.where.file or self.where.argument else ""
        label = "" if self.severity == "error" else f"{self.severity}: "
        lines = [shown(f"{head}{label}{self.message}")]
        if self.where.line and self.where.source.strip():
            number = f"{self.where.line:>6} | "
            source, column, width = self.where.excerpt()
            lines.append(f"{number}{shown(source, tabs=True)}")
            # Tabs stay tabs, so that the carets stand where the reader's terminal puts the text above them.
            lead = "".join("\t" if c == "\t" else " " for c in source[:column])
            lines.append(" " * len(number) + lead + "^" * width)
        lines += [f"  {shown(line)}" for line in hint.splitlines()]
        return "\n".join(lines)


class AudiocoachError(Exception):
    """The root of everything the user can mend. Exit code 1.

    `message` says in one line what is wrong and where; `hint` what to do about it, in any number of lines or none.
    `option` is what to do about it on the command line; a library's message names none of its options.
    """

    def __init__(self, message: str = "", hint: str = "", *, option: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint, self.option = message, hint, option

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the message and each line of the hint, for those who show them in another form than `str`."""
        return (self.message, *(self.hint.split("\n") if self.hint else ()))

    def __str__(self) -> str:
        return "\n  ".join(map(shown, self.lines))

    def on_command_line(self) -> str:
        """Say it to somebody at a terminal."""
        return f"{self}\n  {shown(self.option)}" if self.option else str(self)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
        # By its state: a subclass may be made of something else than a message and a hint.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


def told(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the first `MAX_PROBLEMS` of many problems, and behind them how many more there are."""
    found = tuple(problems)
    if len(found) <= MAX_PROBLEMS:
        return found
    rest = found[MAX_PROBLEMS:]
    least = "at least " if len(found) >= MAX_FOUND else ""
    severity = "error" if any(problem.severity == "error" for problem in found) else found[0].severity
    message = f"{least}{len(rest):,} more problems: no more than {MAX_PROBLEMS} are told at once"
    return (*found[:MAX_PROBLEMS], Problem(message, rest[0].where, "mend those above first", severity))


class ScriptError(AudiocoachError):
    """All that is wrong with a script, found in one go; the message and the hint alone are the first problem's."""

    def __init__(self, problems: Iterable[Problem], heading: str = "") -> None:
        self.problems, self.heading = told(problems), heading
        first = self.problems[0] if self.problems else Problem(heading)
        super().__init__(first.message, first.hint)

    def __str__(self) -> str:
        return "\n".join(filter(None, [shown(self.heading), *map(str, self.problems)]))

    def on_command_line(self) -> str:
        """Say all of them to somebody at a terminal."""
        return "\n".join(filter(None, [shown(self.heading), *(each.on_command_line() for each in self.problems)]))


def together(errors: Sequence[AudiocoachError]) -> AudiocoachError:
    """Make one error of several: each thing once, and what not all of them say with the heading of who says it."""
    if len(errors) == 1:
        return errors[0]
    said: dict[Problem, list[str]] = {}
    for error in errors:
        own = error.problems if isinstance(error, ScriptError) else ()
        for problem in own or (Problem(error.message, hint=error.hint, option=error.option),):
            said.setdefault(problem, []).append(error.heading if isinstance(error, ScriptError) else "")
    problems = []
    for problem, headings in said.items():
        more = f" (and {len(headings) - 1} more)" if len(headings) > 1 else ""
        heading = "" if len(headings) == len(errors) else f"{headings[0].rstrip(':')}{more}: "
        problems.append(replace(problem, message=f"{heading}{problem.message}"))
    return ScriptError(problems)


def nobody_served(errors: Sequence[AudiocoachError], of: int) -> AudiocoachError:
    """Make the error of what is wrong for some of so many athletes, for which the others get nothing either."""
    found = together(errors)
    if of == len(errors) or not isinstance(found, ScriptError):
        return found
    whom = f"{found.heading.rstrip(':')}: " if found.heading else ""
    *others, last = (replace(problem, message=f"{whom}{problem.message}") for problem in found.problems)
    option = "\n".join(filter(None, [last.option or last.hint, "'--keep-going' goes on without them"]))
    heading = f"nothing was made for anybody, as this is wrong for {len(errors)} of {of} athletes:"
    return ScriptError([*others, replace(last, option=option)], heading)


class SpeechError(AudiocoachError):
    """A voice that is missing, or that did not speak a sentence."""


class SoundError(AudiocoachError):
    """A sound file that is missing or cannot be used."""


class OutputError(AudiocoachError):
    """A file that could not be written."""


class OverLimitError(AudiocoachError):
    """More than the `Limits` that a program has set."""


class CancelledError(AudiocoachError):
    """The work ended because somebody asked for that; nothing was written."""


UNPRINTABLE = frozenset({errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EBADF, errno.EIO})
"""What printing may meet that is no bug of ours, by its number."""

_OF_THE_SYSTEM = UNPRINTABLE | {errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EPERM}


def is_of_the_system(error: BaseException) -> bool:
    """Tell whether an error is no bug of ours wherever it is met: disks that fail or are full, the system's limits."""
    return isinstance(error, OSError) and error.errno in _OF_THE_SYSTEM


def file_problem(path: Path, error: OSError) -> str:
    """Say what the operating system said, in one line without its number."""
    return f"{path}: {os_reason(error)}"


def os_reason(error: OSError) -> str:
    """Say what the operating system said, without its number and without the name of the file."""
    return (error.strerror or str(error)).lower()


def bug_in_words(error: BaseException) -> str:
    """Say which bug was met, and in which line of which file; of one in another process, by the trace it has."""
    import re
    from traceback import format_tb

    traces = (str(error.__cause__), "".join(format_tb(error.__traceback__)))
    found = [places for trace in traces if (places := re.findall(r'File ".*?([^/\\"]+)", line (\d+)', trace))]
    at = f" ({':'.join(found[0][-1])})" if found else ""
    return f"audiocoach has a bug: {type(error).__name__}: {shown(error)}{at}"


class Unreadable(ValueError):
    """Text that is not what its place asks for: what is wrong with it, and a hint on how to write it.

    `span` is the part of the text to underline (start, end), where it is not the whole. `kind` is "distance" for one
    that is written where a length of time belongs.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        span: tuple[int, int] | None = None,
        *,
        kind: Literal["", "distance"] = "",
    ) -> None:
        super().__init__(message)
        self.message, self.hint, self.span, self.kind = message, hint, span, kind
