"""The words in braces of a whole file, checked where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from audiocoach.errors import Hint, Unreadable, Where
from audiocoach.quantities.distances import ByPace
from audiocoach.script.checks.shapes import SessionShape, SetShape, SheetShape, StepShape
from audiocoach.script.context import Reading
from audiocoach.script.sets_around import is_set, levels, outer_of
from audiocoach.script.yaml.located import Text
from audiocoach.text.braces import Piece, pieces
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import did_you_mean, meant
from audiocoach.vocabulary import PROGRESS_WORDS, WORDS, YIELDING_WORDS

Refusals = Mapping[str, tuple[str, str]]
"""Words that have no meaning in a step: of each the message, and the way out."""

_NO_WEEK = ("there is no week here: this is a single session", "weeks and runs belong to a programme")
_NO_SET = ("there are no sets here: this step is in none", "take the word out, or put the step into a set of a set")
_NO_OUTER_SET = ("there is no set around this step's set", "its own rounds are {round} of {rounds}")
_NO_MARK = ("no mark is called here", "it is a word of 'marks: {every: 100m, say: \"{mark}.\"}'")
_SINGLE: Refusals = {"week": _NO_WEEK, "run": _NO_WEEK}
_ELSE = {"last": "your first time", "best": "still to come", "total": "nothing yet", "done": "none", "since": "a while"}
"""What might be said before anything is logged."""

_BEGINS = LatePattern(r"[\w-]+")
_ELSE_WITHIN = LatePattern(r"(?:^|,)\s*else:")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may stand in braces in a text: these words without the refused ones and, in a set, alternatives.

    `place` is what a message calls the text; needed where not every word of the language is allowed. Of the words in
    `needing_else`, a text must tell what is said in their place; where it cannot, its cue is left out.
    """

    words: Sequence[str] = WORDS
    refused: Refusals = field(default_factory=lambda: _SINGLE)
    in_set: bool = False
    place: str = ""
    needing_else: Sequence[str] = PROGRESS_WORDS

    def with_variables(self, names: Iterable[str]) -> Allowed:
        """Allow the variables of a programme as well, also where one is called like a word that is refused."""
        names = list(names)
        refused = {word: why for word, why in self.refused.items() if word not in names}
        needing_else = [word for word in self.needing_else if word not in names]
        return replace(self, words=[*self.words, *names], refused=refused, needing_else=needing_else)

    def problem_of(self, piece: Piece) -> tuple[str, str] | None:
        """Say what is wrong with a piece of a text, and the way out; None when nothing is."""
        if piece.alternatives and not self.in_set:
            one = Hint("write one of them, or put the step into a set", *piece.alternatives)
            return "alternatives go by the rounds of a set, and this is in none", one
        if piece.word in self.refused:
            return self.refused[piece.word]
        if not piece.word:
            return None
        if piece.word in self.words:
            return self._problem_of_else(piece)
        if piece.word in WORDS:
            hint = f"words for it are: {', '.join(self.words)}" if self.words else "write it out"
            return f"'{{{piece.word}}}' has no meaning in {self.place}", hint
        begins = _BEGINS.match(piece.word)
        if begins and begins[0] != piece.word and begins[0] in PROGRESS_WORDS and begins[0] in self.words:
            return f"unknown word '{{{piece.word}}}'", meant(_with_else(begins[0]))
        usable = [word for word in self.words if word not in self.refused]
        listing = "Words are: " + ", ".join(dict.fromkeys(usable)) if usable else "there are no words for it"
        near = did_you_mean(piece.word, self.words, listing)
        behind = "" if piece.otherwise is None else f", else: {piece.otherwise}"
        in_braces = [f"{{{instead.text}{behind}}}" for instead in near.instead]
        return f"unknown word '{{{piece.word}}}'", Hint(near, *in_braces)

    def _problem_of_else(self, piece: Piece) -> tuple[str, str] | None:
        if piece.otherwise is None and piece.word in self.needing_else:
            message = f"'{{{piece.word}}}' has nothing to say until a session is logged, nor in any but the next one"
            otherwise = _with_else(piece.word)
            return message, Hint(f"say what stands in its place: '{otherwise}'", otherwise)
        if piece.otherwise is not None and piece.word not in PROGRESS_WORDS:
            return f"'{{{piece.word}}}' takes no 'else'", f"those that do are: {', '.join(PROGRESS_WORDS)}"
        return None


def _with_else(word: str) -> str:
    return f"{{{word}, else: {_ELSE[word]}}}"


