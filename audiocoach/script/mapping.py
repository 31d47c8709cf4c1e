"""What every mapping of a script has: known keys, the places it was written at, and what was noticed in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, ValidationInfo, model_validator

from audiocoach.errors import NOWHERE, Problem, ScriptError, Where
from audiocoach.script.code_nodes import argument, moved, nodes_from
from audiocoach.script.context import Reading, built_in_code, reading_or_none
from audiocoach.script.keys import known_keys
from audiocoach.script.validate import raise_errors, reasons
from audiocoach.script.yaml.located import Mapping, where_of


class Places(dict[str, Where]):
    """Where each key was written. Any two are equal: a script is the same on other lines."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Places)

    __hash__ = None


class Warnings(tuple[Problem, ...]):
    """What was noticed while reading. No part of what a script says: any two are equal."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Warnings)


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
    """A mapping of a script. Unknown keys are reported with the nearest right one, and reading goes on."""

    # Deferred: a validator is made for what is read, with all within it, and not for each of its parts apart.
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True, defer_build=True
    )
    what: ClassVar[str]
    _places: Places = PrivateAttr(default_factory=Places)
    _values: Places = PrivateAttr(default_factory=Places)
    _warnings: Warnings = PrivateAttr(default_factory=Warnings)
    _whole: bool = PrivateAttr(default=True)

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
        data = known_keys(cls.what, cls._keys(), cls._required(), data, context)
        places = Places({"": where_of(data), **{str(key): where_of(key) for key in data}})
        values = Places({str(key): where_of(entry) for key, entry in data.items()})
        value = handler(data)
        value._places, value._values = places, values
        value._whole = len(context.problems) == noted
        value._check(context)
        return value

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
        self._places, self._values = Places(), Places()  # where it will stand is known when something takes it in

    def placed_at(self, where: Where) -> Self:
        """Give the same value at an argument of a program; one that was read from a file stays where it was written."""
        if self.place().line:
            return self
        aliases = {name: self._aliases()[name] for name in type(self).model_fields if name in self.model_fields_set}
        inner = {name: argument(where, name) for name in aliases}
        changed = self.model_copy(update={name: moved(getattr(self, name), at) for name, at in inner.items()})
        for cached in changed.__dict__.keys() - type(self).model_fields.keys():
            del changed.__dict__[cached]
        changed._places = Places({"": where, **{aliases[name]: at for name, at in inner.items()}})
        return changed

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {name: field.alias or name for name, field in cls.model_fields.items()}

    @classmethod
    def _keys(cls) -> list[str]:
        return list(cls._aliases().values())

    @classmethod
    def _required(cls) -> list[str]:
        return [field.alias or name for name, field in cls.model_fields.items() if field.is_required()]

    @classmethod
    def every_key(cls) -> frozenset[str]:
        """Give the keys of every kind of mapping that has been described so far."""
        return frozenset(cls._keys()).union(*(kind.every_key() for kind in cls.__subclasses__()))

    @property
    def whole(self) -> bool:
        """Whether all of it could be read; what stands in for the rest is not worth further words."""
        return self._whole

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was noticed while its file was read."""
        return tuple(self._warnings)

    def with_warnings(self, problems: Iterable[Problem]) -> Self:
        """Keep `problems` as its warnings."""
        self._warnings = Warnings(problems)
        return self

    def is_written(self, key: str) -> bool:
        """Whether the file itself gives `key`."""
        return key in self._places

    def place(self, key: str = "") -> Where:
        """Where `key`, or the whole, was written."""
        places = self._places
        return places.get(key) or places.get("", NOWHERE)

    def value_place(self, key: str) -> Where:
        """Where the value of `key` was written."""
        where = self._values.get(key)
        return where if where is not None and (where.line or where.argument) else self.place(key)
