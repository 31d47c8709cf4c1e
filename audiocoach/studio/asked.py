"""What a question brings, looked at: each value is of the kind it must be, or the question is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiocoach.errors import AudiocoachError, ScriptError

Asked = Mapping[str, Any]
"""A question's values, as they came."""
Answer = dict[str, Any]
"""What is answered, as JSON can say it."""


class Conflict(AudiocoachError):
    """What has changed meanwhile; `facts` goes into the answer beside the message."""

    def __init__(self, message: str, hint: str, facts: Answer) -> None:
        super().__init__(message, hint)
        self.facts = facts


class Unasked(AudiocoachError):
    """A question that no page of ours asks."""


def said(error: AudiocoachError) -> Answer:
    """Tell what is wrong: of a script all of it, each with its place there."""
    found: Answer = {"message": error.message, "hint": error.hint}
    if isinstance(error, ScriptError):
        found["problems"] = [
            {"message": each.message, "hint": each.hint, "line": each.where.line, "column": each.where.column}
            for each in error.problems
        ]
    return found


def text_in(asked: Asked, key: str, default: str | None = None) -> str:
    """Return a text; without a default it must be there.

    Raises:
        Unasked: when it is none, or cannot be written in UTF-8.
    """
    value = asked.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise Unasked(f"'{key}' must be a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unasked(f"'{key}' holds half a character") from None
    return value


def number_in(asked: Asked, key: str, default: int | None = None) -> int:
    """Return a whole number from 0 on; raise as `text_in` does."""
    value = asked.get(key)
    if value is None and default is not None:
        return default
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise Unasked(f"'{key}' must be a whole number")
    return value


def switch_in(asked: Asked, key: str) -> bool:
    """Return whether something is wanted; raise as `text_in` does."""
    value = asked.get(key, False)
    if not isinstance(value, bool):
        raise Unasked(f"'{key}' must be true or false")
    return value


def texts_in(asked: Asked, key: str) -> tuple[str, ...]:
    """Return a list of texts, or none; raise as `text_in` does."""
    value = asked.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Unasked(f"'{key}' must be a list of texts")
    return tuple(value)
