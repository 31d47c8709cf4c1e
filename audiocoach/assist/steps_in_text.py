"""Where each step and each set of a session stands in its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiocoach.assist.board_lines import BoardItem, board_items, places_in
from audiocoach.assist.placed_steps import Entry, Fixed, Path, Placed, Site, Steps
from audiocoach.assist.written_nodes import MEND_FIRST, UNREAD, Alias, Items, Keys, Part, Scalar, anchored, written
from audiocoach.bounds import MAX_CHAIN
from audiocoach.errors import AudiocoachError
from audiocoach.script.model import Set, Step
from audiocoach.script.steps.whiteboard import looks_like_whiteboard
from audiocoach.vocabulary import KINDS

_ANCHORED: Fixed = (
    "this is written once, with a YAML anchor ('&' or '*'), and stands for steps in other places as well",
    "write it out without the anchor, or name it in 'blocks:'",
)
_TABLED: Fixed = (
    "this comes from the programme's table, which has other steps here in other sessions",
    "change it in the text, under 'plan:' or 'progression:'",
)
_ENCODED: Fixed = (
    "this line is written with signs that stand for others, and is changed only by hand",
    "write it without a backslash",
)


@dataclass(frozen=True, slots=True)
class StepsInText:
    """The steps of a session in its text.

    Attributes:
        text: the script.
        root: its parts.
        steps: the session's steps, each set with its own.
        meant: the same as values.
    """

    text: str
    root: Keys
    steps: list[Placed]
    meant: Steps

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

    def again(self, text: str) -> StepsInText:
        """Find the same steps in another text that has them."""
        return steps_in_text(text, self.meant)

    def of_another(self, meant: Steps) -> StepsInText:
        """Find the steps of another session of the same programme."""
        return _found(self.text, self.root, meant)


def steps_in_text(text: str, meant: Steps) -> StepsInText:
    """Find the steps of a session in its text, or in that of its programme, which has no errors.

    Args:
        text: the script.
        meant: the session's steps as they are read from it.

    Raises:
        AudiocoachError: where they cannot be found.
    """
    return _found(text, written(text), meant)


def _found(text: str, root: Keys, meant: Steps) -> StepsInText:
    own = root.value("session")
    template = root if root.entry("steps") else own
    entry = template.entry("steps") if isinstance(template, Keys) else None
    if not isinstance(template, Keys) or entry is None:
        name = own.value if isinstance(own, Scalar) else "another file"
        raise AudiocoachError(f"the steps of this programme are written in {name}", "open that, and change them there")
    reader = _Reader(text, root, template)
    steps = reader.items(entry[1], entry[0], "", fixed=None, flow=root.flow or template.flow)
    found = StepsInText(text, root, _matched(steps, meant), meant)
    _number(found.steps, ())
    uses = Counter(placed.site.start for placed in found.all())
    for placed in found.all():
        placed.uses = uses[placed.site.start]
    return found


def _matched(steps: list[Placed], meant: Sequence[Step | Set]) -> list[Placed]:
    """Find a step for each that is meant; what a table of the programme has in one place may be several."""
    tables = [placed for placed in steps if placed.is_table]
    each, rest = divmod(len(meant) - len(steps) + len(tables), len(tables)) if tables else (0, 0)
    if rest or len({placed.site.start for placed in tables}) != len(tables):
        raise AudiocoachError("nobody can tell which of these steps comes from which table", "change them in the text")
    found: list[Placed] = []
    for placed in steps:
        own = meant[len(found) : len(found) + (each if placed.is_table else 1)]
        if placed.is_table:
            found += _of_table(placed.site, own)
            continue
        if len(own) != 1 or isinstance(own[0], Set) != (placed.inner is not None):
            raise AudiocoachError(UNREAD, MEND_FIRST)
        if isinstance(own[0], Set):
            placed.inner = _matched(placed.inner or [], own[0].steps)
        found.append(placed)
    if len(found) != len(meant):
        raise AudiocoachError(UNREAD, MEND_FIRST)
    return found


def _of_table(site: Site, meant: Sequence[Step | Set]) -> list[Placed]:
    last = len(meant) - 1
    return [
        Placed(
            site,
            _of_table(site, item.steps) if isinstance(item, Set) else None,
            "",
            _TABLED,
            (site,) if index == 0 else (),
            (site,) if index == last else (),
            is_table=True,
        )
        for index, item in enumerate(meant)
    ]


def _number(steps: list[Placed], around: Path) -> None:
    for index, placed in enumerate(steps):
        placed.path = (*around, index)
        _number(placed.inner or [], placed.path)


class _Reader:
    def __init__(self, text: str, root: Keys, template: Keys) -> None:
        self.text = text
        blocks = template.value("blocks")
        self.blocks = {key.value: (key, value) for key, value in blocks.entries} if isinstance(blocks, Keys) else {}
        self.names = frozenset(self.blocks) | (_variables(root) if template is not root else frozenset())
        self.at_races = template.value("race") is not None or template.value("pace") is None
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
        """Read the steps that a block's name stands for, or a variable's."""
        if name not in self.blocks:
            return [Placed(site, None, "", _TABLED, (site,), (site,), is_table=True)]
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


def _variables(root: Keys) -> frozenset[str]:
    """Return the names of a programme's variables."""
    rules, rows = root.value("progression"), root.value("plan")
    tables = [rules, *(row for _, row in rows.entries)] if isinstance(rows, Keys) else [rules]
    return frozenset(key.value for table in tables if isinstance(table, Keys) for key, _ in table.entries)


def _parts(part: Part) -> Iterator[Part]:
    yield part
    if isinstance(part, Items):
        for item in part.items:
            yield from _parts(item)
    elif isinstance(part, Keys):
        for key, value in part.entries:
            yield from _parts(key)
            yield from _parts(value)
