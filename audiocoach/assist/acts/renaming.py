"""Give a step or a set another name, or none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from audiocoach.assist.acts.act_plans import Plan, Way, path_in, words_in
from audiocoach.assist.board_lines import as_scalar
from audiocoach.assist.entry_lines import in_scalar
from audiocoach.assist.keys_in_text import other_value, with_key, without_a_key
from audiocoach.assist.meant_steps import changed
from audiocoach.assist.own_lines import check_free, on_its_own
from audiocoach.assist.placed_steps import Path, Placed
from audiocoach.assist.steps_in_text import StepsInText
from audiocoach.assist.text_edits import Edit, applied
from audiocoach.assist.written_nodes import Scalar


def rename(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Call a step or a set `name`; nothing takes its name away. A step is called `said-as` aloud, if that is told;
    nothing has it called as it is written.

    Raises:
        AudiocoachError: where its text cannot be changed.
    """
    path, name = path_in(asked), words_in(asked, "name", needed=False)
    placed = found.at(path)
    check_free(placed)
    after = changed(found.meant, path, lambda item: item._with("name", name or None))
    ways: list[Way] = []
    if placed.site.item is None or placed.key("name"):
        ways = [lambda: _by_key(found.text, placed, name)]
    elif placed.inner is None:
        ways = [lambda: _on_line(found.text, placed, name), lambda: _behind_line(found, path, name)]
    else:
        ways = [lambda: _set_by_key(found, path, name)]
    if asked.get("said-as") is not None and placed.inner is None:
        aloud = words_in(asked, "said-as", needed=False)
        after = changed(after, path, lambda item: item._with("say_as", aloud or None))
        ways = [partial(_aloud, found, path, way, aloud) for way in ways]
    return Plan(after, ways, path, name)


def _aloud(found: StepsInText, path: Path, named: Way, aloud: str) -> str:
    text = named()
    placed = found.again(text).at(path)
    if placed.site.item is not None and not placed.key("say-as"):
        again, placed = on_its_own(found.again(text), path)
        text = again.text
    return _by_key(text, placed, aloud, "say-as")


def _on_line(text: str, placed: Placed, name: str) -> str:
    item, entry = placed.site.item, placed.site.entry
    assert item is not None
    assert entry.line is not None
    start, end = item.name if item.name and name else (item.length[1], item.end)
    edit = Edit(start, end, name if item.name or not name else f" {name}")
    return applied(text, in_scalar(text, entry.line, [edit], flow=entry.flow))


def _set_by_key(found: StepsInText, path: Path, name: str) -> str:
    found, placed = on_its_own(found, path)
    return _by_key(found.text, placed, name)


def _behind_line(found: StepsInText, path: Path, name: str) -> str:
    """Write a name that a line cannot hold, such as one with a length in it, among the keys behind the line."""
    found, placed = on_its_own(found, path)
    text = found.text
    if placed.site.item and placed.site.item.name:
        text = _on_line(text, placed, "")
        placed = found.again(text).at(path)
    return _by_key(text, placed, name)


def _by_key(text: str, placed: Placed, words: str, key: str = "name") -> str:
    found = placed.key(key)
    if found and isinstance(found[1], Scalar) and words:
        return applied(text, [other_value(found[1], words, flow=_in_flow(placed))])
    if found:
        return applied(text, without_a_key(text, placed, key))
    if not words:
        return text
    return applied(text, with_key(text, placed, key, as_scalar(words, flow=True), as_scalar(words, flow=False)))


def _in_flow(placed: Placed) -> bool:
    return placed.site.entry.flow or bool(placed.further and placed.further.flow)
