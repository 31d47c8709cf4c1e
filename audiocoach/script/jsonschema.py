"""The JSON Schema of scripts, from the same model that validates them."""

from __future__ import annotations

import json
from typing import Any, Literal

from audiocoach.model import CoachSheet, Session, Step
from audiocoach.vocabulary import KINDS


def schema_text(of: Literal["session", "coach"]) -> str:
    """The schema as JSON text (draft 2020-12), for `# yaml-language-server: $schema=…`."""
    model: type[Session] | type[CoachSheet] = Session if of == "session" else CoachSheet
    schema = model.model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_without_defaults(schema)}
    step = schema.get("$defs", {}).get(Step.__name__)
    if step is not None:
        step["oneOf"] = [{"required": [kind]} for kind in KINDS]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _without_defaults(schema: Any) -> Any:
    """Without pydantic's titles and defaults, and with `null` nowhere: YAML's empty value is an error here."""
    if isinstance(schema, list):
        return [_without_defaults(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        key: _without_defaults(value)
        for key, value in schema.items()
        if key != "default" and not (key == "title" and isinstance(value, str))
    }
    options = [option for option in found.get("anyOf", []) if option != {"type": "null"}]
    if len(options) < len(found.get("anyOf", [])):
        del found["anyOf"]
        if len(options) == 1:
            return {**options[0], **found}
        found["anyOf"] = options
    return found
