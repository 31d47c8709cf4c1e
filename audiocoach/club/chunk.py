"""The unit of work for many: some athletes of one script, the same bytes wherever and however often it is made."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.club.destinations import TakenError, write_down
from audiocoach.club.known_files import KnownFiles, tracks_of
from audiocoach.club.made_from import MadeFrom
from audiocoach.club.nothing_made import id_of, refusal
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.records import Part, Record, latest
from audiocoach.club.spliced_files import spliced_path
from audiocoach.club.spliced_writer import pack_path
from audiocoach.errors import AudiocoachError, OutputError
from audiocoach.rendering.athletes import Athlete, told_of
from audiocoach.rendering.orders import batches, wanted
from audiocoach.rendering.session import Rendered, folder_for, render_all
from audiocoach.storage.digests import sha256_of
from audiocoach.version import __version__

if TYPE_CHECKING:
    from audiocoach.club.destinations import Destination
    from audiocoach.rendering.whole_programme import ProgrammeOrder
    from audiocoach.rendering.write_files import Order


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some athletes of an order with one script.

    `known` are the records that hold of their files until now. Of a single session, `files` are the names of what each
    gets, below the output folder.
    """

    order: OrderForMany
    athletes: tuple[Athlete | None, ...]
    known: tuple[Record, ...] = ()
    files: tuple[str, ...] = ()

    def halves(self) -> tuple[Chunk, Chunk]:
        """Part it in two; there must be two athletes at least."""
        middle = len(self.athletes) // 2
        return (
            replace(self, athletes=self.athletes[:middle], files=self.files[:middle]),
            replace(self, athletes=self.athletes[middle:], files=self.files[middle:]),
        )


@dataclass(frozen=True, slots=True)
class ChunkDone:
    """What became of a chunk of so many `athletes`: a record of each file and each refusal, and how long it took (s).

    `each_s` is how long each file took that was made, in the order of its records; `up_to_date` counts those of
    programmes that were there. `notes` and `warnings` are what was noticed, each once.
    """

    records: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    each_s: tuple[float, ...] = field(default=(), compare=False)
    up_to_date: int = 0
    athletes: int = 1


def run_chunk(chunk: Chunk) -> ChunkDone:
    """Make and publish the files of a chunk, and then the records of them.

    Somebody whose words cannot be made is refused by name, and the others get theirs.

    Raises:
        AudiocoachError: when nothing can be made for anybody: a file cannot be written, or the folder is not there.
    """
    began = time.monotonic()
    chunk.order.enter_folder()
    with chunk.order.reading():
        done = _Work(chunk).done()
    return replace(done, seconds=time.monotonic() - began, athletes=len(chunk.athletes))


