"""What of somebody's programme is to be made, by the records that hold of its files and what is in the folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.club.destinations import TakenError, is_there, is_whole, note_of_older, stays
from audiocoach.club.nothing_made import id_of
from audiocoach.club.records import Part, Record, passed_on
from audiocoach.club.spliced_files import spliced_path
from audiocoach.output.session_tracks import PLAYLIST, listed_tracks, written_as
from audiocoach.rendering.whole_programme import files_of_session
from audiocoach.version import __version__

if TYPE_CHECKING:
    from audiocoach.club.destinations import Destination
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.programme.programme import PlannedSession
    from audiocoach.rendering.athletes import Athlete
    from audiocoach.rendering.whole_programme import ProgrammeOrder
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.rendering.write_files import Order


@dataclass(frozen=True, slots=True)
class ProgrammeDue:
    """What of somebody's programme is to be made. `there` counts the files that are, `records` are new ones of them.

    `taken`: a file would be another one than the one that has its name, where nothing is replaced. `notes` are for the
    user.
    """

    orders: Sequence[Order]
    there: int = 0
    records: Sequence[Record] = ()
    taken: TakenError | None = None
    notes: tuple[str, ...] = ()


def tracks_of(playlist: Path, folder: Path) -> tuple[Part, ...]:
    """Give the tracks of a playlist that are there, which belong to its record; names are below a folder."""
    tracks = ((path, digest) for path, digest in listed_tracks(playlist).items() if path.is_file())
    return tuple(Part(path.relative_to(folder).as_posix(), digest, path.stat().st_size) for path, digest in tracks)


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """The files of an order's programme that are in a folder, or elsewhere by the records that hold, `known`."""

    order: OrderForMany
    shop: Workshop
    destination: Destination
    folder: Path
    known: Mapping[str, Record]

    def due(self, who: Athlete | None, programme: ProgrammeOrder) -> ProgrammeDue:
        """Tell what of somebody's programme is to be made."""
        orders, fresh = programme.due(self.shop, force=self.order.force or bool(self.order.pack))
        if self.order.force:
            return ProgrammeDue(orders)
        due: list[Order] = []
        records = list(self._noted(who, programme, orders, fresh))
        there, taken, versions, by_version = len(fresh), None, dict[str, None](), dict[str, dict[str, str]]()
        for each in orders:
            known = self.known.get(self._name(self._standing_for(each)))
            older = self._older_version(known, each, programme, by_version) if known else ""
            if known and (older or known.made_from == each.fingerprint) and self._is_there(known, each):
                there += 1
                versions |= dict.fromkeys([older] if older else [])
                records += passed_on(known, id_of(who))
            elif self._was_run(programme, each):
                there += 1
            elif known and (error := stays(known, each.fingerprint, self.destination, self.order.output)):
                taken = taken or error
            else:
                due.append(each)
        return ProgrammeDue(due, there, records, taken, tuple(map(note_of_older, versions)))

    def session(self, planned: PlannedSession | None) -> str:
        """Give what records call a session."""
        return f"{Path(self.order.scripts[0]).stem} {planned.id if planned else ''}".strip()

    def written(self, order: Order) -> Path:
        """Give what is written in place of an order's file."""
        return written_as(order.path, split=self.order.split)

    def _standing_for(self, order: Order) -> Path:
        return spliced_path(order.path) if self.order.pack else self.written(order)

    def _is_there(self, known: Record, order: Order) -> bool:
        """Tell whether a file is there by its record, or what stands for it: a cache that is new knows of none."""
        if self.order.pack or not self.written(order).exists():
            return is_there(known, self.destination)
        return is_whole(known, self.folder, self.shop.digests)  # as where one process makes a programme

    def _older_version(
        self, known: Record, order: Order, programme: ProgrammeOrder, by_version: dict[str, dict[str, str]]
    ) -> str:
        """Give the other version by which a file was made from the same, where nothing is replaced; else nothing.

        `by_version` keeps what each session of the programme is made from by those that were asked about.
        """
        version = known.version
        if self.destination.replaces or version in {"", __version__} or order.planned is None:
            return ""
        if version not in by_version:
            by_version[version] = programme.made_from(self.shop, version)
        return version if by_version[version][order.planned.id] == known.made_from else ""

    def _was_run(self, programme: ProgrammeOrder, order: Order) -> bool:
        """Tell whether a session was run with a file that is elsewhere than in this folder, or spliced; see there."""
        if order.planned is None or order.planned.id not in programme.run:
            return False
        folder, session = f"{self._name(programme.folder)}/", self.session(order.planned)
        theirs = (each for each in self.known.values() if each.session == session and each.file.startswith(folder))
        return any(is_there(each, self.destination) for each in theirs)

    def _noted(
        self, who: Athlete | None, programme: ProgrammeOrder, due: Sequence[Order], fresh: Sequence[Path]
    ) -> Iterator[Record]:
        """Make records of what is in the folder already, and was made by one process."""
        split, made = self.order.split, {each.planned.id for each in due if each.planned}
        there = [planned for planned in programme.sessions if planned.id not in made]
        for planned, path in zip(there, fresh, strict=True):
            now = written_as(path, split=split)
            # Those of a session which was run may have their name from before the plan was changed, and be of the kind
            # that was asked for then.
            older = (files_of_session(path, split=kind) for kind in (split, not split))
            for found in [now] if now.is_file() else next(filter(None, older), []):
                name, digest = self._name(found), self.shop.digests.of(found)
                known = self.known.get(name)
                if known is None:
                    parts = tracks_of(found, self.folder) if found.suffix == PLAYLIST else ()
                    size = found.stat().st_size
                    yield Record(id_of(who), self.session(planned), name, digest, size, parts=parts)
                elif known.sha256 == digest and planned.id not in programme.run:
                    yield from passed_on(known, id_of(who))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()
