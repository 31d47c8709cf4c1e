"""Validation errors of the model as located problems in a coach's words."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from audiocoach.errors import NOWHERE, ScriptError
from audiocoach.lengths import Unreadable
from audiocoach.script.located import where_of
from audiocoach.script.reading import Reading

_MISSING = {
    "session": ("this session has no title", "add a line 'session: My workout'"),
    "coach": ("this coach sheet has no name", "add a line 'coach: My coach'"),
    "steps": ("there are no steps here", "add 'steps:' and beneath it lines such as '  - work 60s Run'"),
    "repeat": ("this set does not say how often", "add 'repeat: 3'"),
    "when": ("this moment does not say when", "add 'when: start', 'when: -10s' …"),
}

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], data: Any, context: Reading) -> M:
    """Build the model from located nodes.

    Raises:
        ScriptError: with all that is wrong in the file, in the order of its lines.
    """
    value: M | None = None
    try:
        value = model.model_validate(data, context=context)
    except ValidationError as error:
        for entry in error.errors(include_url=False):
            _note(entry, context)
    raise_errors(context)
    assert value is not None, "a model was not built, and no problem was noted"
    return value


def raise_errors(context: Reading) -> None:
    """Raise what was found, warnings too, if any of it is an error."""
    if any(problem.severity == "error" for problem in context.problems):
        raise ScriptError(sorted(context.problems, key=lambda problem: (problem.where.line, problem.where.column)))


def _note(entry: Any, context: Reading) -> None:
    error = entry.get("ctx", {}).get("error")
    data = entry["input"]
    if isinstance(error, Unreadable):
        if error.message:
            context.unreadable(error, data)
        return
    if entry["type"] == "missing":
        key = str(entry["loc"][-1])
        message, hint = _MISSING.get(key, (f"'{key}' is missing", f"add '{key}: …'"))
        context.error(message, where_of(data), hint)
        return
    kind = {"tuple_type": "a list", "dict_type": "keys and values", "literal_error": "'none'"}.get(
        entry["type"], "something else"
    )
    key = next((str(part) for part in reversed(entry["loc"]) if isinstance(part, str)), "this")
    where = where_of(data)
    context.error(
        f"'{key}' is {kind}, and this is not",
        where if where is not NOWHERE else where_of(entry),
        "see 'audiocoach new' for an example",
    )
