"""Make the JSON Schema of scripts from the same model that validates them."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from audiocoach.programme.file import ProgrammeFile
from audiocoach.script.model import Session, Step
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.vocabulary import KINDS


def schema_text(of: Literal["session", "programme", "coach"]) -> str:
    """Return the schema as JSON text (draft 2020-12), for `# yaml-language-server: $schema=…`."""
    models: dict[str, type[BaseModel]] = {"session": Session, "programme": ProgrammeFile, "coach": CoachSheet}
    model = models[of]
    schema = model.model_json_schema(by_alias=True, schema_generator=_NoDefaults)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_without_titles(schema)}
    step = schema.get("$defs", {}).get(Step.__name__)
    if step is not None:
        step["oneOf"] = [{"required": [kind]} for kind in KINDS]
    return json.dumps(schema, indent=2, ensure_ascii=True) + "\n"


class _NoDefaults(GenerateJsonSchema):
    """A schema without defaults: they are for the docs, and an editor must not write them into scripts."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema of what may be written, without the default."""
        return self.generate_inner(schema["schema"])


def _without_titles(schema: Any) -> Any:
    """Remove pydantic's titles, and `null` everywhere: YAML's empty value is an error here."""
    if isinstance(schema, list):
        return [_without_titles(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        key: _without_titles(value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))
    }
    options = [option for option in found.get("anyOf", []) if option != {"type": "null"}]
    if len(options) < len(found.get("anyOf", [])):
        del found["anyOf"]
        if len(options) == 1:
            return {**options[0], **found}
        found["anyOf"] = options
    return found
