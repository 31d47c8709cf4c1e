"""The smallest edits that make one text of another: lines first, and characters where a line has changed."""

from __future__ import annotations

from difflib import SequenceMatcher

from audiocoach.assist.text_edits import Edit


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that make `new` of `old`; what both have stays untouched."""
    if old == new:
        return ()
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    edits: list[Edit] = []
    for what, first, last, from_line, to_line in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if last - first == to_line - from_line:  # line for line: what is moved further in
            for offset in range(last - first):
                edits += _trimmed(starts[first + offset], before[first + offset], after[from_line + offset])
        else:
            edits += _trimmed(starts[first], "".join(before[first:last]), "".join(after[from_line:to_line]))
    return tuple(edits)


def _trimmed(start: int, old: str, new: str) -> list[Edit]:
    """Return the edit of a stretch without what both have at its ends."""
    most = min(len(old), len(new))
    head = next((index for index in range(most) if old[index] != new[index]), most)
    most -= head
    tail = next((index for index in range(most) if old[-1 - index] != new[-1 - index]), most)
    if len(old) == head + tail == len(new):
        return []
    return [Edit(start + head, start + len(old) - tail, new[head : len(new) - tail])]
