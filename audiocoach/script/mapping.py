"""What every mapping of a script has: known keys, the places it was written at, and what was noticed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, ValidationInfo, model_validator

from audiocoach.errors import NOWHERE, Problem, Where
from audiocoach.script.context import Reading
from audiocoach.script.keys import known_keys
from audiocoach.script.yaml.located import where_of


class Written(BaseModel):
    """A mapping of a script. Unknown keys are reported with the nearest right one, and reading goes on.

    Two are equal that say the same: where it was written and what was noticed in it is no part of that.
    """

    # Deferred: a validator is made for what is read, with all within it, and not for each of its parts apart.
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True, defer_build=True
    )
    what: ClassVar[str]
    _places: Mapping[str, Where] = PrivateAttr(default_factory=dict)
    _values: Mapping[str, Where] = PrivateAttr(default_factory=dict)
    _warnings: tuple[Problem, ...] = PrivateAttr(default=())
    _whole: bool = PrivateAttr(default=True)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Written):
            return NotImplemented
        return type(self) is type(other) and self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        """Everything it says, for comparison with another of its kind."""
        return tuple(getattr(self, name) for name in type(self).model_fields)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_places(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if isinstance(data, cls):
            return data
        if not isinstance(info.context, Reading):
            return handler(data)
        noted = len(info.context.problems)
        data = known_keys(cls.what, cls._keys(), cls._required(), data, info.context)
        places = {"": where_of(data), **{str(key): where_of(key) for key in data}}
        values = {str(key): where_of(entry) for key, entry in data.items()}
        value = handler(data)
        value._places, value._values = places, values
        value._whole = len(info.context.problems) == noted
        return value

    @classmethod
    def _keys(cls) -> list[str]:
        return [field.alias or name for name, field in cls.model_fields.items()]

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
        return self._warnings

    def with_warnings(self, problems: Iterable[Problem]) -> Self:
        """Keep `problems` as its warnings."""
        self._warnings = tuple(problems)
        return self

    def _with(self, key: str, value: object) -> Self:
        """Return it with another value of `key`, which is then written nowhere."""
        changed = self.model_copy(update={key: value})
        changed._places = {name: where for name, where in self._places.items() if name != key}
        return changed

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
        return where if where is not None and where.line else self.place(key)
