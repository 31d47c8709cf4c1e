"""Give a step an entry of its own in a list: a line of several is parted, and a set in brackets is spelled out.

Nothing of what the session is changes by it.
"""

from __future__ import annotations

from audiocoach.assist.board_lines import as_scalar
from audiocoach.assist.entry_lines import column, dash_column, line_end, shifted
from audiocoach.assist.placed_steps import Entry, Path, Placed, Site
from audiocoach.assist.steps_in_text import StepsInText
from audiocoach.assist.text_edits import Edit, applied
from audiocoach.assist.written_nodes import Keys
from audiocoach.bounds import MAX_NESTING
from audiocoach.errors import AudiocoachError


def on_its_own(found: StepsInText, path: Path) -> tuple[StepsInText, Placed]:
    """Rewrite a script so that one step or set has an entry of its own, where it has none.

    Returns:
        The steps in the script as it is then, and where the step now stands in it.

    Raises:
        AudiocoachError: where that cannot be done.
    """
    for _ in range(2 * MAX_NESTING):
        placed = found.at(path)
        check_free(placed)
        if placed.site.is_entry and placed.site.entry.among is not None:
            return found, placed
        found = found.again(applied(found.text, _looser(found.text, placed.site)))
    raise AudiocoachError("this step cannot be given a line of its own", "write it on one by hand")


def check_free(placed: Placed) -> None:
    """Refuse to change what stands for more than one step, or cannot be changed where it is written.

    Raises:
        AudiocoachError: when it does.
    """
    if placed.fixed:
        raise AudiocoachError(*placed.fixed)
    if placed.uses > 1:
        name = f"the block '{placed.block}'" if placed.block else "a block"
        raise AudiocoachError(
            f"this step is written in {name}, which is used {placed.uses} times, and all of them would change",
            "change it in 'blocks:' by hand, or write the block's steps out in the place that is to differ",
        )


def _looser(text: str, site: Site) -> list[Edit]:
    entry = site.entry
    if entry.value is None and (len(entry.board) > 1 or entry.among is None):
        return _parted(text, entry)
    return _opened(text, site)


def _parted(text: str, entry: Entry) -> list[Edit]:
    """Give each item of a line an entry of its own."""
    line = entry.line
    assert line is not None
    inner = entry.flow
    texts = [as_scalar(item.text, flow=inner) for item in entry.board]
    if entry.among is not None:
        between = ", " if inner else "\n" + " " * dash_column(text, entry) + "- "
        return [Edit(line.start, line.end, between.join(texts))]
    if inner:
        return [Edit(line.start, line.end, f"[{', '.join(texts)}]")]
    key = entry.alone_at
    if key is None or text[key.end : line.start].strip(" ") != ":":
        raise AudiocoachError("the steps of this list cannot be parted", "write each on a line of its own")
    dash = "\n" + " " * (column(text, key.start) + 2) + "- "
    return [Edit(key.end + 1, line.end, "".join(dash + each for each in texts))]


def _opened(text: str, site: Site) -> list[Edit]:
    """Write a set that stands in brackets as `repeat:` and `steps:`, with what stands behind its line."""
    entry, item = site.entry, site.outer[0] if site.outer else site.item
    assert item is not None
    rounds = text[slice(*item.length)]
    part = entry.part
    further = entry.value if isinstance(entry.value, Keys) and entry.value.entries else None
    texts = [as_scalar(inner.text, flow=entry.flow) for inner in item.items]
    if entry.flow:
        keys = [text[key.start : value.end] for key, value in further.entries] if further else []
        if further and not further.flow:
            raise AudiocoachError("this set cannot be spelled out where it stands", "write it on lines of its own")
        body = ", ".join([f"repeat: {rounds}", *keys, f"steps: [{', '.join(texts)}]"])
        return [Edit(part.start, part.end, f"{{{body}}}")]
    margin = dash_column(text, entry) + 2
    dash = "\n" + " " * margin
    lines = ""
    if further and further.flow:
        lines = "".join(f"{dash}{text[key.start : value.end]}" for key, value in further.entries)
    elif further:
        first = further.entries[0][0].start
        lines = dash + shifted(text[first : further.end], margin - column(text, first))
    lines += f"{dash}steps:" + "".join(f"{dash}  - {each}" for each in texts)
    if further and not further.flow:
        return [Edit(part.start, part.end, f"repeat: {rounds}{lines}")]
    end = line_end(text, part.end)  # a comment behind the set stays behind its first line
    return [Edit(part.start, part.end, f"repeat: {rounds}"), Edit(end, end, lines)]
