"""What is to be made for many, and what of it is there: a script is read once for all to whom it is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from audiocoach.club.chunk import Chunk
from audiocoach.club.destinations import Destination, TakenError, is_there, note_of_older, stays
from audiocoach.club.made_from import MadeFrom
from audiocoach.club.nothing_made import id_of, refusal
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.records import Record, latest, passed_on, read
from audiocoach.club.spliced_format import SUFFIX
from audiocoach.errors import AudiocoachError, Problem, ScriptError, nobody_served
from audiocoach.quantities.units import plural
from audiocoach.rendering.athletes import Athlete, about, file_stem, given_of, told_of
from audiocoach.rendering.orders import load_script
from audiocoach.rendering.targets import claim, fitting, targets
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.library import find_script
from audiocoach.script.model import Session
from audiocoach.text.addresses import is_address

MOST_TOGETHER = 500
"""Athletes of a chunk, where each worker gets thousands: more share no more, and are lost with a worker that dies."""

_NO_FOLDER = ".audiocoach-object-store"
"""Files of an object store are named as those of a folder that is not there."""

_AT_ONCE = 2
"""Chunks for each worker, at least, where there are athletes enough: the last ones end at nearly the same time."""

_LEAST_TOGETHER = 10
"""Athletes of a chunk, where each worker gets one: what all share is read and laid out anew in each."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: chunks, the first of each script being of one athlete alone, who goes before all others.

    `up_to_date` counts files that are there already. `refused` are those for whom scripts are wrong. `records` are what
    is to be written down beforehand: of the refused, and of files that were another's. `notes` are for the user.
    """

    first: tuple[Chunk, ...]
    chunks: tuple[Chunk, ...]
    up_to_date: int = 0
    refused: tuple[tuple[Athlete, AudiocoachError], ...] = ()
    records: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Due:
    """Somebody who is to get a script's files: its name, of a single session, and the records that hold of them."""

    who: Athlete | None
    file: str = ""
    known: tuple[Record, ...] = ()


def planned(
    order: OrderForMany, athletes: Sequence[Athlete | None], shop: Workshop, destination: Destination, width: int
) -> Plan:
    """Find what is to be made, for `width` workers; nothing is spoken or written.

    Raises:
        ScriptError: with all that is wrong in the scripts for anybody, unless the others are to go on.
        AudiocoachError: when a script is missing, or wishes do not fit it, or two would get the same file.
    """
    scripts = {find_script(script): script for script in reversed(order.scripts)}
    paths = list(dict.fromkeys(map(find_script, order.scripts)))
    with order.reading():
        readings = [_Reading(order, path, shop) for path in paths]
        served, refused = _served(readings, athletes)
        if refused and (not order.keep_going or not served):
            raise nobody_served([error for _, error in refused], len(athletes))
        for reading in readings:
            reading.name(served)
        if len(readings) > 1:  # names of one alone are told apart where they are given
            _check_apart(readings, order.output)
        records, notes = _records(destination, {name for reading in readings for name in reading.names})
        first: list[Chunk] = []
        chunks: list[Chunk] = []
        taken: list[tuple[Athlete, AudiocoachError]] = []
        beforehand: list[Record] = []
        up_to_date = 0
        for reading in readings:
            due = list(reading.due(served, records, destination))
            if len(reading.taken) * 2 > len(served):  # it is the script that has changed, or all that is given with it
                raise _nobody_begun(reading, len(served))
            up_to_date += len(served) - len(due) - len(reading.taken)
            own = replace(order, scripts=(scripts[reading.path],))
            parted = _parted(own, due, width * len(readings), reading.sessions)
            first += parted[:1]
            chunks += parted[1:]
            beforehand += reading.passed_on
            notes += [note for note in map(note_of_older, reading.versions) if note not in notes]
            stay = [(who, told_of(who, error)) for who, error in reading.taken]
            beforehand += [refusal(own, who, error.on_command_line()) for who, error in (*refused, *stay)]
            taken += stay
    return Plan(tuple(first), tuple(chunks), up_to_date, (*refused, *taken), tuple(beforehand), tuple(notes))


def _nobody_begun(reading: _Reading, of: int) -> ScriptError:
    """Make the error of most having a file of a script that would be another one now, where nothing is replaced."""
    error, number = reading.taken[0][1], len(reading.taken)
    heading = f"nothing was begun for anybody, as this is so for {number} of {of} athletes:"
    return ScriptError([Problem(error.message, option=error.option)], heading)


def _check_apart(readings: Sequence[_Reading], output: str) -> None:
    """See that no two scripts get the same file, or folder, for somebody.

    Raises:
        OutputError: when two do.
    """
    claimed: dict[str, Path] = {}
    for reading in readings:
        for name in reading.names:
            claim(claimed, name, f"{output.rstrip('/')}/{name}", reading.path)


