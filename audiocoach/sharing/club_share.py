"""Shares for several athletes in one folder, and the page that links all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.rendering.athletes import Athlete
from audiocoach.rendering.workshop import Workshop
from audiocoach.sharing.club_index import Index, Row, bring_index, index_in
from audiocoach.sharing.several import ShareWishes, share_for_each
from audiocoach.sharing.stages import Shared
from audiocoach.sharing.which_folder import folders_for

Wait = Callable[[Path], Callable[[], None]]
"""Gives for a folder what is called while another process shares into it."""


@dataclass
class ClubShare:
    """What is wanted for whom, `output` the folder that theirs lie in (None: the usual ones).

    `refused` are those for whom it is wrong, where the others go on; `rows` tell of each that was made.
    """

    wishes: ShareWishes
    output: Path | None
    athletes: Sequence[Athlete]
    on_wait: Wait = lambda _: lambda: None
    refused: list[tuple[Athlete, AudiocoachError]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def made(self, shop: Workshop, *, keep_going: bool = True) -> Iterator[tuple[Athlete, Path, Shared]]:
        """Bring each folder up to date, and give whose it is, where, and what it holds.

        Raises:
            AudiocoachError: as `share_for_each`.
        """
        folders = list(zip(self.athletes, folders_for(self.output, self.athletes), strict=True))
        whose = {folder: who for who, folder in folders}
        refuse = (lambda who, error: self.refused.append((who, error))) if keep_going else None
        for folder, done in share_for_each(self.wishes, folders, lambda _: shop, self.on_wait, refuse):
            self.rows.append(Row.of(whose[folder], folder, done))
            yield whose[folder], folder, done

    def bring_index(self, title: str) -> Index:
        """Bring the page that links them up to date, when they are made.

        Raises:
            OutputError: as `club_index.bring_index`.
        """
        path = index_in(self.output)
        return bring_index(path, title, self.rows, self.on_wait(path.parent))
