"""Where each step and each set of a session stands in its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from audiocoach.assist.board_lines import BoardItem, board_items, places_in
from audiocoach.assist.written_nodes import MEND_FIRST, UNREAD, Alias, Items, Keys, Part, Scalar, anchored, written
from audiocoach.bounds import MAX_CHAIN
from audiocoach.errors import AudiocoachError
from audiocoach.script.steps.whiteboard import looks_like_whiteboard
from audiocoach.vocabulary import KINDS

Path = tuple[int, ...]
Fixed = tuple[str, str] | None

_ANCHORED: Fixed = (
    "this is written once, with a YAML anchor ('&' or '*'), and stands for steps in other places as well",
    "write it out without the anchor, or name it in 'blocks:'",
)
_ENCODED: Fixed = (
    "this line is written with signs that stand for others, and is changed only by hand",
    "write it without a backslash",
)


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
        return self.item.start if self.item else self.entry.part.start

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
    """

    site: Site
    inner: list[Placed] | None
    block: str
    fixed: Fixed
    before: tuple[Site, ...]
    after: tuple[Site, ...]
    path: Path = ()
    uses: int = 1

    @property
    def further(self) -> Keys | None:
        """Return the keys of its full form, or those behind its line."""
        return self.site.entry.keys

    def key(self, name: str) -> tuple[Scalar, Part] | None:
        """Return one of its keys with the value, where the text has it as a key."""
        return self.further.entry(name) if self.further and self.site.is_entry else None


@dataclass(frozen=True, slots=True)
class StepsInText:
    """The steps of a session in its text.

    Attributes:
        text: the script.
        steps: the session's steps, each set with its own.
        at_races: whether `400m @ 5k` is a length in this script.
        names: the blocks.
    """

    text: str
    steps: list[Placed]
    at_races: bool
    names: frozenset[str]

    def at(self, path: Path) -> Placed:
        """Return a step by its path.

        Raises:
            AudiocoachError: where there is none.
        """
        found, among = None, self.steps
        for index in path:
            if not 0 <= index < len(among):
                break
            found = among[index]
            among = found.inner or []
        else:
            if found is not None:
                return found
        raise AudiocoachError("there is no such step in this script", "choose one in the picture as it is now")

    def siblings(self, path: Path) -> list[Placed]:
        """Return the steps among which the one at a path stands."""
        return self.at(path[:-1]).inner or [] if len(path) > 1 else self.steps

    def all(self) -> Iterator[Placed]:
        """Yield every step and set, each before what is in it."""
        waiting = list(reversed(self.steps))
        while waiting:
            found = waiting.pop()
            yield found
            waiting += reversed(found.inner or [])


def steps_in_text(text: str) -> StepsInText:
    """Find the steps of a session in its text, which has no errors.

    Raises:
        AudiocoachError: where they cannot be found.
    """
    root = written(text)
    reader = _Reader(text, root)
    entry = root.entry("steps")
    if entry is None:
        raise AudiocoachError(UNREAD, MEND_FIRST)
    steps = reader.items(entry[1], entry[0], "", fixed=None, flow=root.flow)
    found = StepsInText(text, steps, reader.at_races, reader.names)
    _number(found.steps, ())
    uses = Counter(placed.site.start for placed in found.all())
    for placed in found.all():
        placed.uses = uses[placed.site.start]
    return found


def _number(steps: list[Placed], around: Path) -> None:
    for index, placed in enumerate(steps):
        placed.path = (*around, index)
        _number(placed.inner or [], placed.path)


class _Reader:
    def __init__(self, text: str, root: Keys) -> None:
        self.text = text
        blocks = root.value("blocks")
        self.blocks = {key.value: (key, value) for key, value in blocks.entries} if isinstance(blocks, Keys) else {}
        self.names = frozenset(self.blocks)
        self.at_races = root.value("race") is not None or root.value("pace") is None
        self.anchors = {part.anchor: part for part in _parts(root) if part.anchor and not isinstance(part, Alias)}
        self.depth = 0

    def items(self, part: Part, key: Scalar | None, block: str, *, fixed: Fixed, flow: bool) -> list[Placed]:
        """Read what stands behind `steps:` or the name of a block."""
        if isinstance(part, Alias):
            return self.items(self.anchors[part.anchor], key, block, fixed=_ANCHORED, flow=flow)
        fixed = fixed or (_ANCHORED if part.anchor else None)
        if isinstance(part, Items):
            found: list[Placed] = []
            for index, item in enumerate(part.items):
                held = self.anchors[item.anchor] if isinstance(item, Alias) else item
                entry = Entry(held, part, index, None, flow or part.flow)
                found += self.entry(entry, block, fixed=fixed or (_ANCHORED if anchored(item) else None))
            return found
        return self.entry(Entry(part, None, 0, key, flow), block, fixed=fixed)

    def entry(self, entry: Entry, block: str, *, fixed: Fixed) -> list[Placed]:
        part = entry.part
        if isinstance(part, Scalar):
            return self.line(entry, part, block, fixed=fixed)
        if not isinstance(part, Keys):
            raise AudiocoachError(UNREAD, MEND_FIRST)
        key, value = part.entries[0]
        if len(part.entries) == 1 and key.value not in (*KINDS, "repeat") and looks_like_whiteboard(key.value):
            entry.value = value
            entry.keys = value if isinstance(value, Keys) else None
            return self.line(entry, key, block, fixed=fixed)
        entry.keys = part
        steps = part.entry("steps")
        inner = self.items(steps[1], steps[0], block, fixed=fixed, flow=entry.flow or part.flow) if steps else None
        site = Site(entry)
        return [Placed(site, inner, block, fixed, (site,), (site,))]

    def line(self, entry: Entry, scalar: Scalar, block: str, *, fixed: Fixed) -> list[Placed]:
        entry.line = scalar
        places = places_in(self.text, scalar)
        fixed = fixed or (None if places else _ENCODED)
        entry.board = board_items(scalar.value, places or [scalar.start] * len(scalar.value), self.names, self.at_races)
        return self.group(entry, entry.board, (), block, fixed=fixed)

    def group(
        self, entry: Entry, items: list[BoardItem], outer: tuple[BoardItem, ...], block: str, *, fixed: Fixed
    ) -> list[Placed]:
        found: list[Placed] = []
        for item in items:
            site = Site(entry, item, items, outer)
            if not item.what:
                found += self.block(item.text, site)
                continue
            inner = self.group(entry, item.items, (*outer, item), block, fixed=fixed) if item.what == "set" else None
            found.append(Placed(site, inner, block, fixed, (site,), (site,)))
        return found

    def block(self, name: str, site: Site) -> list[Placed]:
        """Read the steps that a block's name stands for."""
        self.depth += 1
        if self.depth > MAX_CHAIN:
            raise AudiocoachError(UNREAD, MEND_FIRST)
        key, value = self.blocks[name]
        found = self.items(value, key, name, fixed=None, flow=False)
        self.depth -= 1
        if found:
            found[0].before = (*found[0].before, site)
            found[-1].after = (*found[-1].after, site)
        return found


def _parts(part: Part) -> Iterator[Part]:
    yield part
    if isinstance(part, Items):
        for item in part.items:
            yield from _parts(item)
    elif isinstance(part, Keys):
        for key, value in part.entries:
            yield from _parts(key)
            yield from _parts(value)
