"""Take a step's text out of a script, and put one in beside another: in a list, or on a line of the whiteboard form."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.assist.board_lines import as_scalar
from audiocoach.assist.entry_lines import (
    column,
    comment_behind,
    dash_column,
    in_scalar,
    line_end,
    line_start,
    lines_of,
    shifted,
)
from audiocoach.assist.keys_in_text import gap_closed
from audiocoach.assist.placed_steps import Placed, Site
from audiocoach.assist.text_edits import Edit
from audiocoach.errors import AudiocoachError


@dataclass(frozen=True, slots=True)
class Piece:
    """A step's text apart from its place.

    Attributes:
        board: it on a line of the whiteboard form; empty for one that no such line can hold.
        lines: it behind a dash, in one line or more.
        margin: the column at which the first of these lines stood, which the others are counted from.
        flow: it within brackets; empty where it cannot stand there.
    """

    board: str
    lines: str
    margin: int
    flow: str


class NoRoomError(AudiocoachError):
    """A place on a line that a piece of text cannot stand at, unless the line is parted."""


def piece_of(text: str, placed: Placed) -> Piece:
    """Copy a step's text, with its own comments."""
    site = placed.site
    if not site.is_entry:
        assert site.item is not None
        board = site.item.text
        return Piece(board, as_scalar(board, flow=False), 0, as_scalar(board, flow=True))
    entry = site.entry
    bare = site.item is not None and entry.value is None
    source = text[entry.part.start : entry.part.end]
    board = site.item.text if site.item and bare else ""
    if entry.flow:
        return Piece(board, source, column(text, entry.part.start), source)
    if entry.among is not None and comment_behind(text, entry):
        source, board = text[entry.part.start : line_end(text, entry.part.end)].rstrip(), ""
    flow = as_scalar(board, flow=True) if board else ""
    return Piece(board, source, column(text, entry.part.start), flow)


def cut(text: str, placed: Placed) -> list[Edit]:
    """Return the edits that take a step out.

    Raises:
        AudiocoachError: where it is all that its list or its brackets hold.
    """
    site = placed.site
    if not site.is_entry:
        assert site.item is not None
        return _between(site.group.index(site.item), [(each.start, each.end) for each in site.group])
    entry = site.entry
    if entry.among is None or len(entry.among.items) == 1:
        where = f"the block '{placed.block}'" if placed.block else "its list"
        raise AudiocoachError(
            f"this is the only step of {where}, which would be left empty",
            "take out what it stands in, or put another step beside it first",
        )
    if entry.among.flow:
        return _between(entry.index, [(part.start, part.end) for part in entry.among.items])
    start, end = lines_of(text, entry)
    return [Edit(start, end + 1, "")] if end < len(text) else [Edit(max(0, start - 1), end, "")]


def _between(index: int, spans: list[tuple[int, int]]) -> list[Edit]:
    """Take one of several out with the comma beside it."""
    if len(spans) == 1:
        raise AudiocoachError(
            "this is the only step of its set, which would be left empty",
            "take the set out, or put another step beside it first",
        )
    return [gap_closed(index, spans)]


def paste(text: str, site: Site, piece: Piece, *, after: bool) -> list[Edit]:
    """Return the edits that put a step beside another.

    Raises:
        NoRoomError: where the other stands on a line that cannot hold it.
        AudiocoachError: where it can stand nowhere there.
    """
    entry = site.entry
    if site.is_entry and entry.among is not None:
        if entry.among.flow or entry.flow:
            if not piece.flow:
                raise AudiocoachError(
                    "the steps there stand in brackets, in one line, which cannot hold this one",
                    "write those steps on lines of their own first",
                )
            return [_at(entry.part.end, f", {piece.flow}") if after else _at(entry.part.start, f"{piece.flow}, ")]
        margin = dash_column(text, entry)
        lines = " " * margin + "- " + shifted(piece.lines, margin + 2 - piece.margin)
        start, end = lines_of(text, entry)
        return [_at(end, f"\n{lines}") if after else _at(_above_comments(text, start, margin), f"{lines}\n")]
    item = site.item
    if not piece.board or entry.line is None or item is None or (entry.value is not None and not site.outer):
        raise NoRoomError("a line cannot hold this step")
    edit = _at(item.end, f", {piece.board}") if after else _at(item.start, f"{piece.board}, ")
    return in_scalar(text, entry.line, [edit], flow=entry.flow)


def _at(at: int, text: str) -> Edit:
    return Edit(at, at, text)


def _above_comments(text: str, start: int, margin: int) -> int:
    """Return where the comments begin that stand right above a line, at its own margin."""
    while start:
        above = line_start(text, start - 1)
        if not text[above:start].startswith(" " * margin + "#"):
            break
        start = above
    return start
