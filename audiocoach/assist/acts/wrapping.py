"""Put neighbours into a set of so many rounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiocoach.assist.acts.act_plans import Plan, number_in, path_in
from audiocoach.assist.board_lines import as_scalar
from audiocoach.assist.entry_lines import LONG, comment_behind, dash_column, in_scalar, lines_of
from audiocoach.assist.meant_steps import wrapped
from audiocoach.assist.own_lines import check_free, on_its_own
from audiocoach.assist.placed_steps import Path, Placed
from audiocoach.assist.steps_in_text import StepsInText
from audiocoach.assist.text_edits import Edit, applied
from audiocoach.errors import AudiocoachError


def wrap(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Put the `step`, or all from it to `last`, which is a neighbour of it, into a set of so many `rounds`.

    Raises:
        AudiocoachError: where they are no neighbours.
    """
    path, count = path_in(asked), number_in(asked, "rounds", 1)
    last = path_in(asked, "last") if asked.get("last") is not None else path
    if last[:-1] != path[:-1]:
        raise AudiocoachError(
            "these steps are no neighbours: they stand in different sets", "choose some beside each other"
        )
    first, last = min(path, last), max(path, last)
    paths = [(*first[:-1], index) for index in range(first[-1], last[-1] + 1)]
    for each in paths:
        check_free(found.at(each))
    if len({found.at(each).block for each in paths}) > 1:
        raise AudiocoachError(
            "some of these steps are written in a block, and some are not",
            "write the block's steps out beside the others",
        )
    ways = [
        lambda: _in_line(found, paths, count),
        lambda: _joined(found, paths, count),
        lambda: _spelled_out(found, paths, count),
    ]
    return Plan(wrapped(found.meant, first, last, count), ways, first)


def _in_line(found: StepsInText, paths: list[Path], count: int) -> str:
    """Put brackets round items of one line."""
    placed = [found.at(path) for path in paths]
    first, last = placed[0].site, placed[-1].site
    if first.item is None or last.item is None or first.group is not last.group or first.entry.line is None:
        raise AudiocoachError("these steps do not stand on one line")
    if first.entry.value is not None and not first.outer:
        raise AudiocoachError("what stands behind this line belongs to one step")
    edits = [Edit(first.item.start, first.item.start, f"{count} x ("), Edit(last.item.end, last.item.end, ")")]
    return applied(found.text, in_scalar(found.text, first.entry.line, edits, flow=first.entry.flow))


def _all_on_their_own(found: StepsInText, paths: list[Path]) -> tuple[str, list[Placed]]:
    for path in paths:
        found, _ = on_its_own(found, path)
    placed = [found.at(path) for path in paths]
    entries = [each.site.entry for each in placed]
    among = entries[0].among
    indices = [entry.index for entry in entries]
    if any(entry.among is not among for entry in entries) or indices != list(
        range(indices[0], indices[0] + len(indices))
    ):
        raise AudiocoachError("these steps do not stand together in the text", "write them below each other first")
    return found.text, placed


def _joined(found: StepsInText, paths: list[Path], count: int) -> str:
    """Make one line of several that are nothing but items of the whiteboard form."""
    text, placed = _all_on_their_own(found, paths)
    entries = [each.site.entry for each in placed]
    bare = all(each.site.item and each.site.entry.value is None for each in placed)
    first, last = entries[0], entries[-1]
    if not bare or first.flow or any(comment_behind(text, entry) for entry in entries[:-1]):
        raise AudiocoachError("these steps do not fit on one line")
    if text[first.part.start : last.part.end].count("\n") != len(entries) - 1:
        raise AudiocoachError("there is more between these steps")
    line = f"{count} x ({', '.join(each.site.item.text for each in placed if each.site.item)})"
    if len(line) + dash_column(text, first) > LONG:
        raise AudiocoachError("these steps do not fit on one line")
    return applied(text, [Edit(first.part.start, last.part.end, as_scalar(line, flow=False))])


def _spelled_out(found: StepsInText, paths: list[Path], count: int) -> str:
    """Put `repeat:` and `steps:` above entries, and these further in."""
    text, placed = _all_on_their_own(found, paths)
    first, last = placed[0].site.entry, placed[-1].site.entry
    if first.flow:
        edits = [
            Edit(first.part.start, first.part.start, f"{{repeat: {count}, steps: ["),
            Edit(last.part.end, last.part.end, "]}"),
        ]
        return applied(text, edits)
    margin = " " * dash_column(text, first)
    start, (_, end) = lines_of(text, first)[0], lines_of(text, last)
    edits = [Edit(start, start, f"{margin}- repeat: {count}\n{margin}  steps:\n")]
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if text[at:stop].strip():
            edits.append(Edit(at, at, "    "))
        at = stop + 1
    return applied(text, edits)
