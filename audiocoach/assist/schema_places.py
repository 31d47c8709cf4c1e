"""What may stand at a place of a script, by the JSON Schema that is made of the models which read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from audiocoach.assist.typed_place import ITEM
from audiocoach.programme.json_schema import schema_text

Node = Mapping[str, Any]
Kind = Literal["session", "programme", "coach"]


@dataclass(frozen=True, slots=True)
class SchemaKey:
    """A key that a mapping may have: its name, what the docs say of it in one line, and what its value is."""

    name: str
    about: str
    holds: Literal["value", "list", "keys"]


class SchemaPlaces:
    """The schema of one kind of script, to be asked about paths as `typed_place` gives them."""

    def __init__(self, schema: Node) -> None:
        self._schema = schema

    def at(self, path: Sequence[str]) -> list[Node]:
        """Return each form of what may stand at a path; none where nothing is known of it."""
        found = list(self._forms(self._schema))
        for name in path:
            found = [form for inner in self._inside(found, name) for form in self._forms(inner)]
        return found

    def keys(self, path: Sequence[str], siblings: Iterable[str]) -> list[SchemaKey]:
        """Return the keys that a mapping at a path may have besides those that it has."""
        there = set(siblings)
        forms = [form for form in self.at(path) if form.get("type") == "object"]
        closed = [form for form in forms if there <= form.get("properties", {}).keys()]
        found: dict[str, SchemaKey] = {}
        for form in closed or forms:
            others = _others(form, there)
            for name, value in form.get("properties", {}).items():
                if name not in there and name not in others:
                    found.setdefault(name, self._key(name, value))
            for name in form.get("propertyNames", {}).get("enum", ()):
                if name not in there:
                    found.setdefault(name, SchemaKey(name, "", "value"))
        return list(found.values())

    def values(self, path: Sequence[str]) -> list[str]:
        """Return the fixed values that may stand at a path."""
        found: dict[str, None] = {}
        for form in self.at(path):
            if form.get("type") == "boolean":
                found |= {"true": None, "false": None}
            constant = [form["const"]] if "const" in form else []
            found |= dict.fromkeys(str(value) for value in [*form.get("enum", ()), *constant])
        return list(found)

    def about(self, path: Sequence[str]) -> str:
        """Return what the docs say of a key in one line; "" where they say nothing."""
        for outer in self.at(path[:-1]):
            for inner in self._inside([outer], path[-1]):
                if about := self._key(path[-1], inner).about:
                    return about
        return ""

    def _key(self, name: str, value: Node) -> SchemaKey:
        forms = list(self._forms(value))
        about = value.get("description") or next(filter(None, (form.get("description") for form in forms)), "")
        kinds = {str(form.get("type")) for form in forms}
        holds: Literal["value", "list", "keys"] = "value"
        if kinds == {"object"}:
            holds = "keys"
        elif "array" in kinds and any(
            "object" in {str(inner.get("type")) for inner in self._inside_list(form)} for form in forms
        ):
            holds = "list"
        return SchemaKey(name, about.split(". ")[0].rstrip("."), holds)

    def _inside_list(self, form: Node) -> Iterator[Node]:
        return self._forms(form["items"]) if "items" in form else iter(())

    def _inside(self, forms: Iterable[Node], name: str) -> Iterator[Node]:
        for form in forms:
            if name == ITEM:
                if "items" in form:
                    yield form["items"]
            elif name in form.get("properties", {}):
                yield form["properties"][name]
            else:
                by_pattern = [inner for key, inner in form.get("patternProperties", {}).items() if re.search(key, name)]
                others = form.get("additionalProperties")
                yield from by_pattern or ([others] if isinstance(others, Mapping) else [])

    def _forms(self, node: Node) -> Iterator[Node]:
        """Yield a node's alternatives, each with the description that stands above it."""
        if "$ref" in node:
            target = self._schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
            yield from self._forms(target)
            return
        several = [each for key in ("anyOf", "oneOf") for each in node.get(key, ()) if "required" not in each]
        if not several or node.get("type") == "object":
            yield node
        else:
            for each in several:
                yield from self._forms(each)


def _others(form: Node, there: set[str]) -> set[str]:
    """Return the keys of which only one may stand there, where one of them does: the kinds of a step."""
    one_of = [each["required"][0] for each in form.get("oneOf", ()) if "required" in each]
    return set(one_of) if there & set(one_of) else set()


@lru_cache(maxsize=3)
def places_of(kind: Kind) -> SchemaPlaces:
    """Return the places of a kind of script; they are made once."""
    return SchemaPlaces(json.loads(schema_text(kind)))
