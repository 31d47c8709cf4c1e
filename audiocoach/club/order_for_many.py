"""All that one command line asks for many athletes, as plain data: any process of any computer can carry it out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.club.destinations import Destination, FolderDestination
from audiocoach.errors import AudiocoachError, os_reason
from audiocoach.quantities.paces import Pace, Per
from audiocoach.rendering.athletes import Athlete
from audiocoach.rendering.changes import Change
from audiocoach.rendering.orders import Wishes
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.context import at_pace
from audiocoach.text.addresses import is_address

if TYPE_CHECKING:
    from audiocoach.quantities.race_times import Races


@dataclass(frozen=True, slots=True)
class OrderForMany:
    """What is to be made for each athlete: of which scripts, how changed, of programmes which sessions, and where to.

    `scripts` are as they were typed, and every path counts from `folder`, the one in which that was; so does `output`,
    a folder or the address of an object store. `pace`, `units` and `races` are given beside the scripts. `bitrate` is
    of MP3s, in kb/s. `folded`, `split`, `verify`: see `Workshop`. `beside` are kinds of files that lie beside each.
    `force`: what is done already is done again. `keep_going`: rows that are wrong keep the others from nothing.
    `spliced`: what all share is stored once, in the pack of this digest (hexadecimal), once that is made.
    """

    scripts: tuple[str, ...]
    output: str
    change: Change = field(default_factory=Change)
    sessions: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    pace: Pace | None = None
    units: Per | None = None
    races: Races | None = None
    bitrate: int | None = None
    folded: bool = False
    split: bool = False
    beside: tuple[str, ...] = ()
    force: bool = False
    verify: bool = False
    keep_going: bool = False
    spliced: bool = False
    pack: str = ""
    folder: str = field(default_factory=os.getcwd)

    def enter_folder(self) -> None:
        """Go to the folder from which the command's paths count: a worker's is another one.

        Raises:
            AudiocoachError: when it is not there.
        """
        try:
            if Path.cwd() != Path(self.folder):
                os.chdir(self.folder)
        except OSError as error:
            message = f"{self.folder}: a worker cannot go to this folder: {os_reason(error)}"
            raise AudiocoachError(message, "scripts and their music must be seen by every worker") from None

    def reading(self) -> AbstractContextManager[None]:
        """Read scripts as the command line gives them: at its pace, and by its races."""
        return at_pace(self.pace, self.units, self.races)

    def wishes(self, athletes: Sequence[Athlete | None], files: Sequence[Path]) -> Wishes:
        """Give what is asked for besides the scripts, for some of the athletes, with their files; one wrong for some
        keeps the others from nothing.
        """
        return Wishes(self.change, self.sessions, self.weeks, athletes, keep_going=True, files=files)

    def workshop(self) -> Workshop:
        """Give what sessions are made with."""
        return Workshop(bitrate=self.bitrate, verify=self.verify, folded=self.folded, split=self.split)

    def with_pack(self, shop: Workshop, destination: Destination, folder: Path) -> Workshop:
        """Give a workshop as it is where what all share is known: one that writes spliced files in this workplace.

        Raises:
            OutputError: when the pack is missing or damaged.
        """
        if not self.pack:
            return shop
        from audiocoach.club.spliced_writer import SplicedWriter, load_pack, pack_path

        destination.bring(pack_path(Path(), self.pack).as_posix(), self.pack, folder)
        return replace(shop, mp3_writer=SplicedWriter(load_pack(folder, self.pack)))

    def destination(self, shop: Workshop) -> Destination:
        """Give where files and records go.

        Raises:
            AudiocoachError: when that is an object store that cannot be opened.
        """
        if is_address(self.output):
            from audiocoach.club.object_store import StoreDestination

            return StoreDestination.at(self.output, verify=self.verify, replace=self.force)
        return FolderDestination(Path(self.output), shop.digests if self.verify else None)
