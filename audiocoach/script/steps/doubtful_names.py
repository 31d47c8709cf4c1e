"""Names in a line that read like something else: a key and its value, or a step without its length."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from audiocoach.errors import Hint, Instead
from audiocoach.script.context import Reading
from audiocoach.script.steps.kind_words import kind_meant, line_meant
from audiocoach.script.yaml.located import Mapping, Sequence, Text
from audiocoach.text.suggest import as_value

_SAY = re.compile(r"(.*?),\s*(say)\s+([\"'\u201c\u201d\u201e\u00ab].*)", re.DOTALL)
_QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb "
_LAST = re.compile(r"(.*\S)\s*,\s*([^\s,]+)$", re.DOTALL)


def note_doubtful_names(items: Sequence, context: Reading, *, in_set: bool = False) -> None:
    """Warn of names such as that of `work 2m Run, say "Come on"`, and in a set of `work 2m Run, walk`."""
    for item in items:
        if not isinstance(item, Mapping):
            continue
        if isinstance(steps := item.get(Text("steps")), Sequence):
            note_doubtful_names(steps, context, in_set=True)
        elif isinstance(name := item.get(Text("name")), Text):
            kind, length = next(iter(item.items()))
            _note(kind, length, name, context, in_set=in_set)


def _note(kind: Text, length: Text, name: Text, context: Reading, *, in_set: bool) -> None:
    if found := _SAY.fullmatch(name):
        own = [f"name: {as_value(found[1].strip())}"] if found[1].strip() else []
        full = [f"{kind}: {length}", *own, f"say: {as_value(found[3].strip(_QUOTES))}"]
        mended = _whole(kind, name, full[0], full[1:]) if not in_set and _is_alone(kind, name) else []
        hint = Hint("did you mean\n  - " + "\n    ".join(full), *mended)
        context.warn("'say' in a line is part of the step's name", name.part(*found.span(2)).where, hint)
        return
    found = _LAST.fullmatch(name) if in_set and kind == "work" else None
    if found and kind_meant(found[2], context.language) == "rest":
        rest = line_meant("rest", "60s", found[2])
        message = f"'{found[2]}' has no length, so it is part of the name '{name}'"
        line, more = f"{kind} {length} {found[1]}, {rest}", "A name in the full form is never doubted."
        hint = Hint(f"did you mean '{line}'?  {more}", *_whole(kind, name, line))
        context.warn(message, name.part(*found.span(2)).where, hint)


def _whole(kind: Text, name: Text, text: str, beneath: Iterable[str] = ()) -> list[Instead]:
    """Put a text in the place of a step that is written on one line; nothing where its line does not show it."""
    first, last = kind.shown(0, len(kind)), name.shown(0, len(name))
    if first is None or last is None or first.line != last.line or not first.line:
        return []
    return [Instead(text, where=replace(first, width=last.column + last.width - first.column), beneath=tuple(beneath))]


def _is_alone(kind: Text, name: Text) -> bool:
    """Tell whether a step stands alone behind its dash, where it can have keys."""
    line, end = kind.where.source, name.where.column - 1 + name.where.width
    return not line[: kind.where.column - 1].strip(" -") and not line[end:].strip()
