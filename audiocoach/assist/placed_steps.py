"""A step in a text: the places where it is written, and what its characters are there."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiocoach.assist.board_lines import BoardItem
from audiocoach.assist.written_nodes import Items, Keys, Part, Scalar
from audiocoach.script.model import Set, Step

Path = tuple[int, ...]
Steps = tuple[Step | Set, ...]
Fixed = tuple[str, str] | None


@dataclass(slots=True, eq=False)
class Entry:
    """What stands behind one dash of a list of steps, between its commas, or alone behind `steps:`.

    Attributes:
        part: all of it.
        among: the list; None where it stands alone.
        index: its place in the list.
        alone_at: the key before it, where it stands alone.
        line: the line of the whiteboard form in it, if there is one.
        board: what stands on that line.
        value: what stands behind the line's colon, if it has one.
        keys: the keys of a step or a set in the full form, or the further keys of a line.
        flow: whether it stands within braces or brackets.
    """

    part: Part
    among: Items | None
    index: int
    alone_at: Scalar | None
    flow: bool
    line: Scalar | None = None
    board: list[BoardItem] = field(default_factory=list)
    value: Part | None = None
    keys: Keys | None = None


@dataclass(slots=True, eq=False)
class Site:
    """A place where one item is written: an entry, or an item on the entry's line, with its neighbours there."""

    entry: Entry
    item: BoardItem | None = None
    group: list[BoardItem] = field(default_factory=list)
    outer: tuple[BoardItem, ...] = ()

    @property
    def start(self) -> int:
        """Return where it begins."""
        return self.item.start if self.item and not self.is_entry else self.entry.part.start

    @property
    def end(self) -> int:
        """Return where it ends; an item of a line that stands alone there ends with the line's further keys."""
        return self.item.end if self.item and not self.is_entry else self.entry.part.end

    @property
    def is_entry(self) -> bool:
        """Tell whether it has its entry for itself."""
        return self.item is None or (not self.outer and len(self.group) == 1)


@dataclass(slots=True, eq=False)
class Placed:
    """A step or a set of the session, and where it is written.

    Attributes:
        site: where it is written.
        inner: the steps of a set; None for a step.
        block: the block that it is written in, if it is in one.
        fixed: why its text cannot be changed, and a way out; None where it can.
        before: the places before which another may be put, so that it comes before this one: its own, and that of the
            name of each block that it begins.
        after: the same behind it.
        path: which it is: its place in the session, and in each set around it.
        uses: how often it stands in the session by way of blocks.
        is_table: whether it stands for all steps that a variable of a programme has.
    """

    site: Site
    inner: list[Placed] | None
    block: str
    fixed: Fixed
    before: tuple[Site, ...]
    after: tuple[Site, ...]
    path: Path = ()
    uses: int = 1
    is_table: bool = False

    @property
    def further(self) -> Keys | None:
        """Return the keys of its full form, or those behind its line."""
        return self.site.entry.keys

    def key(self, name: str) -> tuple[Scalar, Part] | None:
        """Return one of its keys with the value, where the text has it as a key."""
        return self.further.entry(name) if self.further and self.site.is_entry else None
