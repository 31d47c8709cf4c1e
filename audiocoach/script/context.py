"""The state that the validators of one file share: where it is, its blocks, and the problems found so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationInfo

from audiocoach.bounds import MAX_FOUND
from audiocoach.errors import Hint, Instead, Problem, ScriptError, Unreadable, Where
from audiocoach.quantities.paces import Pace, Per
from audiocoach.quantities.variables import Value
from audiocoach.script.given_values import OwnValues, given_values
from audiocoach.script.yaml.located import Text, where_of

if TYPE_CHECKING:
    from audiocoach.quantities.race_times import Races

_MOST_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Paced:
    """What is given beside a script: the pace of its distances if it has none of its own, for what distance paces
    are said (None: as they are written), and somebody's races, which count in place of its own.
    """

    pace: Pace | None = None
    per: Per | None = None
    races: Races | None = None


_paced: ContextVar[Paced] = ContextVar("paced", default=Paced())  # noqa: B039  # it is frozen


@contextmanager
def at_pace(pace: Pace | None, per: Per | None = None, races: Races | None = None) -> Iterator[None]:
    """Read scripts at a pace: for the command line, and for an athlete. It changes none that is valid without it.

    `races` are somebody's, see `racing`. What is None stays as it is around.
    """
    around = _paced.get()
    token = _paced.set(Paced(pace or around.pace, per or around.per, races or around.races))
    try:
        yield
    finally:
        _paced.reset(token)


def racing(races: Races | None) -> AbstractContextManager[None]:
    """Read scripts by somebody's races, which win over a script's own: for an athlete. None changes nothing."""
    return at_pace(None, races=races)


@dataclass
class Reading:
    """One file being read. `problems` grows; reading goes on, so that one run reports all of them.

    `language` is the script's, in whose words steps may have been meant. `spelled` holds the items of each block that
    is used, and `spelled_out` counts these each time.

    For one session of a programme, `variables` holds their values in it, `pieces` the variables that stand for steps,
    `used` those met so far, `own_words` those of them that are called like a word of the language and stand in braces
    all the same, and `rounded` the computed lengths that were rounded down. `of_program` is set for
    values that come from a program instead of a script: a program may name any file. `paced` is given beside it, and
    `pace` the one that its distances are run at: the script's own, if it has one. `races` are somebody's, the given
    ones before the script's own, and `own` somebody's values, which it is read with.
    """

    file: str = ""
    folder: Path | None = None
    problems: list[Problem] = field(default_factory=list)
    language: str = "en"
    blocks: dict[Text, Any] = field(default_factory=dict)
    used_blocks: set[str] = field(default_factory=set)
    spelled: dict[str, Any] = field(default_factory=dict)
    spelled_out: int = 0
    noted: set[str] = field(default_factory=set)

    @property
    def has_errors(self) -> bool:
        """Tell whether anything found so far is an error."""
        return any(problem.severity == "error" for problem in self.problems)

    variables: Mapping[str, Value] = field(default_factory=dict)
    pieces: Mapping[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    own_words: set[str] = field(default_factory=set)
    rounded: list[str] = field(default_factory=list)
    of_program: bool = False
    paced: Paced = field(default_factory=_paced.get)
    own_pace: Pace | None = None
    own_races: Races | None = None
    own: OwnValues = field(default_factory=given_values)

    @property
    def pace(self) -> Pace | None:
        """Return the pace at which distances are run, if there is one."""
        return self.own_pace or self.paced.pace

    @property
    def races(self) -> Races | None:
        """Return the races by which `@ 5k` is a pace, if there are some."""
        return self.paced.races or self.own_races

    @property
    def at_races(self) -> Literal["never", "alone", "always"]:
        """Tell whether `400m @ 5k` is a distance at a pace. Where there is a pace and no race, it has always been 400
        metres with words; where there is neither, a race is what it lacks.
        """
        if self.pace is None or self.own_races is not None:
            return "always"
        return "never" if self.races is None else "alone"

    def named(self, name: Text) -> Any:
        """Return the steps that a block or a variable stands for."""
        return self.blocks[name] if name in self.blocks else self.pieces[name]

    def error(self, message: str, where: Where, hint: str = "") -> None:
        """Note an error and go on; raise all at the `MAX_FOUND`th."""
        problem = Problem(_short(message), where, _short(hint))
        if str(problem) not in self.noted:
            self.noted.add(str(problem))
            self.problems.append(problem)
            if len(self.problems) >= MAX_FOUND:
                raise self.all_told()

    def all_told(self) -> ScriptError:
        """Return the error with all that was found, in order of lines, but for warnings where an error stands too."""
        wrong = {_spot(problem) for problem in self.problems if problem.severity == "error"}
        told = [known for known in self.problems if known.severity == "error" or _spot(known) not in wrong]
        return ScriptError(sorted(told, key=place))

    def warn(self, message: str, where: Where, hint: str = "") -> None:
        """Note a warning: the script is rendered, but perhaps not as it was meant."""
        self.problems.append(Problem(message, where, hint, severity="warning"))

    def unreadable(self, error: Unreadable, data: object) -> None:
        """Note what a pure parser said of `data`."""
        where = where_of(data)
        if error.span and isinstance(data, Text):
            where = data.part(*error.span).where
        self.error(error.message, where, _placed(error, data))


def _placed(error: Unreadable, data: object) -> str:
    """Return the hint of a pure parser with the places of what it would have written; without what has none."""
    hint = Hint.of(error.hint)
    if not hint.instead:
        return hint
    placed: list[Instead] = []
    for instead in hint.instead if isinstance(data, Text) else ():
        assert isinstance(data, Text)
        start, end = instead.part or error.span or (0, len(data))
        where, whole = data.shown(start, end), data.where
        if where is not None:
            placed.append(replace(instead, part=None, where=where))
        elif whole.last > whole.line and data.plain and (start, end) == (0, len(data)):
            text = whole.source[: whole.column - 1] + instead.text
            placed.append(replace(instead, text=text, part=None, lines=(whole.line, whole.last)))
    return Hint(hint, *placed)


def place(problem: Problem) -> tuple[int, int]:
    """Return a problem's line and column, to sort by."""
    return problem.where.line, problem.where.column


def _spot(problem: Problem) -> tuple[int, int, str]:
    return *place(problem), problem.where.argument


def _short(text: str) -> str:
    """Return the text; without its middle if it is too long for anybody to read."""
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN // 2]} … {text[-_MOST_SHOWN // 2 :]}"


_in_code: ContextVar[Reading | None] = ContextVar("in_code", default=None)
"""What a program is building, where no file is being read."""


@contextmanager
def built_in_code(context: Reading) -> Iterator[None]:
    """Let validators find `context` although nobody hands it to them: `Session(...)` has no place for it."""
    token = _in_code.set(context)
    try:
        yield
    finally:
        _in_code.reset(token)


def reading_or_none(info: ValidationInfo) -> Reading | None:
    """Find what is being read, a file or what a program builds; None when nothing is as yet."""
    return info.context if isinstance(info.context, Reading) else _in_code.get()


def reading(info: ValidationInfo) -> Reading:
    """Find what is being read; within `mapping.Written` something always is."""
    return reading_or_none(info) or Reading()
