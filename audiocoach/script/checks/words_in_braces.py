"""The words in braces of a whole file, checked where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from audiocoach.errors import Unreadable, Where
from audiocoach.script.checks.shapes import SessionShape, SetShape, SheetShape, StepShape
from audiocoach.script.context import Reading
from audiocoach.script.yaml.located import Text, where_of
from audiocoach.text.braces import Piece, pieces
from audiocoach.text.suggest import did_you_mean
from audiocoach.vocabulary import WORDS

_TITLE_WORDS = ("length", "athlete")
_NAME_WORDS = ("length", "round", "rounds", "effort")


def check_session(session: SessionShape, context: Reading) -> None:
    """Every text of a session."""
    _check(session.session, session.place("session"), context, allowed=_TITLE_WORDS, place="a title")
    if session.description is not None:
        _check(session.description, session.place("description"), context, allowed=_TITLE_WORDS, place="a description")
    _check_items(session.steps, None, context)


def check_sheet(sheet: SheetShape, context: Reading) -> None:
    """Every text of a coach sheet; what a step cannot fill in is left out there, and listed."""
    for moment in sheet.moments:
        for text in moment.say:
            _check(text, moment.place("say"), context, refused={}, in_set=True)


_NO_WEEK = ("there is no week here: this is a single session", "weeks and runs belong to a programme")
_REFUSED = {"week": _NO_WEEK, "run": _NO_WEEK}


def _check_items(items: Sequence[Any], nearest: SetShape | None, context: Reading) -> None:
    for item in items:
        if hasattr(item, "repeat"):
            if item.name is not None:
                _check(item.name, item.place("name"), context, allowed=(), place="a set's name")
            _check_items(item.steps, item, context)
            continue
        refused = _refused(item, nearest)
        if item.name is not None:
            _check(
                item.name,
                item.place("name"),
                context,
                allowed=_NAME_WORDS,
                place="a name",
                refused=refused,
                in_set=nearest is not None,
            )
        _check_cue_texts(item.say, item.place("say"), refused, nearest, context)
        for cue in item.cues:
            own = dict(refused)
            if cue.at is not None and cue.at.anchor == "finish":
                own["left"] = ("at the end nothing is left", "take '{left}' out, or a moment such as -10s")
            _check_cue_texts(cue.say, cue.place("say"), own, nearest, context)


def _refused(step: StepShape, nearest: SetShape | None) -> dict[str, tuple[str, str]]:
    refused = dict(_REFUSED)
    if nearest is None:
        refused["round"] = refused["rounds"] = (
            "there are no rounds here: this step is in no set",
            "take the word out, or put the step into a set",
        )
    if step.effort is None:
        refused["effort"] = ("this step has no effort", "add 'effort: 5' to the step, or take the word out")
    if step.length == "auto":
        refused["length"] = refused["left"] = (
            "the length of 'talk: auto' comes from its words",
            "take the word out, or give the talk a length",
        )
    return refused


def _check_cue_texts(
    texts: Iterable[str], where: Where, refused: dict[str, tuple[str, str]], nearest: SetShape | None, context: Reading
) -> None:
    for text in texts:
        _check(text, where, context, refused=refused, in_set=nearest is not None)


def _check(
    text: str,
    where: Where,
    context: Reading,
    *,
    allowed: Sequence[str] = WORDS,
    place: str = "",
    refused: dict[str, tuple[str, str]] | None = None,
    in_set: bool = False,
) -> None:
    refused = _REFUSED if refused is None else refused
    context.used |= {piece.word for piece in _pieces(text)}
    refused = {word: why for word, why in refused.items() if word not in context.variables}
    allowed = [*allowed, *context.variables]
    located = text if isinstance(text, Text) else Text(text, where)
    try:
        for piece in pieces(text):
            at = located.part(*piece.span).where if piece.span != (0, 0) else where_of(located)
            if piece.alternatives and not in_set:
                context.error(
                    "alternatives go by the rounds of a set, and this is in none",
                    at,
                    "write one of them, or put the step into a set",
                )
            elif piece.word in refused:
                context.error(*_with_place(refused[piece.word], at))
            elif piece.word and piece.word not in allowed:
                if piece.word in WORDS:
                    context.error(
                        f"'{{{piece.word}}}' has no meaning in {place}",
                        at,
                        f"words for it are: {', '.join(allowed)}" if allowed else "write it out",
                    )
                else:
                    usable = [word for word in allowed if word not in refused]
                    listing = "Words are: " + ", ".join(usable) if usable else "there are no words for it"
                    context.error(f"unknown word '{{{piece.word}}}'", at, did_you_mean(piece.word, allowed, listing))
    except Unreadable as error:
        context.unreadable(error, located)


def _pieces(text: str) -> list[Piece]:
    try:
        return list(pieces(text))
    except Unreadable:
        return []


def _with_place(refusal: tuple[str, str], where: Where) -> tuple[str, Where, str]:
    message, hint = refusal
    return message, where, hint