class _Work:
    """A chunk being made."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk, self.order = chunk, chunk.order
        self.shop = self.order.workshop()
        self.destination: Destination = self.order.destination(self.shop)
        self.known = latest(chunk.known)
        self.files = dict(zip(chunk.athletes, chunk.files, strict=False))
        self.records: list[Record] = []
        self.fresh: list[Record] = []
        self.notes: dict[str, None] = {}
        self.warnings: dict[str, None] = {}
        self.each_s: list[float] = []
        self.digests: dict[Path, str] = {}
        self.up_to_date = 0
        self.script = Path(self.order.scripts[0]).stem

    def done(self) -> ChunkDone:
        """Make all of it."""
        with self.destination.workplace() as folder:
            self.folder = folder
            self.shop = self.order.with_pack(self.shop, self.destination, folder)
            for who, error in self._make(self.chunk.athletes):
                self._refuse(who, error)
        write_down((*self.records, *self.fresh), self.destination)
        return ChunkDone(
            tuple(self.records), tuple(self.notes), tuple(self.warnings), 0.0, tuple(self.each_s), self.up_to_date
        )

    def _make(self, athletes: Sequence[Athlete | None]) -> Iterator[tuple[Athlete | None, AudiocoachError]]:
        """Make what there is for some athletes; yields those for whom that cannot be, and why."""
        try:
            files = [self.folder / self.files[who] for who in athletes if who in self.files]
            found = wanted(self.order.scripts, self.folder, self.order.wishes(athletes, files))
        except OutputError:
            raise
        except AudiocoachError as error:
            if len(athletes) == 1:
                yield athletes[0], error
                return
            for who in athletes:
                yield from self._make([who])
            return
        if found.refused:
            yield from found.refused
            refused = {who for who, _ in found.refused}
            yield from self._make([who for who in athletes if who not in refused])
            return
        self.notes |= dict.fromkeys(found.notes)
        for orders in found.singles:
            whose = {order.path: who for order, who in zip(orders, athletes, strict=True)}
            yield from self._make_singles([self._told(order) for order in orders], whose)
        for who, order in zip(athletes, found.programmes, strict=False):
            yield from self._make_programme(who, order)

    def _told(self, order: Order) -> Order:
        """Make the same order, of which the file's digest is kept."""
        return replace(order, on_whole=lambda digest: self.digests.__setitem__(order.path, digest))

    def _make_singles(
        self, orders: Sequence[Order], whose: Mapping[Path, Athlete | None]
    ) -> Iterator[tuple[Athlete | None, AudiocoachError]]:
        made_from = MadeFrom(self.order, self.shop)
        for together in batches(orders, self.shop):
            for order, made in self._rendered(together):
                who = whose[order.path]
                if isinstance(made, AudiocoachError):
                    yield who, made
                    continue
                source = made_from.of(order.session, who, order.path.stem)
                if error := self._taken(who, self.script, made, source, self._beside(made)):
                    yield who, error

    def _rendered(self, orders: Sequence[Order]) -> Iterator[tuple[Order, Rendered | AudiocoachError]]:
        """Render sessions together, without those that cannot be: these are found by halves."""
        done = 0
        try:
            with closing(render_all(orders, self.shop)) as files:
                for made in files:
                    yield orders[done], made
                    done += 1
        except AudiocoachError as error:
            left = orders[done:]
            if isinstance(error, OutputError) or not left:
                raise
            if len(left) == 1:
                yield left[0], error
                return
            middle = len(left) // 2
            yield from self._rendered(left[:middle])
            yield from self._rendered(left[middle:])

    def _make_programme(
        self, who: Athlete | None, order: ProgrammeOrder
    ) -> Iterator[tuple[Athlete | None, AudiocoachError]]:
        self.warnings |= dict.fromkeys(map(str, order.programme.warnings))
        rendered: list[Rendered] = []
        known = KnownFiles(self.order, self.shop, self.destination, self.folder, self.known)
        try:
            due = known.due(who, order)
            taken, sources = due.taken, {known.written(each): each for each in due.orders}
            with closing(render_all([self._told(each) for each in due.orders], self.shop)) as files:
                for made in files:
                    source = sources[made.path]
                    rendered.append(made)
                    error = self._taken(who, known.session(source.planned), made, source.fingerprint, ())
                    taken = taken or error
            if taken is not None:
                yield who, taken
            elif self.order.beside:
                self._write_beside(order, rendered)
        except OutputError:
            raise
        except AudiocoachError as error:
            yield who, error
            return
        self.notes |= dict.fromkeys(due.notes)
        self.up_to_date += due.there
        self.fresh += due.records

    def _taken(
        self, who: Athlete | None, session: str, made: Rendered, source: str, beside: tuple[Part, ...]
    ) -> TakenError | None:
        """Publish what was made; where something else stays in its place, it is given up, and that is told."""
        parts = (*self._tracks(made), *beside)
        try:
            self._publish(who, session, made, source, parts)
        except TakenError as error:
            for path in (made.path, spliced_path(made.path), *(self.folder / part.file for part in parts)):
                path.unlink(missing_ok=True)  # room for the others'
            return error
        return None

    def _write_beside(self, order: ProgrammeOrder, rendered: Sequence[Rendered]) -> None:
        from audiocoach.labels.side_files import write_beside

        for facts in order.facts(rendered, self.shop):
            folder_for(facts.file)  # which is not there where all is published already, and elsewhere
            for path in write_beside(facts, self.order.beside):
                self.destination.publish(self._name(path), path, sha256_of(path).hex())

    def _tracks(self, made: Rendered) -> tuple[Part, ...]:
        """Give the tracks of a playlist, where a session becomes one."""
        return tracks_of(made.path, self.folder) if self.order.split else ()

    def _beside(self, made: Rendered) -> tuple[Part, ...]:
        """Write the files beside one."""
        if not self.order.beside:
            return ()
        from audiocoach.labels.side_files import Facts, notes_beside, write_beside

        facts = Facts(made.timeline, made.path)
        paths = write_beside(facts, self.order.beside)
        self.notes |= dict.fromkeys(notes_beside(facts, self.order.beside))
        return tuple(Part(self._name(path), sha256_of(path).hex(), path.stat().st_size) for path in paths)

    def _publish(self, who: Athlete | None, session: str, made: Rendered, source: str, parts: tuple[Part, ...]) -> None:
        digest, size = self.digests.pop(made.path, "") or sha256_of(made.path).hex(), made.size
        path = spliced_path(made.path) if self.order.pack else made.path
        size = path.stat().st_size if self.order.split else size  # of the playlist, as `is_there` asks for it
        for part in parts:
            self.destination.publish(part.file, self.folder / part.file, part.sha256)
        name = self._name(path)
        if (head := self.destination.publish(name, path, digest)) is not None:  # of what is there, by whatever pack
            pack = Part(pack_path(Path(), head.pack).as_posix(), head.pack, head.pack_size)
            size, parts = head.file_size, (*parts, pack)
        turn = self.known[name].turn + 1 if name in self.known else 1
        how = (source, "", turn, made.length_ms, parts, __version__)
        self.records.append(Record(id_of(who), session, name, digest, size, *how))
        self.each_s.append(made.seconds)
        self.notes |= dict.fromkeys(made.notes)
        self.warnings |= dict.fromkeys(map(str, made.timeline.warnings))

    def _refuse(self, who: Athlete | None, error: AudiocoachError) -> None:
        self.records.append(refusal(self.order, who, told_of(who, error).on_command_line()))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()
