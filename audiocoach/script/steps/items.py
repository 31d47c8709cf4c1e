"""Spell out the items of `steps`, before validation: whiteboard lines and blocks, into the full form."""

from __future__ import annotations

from collections import ChainMap
from typing import Any

from pydantic import BaseModel, BeforeValidator, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema

from audiocoach.bounds import MAX_CHAIN, MAX_STEPS
from audiocoach.errors import Hint, Instead, Problem, ScriptError, Unreadable
from audiocoach.script.context import Reading, reading_or_none
from audiocoach.script.steps.doubtful_names import note_doubtful_names
from audiocoach.script.steps.slips import bare_step
from audiocoach.script.steps.whiteboard import looks_like_whiteboard, parse_items
from audiocoach.script.yaml.draft import SHOWN, shown
from audiocoach.script.yaml.located import Mapping, Sequence, Text, where_of
from audiocoach.vocabulary import A_STEP_IS, KINDS


def item_tag(data: Any) -> str:
    """Tell which of the two an item is: a set has rounds, all else is a step."""
    if isinstance(data, dict):
        return "set" if "repeat" in data or ("steps" in data and not any(kind in data for kind in KINDS)) else "step"
    return "set" if hasattr(data, "repeat") else "step"


def _read_items(data: Any, info: ValidationInfo) -> Any:
    context = reading_or_none(info)
    return data if context is None else spell_out_or_note(data, context)


read_items = BeforeValidator(_read_items)


class SpelledOut(Sequence):
    """Items that are mappings in the full form already; what could not be read among them has been noted."""


