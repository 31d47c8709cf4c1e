"""The same session at another pace, or by other races: for somebody whose distances take longer, or less long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from audiocoach.quantities.distances import ByPace
from audiocoach.quantities.paces import Pace
from audiocoach.script.context import Paced, Reading
from audiocoach.script.model import Session, Set, Step
from audiocoach.script.validate import raise_errors

if TYPE_CHECKING:
    from audiocoach.quantities.race_times import Races


def run_at(session: Session, pace: Pace | None = None, races: Races | None = None) -> Session:
    """Return the same session for somebody who runs at this pace, and whose races these are.

    A script that has a pace of its own, and distances with one beside them, stay as they are, as for `load_session`;
    their races win over the script's own. `400m @ 5k` in a script that was read at a pace, and without any race, is 400
    metres with words behind it and stays so: it must be read anew (`context.racing`).

    Raises:
        ScriptError: where its cues do not fit into its steps then.
    """
    pace = None if session.pace is not None else pace
    if pace is None and races is None:
        return session
    paced = Paced(pace or session.paced.pace, session.paced.per, races or session.paced.races)
    where = session.place()
    context = Reading(
        file=where.file,
        folder=session.folder,
        language=session.language,
        variables=session.variables,
        of_program=not where.line,
        paced=paced,
        own_races=session.race,
        own=session.own,
    )
    changed: Session = _copied(session, {"steps": _items(session.steps, _Runner(pace, races), context)})
    changed._check(context)
    raise_errors(context)
    return changed


class _Runner(NamedTuple):
    """What is another's: None for what stays."""

    pace: Pace | None
    races: Races | None

    def length(self, far: ByPace) -> ByPace:
        """Return how long they take for a distance."""
        if far.of_race and self.races is not None:
            return ByPace.of(far.distance, self.races.pace(far.of_race), is_own=True, of_race=far.of_race)
        return far if far.is_own or self.pace is None else ByPace.of(far.distance, self.pace)


def _items(items: Sequence[Step | Set], who: _Runner, context: Reading) -> tuple[Step | Set, ...]:
    return tuple(_item(item, who, context) for item in items)


def _item(item: Step | Set, who: _Runner, context: Reading) -> Step | Set:
    if isinstance(item, Set):
        inner = _items(item.steps, who, context)
        same = all(new is old for new, old in zip(inner, item.steps, strict=True))
        return item if same else _copied(item, {"steps": inner})
    far = item.by_pace
    length = None if far is None else who.length(far)
    if length is far and (item.marks is None or who.races is None):
        return item
    update = {} if length is None else {item.kind.replace("-", "_"): length}
    changed: Step = _copied(item, update)  # with marks at their pace, also where its length is a time
    changed._check(context)
    return changed


def _copied(value: Any, update: dict[str, Any]) -> Any:
    """Copy a value with others in it, and without what was worked out of the old ones."""
    changed = value.model_copy(update=update)
    for cached in changed.__dict__.keys() - type(value).model_fields.keys():
        del changed.__dict__[cached]
    return changed