_IN_TITLE = Allowed(("length", "athlete"), place="a title")
_IN_DESCRIPTION = replace(_IN_TITLE, place="a description")
_IN_SET_NAME = Allowed((), place="a set's name")
_IN_SHEET = Allowed(refused={"mark": _NO_MARK}, in_set=True, needing_else=())
_SET_WORDS = ("set", "sets", "set-name")
_NAME_WORDS = ("length", "distance", "round", "rounds", *_SET_WORDS, "effort")


def check_session(session: SessionShape, context: Reading) -> None:
    """Note what is wrong with the words in braces of every text of a session."""
    _check(session.session, session.place("session"), _IN_TITLE, context)
    if session.description is not None:
        _check(session.description, session.place("description"), _IN_DESCRIPTION, context)
    _check_items(session.steps, (), context)


def check_sheet(sheet: SheetShape, context: Reading) -> None:
    """Note what is wrong in every text of a coach sheet; what a step cannot fill in is left out there, and listed."""
    for moment in sheet.moments:
        for text in moment.say:
            _check(text, moment.place("say"), _IN_SHEET, context)


def _check_items(items: Sequence[Any], around: tuple[SetShape, ...], context: Reading) -> None:
    for item in items:
        if is_set(item):
            if item.name is not None:
                _check(item.name, item.place("name"), _IN_SET_NAME, context)
            _check_items(item.steps, (*around, item), context)
        else:
            _check_step(item, around, context)


def _check_step(step: StepShape, around: tuple[SetShape, ...], context: Reading) -> None:
    refused = _refused(step, around)
    allowed = Allowed(refused=refused, in_set=bool(around))
    for key, name in (("name", step.name), ("say-as", step.say_as)):
        if name is not None:
            _check(name, step.place(key), replace(allowed, words=_NAME_WORDS, place="a name"), context)
    for text in step.say:
        _check(text, step.place("say"), allowed, context)
    for cue in step.own_cues:
        here = replace(allowed, refused=_without_mark(refused)) if cue.apart is not None else allowed
        if cue.at is not None and cue.at.anchor == "finish":
            none_left = ("at the end nothing is left", "take '{left}' out, or a moment such as -10s")
            here = replace(allowed, refused={**allowed.refused, "left": none_left})
        for text in cue.say:
            _check(text, cue.place("say"), here, context)


def _without_mark(refused: Refusals) -> Refusals:
    return {word: why for word, why in refused.items() if word != "mark"}


def _refused(step: StepShape, around: tuple[SetShape, ...]) -> Refusals:
    refused = {**_SINGLE, "mark": _NO_MARK}
    if outer_of([levels(each.steps) for each in around]) is None:
        refused |= dict.fromkeys(_SET_WORDS, _NO_OUTER_SET if around else _NO_SET)
    if not around:
        refused["round"] = refused["rounds"] = (
            "there are no rounds here: this step is in no set",
            "take the word out, or put the step into a set",
        )
    if step.effort is None:
        refused["effort"] = ("this step has no effort", "add 'effort: 5' to the step, or take the word out")
    if step.cadence is None:
        refused["cadence"] = ("this step has no cadence", "add 'cadence: 170' to the step, or take the word out")
    if not isinstance(step.length, ByPace):
        hint = "write it as one, such as 400m, or take the word out"
        refused["distance"] = ("the length of this step is no distance", hint)
    if step.length == "auto":
        refused["length"] = refused["left"] = (
            "the length of 'talk: auto' comes from its words",
            "take the word out, or give the talk a length",
        )
    return refused


def _check(text: str, where: Where, allowed: Allowed, context: Reading) -> None:
    """Note what is wrong with a text, at the place of each piece or else at `where`; its words count as used."""
    if "{" not in text and "}" not in text:
        return
    words = {piece.word for piece in _pieces(text)}
    context.used |= words
    context.own_words |= words & context.variables.keys() & set(YIELDING_WORDS)
    allowed = allowed.with_variables(context.variables)
    located = text if isinstance(text, Text) else Text(text, where)
    try:
        for piece in pieces(text):
            problem = allowed.problem_of(piece)
            if problem is not None:
                message, hint = problem
                context.unreadable(Unreadable(message, hint, piece.span), located)
            elif any(_ELSE_WITHIN.search(each) for each in piece.alternatives):
                part = located.part(*piece.span)
                message = f"'{part}' alternates from round to round, and its 'else:' is said aloud"
                context.warn(message, part.where, "what alternates and an 'else:' each need braces of their own")
    except Unreadable as error:
        context.unreadable(error, located)


def _pieces(text: str) -> list[Piece]:
    """Take a text apart; none when a brace in it is not closed."""
    try:
        return list(pieces(text))
    except Unreadable:
        return []
