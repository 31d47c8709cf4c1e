"""The smallest edits that make one text of another: lines first, and characters where a line has changed."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from audiocoach.assist.text_edits import Edit

_MOST = 1_000
"""Lines that are compared each with each; of more, all are one edit."""


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that make `new` of `old`; what both have stays untouched."""
    if old == new:
        return ()
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    edits: list[Edit] = []
    for what, first, last, from_line, to_line in _pairs(before, after):
        if what == "equal":
            continue
        # What is moved further in is the same but for its margin.
        bare, other_bare = (
            [line.strip() for line in lines] for lines in (before[first:last], after[from_line:to_line])
        )
        for same, own, end, other, stop in _pairs(bare, other_bare):
            if same == "equal":
                for offset in range(end - own):
                    at = first + own + offset
                    edits += _trimmed(starts[at], before[at], after[from_line + other + offset])
            else:
                old_lines = "".join(before[first + own : first + end])
                edits += _trimmed(starts[first + own], old_lines, "".join(after[from_line + other : from_line + stop]))
    return tuple(_joined(edits))


def _joined(edits: list[Edit]) -> list[Edit]:
    """Make one edit of those that touch: no two are at one place."""
    found: list[Edit] = []
    for edit in edits:
        if found and found[-1].end == edit.start:
            found[-1] = Edit(found[-1].start, edit.end, found[-1].text + edit.text)
        else:
            found.append(edit)
    return found


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return which lines are equal and which are not, as `SequenceMatcher` does; quickly where little differs."""
    head = _equal(before, after)
    tail = min(_equal(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    end, stop = len(before) - tail, len(after) - tail
    found: list[tuple[str, int, int, int, int]] = [("equal", 0, head, 0, head)]
    if max(end, stop) - head > _MOST:
        found.append(("replace", head, end, head, stop))
    else:
        middle = SequenceMatcher(None, before[head:end], after[head:stop], autojunk=False).get_opcodes()
        found += [(what, own + head, last + head, at + head, to + head) for what, own, last, at, to in middle]
    return [*found, ("equal", end, len(before), stop, len(after))]


def _equal(before: Sequence[str], after: Sequence[str]) -> int:
    """Count how many lines are equal from the first on."""
    most = min(len(before), len(after))
    return next((index for index in range(most) if before[index] != after[index]), most)


def _trimmed(start: int, old: str, new: str) -> list[Edit]:
    """Return the edit of a stretch without what both have at its ends."""
    most = min(len(old), len(new))
    head = next((index for index in range(most) if old[index] != new[index]), most)
    most -= head
    tail = next((index for index in range(most) if old[-1 - index] != new[-1 - index]), most)
    if len(old) == head + tail == len(new):
        return []
    return [Edit(start + head, start + len(old) - tail, new[head : len(new) - tail])]
