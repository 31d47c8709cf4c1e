"""An imported workout as frozen values, between any format and a script. Pure.

Lengths and offsets are whole milliseconds. Texts are as the file has them, but for white space: braces are braces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class SourcePlace:
    """Where something stands in the user's file: a line (text and XML) or a step (FIT and JSON), both from 1; 0: none.

    Steps are counted in the file's order, repeats too.
    """

    line: int = 0
    step: int = 0

    def __bool__(self) -> bool:
        return bool(self.line or self.step)

    def __str__(self) -> str:
        return f"line {self.line}" if self.line else f"step {self.step}" if self.step else ""


NO_PLACE = SourcePlace()


@dataclass(frozen=True, slots=True)
class ImportedCue:
    """Words at an offset from the start of their step; in some `rounds` of the set around it (from 1), or in all."""

    text: str
    at_ms: int = 0
    rounds: tuple[int, ...] = ()
    place: SourcePlace = field(default=NO_PLACE, compare=False)


@dataclass(frozen=True, slots=True)
class ImportedStep:
    """A step: its kind (one of `vocabulary.KINDS`), how long it lasts, and what is said in it.

    `effort` is as scripts have it (`4` or `4-5`), `cadence` the beats a minute of a metronome. `estimated`: its length
    is not in the file. `comments` go into the script and are never spoken.
    """

    kind: str
    length_ms: int
    name: str = ""
    effort: str = ""
    cues: tuple[ImportedCue, ...] = ()
    estimated: bool = False
    cadence: int = 0
    comments: tuple[str, ...] = ()
    place: SourcePlace = field(default=NO_PLACE, compare=False)
    written: str = field(default="", compare=False)
    """Its length as a script has it, where that is no time: `1km @ 4:15/km`."""


@dataclass(frozen=True, slots=True)
class ImportedSet:
    """Items that are passed through several times; `skip_last_rest` leaves out the very last item, which is a rest."""

    passes: int
    items: tuple[ImportedStep | ImportedSet, ...]
    name: str = ""
    skip_last_rest: bool = False
    place: SourcePlace = field(default=NO_PLACE, compare=False)


ImportedItem = ImportedStep | ImportedSet


@dataclass(frozen=True, slots=True)
class Workout:
    """A workout of another program. Without a title it is called like its file.

    `closing` is said behind the last step, one after the other; `comments` go into the script's head.
    """

    items: tuple[ImportedItem, ...]
    title: str = ""
    description: str = ""
    language: str = ""
    comments: tuple[str, ...] = ()
    closing: tuple[ImportedCue, ...] = ()

    @property
    def length_ms(self) -> int:
        """Return the length of all its steps, without the closing words."""
        return sum(_length(item) for item in self.items)

    @property
    def interval_count(self) -> int:
        """Count its steps with every repeat written out."""
        return sum(_count(item) for item in self.items)

    @property
    def cue_count(self) -> int:
        """Count what is said, each time that it is, the closing words too."""
        return sum(_cues(item, 1, 1) for item in self.items) + len(self.closing)

    def intervals(self) -> Iterator[tuple[int, ImportedStep, tuple[ImportedCue, ...], str]]:
        """Yield each step with every repeat written out: when it begins (from the session's start), the step, what is
        said in this round, and the name of the nearest set.
        """
        at = 0
        for step, round_, name in _unrolled(self.items, 0, ""):
            yield at, step, tuple(cue for cue in step.cues if not cue.rounds or round_ in cue.rounds), name
            at += step.length_ms

    def written_items(self) -> Iterator[ImportedItem]:
        """Yield each step and set as written, once, from the top."""
        return _written(self.items)


def _written(items: tuple[ImportedItem, ...]) -> Iterator[ImportedItem]:
    for item in items:
        yield item
        if isinstance(item, ImportedSet):
            yield from _written(item.items)


def _unrolled(items: tuple[ImportedItem, ...], round_: int, name: str) -> Iterator[tuple[ImportedStep, int, str]]:
    for item in items:
        if isinstance(item, ImportedSet):
            for inner in range(1, item.passes + 1):
                last = item.skip_last_rest and inner == item.passes
                yield from _unrolled(item.items[:-1] if last else item.items, inner, item.name)
        else:
            yield item, round_, name


def _length(item: ImportedItem) -> int:
    if isinstance(item, ImportedStep):
        return item.length_ms
    skipped = _length(item.items[-1]) if item.skip_last_rest else 0
    return item.passes * sum(map(_length, item.items)) - skipped


def _count(item: ImportedItem) -> int:
    if isinstance(item, ImportedStep):
        return 1
    skipped = _count(item.items[-1]) if item.skip_last_rest else 0
    return item.passes * sum(map(_count, item.items)) - skipped


def _cues(item: ImportedItem, times: int, passes: int) -> int:
    """Count the cues of an item in a set of so many passes, which is done so many times itself."""
    if isinstance(item, ImportedStep):
        return sum(times * (len(cue.rounds) or passes) for cue in item.cues)
    inner = sum(_cues(each, times * passes, item.passes) for each in item.items)
    return inner - (_cues(item.items[-1], times * passes, 1) if item.skip_last_rest else 0)


@dataclass(frozen=True, slots=True)
class ImportNote:
    """Something that was guessed, estimated or left out: one line for the user.

    `id` is one of `kind` (guessed by rule), `open`, `until`, `lap-button` (not needed), `from-pace`, `passes`, `metres`
    (lengths may be), `joined`, `late-words`, `after-end`, `ignored`, `not-a-repeat`, `set-closed`, `step-count`,
    `second-workout`, `total` (the header's is wrong), `shortened`, `no-words`.
    """

    id: str
    text: str
    place: SourcePlace = NO_PLACE

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


@dataclass(frozen=True, slots=True)
class Imported:
    """A workout and what is to be known of how it came about; notes are in the order of their places."""

    workout: Workout
    notes: tuple[ImportNote, ...] = ()
