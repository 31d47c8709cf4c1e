"""Have words said at a moment of a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiocoach.assist.acts.act_plans import Plan, number_in, path_in, step_of, words_in
from audiocoach.assist.board_lines import as_scalar
from audiocoach.assist.keys_in_text import one_less, one_more, other_value, with_key, without_a_key
from audiocoach.assist.meant_steps import changed, item_at
from audiocoach.assist.own_lines import on_its_own
from audiocoach.assist.placed_steps import Path, Placed
from audiocoach.assist.steps_in_text import StepsInText
from audiocoach.assist.text_edits import Edit, applied
from audiocoach.assist.written_nodes import Items, Keys, Scalar
from audiocoach.errors import AudiocoachError, Unreadable
from audiocoach.quantities.lengths import START, Moment, parse_moment, write_length
from audiocoach.script.model import Cue, Step

_IN_TURN = "several sentences are said here in turn"


def say(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Have `words` said in a step: `at` a moment such as "halfway", or `at_ms` from its start; without either, there.

    Words of the author's own that are said then already are replaced.

    Raises:
        AudiocoachError: where the moment is none, or is not in the step.
    """
    path, words = path_in(asked), words_in(asked, "words")
    found.at(path)
    step = step_of(item_at(found.meant, path), "says nothing")
    at, moment = _moment(asked)
    if moment == START:
        if len(step.say) > 1:
            raise AudiocoachError(_IN_TURN, "change them in the text")
        after = changed(found.meant, path, lambda item: item._with("say", (words,)))
        return Plan(after, [lambda: _at_start(found, path, words)], path, words)
    index = _same_moment(step, moment)
    if index is None:
        cues = (*step.cues, Cue.model_construct(say=(words,), at=moment))
    else:
        cues = (*step.cues[:index], step.cues[index]._with("say", (words,)), *step.cues[index + 1 :])
    after = changed(found.meant, path, lambda item: item._with("cues", cues))
    return Plan(after, [lambda: _later(found, path, at, words, index)], path, words)


def unsay(found: StepsInText, asked: Mapping[str, Any]) -> Plan:
    """Take the words out that are said in a step, at a moment as in `say`.

    Raises:
        AudiocoachError: where nothing of the author's is said then.
    """
    path = path_in(asked)
    found.at(path)
    step = step_of(item_at(found.meant, path), "says nothing")
    at, moment = _moment(asked)
    index = _same_moment(step, moment)
    if moment == START and step.say:
        after = changed(found.meant, path, lambda item: item._with("say", ()))
        return Plan(after, [lambda: _without_words(found, path)], path)
    if index is None:
        raise AudiocoachError(f"nothing is said at '{at}' alone", "choose the moment of words that the script has")
    cues = (*step.cues[:index], *step.cues[index + 1 :])
    after = changed(found.meant, path, lambda item: item._with("cues", cues))
    return Plan(after, [lambda: _without_cue(found, path, index)], path)


def _without_words(found: StepsInText, path: Path) -> str:
    found, placed = on_its_own(found, path)
    entry = placed.site.entry
    if placed.key("say") is None and entry.line is not None:
        return applied(found.text, [Edit(entry.line.end, entry.part.end, "")])
    return applied(found.text, without_a_key(found.text, placed, "say"))


def _without_cue(found: StepsInText, path: Path, index: int) -> str:
    found, placed = on_its_own(found, path)
    cues = placed.key("cues")
    items = cues[1] if cues else None
    if isinstance(items, Items) and len(items.items) > 1:
        return applied(found.text, one_less(found.text, items, index))
    return applied(found.text, without_a_key(found.text, placed, "cues"))


def _moment(asked: Mapping[str, Any]) -> tuple[str, Moment]:
    if "at_ms" in asked:
        milliseconds = number_in(asked, "at_ms", 0)
        at = write_length(milliseconds) if milliseconds else "start"
    else:
        at = words_in(asked, "at", needed=False) or "start"
    try:
        return at, parse_moment(at)
    except Unreadable as error:
        raise AudiocoachError(error.message, error.hint) from None


def _same_moment(step: Step, moment: Moment) -> int | None:
    """Find the words that are said at that moment in every round, alone and not in turn."""
    for index, cue in enumerate(step.cues):
        if cue.at == moment and len(cue.say) == 1 and not cue.on and cue.min_length is None:
            return index
    return None


def _at_start(found: StepsInText, path: Path, words: str) -> str:
    found, placed = on_its_own(found, path)
    text = found.text
    entry = placed.site.entry
    said = placed.key("say")
    old = said[1] if said else entry.value
    if isinstance(old, Scalar) and old.value:
        return applied(text, [other_value(old, words, flow=_in_flow(placed))])
    if isinstance(old, Items):
        raise AudiocoachError(_IN_TURN, "change them in the text")
    if entry.keys is not None:
        return applied(text, with_key(text, placed, "say", as_scalar(words, flow=True), _block(words, placed)))
    end = entry.part.end
    return applied(text, [Edit(end, end, f": {as_scalar(words, flow=entry.flow)}")])


def _block(words: str, placed: Placed) -> str:
    return as_scalar(words, flow=_in_flow(placed))


def _in_flow(placed: Placed) -> bool:
    return placed.site.entry.flow or bool(placed.further and placed.further.flow)


def _later(found: StepsInText, path: Path, at: str, words: str, index: int | None) -> str:
    steps, placed = on_its_own(found, path)
    text, cues = steps.text, placed.key("cues")
    if index is not None:
        cue = cues[1].items[index] if cues and isinstance(cues[1], Items) else None
        old = cue.value("say") if isinstance(cue, Keys) else None
        if not isinstance(cue, Keys) or not isinstance(old, Scalar):
            raise AudiocoachError(
                "the words of this moment are written in a way of their own", "change them in the text"
            )
        return applied(text, [other_value(old, words, flow=cue.flow or _in_flow(placed))])
    cue_text = f"{{at: {at}, say: {as_scalar(words, flow=True)}}}"
    if cues is None:
        return applied(text, with_key(text, placed, "cues", f"[{cue_text}]", f"\n  - {cue_text}"))
    if not isinstance(cues[1], Items):
        raise AudiocoachError("the cues of this step are not written as a list", "put a dash before the first of them")
    return applied(text, one_more(text, cues[1], cue_text))
