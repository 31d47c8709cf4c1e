"""A programme as a table for spreadsheets: a row a session, steps in whiteboard form; and what it cannot carry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from audiocoach.errors import AudiocoachError
from audiocoach.programme.programme import Programme
from audiocoach.quantities.lengths import write_length
from audiocoach.quantities.units import plural
from audiocoach.script.load import parse_session
from audiocoach.script.model import Set, Step
from audiocoach.text.braces import pieces
from audiocoach.text.csv_tables import csv_table
from audiocoach.timeline.intervals import Interval

_BRACKETS = re.compile(r"[()\[\]{}]")
_COMMAS = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The table as text (CSV), and what is not in it: a line each, for the user."""

    text: str
    losses: tuple[str, ...]


def plan_table(programme: Programme, laid: Mapping[str, Sequence[Interval]], titles: Mapping[str, str]) -> PlanTable:
    """Write a programme as a table that `import` reads: the same lengths and kinds, session by session.

    Args:
        programme: the programme.
        laid: the steps of each session in time, by its number.
        titles: of each session, by its number.
    """
    writer = _Writer()
    rows = [
        (planned, list(writer.items(planned.session.steps, iter(laid[planned.id])))) for planned in programme.sessions
    ]
    most = max((len(items) for _, items in rows), default=1)
    languages = _languages(programme)
    spoken = languages if len(languages) == 1 and languages != ["en"] else []
    head = [
        "week",
        "day",
        "title",
        *(["language"] if spoken else []),
        "steps",
        *(f"step {number}" for number in range(2, most + 1)),
    ]
    cells: list[list[str | int]] = []
    for planned, items in rows:
        day = programme.days[planned.run - 1] if programme.days else ""
        cells.append([planned.week, day, titles[planned.id], *spoken, *items, *[""] * (most - len(items))])
    return PlanTable(csv_table([head, *cells]), (*writer.losses(), *_losses(programme)))


class _Writer:
    """Writes steps in whiteboard form; each is read back before it is taken."""

    def __init__(self) -> None:
        self._written: dict[tuple[str, str, str], str] = {}
        self._renamed: dict[str, str] = {}

    def items(self, steps: Sequence[Step | Set], rows: Iterator[Interval], *, sides: bool = True) -> Iterator[str]:
        """Yield each step and set; rounds that are not alike are written out. `sides`: names may alternate by round."""
        for item in steps:
            if isinstance(item, Step):
                yield self._step(next(rows), sides=sides)
                continue
            here = list(islice(rows, _count([item])))
            found = self._rounds(item, iter(here), sides=sides)
            # Alternatives begin anew in each set: where one becomes several, what they are in each round is written.
            yield from found if len(found) == 1 or not sides else self._rounds(item, iter(here), sides=False)

    def _rounds(self, item: Set, rows: Iterator[Interval], *, sides: bool) -> list[str]:
        rounds = []
        for number in range(1, item.repeat + 1):
            skips = item.skip_last_rest and number == item.repeat
            rounds.append(list(self.items(item.steps[:-1] if skips else item.steps, rows, sides=sides)))
        found = []
        for alike in (list(group) for _, group in groupby(rounds)):
            found += alike[0] if len(alike) == 1 else [f"{len(alike)} x ({', '.join(alike[0])})"]
        return found

    def _step(self, row: Interval, *, sides: bool) -> str:
        length = row.step.by_pace.written if row.step.by_pace else write_length(row.length_ms)
        key = (row.kind, length, _name(row, sides=sides))
        if key not in self._written:
            self._written[key] = self._read_back(row, length, key[2])
        return self._written[key]

    def _read_back(self, row: Interval, length: str, name: str) -> str:
        plainer = _COMMAS.sub(" ", _BRACKETS.sub("", name)).strip()
        wordless = " ".join(word for word in plainer.split() if not any(map(str.isdigit, word)))
        for candidate in dict.fromkeys((name, plainer, wordless)):
            text = " ".join(filter(None, (row.kind, length, candidate)))
            if _is_read_as(text, row, candidate):
                if candidate != name:
                    self._renamed[name] = candidate
                return text
        self._renamed[name] = ""
        return f"{row.kind} {length}"

    def losses(self) -> Iterator[str]:
        """Yield what became of names that a cell cannot hold."""
        for name, became in self._renamed.items():
            yield f"the name '{name}' becomes '{became}'" if became else f"the name '{name}' stays behind"


def _name(row: Interval, *, sides: bool) -> str:
    """Return a step's own name: `{left|right}` as it is written where it may be, other words in braces filled in."""
    written = row.step.name or ""
    if not any(piece.word or (piece.alternatives and not sides) for piece in pieces(written)):
        return written
    return row.name.replace("{", "{{").replace("}", "}}")


def _is_read_as(text: str, row: Interval, name: str) -> bool:
    try:
        found = parse_session(f"session: x\nsteps:\n  - {json.dumps(f'2 x ({text}, rest 1s)', ensure_ascii=False)}\n")
    except AudiocoachError:
        return False
    first, *others = found.written_steps()
    return len(others) == 1 and (first.kind, first.length, first.name or "") == (row.kind, row.length_ms, name)


def _losses(programme: Programme) -> Iterator[str]:
    """Say what no table holds."""
    sessions = [planned.session for planned in programme.sessions]
    steps = [step for session in sessions for step in session.written_steps()]
    words = sum(bool(cue.say) for step in steps for cue in step.all_cues)
    if words:
        yield f"what is said stays behind: {plural(words, 'cue')} of all sessions"
    other_voice = any(session.is_written("voice") or session.coach != "standard" for session in sessions)
    described = bool(programme.description) or any(session.description for session in sessions)
    for there, what in (
        (any(_named_sets(session.steps) for session in sessions), "the names of sets stay behind"),
        (any(step.effort for step in steps), "effort stays behind"),
        (any(step.cadence for step in steps), "the metronome stays behind"),
        (any(step.sound or step.coach or step.say_as for step in steps), "signals and how names are said stay behind"),
        (any(session.music for session in sessions), "the music stays behind"),
        (other_voice, "the voice and the coach stay behind"),
        (described, "descriptions stay behind"),
        (any(planned.variables for planned in programme.sessions), "the rules behind the numbers stay behind"),
    ):
        if there:
            yield what
    if len(_languages(programme)) > 1:
        yield f"the languages, {', '.join(_languages(programme))}, stay behind: a table has one"


def _languages(programme: Programme) -> list[str]:
    return sorted({planned.session.language for planned in programme.sessions})


def _count(items: Sequence[Step | Set]) -> int:
    """Count the steps of items with their sets unrolled."""
    return sum(
        item.repeat * _count(item.steps) - (_count(item.steps[-1:]) if item.skip_last_rest else 0)
        if isinstance(item, Set)
        else 1
        for item in items
    )


def _named_sets(items: Sequence[Step | Set]) -> bool:
    return any(isinstance(item, Set) and (bool(item.name) or _named_sets(item.steps)) for item in items)