def _parted(order: OrderForMany, due: Sequence[_Due], parts: int, sessions: int) -> list[Chunk]:
    """Part athletes into chunks; the first is of one alone."""
    most = max(1, MOST_TOGETHER // max(1, sessions))
    fair = -(-len(due) // parts)
    size = max(1, min(most, max(min(_LEAST_TOGETHER, fair), -(-fair // _AT_ONCE))))
    cuts = [0, *range(1, len(due), size), len(due)] if due else []
    return [
        Chunk(
            order,
            tuple(each.who for each in due[begin:end]),
            tuple(record for each in due[begin:end] for record in each.known),
            tuple(each.file for each in due[begin:end] if each.file),
        )
        for begin, end in pairwise(cuts)
    ]


class _Reading:
    """A script, read for each to whom it is another.

    `names` are what each athlete's files begin with. `taken` are those whose file would be another than the one that
    has its name, where nothing is replaced. `passed_on` are the records of files that were another's of the same name.
    `versions` are the other ones of audiocoach by which something was made that stays.
    """

    def __init__(self, order: OrderForMany, path: Path, shop: Workshop) -> None:
        self.order, self.path = order, path
        self.sessions = 1
        self.names: list[str] = []
        self.taken: list[tuple[Athlete, TakenError]] = []
        self.passed_on: list[Record] = []
        self.versions: dict[str, None] = {}
        self._files: list[Path] = []
        self._made_from = MadeFrom(order, shop)
        self._is_session = True
        self._read: set[object] = set()

    def read(self, who: Athlete | None) -> None:
        """Read it for somebody, unless it is the same for them as for another before.

        Raises:
            AudiocoachError: when it is wrong for them.
        """
        key = who.reads if who else None
        if key in self._read:
            return
        found = load_script(self.path)
        if isinstance(found, Session):
            if self.order.sessions or self.order.weeks:
                option = "'--session' and '--week' pick of a programme"
                raise AudiocoachError(f"{self.path}: this is a single session", option=option)
            self._made_from.of(self.order.change(found), who, "")  # what it is made from is known from now on
        else:
            self._is_session = False
            self.sessions = max(1, len(found.sessions))
        self._read.add(key)

    def name(self, served: Sequence[Athlete | None]) -> None:
        """Name the file, or the folder, of each.

        Raises:
            OutputError: when two would get the same.
        """
        stems = [file_stem(self.path.stem, who) for who in served]
        folder = Path(_NO_FOLDER if is_address(self.order.output) else self.order.output)
        if self._is_session:
            found = targets([self.path.with_name(stem + self.path.suffix) for stem in stems], folder)
        else:
            found = [fitting(folder, stem) for stem in stems]
        tracks = self._is_session and self.order.split
        self._files = found
        spliced = SUFFIX if self._is_session and self.order.spliced else ""
        self.names = [path.stem if tracks else path.name + spliced for path in found]

    def due(
        self, served: Sequence[Athlete | None], records: dict[str, list[Record]], destination: Destination
    ) -> Iterator[_Due]:
        """Give those whose files are not there as they would be made now; of programmes all, which know it better."""
        for who, name, file in zip(served, self.names, self._files, strict=True):
            known = records.get(name, [])
            if self._is_session and not self.order.force and known:
                made_from = self._made_from.known(who, file.stem)
                by_any = {made_from}
                if not destination.replaces:  # then another version's stays, if it was made from the same
                    by_any |= {self._made_from.known(who, file.stem, each.version) for each in known if each.version}
                same = (record for record in known if record.made_from in by_any)
                if there := next((record for record in same if self._is_there(record, destination)), None):
                    self.passed_on += passed_on(there, id_of(who))
                    if there.made_from != made_from:
                        self.versions[there.version] = None
                    continue
                others = (stays(record, made_from, destination, self.order.output) for record in known)
                if error := next(filter(None, others), None):
                    if who is None:
                        raise error
                    self.taken.append((who, error))
                    continue
            yield _Due(who, file.name if self._is_session else "", tuple(known))

    def _is_there(self, record: Record, destination: Destination) -> bool:
        """Tell whether a file is there, with all that is to lie beside it."""
        if self.order.beside:
            from audiocoach.labels.side_files import path_beside

            file, parts = Path(record.file.removesuffix(SUFFIX)), {part.file for part in record.parts}
            if not parts.issuperset(path_beside(file, kind).as_posix() for kind in self.order.beside):
                return False
        return is_there(record, destination)


def _served(
    readings: Sequence[_Reading], athletes: Iterable[Athlete | None]
) -> tuple[list[Athlete | None], list[tuple[Athlete, AudiocoachError]]]:
    """Read the scripts for everybody: those for whom they are right, and the others with what is wrong."""
    served: list[Athlete | None] = []
    refused: list[tuple[Athlete, AudiocoachError]] = []
    for who in athletes:
        try:
            with about(who), given_of(who):
                for reading in readings:
                    reading.read(who)
        except AudiocoachError as error:
            if who is None:
                raise
            refused.append((who, error))
        else:
            served.append(who)
    return served, refused


def _records(destination: Destination, names: set[str]) -> tuple[dict[str, list[Record]], list[str]]:
    """Read the records that hold of files, and of what is in folders, of these names; and what is wrong with some."""
    notes: list[str] = []

    def found() -> Iterator[Record]:  # one file after the other: what was made anew in each of many weeks is in all
        for name, data in destination.records():
            records, wrong = read(data)
            if wrong:
                said = f"{plural(wrong, 'line')} of it"
                notes.append(f"{name}: {said} cannot be read as records; what they were of is made again")
            yield from (each for each in records if each.file.partition("/")[0] in names)

    by_name: dict[str, list[Record]] = {}
    for record in latest(found()).values():
        by_name.setdefault(record.file.partition("/")[0], []).append(record)
    return by_name, notes
