"""The same session at another pace: for somebody whose distances take longer, or less long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audiocoach.quantities.distances import ByPace
from audiocoach.quantities.paces import Pace
from audiocoach.script.context import Paced, Reading
from audiocoach.script.model import Session, Set, Step
from audiocoach.script.validate import raise_errors


def run_at(session: Session, pace: Pace) -> Session:
    """Return the same session for somebody who runs at this pace.

    A script that has a pace of its own, and distances with one beside them, stay as they are, as for `load_session`.

    Raises:
        ScriptError: where its cues do not fit into its steps then.
    """
    if session.pace is not None:
        return session
    where = session.place()
    context = Reading(
        file=where.file,
        folder=session.folder,
        language=session.language,
        variables=session.variables,
        of_program=not where.line,
        paced=Paced(pace, session.paced.per),
        own=session.own,
    )
    changed: Session = _copied(session, {"steps": _items(session.steps, pace, context)})
    changed._check(context)
    raise_errors(context)
    return changed


def _items(items: Sequence[Step | Set], pace: Pace, context: Reading) -> tuple[Step | Set, ...]:
    return tuple(_item(item, pace, context) for item in items)


def _item(item: Step | Set, pace: Pace, context: Reading) -> Step | Set:
    if isinstance(item, Set):
        inner = _items(item.steps, pace, context)
        return item if inner == item.steps else _copied(item, {"steps": inner})
    far = item.by_pace
    if far is None or far.is_own:
        return item
    changed: Step = _copied(item, {item.kind.replace("-", "_"): ByPace.of(far.distance, pace)})
    changed._check(context)
    return changed


def _copied(value: Any, update: dict[str, Any]) -> Any:
    """Copy a value with others in it, and without what was worked out of the old ones."""
    changed = value.model_copy(update=update)
    for cached in changed.__dict__.keys() - type(value).model_fields.keys():
        del changed.__dict__[cached]
    return changed
