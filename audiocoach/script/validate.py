"""Turn validation errors of the model into located problems in a coach's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from audiocoach.errors import Unreadable
from audiocoach.script.context import Reading
from audiocoach.script.yaml.located import where_of

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], data: Any, context: Reading) -> M:
    """Build the model from located nodes. Problems are noted; `raise_errors` raises them when all has been checked.

    Raises:
        ScriptError: when nothing could be built.
    """
    with reasons(context):
        return model.model_validate(data, context=context)


@contextmanager
def reasons(context: Reading) -> Iterator[None]:
    """Say in a coach's words why nothing could be built.

    Raises:
        ScriptError: in place of a `ValidationError`.
    """
    try:
        yield
    except ValidationError as error:
        for entry in error.errors(include_url=False):
            _note(entry, context)
        raise_errors(context)
        raise AssertionError("a script was refused without a reason") from error


def raise_errors(context: Reading) -> None:
    """Raise what was found if any of it is an error, in the order of lines, with the warnings about other places."""
    if context.has_errors:
        raise context.all_told()


def _note(entry: Any, context: Reading) -> None:
    """Note an error for which no reader has better words."""
    error, data = entry.get("ctx", {}).get("error"), entry["input"]
    if isinstance(error, Unreadable):
        context.unreadable(error, data)
        return
    key = next((str(part) for part in reversed(entry["loc"]) if isinstance(part, str)), "this")
    context.error(f"'{key}' cannot be read: {entry['msg']}", where_of(data), "see 'audiocoach new' for an example")
