"""The keys of a mapping: unknown ones, missing ones, and text that stands for a whole mapping."""

from __future__ import annotations

from collections.abc import Sequence as Seq
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from audiocoach.errors import NOWHERE
from audiocoach.script.context import Reading
from audiocoach.script.meant_keys import key_hint, meant_key
from audiocoach.script.steps.items import SpelledOut
from audiocoach.script.yaml.located import Mapping, Text, where_of
from audiocoach.text.suggest import nearest
from audiocoach.vocabulary import A_STEP_IS, KINDS


class TextOr:
    """Where a mapping stands, a text may stand for its key `key`: `voice: joe` is `voice: {name: joe}`.

    With `lists` a list may stand for it as well: `music: [a.mp3, b.mp3]`.
    """

    def __init__(self, key: str, meaning: str, schema: dict[str, Any] | None = None, *, lists: bool = False) -> None:
        self.key = key
        self.lists = lists
        self.schema = {**(schema or {"type": "string", "minLength": 1}), "description": meaning}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._expand, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [self.schema, handler(core)]}

    def _expand(self, data: Any) -> Any:
        if isinstance(data, Text) or (self.lists and isinstance(data, list)):
            return Mapping({Text(self.key, where_of(data)): data}, where_of(data))
        return data


_MISSING: dict[str, tuple[str, str, Any]] = {
    "session": ("this session has no title", "add a line 'session: My workout'", Text("…")),
    "coach": ("this coach sheet has no name", "add a line 'coach: My coach'", Text("…")),
    "steps": (
        "there are no steps here",
        "add 'steps:' and beneath it lines such as '  - work 60s Run'",
        SpelledOut([], NOWHERE),
    ),
    "repeat": ("this set does not say how often", "add 'repeat: 3'", Text("1")),
    "rate": ("this metronome has no rate", "add 'rate: 160', in steps a minute", Text("150")),
    "when": ("this moment does not say when", "add 'when: start', 'when: -10s' …", Text("start")),
}


def known_keys(what: str, keys: Seq[str], required: Seq[str], data: Any, context: Reading) -> Mapping:
    """The entries with known keys. Others are noted with the nearest right key; what is missing is noted too, and
    something is put in its place, so that reading goes on."""
    if not isinstance(data, dict):
        message = f"{what} is written as keys and values, and this is {'a list' if isinstance(data, list) else 'text'}"
        context.error(message, where_of(data), f"its keys are: {', '.join(keys)}")
        return Mapping({Text(key, where_of(data)): _MISSING[key][2] for key in required}, where_of(data))
    known = Mapping({key: value for key, value in data.items() if key in keys}, where_of(data))
    unknown = [key for key in data if key not in keys]
    for key in unknown:
        hint = key_hint(what, key, data, keys, context.language)
        context.error(f"unknown key '{key}' in {what}", where_of(key), hint)
    mistyped = {meant_key(what, key, keys, context.language) or nearest(key, keys) for key in unknown}
    for key in required:
        if key not in known:
            message, hint, spare = _MISSING[key]
            if key not in mistyped:
                context.error(message, known.where, hint)
            known[Text(key, known.where)] = spare
    if what == "a step" and not any(kind in known for kind in KINDS):
        if not unknown:
            context.error("this step has no kind and no length", known.where, A_STEP_IS)
        known[Text("work", known.where)] = Text("24h", known.where)
    return known
