"""Acts on the picture of a session, as edits of its text: the one door to all of them.

What is asked is a mapping with `act` and, but for "add" at the end, `step`, a path such as "2/1". The functions in
`_ACTS` say what else each takes. An act is thought out twice: as what it means for the steps of the session, and as a
text. Only a text that gives exactly these steps, and nothing wrong that was not wrong before, leaves this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocoach.assist.acts.act_plans import Acted, Plan
from audiocoach.assist.acts.lengthening import lengthen, rounds
from audiocoach.assist.acts.putting import add, double, move, remove
from audiocoach.assist.acts.renaming import rename
from audiocoach.assist.acts.saying import say
from audiocoach.assist.acts.setting import is_programme, set_value
from audiocoach.assist.acts.wrapping import wrap
from audiocoach.assist.differences import edits_between
from audiocoach.assist.meant_steps import Steps
from audiocoach.assist.steps_in_text import StepsInText, steps_in_text
from audiocoach.errors import AudiocoachError, Problem, ScriptError
from audiocoach.script.load import parse_session
from audiocoach.script.model import Session
from audiocoach.text.suggest import did_you_mean

_ACTS: Mapping[str, Callable[[StepsInText, Steps, Mapping[str, Any]], Plan]] = {
    "add": add,
    "double": double,
    "lengthen": lengthen,
    "move": move,
    "remove": remove,
    "rename": rename,
    "rounds": rounds,
    "say": say,
    "wrap": wrap,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A session as its text gives it, and what is wrong with it in time: words that meet, or run on."""

    session: Session
    wrong: tuple[Problem, ...]


def checking(file: str, folder: Path | None) -> Callable[[str], Checked]:
    """Return how the text of a file is read: by the rules of a script, with the lengths of words estimated."""

    def read(text: str) -> Checked:
        from audiocoach.rendering.timelines import build_timeline

        session = parse_session(text, file, folder)
        try:
            build_timeline(session, fast=True)
        except ScriptError as error:
            return Checked(session, tuple(error.problems))
        except AudiocoachError as error:
            return Checked(session, (Problem(error.message, hint=error.hint),))
        return Checked(session, ())

    return read


def act(text: str, asked: Mapping[str, Any], read: Callable[[str], Checked]) -> Acted:
    r"""Find the edits of a session's text that do what somebody asks on its picture.

    Args:
        text: the script, whose lines end with "\n".
        asked: the act, and what it takes.
        read: reads a text; see `checking`.

    Raises:
        AudiocoachError: with the reason and a way out, where the text cannot carry it or it would make a mistake.
    """
    name = asked.get("act")
    if not isinstance(name, str) or name not in _ACTS:
        hint = did_you_mean(str(name), _ACTS, f"one of: {', '.join(_ACTS)}")
        raise AudiocoachError(f"'{name}' is no act on a session", hint)
    before = read(text)
    found = steps_in_text(text)
    plan = _ACTS[name](found, before.session.steps, asked)
    refusal: AudiocoachError | None = None
    for way in plan.ways:
        try:
            new = way()
            after = read(new)
        except AudiocoachError as error:
            refusal = error
            continue
        if len(after.wrong) > len(before.wrong):
            first = next((problem for problem in after.wrong if problem not in before.wrong), after.wrong[0])
            refusal = AudiocoachError(first.message, first.hint)
        elif _same(before.session, plan.steps, after.session):
            return Acted(edits_between(text, new), _selected(text, new, plan))
    raise refusal or AudiocoachError(
        "the text of this step is written in a way that this act cannot keep", "change it in the text"
    )


def _same(before: Session, steps: Steps, after: Session) -> bool:
    """Tell whether a session has these steps, and is as it was in all else; blocks are what their steps are."""
    names = type(before).model_fields.keys() - {"steps", "blocks"}
    return after.steps == steps and all(getattr(before, name) == getattr(after, name) for name in names)


def _selected(text: str, new: str, plan: Plan) -> tuple[int, int]:
    if plan.select is None:
        edits = edits_between(text, new)
        start = edits[0].start if edits else 0
        return start, start
    site = steps_in_text(new).at(plan.select).site
    at = new.find(plan.words, site.start, site.end) if plan.words else -1
    return (at, at + len(plan.words)) if at >= 0 else (site.start, site.end)


def act_on(text: str, asked: Mapping[str, Any], folder: Path | None, file: str = "script") -> dict[str, Any]:
    """Answer the question of a page; offsets count Python characters.

    Raises:
        AudiocoachError: see `act`.
    """
    if asked.get("act") == "set-value":
        done = set_value(text, asked, file, folder)
    else:
        if is_programme(text, file, folder):
            raise AudiocoachError(
                "the steps of a programme are those of its template, and stand for all of its sessions",
                "change the template in the text, under 'session:', or push the values of its rules",
            )
        done = act(text, asked, checking(file, folder))
    edits = [{"from": edit.start, "to": edit.end, "text": edit.text} for edit in done.edits]
    return {"edits": edits, "select": {"from": done.select[0], "to": done.select[1]}}
