"""Put steps in, double them, move them and take them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from audiocoach.assist.acts.act_plans import Plan, Way, number_in, path_in, words_in
from audiocoach.assist.board_lines import as_scalar
from audiocoach.assist.cut_and_paste import NoRoomError, Piece, cut, paste, piece_of
from audiocoach.assist.length_notations import notations
from audiocoach.assist.meant_steps import item_at, with_one, without
from audiocoach.assist.own_lines import check_free, on_its_own
from audiocoach.assist.placed_steps import Path, Placed, Site
from audiocoach.assist.steps_in_text import StepsInText
from audiocoach.assist.text_edits import Edit, applied
from audiocoach.errors import AudiocoachError, Unreadable
from audiocoach.quantities.lengths import parse_length
from audiocoach.script.model import Step
from audiocoach.text.suggest import did_you_mean
from audiocoach.vocabulary import KINDS


def remove(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Take a step or a set out.

    Raises:
        AudiocoachError: where nothing would be left.
    """
    path = path_in(asked)
    placed = found.at(path)
    check_free(placed)
    after = without(found.meant, path)
    if not after:
        raise AudiocoachError("this is the only step, and a session has one at least", "put another beside it first")
    return Plan(after, [lambda: applied(found.text, cut(found.text, placed))])


def double(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Put a copy of a step or a set behind it.

    Raises:
        AudiocoachError: where its text cannot be changed.
    """
    path = path_in(asked)
    placed = found.at(path)
    check_free(placed)
    copy = (*path[:-1], path[-1] + 1)
    piece = piece_of(found.text, placed)
    ways = list(_pasted(found, path, piece, after=True))
    return Plan(with_one(found.meant, copy, item_at(found.meant, path)), ways, copy)


def add(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Put a step of `kind`, as long as `length` says or `length_ms`, called `name` if it has one, into the session.

    `where` is "after" or "before" the `step`, or "end": of the set `step`, or without one of the session.

    Raises:
        AudiocoachError: for a kind or a length that is none.
    """
    where = asked.get("where", "after")
    if where not in ("after", "before", "end"):
        raise AudiocoachError("'where' is after, before or end", "give one of them")
    beside = path_in(asked) if where != "end" or asked.get("step") else ()
    if where == "end":
        inner = found.at(beside).inner if beside else found.steps
        if inner is None:
            raise AudiocoachError("a step holds no other steps", "choose a set, or put it after this step")
        beside = (*beside, len(inner) - 1)
    kind, name = words_in(asked, "kind"), words_in(asked, "name", needed=False)
    if kind not in KINDS:
        raise AudiocoachError(f"'{kind}' is no kind of step", did_you_mean(kind, KINDS, f"one of: {', '.join(KINDS)}"))
    length, milliseconds = _length(found, beside, asked)
    item = Step.model_construct(name=name or None)._with(kind.replace("-", "_"), milliseconds)
    target = (*beside[:-1], beside[-1] + (where != "before"))
    board = " ".join(filter(None, [kind, length, name]))
    pieces = [Piece(board, as_scalar(board, flow=False), 0, as_scalar(board, flow=True))]
    if name:
        inline = f"{{{kind}: {length}, name: {as_scalar(name, flow=True)}}}"
        pieces.append(Piece("", f"{kind}: {length}\nname: {as_scalar(name, flow=False)}", 0, inline))
    ways = [way for piece in pieces for way in _pasted(found, beside, piece, after=where != "before")]
    return Plan(with_one(found.meant, target, item), ways, target)


def _length(found: StepsInText, beside: Path, asked: Mapping[str, Any]) -> tuple[str, int]:
    """Read how long a new step is; a number of milliseconds is written as its neighbour's length is."""
    if "length_ms" not in asked:
        written = words_in(asked, "length")
        try:
            return written, parse_length(written)
        except Unreadable as error:
            raise AudiocoachError(error.message, error.hint) from None
    milliseconds = number_in(asked, "length_ms", 1000)
    item = found.at(beside).site.item
    like = found.text[slice(*item.length)] if item and item.what in KINDS else ""
    return next(notations(like, milliseconds)), milliseconds


def _pasted(found: StepsInText, beside: Path, piece: Piece, *, after: bool) -> Iterator[Way]:
    """Yield ways to put a piece beside a step: there, or at the name of the block that ends with that step."""
    for place, site, behind in _places(found, beside, after=after):
        yield partial(_put, found, place, site, piece, after=behind)


def _places(found: StepsInText, beside: Path, *, after: bool) -> Iterator[tuple[Placed, Site, bool]]:
    """Yield where something can be put so that it comes right before or after a step, in the session itself first.

    Raises:
        AudiocoachError: between two steps of a table.
    """
    placed, siblings = found.at(beside), found.siblings(beside)
    index = beside[-1] + (1 if after else -1)
    other = siblings[index] if 0 <= index < len(siblings) else None
    sides = [(placed, after), *([(other, not after)] if other else [])]
    sites = [(each, site, behind) for each, behind in sides for site in (each.after if behind else each.before)]
    if not sites:
        raise AudiocoachError(
            "these steps come from the programme's table together", "choose a place before or after all of them"
        )
    yield from sorted(sites, key=lambda place: (place[0].site is place[1]) and bool(place[0].block))


def _put(found: StepsInText, placed: Placed, site: Site, piece: Piece, *, after: bool) -> str:
    if site is placed.site and not placed.is_table:
        check_free(placed)
    try:
        return applied(found.text, paste(found.text, site, piece, after=after))
    except NoRoomError:
        if site is not placed.site:
            raise
    found, placed = on_its_own(found, placed.path)
    return applied(found.text, paste(found.text, placed.site, piece, after=after))


def move(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Move a step or a set `before` or `after` another.

    Raises:
        AudiocoachError: where it cannot go there.
    """
    path = path_in(asked)
    check_free(found.at(path))
    after = asked.get("after") is not None
    beside = path_in(asked, "after" if after else "before")
    found.at(beside)
    if beside[: len(path)] == path:
        raise AudiocoachError("a step cannot be moved beside itself or into itself", "choose another place")
    target = (*beside[:-1], beside[-1] + after)
    item = item_at(found.meant, path)
    depth = len(target) - 1
    gone, ends = path, target
    if len(path) > depth and path[:depth] == target[:-1] and path[depth] >= target[-1]:
        gone = (*path[:depth], path[depth] + 1, *path[depth + 1 :])
    if len(target) >= len(path) and target[: len(path) - 1] == path[:-1] and target[len(path) - 1] > path[-1]:
        at = len(path) - 1
        ends = (*target[:at], target[at] - 1, *target[at + 1 :])
    ways: list[Way] = [
        partial(_moved, found, path, place, site, after=behind)
        for place, site, behind in _places(found, beside, after=after)
        if place.path[: len(path)] != path
    ]
    return Plan(without(with_one(found.meant, target, item), gone), ways, ends)


def beside_what(found: StepsInText, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Say beside which step one is moved where that is asked with `to`: "up", "down" or a place among its neighbours.

    Raises:
        AudiocoachError: where it stands at that end already.
    """
    others = {key: value for key, value in asked.items() if key != "to"}
    if asked.get("before") is not None or asked.get("after") is not None:
        return others
    path, to = path_in(asked), asked.get("to")
    found.at(path)
    count, index = len(found.siblings(path)), path[-1]
    if to in ("up", "down"):
        goal = index - 1 if to == "up" else index + 1
        if not 0 <= goal < count:
            end = "first" if to == "up" else "last"
            raise AudiocoachError(f"this is the {end} one here already", "move it into another set, or leave it")
    else:
        goal = min(number_in(asked, "to", 0), count - 1)
    return {**others, "after" if goal > index else "before": "/".join(map(str, (*path[:-1], goal)))}


def _moved(found: StepsInText, path: Path, placed: Placed, site: Site, *, after: bool) -> str:
    if site is placed.site and not placed.is_table:
        check_free(placed)
    try:
        return _put_and_cut(found, path, site, after=after)
    except NoRoomError:
        if site is not placed.site:
            raise
    found, placed = on_its_own(found, placed.path)
    return _put_and_cut(found, path, placed.site, after=after)


def _put_and_cut(found: StepsInText, path: Path, site: Site, *, after: bool) -> str:
    source = found.at(path)
    put, gone = paste(found.text, site, piece_of(found.text, source), after=after), cut(found.text, source)
    if {each.start for each in put} & {each.end - 1 for each in gone}:
        # What it stands in ends with its own last line: the line end before its lines goes, and that behind them stays.
        gone = [Edit(each.start - 1, each.end - 1, "") for each in gone]
    return applied(found.text, [*put, *gone])
