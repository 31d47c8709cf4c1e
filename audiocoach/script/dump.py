"""Write a session back to YAML in the full form: `parse_session(dump(session))` is the session.

A session that names files needs the folder that it had.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from audiocoach.quantities.distances import ByPace
from audiocoach.quantities.lengths import write_length
from audiocoach.script.model import Session
from audiocoach.vocabulary import KINDS

if TYPE_CHECKING:
    from audiocoach.quantities.race_times import Races

_LENGTHS = {*KINDS, "every", "min-length"}


def dump(session: Session) -> str:
    """Write a session as a script. Whiteboard lines and blocks come out in the full form, texts in quotes."""
    return "\n".join(_mapping(_entries(session), "", session.race)) + "\n"


def to_data(session: Session) -> dict[str, Any]:
    """Give a session as plain data, ready for JSON: `session_from(to_data(session))` is the session.

    Lengths are texts as in a script, such as `1m30s`; what is at its default is left out.
    """
    found: dict[str, Any] = _plain("", session, session.race)
    return found


def _plain(key: str, value: object, races: Races | None) -> Any:
    if isinstance(value, BaseModel):
        value = _entries(value)
    if isinstance(value, Mapping):
        return {str(name): _plain("" if key == "on" else str(name), entry, races) for name, entry in value.items()}
    if isinstance(value, tuple):
        return [_plain(key, entry, races) for entry in value]
    return value if isinstance(value, bool) else _written(key, value, races)


def _entries(value: BaseModel) -> dict[str, Any]:
    """Return what was given, under the names of the script; what is at its default is left out."""
    found: dict[str, Any] = {}
    for name, field in type(value).model_fields.items():
        given = getattr(value, name)
        if name in value.model_fields_set and given != field.default:
            found[field.alias or name] = given.written if name == "race" else given
    return found


def _mapping(entries: Mapping[str, Any], indent: str, races: Races | None = None) -> list[str]:
    lines: list[str] = []
    for key, value in entries.items():
        if isinstance(value, BaseModel):
            value = _entries(value)
        if key == "on" and isinstance(value, Mapping):  # sets by name, one of which may be called like a key of ours
            lines += [f"{indent}on:", *(f"{indent}  {_key(name)}: {_value('', of)}" for name, of in value.items())]
        elif isinstance(value, Mapping):
            lines += [f"{indent}{key}:", *_mapping(value, indent + "  ", races)] if value else []
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            lines.append(f"{indent}{key}:")
            for item in value:
                first, *rest = _mapping(_entries(item), indent + "    ", races)
                lines += [f"{indent}  - {first.lstrip()}", *rest]
        else:
            lines.append(f"{indent}{_key(key)}: {_value(key, value, races)}")
    return lines


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z][\w-]*", key) else json.dumps(key, ensure_ascii=False)


def _value(key: str, value: object, races: Races | None = None) -> str:
    if isinstance(value, tuple):
        return (
            _value(key, value[0]) if len(value) == 1 else "[" + ", ".join(_value(key, entry) for entry in value) + "]"
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    plain = _written(key, value, races)
    return json.dumps(plain, ensure_ascii=False) if isinstance(value, str) else str(plain)


def _written(key: str, value: object, races: Races | None) -> str | int:
    """Write a value; a pace of somebody's by its name (`400m @ 5k`), where the script's own races tell it again."""
    if isinstance(value, ByPace):
        named = value.of_race and races is not None and races.pace(value.of_race) == value.pace
        return f"{value.distance} @ {value.of_race}" if named else value.written
    if isinstance(value, int):
        return write_length(value) if key in _LENGTHS else int(value)
    return f"{value:g}dB" if isinstance(value, float) else str(value)
