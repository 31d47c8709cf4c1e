"""Write a .zwo for Zwift: whole seconds, kinds by element and power, each sentence as a text event. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from audiocoach.exchange.outgoing import (
    KINDS_READ_BACK,
    Exported,
    Loss,
    Outgoing,
    OutSet,
    OutStep,
    Sentence,
    common_losses,
    counted,
    on_whole_seconds,
)
from audiocoach.exchange.training_zones import effort_of_percent
from audiocoach.quantities.units import SECOND
from audiocoach.text.xml import xml_text

_POWERS = ((2, 50), (3, 65), (4, 83), (6, 98), (8, 113))
"""Percent of threshold for efforts below these (Borg's CR10): the middle of what `training_zones` reads as such."""

_HARDEST = 125
_WITHOUT_EFFORT = {"work": 90, "rest": 50}
_MOST_AT_REST, _LEAST_AT_WORK = 54, 65
_EASY, _BRISK = 45, 65
"""Percent of threshold at the two ends of a warm-up and a cool-down: easy running."""


def write_zwo(out: Outgoing) -> Exported:
    """Write a session as a .zwo."""
    losses = [*out.losses, *common_losses(out, KINDS_READ_BACK, names=False, efforts=True)]
    steps, rounding = on_whole_seconds(list(out.steps()))
    if other := sum(bool(step.effort) and _effort_read_back(step) != step.effort for step in steps):
        losses.append(
            Loss("effort", f"the effort of {counted(other, 'step', 'steps')} becomes power, and another effort")
        )
    left = iter(steps)
    lines: list[str] = []
    for item in out.items:
        count = sum(1 for _ in item.written_out()) if isinstance(item, OutSet) else 1
        here = [next(left) for _ in range(count)]
        if isinstance(item, OutSet) and item.name:
            losses.append(Loss("set-name", f"the name of a set, '{item.name}', stays behind"))
        if isinstance(item, OutSet) and _is_pair(item, here):
            lines += _intervals(item.passes, here)
        else:
            if isinstance(item, OutSet):
                losses.append(
                    Loss("written-out", "sets that are not work and rest, alike in each round, are written out")
                )
            for step in here:
                lines += _element(step)
    head = [
        "<?xml version='1.0' encoding='UTF-8'?>",
        "<workout_file>",
        "  <author></author>",
        f"  <name>{_text(out.title)}</name>",
        f"  <description>{_text(out.description)}</description>",
        "  <sportType>run</sportType>",
        "  <durationType>time</durationType>",
        "  <workout>",
    ]
    text = "\n".join([*head, *lines, "  </workout>", "</workout_file>", ""])
    return Exported(text.encode("utf-8"), tuple(dict.fromkeys([*losses, *rounding])))


def _is_pair(item: OutSet, here: list[OutStep]) -> bool:
    """Tell whether a set is what Zwift calls intervals: work and rest, all rounds as long and with the same words."""
    pairs = [here[at : at + 2] for at in range(0, len(here), 2)]
    kinds = [step.kind for step in item.steps]
    return kinds == ["work", "rest"] and not item.skips and all(pair == pairs[0] for pair in pairs)


def _text(text: str) -> str:
    return escape(xml_text(text))


def _percent(step: OutStep) -> int:
    """Return the power of a step in percent of threshold, by its effort, within what its kind is read back from."""
    kind = KINDS_READ_BACK[step.kind]
    efforts = [float(part) for part in step.effort.split("-") if part]
    mean = sum(efforts) / len(efforts) if efforts else 0
    percent = next((power for below, power in _POWERS if mean < below), _HARDEST)
    percent = percent if efforts else _WITHOUT_EFFORT.get(kind, 50)
    return min(percent, _MOST_AT_REST) if kind == "rest" else max(percent, _LEAST_AT_WORK)


def _power(step: OutStep) -> str:
    return f"{_percent(step) / 100:g}"


def _effort_read_back(step: OutStep) -> str:
    if step.kind in ("warm-up", "cool-down"):
        return effort_of_percent(Fraction(_EASY), Fraction(_BRISK))
    return effort_of_percent(Fraction(_percent(step)))


def _element(step: OutStep) -> Iterator[str]:
    seconds = step.length_ms // SECOND
    opening = {
        "warm-up": f'Warmup Duration="{seconds}" PowerLow="{_EASY / 100:g}" PowerHigh="{_BRISK / 100:g}"',
        "cool-down": f'Cooldown Duration="{seconds}" PowerLow="{_BRISK / 100:g}" PowerHigh="{_EASY / 100:g}"',
    }.get(step.kind, f'SteadyState Duration="{seconds}" Power="{_power(step)}"')
    yield from _with_words(opening, [(sentence, sentence.at_ms // SECOND) for sentence in step.words])


def _intervals(passes: int, here: list[OutStep]) -> Iterator[str]:
    on, off = here[0], here[1]
    at, words = 0, []
    for step in here:
        words += [(sentence, at + sentence.at_ms // SECOND) for sentence in step.words]
        at += step.length_ms // SECOND
    yield from _with_words(
        f'IntervalsT Repeat="{passes}" OnDuration="{on.length_ms // SECOND}" OffDuration="{off.length_ms // SECOND}" '
        f'OnPower="{_power(on)}" OffPower="{_power(off)}"',
        words,
    )


def _with_words(opening: str, words: list[tuple[Sentence, int]]) -> Iterator[str]:
    if not words:
        yield f"    <{opening}/>"
        return
    yield f"    <{opening}>"
    for sentence, second in words:
        lasts = max(1, -(-sentence.lasts_ms // SECOND))
        message = quoteattr(xml_text(sentence.text))
        yield f'      <textevent timeoffset="{second}" message={message} duration="{lasts}"/>'
    yield f"    </{opening.split(' ')[0]}>"