class ItemsSchema:
    """The JSON Schema of items: they may also be lines of text, and the whole may be one line."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        line = {
            "type": "string",
            "minLength": 1,
            "description": "work 60s Run; 8 x (work 60s Run, rest 90s Walk); a block's name",
        }
        keyed = {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "propertyNames": {"pattern": r"^(" + "|".join(KINDS) + r") .|^\w+ *[x×] *\("},
            "description": "a line of text, a colon, and what to say or its further keys",
        }
        full = schema.get("items", {})
        full.pop("discriminator", None)
        return {
            "anyOf": [
                line,
                {"type": "array", "minItems": 1, "items": {"anyOf": [line, *full.get("oneOf", [full]), keyed]}},
            ]
        }


def spell_out(data: Any, context: Reading, inside: tuple[str, ...] = ()) -> SpelledOut:
    """Turn items in any form into a flat list of mappings in the full form, nested sets included."""
    if isinstance(data, SpelledOut):
        return data
    if isinstance(data, Text) and data.strip():
        return SpelledOut(_line(data, context, inside), data.where)
    if not isinstance(data, list | Text):
        raise Unreadable("steps are a list, and this is not", "each step on its own line, beginning with '- '")
    if not data:
        raise Unreadable("there are no steps here", "write at least one, such as '- work 60s Run'")
    items: list[Any] = []
    for entry in data:
        items += _item(entry, context, inside)
        if len(items) > MAX_STEPS:
            problem = Problem(f"here are more than {MAX_STEPS:,} steps", where_of(data), "use 'repeat:'")
            raise ScriptError([*context.problems, problem])
    return SpelledOut(items, where_of(data))


def _item(entry: Any, context: Reading, inside: tuple[str, ...]) -> list[Any]:
    if isinstance(entry, Text):
        return _line(entry, context, inside)
    if isinstance(entry, BaseModel):  # a step or a set that a program has built
        return [entry]
    if isinstance(entry, Mapping):
        lines = [key for key in entry if key not in KINDS and key != "repeat" and looks_like_whiteboard(key)]
        if len(entry) == 1 and lines:
            return _keyed_line(lines[0], entry[lines[0]], context, inside)
        if lines and not any(kind in entry for kind in KINDS):
            return _line_with_keys(lines[0], entry, context, inside)
        if "steps" in entry:
            return [_with_steps(entry, spell_out_or_note(entry[Text("steps")], context, inside))]
        return [entry]
    hint = _without_brackets(entry, context.language)
    context.error("a step is a mapping or a line of text, and this is a list", where_of(entry), hint)
    return []


def _without_brackets(entry: Any, language: str) -> str:
    """Write the steps that a list such as `[walk: 1m]` in place of one means; else what a step is."""
    if not isinstance(entry, Sequence) or not 0 < len(entry) <= SHOWN:
        return A_STEP_IS
    texts = [
        ", ".join(f"{key}: {value}" for key, value in each.items()) if isinstance(each, Mapping) else str(each)
        for each in entry
    ]
    lines = [bare_step(text, language) for text in texts]
    return shown(f"- {line}" for line in lines) + f"\n{A_STEP_IS}" if all(lines) else A_STEP_IS


def spell_out_or_note(data: Any, context: Reading, inside: tuple[str, ...] = ()) -> list[Any]:
    """Do as `spell_out`, but note what cannot be read, and return nothing for it."""
    try:
        return spell_out(data, context, inside)
    except Unreadable as error:
        context.unreadable(error, data)
        return SpelledOut([], where_of(data))


def _with_steps(entry: Mapping, steps: Any) -> Mapping:
    return Mapping(
        {key: steps if key == "steps" else value for key, value in entry.items()}, entry.where, flow=entry.flow
    )


def _line(text: Text, context: Reading, inside: tuple[str, ...]) -> list[Any]:
    slips: list[Unreadable] = []
    try:
        # No set of all names: a file may have as many blocks as lines.
        names = ChainMap[str, Any](context.blocks, context.pieces)  # type: ignore[arg-type]
        parsed = parse_items(text, names, context.language, slips.append, at_races=context.at_races != "never")
    except Unreadable as error:
        slips.append(error)
    for slip in slips:
        context.unreadable(slip, text)
    if slips:
        return []
    note_doubtful_names(Sequence(parsed, text.where), context)
    items: list[Any] = []
    for item in parsed:
        items += _block(item, context, inside) if isinstance(item, Text) else _item(item, context, inside)
    return items


def _keyed_line(line: Text, value: Any, context: Reading, inside: tuple[str, ...]) -> list[Any]:
    """Read a line with a value, such as `work 60s Run: Go.` or `8 x (…): {name: Main set}`."""
    items = _line(line, context, inside)
    if not items:
        return []
    if len(items) > 1:
        context.error(
            "what stands behind the colon belongs to one step, and these are several",
            line.where,
            "write each on its own line",
        )
        return items
    item = items[0]
    if isinstance(value, Mapping):
        further = value
    elif "repeat" in item:
        context.error(
            "a set itself says nothing", where_of(value), "write the words at one of its steps, or 'name:' in braces"
        )
        return items
    else:
        key = Text("say", where_of(value))
        further = Mapping({key: value}, where_of(value))
    for key in further:
        if key in item:
            hint = "give it in one place"
            if key == "name":
                hint = "take the name out of the line, or 'name' out of its keys"
            context.error(f"'{key}' is given twice for this step", key.where, hint)
    merged = {**item, **{key: value for key, value in further.items() if key not in item}}
    return [Mapping(merged, item.where)]


def _line_with_keys(line: Text, entry: Mapping, context: Reading, inside: tuple[str, ...]) -> list[Any]:
    """Say how a line is written that has keys of a step beside it, unless that has been said, and read it as meant."""
    from audiocoach.script.steps.full_form import full_form, item_line  # only after a mistake

    others = {key: value for key, value in entry.items() if key != line}
    place = next(iter(others)).where
    if not any(problem.where.line == place.line for problem in context.problems):
        item = item_line(line.where.source)
        spelled = (
            full_form(item, [key.where.source for key in others]) if item and place.line > line.where.line else None
        )
        hint: str = f"write\n  - {line}:\n      {next(iter(others))}: …"
        if spelled:
            last = max(key.where.line for key in others)
            alone = last - line.where.line == len(others) and "".join(line.where.source.split()).startswith("-")
            mended = [Instead("\n".join(spelled), lines=(line.where.line, last))] if alone else []
            hint = Hint(shown(spelled), *mended)
        context.error("further keys of this line stand beneath it, further in", place, hint)
    said = entry[line]
    further = {Text("say", where_of(said)): said, **others} if said else others
    return _keyed_line(line, Mapping(further, place), context, inside)


def _block(name: Text, context: Reading, inside: tuple[str, ...]) -> list[Any]:
    context.used_blocks.add(str(name))
    context.used.add(str(name))
    if name in inside:
        way = " → ".join((*inside[inside.index(name) :], name))
        context.error(
            f"the block '{name}' stands inside of itself ({way})", name.where, "write the steps out in one of them"
        )
        return []
    if len(inside) >= MAX_CHAIN:
        message = f"more than {MAX_CHAIN} blocks use each other, one the next"
        raise ScriptError([*context.problems, Problem(message, name.where, "write the steps out in one of them")])
    if name not in context.spelled:
        context.spelled[str(name)] = spell_out_or_note(context.named(name), context, (*inside, str(name)))
    items = context.spelled[str(name)]
    context.spelled_out += len(items)
    if context.spelled_out > MAX_STEPS:
        problem = Problem(
            f"the blocks of this file spell out more than {MAX_STEPS:,} steps", name.where, "use 'repeat:'"
        )
        raise ScriptError([*context.problems, problem])
    return list(items)
