"""Acts on the picture of a session, as edits of its text: the one door to all of them.

What is asked is a mapping with `act`; with `step`, a path such as "2/1", but for "add" at the end; and in a programme
with `session`, whose picture it is, such as "2.1". The functions in `_ACTS` say what else each takes. An act is thought
out twice: as what it means for the steps of the session, and as a text. Only a text that gives exactly these steps, in
each session of a programme, and nothing wrong that was not wrong before, leaves this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from audiocoach.assist.acts.act_plans import Acted, Plan, in_another
from audiocoach.assist.acts.lengthening import lengthen, rounds
from audiocoach.assist.acts.putting import add, beside_what, double, move, remove
from audiocoach.assist.acts.renaming import rename
from audiocoach.assist.acts.saying import say, unsay
from audiocoach.assist.acts.setting import set_value
from audiocoach.assist.acts.wrapping import wrap
from audiocoach.assist.checking_texts import Sessions, TextChecks
from audiocoach.assist.differences import edits_between
from audiocoach.assist.steps_in_text import StepsInText, steps_in_text
from audiocoach.errors import AudiocoachError
from audiocoach.script.model import Session
from audiocoach.text.suggest import did_you_mean

MOST_CHARACTERS = 200_000
"""Of a script that is acted on: more would take longer than anybody waits for an act."""

_ACTS: Mapping[str, Callable[[StepsInText, Mapping[str, Any]], Plan]] = {
    "add": add,
    "double": double,
    "lengthen": lengthen,
    "move": move,
    "remove": remove,
    "rename": rename,
    "rounds": rounds,
    "say": say,
    "unsay": unsay,
    "wrap": wrap,
}


def act(text: str, asked: Mapping[str, Any], checks: TextChecks) -> Acted:
    r"""Find the edits of a script's text that do what somebody asks on the picture of a session.

    Args:
        text: the script, whose lines end with "\n".
        asked: the act, and what it takes.
        checks: how texts are read.

    Raises:
        AudiocoachError: with the reason and a way out, where the text cannot carry it or it would make a mistake.
    """
    name = asked.get("act")
    if name == "set-value":
        return set_value(text, asked, checks)
    if not isinstance(name, str) or name not in _ACTS:
        hint = did_you_mean(str(name), _ACTS, f"one of: {', '.join(_ACTS)}, set-value")
        raise AudiocoachError(f"'{name}' is no act on a script", hint)
    if len(text) > MOST_CHARACTERS:
        raise AudiocoachError("this script is too long to be changed on its picture", "change it in the text")
    before = checks.read(text)
    own = _session(before, asked)
    found = steps_in_text(text, before[own].steps)
    if name == "move":
        asked = beside_what(found, asked)
    plan = _ACTS[name](found, asked)
    meant = {own: plan.steps}
    for other, session in before.items():
        if other != own:
            another = found.of_another(session.steps)
            meant[other] = _ACTS[name](another, in_another(asked, found, another)).steps
    refusal: AudiocoachError | None = None
    for way in plan.ways:
        try:
            new = way()
            after = checks.read(new)
        except AudiocoachError as error:
            refusal = error
            continue
        if after.keys() != meant.keys() or not all(_same(before[each], meant[each], after[each]) for each in meant):
            continue
        wrong = checks.newly_wrong(before, after)
        if wrong is None:
            return Acted(edits_between(text, new), _selected(text, new, plan))
        refusal = AudiocoachError(wrong.message, wrong.hint or "say less, or at another time")
    raise refusal or AudiocoachError(
        "the text of this step is written in a way that this act cannot keep", "change it in the text"
    )


def _session(sessions: Sessions, asked: Mapping[str, Any]) -> str:
    """Return which session is meant: the first unless told."""
    first = next(iter(sessions))
    wanted = asked.get("session") or first
    if wanted not in sessions:
        raise AudiocoachError(f"there is no session '{wanted}'", f"the first one is {first or 'the only one'}")
    return str(wanted)


def _same(before: Session, steps: tuple[Any, ...], after: Session) -> bool:
    """Tell whether a session has these steps, and is as it was in all else; blocks are what their steps are."""
    names = type(before).model_fields.keys() - {"steps", "blocks"}
    others = all(getattr(before, name) == getattr(after, name) for name in names)
    return others and after.steps == steps and before.variables == after.variables


def _selected(text: str, new: str, plan: Plan) -> tuple[int, int]:
    if plan.select is None:
        edits = edits_between(text, new)
        start = edits[0].start if edits else 0
        return start, start
    site = steps_in_text(new, plan.steps).at(plan.select).site
    at = new.find(plan.words, site.start, site.end) if plan.words else -1
    return (at, at + len(plan.words)) if at >= 0 else (site.start, site.end)


def act_on(text: str, asked: Mapping[str, Any], folder: Path | None, file: str = "script") -> dict[str, Any]:
    """Answer the question of a page; offsets count Python characters.

    Raises:
        AudiocoachError: see `act`.
    """
    done = act(text, asked, TextChecks(file, folder))
    edits = [{"from": edit.start, "to": edit.end, "text": edit.text} for edit in done.edits]
    return {"edits": edits, "select": {"from": done.select[0], "to": done.select[1]}}
