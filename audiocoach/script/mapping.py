"""What every mapping of a script has: known keys, the places it was written at, and what was noticed in it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from audiocoach.errors import NOWHERE, Hint, Problem, ScriptError, Where, told
from audiocoach.script.added_keys import added
from audiocoach.script.code_nodes import argument, moved, nodes_from
from audiocoach.script.context import Reading, built_in_code, reading_or_none
from audiocoach.script.private_values import kept
from audiocoach.script.steps.items import SpelledOut
from audiocoach.script.validate import raise_errors, reasons
from audiocoach.script.yaml.located import Mapping, Text, where_of
from audiocoach.text.suggest import nearest

_MISSING: dict[str, tuple[str, str, Any]] = {
    "session": (
        "this session has no title",
        Hint("add a line 'session: My workout'", "session: My workout"),
        Text("…"),
    ),
    "coach": ("this coach sheet has no name", Hint("add a line 'coach: My coach'", "coach: My coach"), Text("…")),
    "steps": (
        "there are no steps here",
        "add 'steps:' and beneath it lines such as '  - work 60s Run'",
        SpelledOut([], NOWHERE),
    ),
    "repeat": ("this set does not say how often", Hint("add 'repeat: 3'", "repeat: 3"), Text("1")),
    "every": (
        "these marks do not say how far apart they are",
        Hint("add 'every: 100m'", "every: 100m"),
        Text("1km"),
    ),
    "when": (
        "this moment does not say when",
        Hint("add 'when: start', 'when: -10s' …", "when: start", "when: -10s"),
        Text("start"),
    ),
}
"""Of each key that must be there: what is said when it is not, the way out, and what is read in its place."""


def root_of(data: object, context: Reading) -> Mapping:
    """Turn plain data into the nodes of a script.

    Raises:
        ScriptError: when it is no keys and values.
    """
    root = nodes_from(data, context, Written.every_key())
    if not isinstance(root, Mapping):
        hint = "begin with {'session': 'My workout', 'steps': […]}"
        raise ScriptError([Problem("a script is keys and values, and this is not", where_of(root), hint)])
    return root


class Written(BaseModel):
    """A mapping of a script. Unknown keys are reported with the nearest right one, and reading goes on.

    Two are equal that say the same: where it was written and what was noticed in it is no part of that.
    """

    # Deferred: a validator is made for what is read, with all within it, and not for each of its parts apart.
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True, defer_build=True
    )
    what: ClassVar[str]
    _places: dict[str, Where] = PrivateAttr(default_factory=dict)
    _values: dict[str, Where] = PrivateAttr(default_factory=dict)
    _warnings: tuple[Problem, ...] = PrivateAttr(default=())
    _whole: bool = PrivateAttr(default=True)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Written):
            return NotImplemented
        return type(self) is type(other) and self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        """Return everything it says, for comparison with another of its kind."""
        return tuple(getattr(self, name) for name in type(self).model_fields)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_places(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """Read a mapping: one of a file, or one that a program builds, with all that it holds."""
        if isinstance(data, cls):
            return data
        context = reading_or_none(info)
        return cls._built(data, handler) if context is None else cls._read(data, handler, context)

    @classmethod
    def _read(cls, data: Any, handler: ModelWrapValidatorHandler[Self], context: Reading) -> Self:
        noted = len(context.problems)
        data = cls._known(data, context)
        places = {"": where_of(data), **{str(key): where_of(key) for key in data}}
        values = {str(key): where_of(entry) for key, entry in data.items()}
        value = handler(data)
        value._places, value._values = places, values
        value._whole = len(context.problems) == noted
        value._check(context)
        return value

    @classmethod
    def _known(cls, data: Any, context: Reading) -> Mapping:
        """Give the entries with known keys; note the others, each with the nearest right key, and what is missing."""
        keys, where = cls._keys(), where_of(data)
        if not isinstance(data, dict):
            other = getattr(data, "what", "a list" if isinstance(data, list) else "text")
            message = f"{cls.what} is written as keys and values, and this is {other}"
            context.error(message, where, f"its keys are: {', '.join(keys)}")
            spares = Mapping({Text(key, where): _MISSING[key][2] for key in cls._required()}, where)
            cls._without(spares, [Text("…")], context)  # as if other keys had been meant: one complaint is enough
            return spares
        unknown = [key for key in data if key not in _described(cls).known]
        for key in unknown:
            from audiocoach.script.meant_keys import key_hint  # only after a mistake

            hint = key_hint(cls.what, key, data, keys, context.language)
            context.error(f"unknown key '{key}' in {cls.what}", where_of(key), hint)
        known = Mapping(data, where)
        for key in unknown:
            del known[key]
        cls._without(known, unknown, context)
        return known

    @classmethod
    def _without(cls, known: Mapping, unknown: list[Any], context: Reading) -> None:
        """Put something in place of what is missing in `known`, so that reading goes on.

        It is noted as missing, unless one of the `unknown` keys was meant for it.
        """
        mistyped = {cls._meant(key, context.language) for key in unknown}
        for key in cls._required():
            if key not in known:
                message, hint, spare = _MISSING[key]
                if key not in mistyped:
                    context.error(message, known.where, added(hint, known.where))
                known[Text(key, known.where)] = spare

    @classmethod
    def _meant(cls, key: str, language: str) -> str | None:
        from audiocoach.script.meant_keys import meant_key  # only after a mistake

        return meant_key(cls.what, key, cls._keys(), language) or nearest(key, cls._keys())

    @classmethod
    def _built(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read what a program gives, by the rules of a script.

        Raises:
            ScriptError: with everything that is wrong in it, each with its argument.
        """
        context = Reading(of_program=True)
        with built_in_code(context), reasons(context):
            value = cls._read(nodes_from(data, context, Written.every_key()), handler, context)
        value._check_whole(context)
        raise_errors(context)
        return value.with_warnings(context.problems)

    def _check(self, context: Reading) -> None:
        """Note what is wrong between its keys, once each of them has been read."""

    def _check_whole(self, context: Reading) -> None:  # noqa: ARG002  # what those that override it need
        """Note what is wrong with one that a program has built and that stands in no other."""
        self._places, self._values = {}, {}  # where it will stand is known when something takes it in

    def placed_at(self, where: Where) -> Self:
        """Give the same value at an argument of a program; one that was read from a file stays where it was written."""
        if self.place().line:
            return self
        aliases = {name: self._aliases()[name] for name in type(self).model_fields if name in self.model_fields_set}
        inner = {name: argument(where, name) for name in aliases}
        changed = self.model_copy(update={name: moved(getattr(self, name), at) for name, at in inner.items()})
        for cached in changed.__dict__.keys() - type(self).model_fields.keys():
            del changed.__dict__[cached]
        changed._places = {"": where, **{aliases[name]: at for name, at in inner.items()}}
        return changed

    @classmethod
    def _aliases(cls) -> AnyMapping[str, str]:
        return _described(cls).aliases

    @classmethod
    def _keys(cls) -> tuple[str, ...]:
        return tuple(_described(cls).aliases.values())

    @classmethod
    def _required(cls) -> tuple[str, ...]:
        return _described(cls).required

    @classmethod
    def every_key(cls) -> frozenset[str]:
        """Give the keys of every kind of mapping that has been described so far."""
        return frozenset(cls._keys()).union(*(kind.every_key() for kind in cls.__subclasses__()))

    @property
    def whole(self) -> bool:
        """Tell whether all of it could be read; what stands in for the rest is not worth further words."""
        return bool(kept(self, "_whole"))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return what was noticed while its file was read."""
        return self._warnings

    def with_warnings(self, problems: Iterable[Problem]) -> Self:
        """Keep `problems` as its warnings."""
        self._warnings = told(problems)
        return self

    def _with(self, key: str, value: object) -> Self:
        """Return it with another value of `key`, which is then written nowhere."""
        changed = self.model_copy(update={key: value})
        changed._places = {name: where for name, where in self._places.items() if name != key}
        return changed

    def is_written(self, key: str) -> bool:
        """Tell whether the file itself gives `key`."""
        return key in self._places

    def place(self, key: str = "") -> Where:
        """Return where `key`, or the whole, was written."""
        places: dict[str, Where] = kept(self, "_places")
        return places.get(key) or places.get("", NOWHERE)

    def value_place(self, key: str) -> Where:
        """Return where the value of `key` was written."""
        values: dict[str, Where] = kept(self, "_values")
        where = values.get(key)
        return where if where is not None and (where.line or where.argument) else self.place(key)


class _Described(NamedTuple):
    """The keys of one kind of mapping: by their fields' names, all, and those that must be there."""

    aliases: AnyMapping[str, str]
    known: frozenset[str]
    required: tuple[str, ...]


@cache
def _described(kind: type[Written]) -> _Described:
    """Look up the keys of a kind once: a file may have fifty thousand mappings of it."""
    fields = kind.model_fields
    aliases = {name: field.alias or name for name, field in fields.items()}
    required = tuple(aliases[name] for name, field in fields.items() if field.is_required())
    return _Described(aliases, frozenset(aliases.values()), required)


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
