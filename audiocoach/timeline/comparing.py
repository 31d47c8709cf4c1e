"""Compare two sessions by their steps, cues and times: in two languages, or last year's and this year's. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from audiocoach.languages.lookup import base
from audiocoach.quantities.units import clock
from audiocoach.timeline.events import Event
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Difference:
    """What only one of two sessions has (`-` the first, `+` the second), or both in another form (`~`).

    `at_ms` is counted from the start of the session that has it; `times` tells that the sessions differ in time there,
    not in words alone.
    """

    sign: Literal["-", "+", "~"]
    at_ms: int
    text: str
    times: bool = True


def differences(first: Timeline, second: Timeline) -> list[Difference]:
    """List what differs between two sessions, in their order.

    Steps are told apart by kind and length, cues of the author by their moment in the step. Names and words are only
    compared in one language; what the coach says by itself follows from both and is not compared.
    """
    same_language = base(first.language) == base(second.language)
    steps, others = _steps(first), _steps(second)
    matcher = SequenceMatcher(
        None, [_key(each) for each, _ in steps], [_key(each) for each, _ in others], autojunk=False
    )
    found: list[Difference] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(steps[a:b], others[c:d], strict=True):
                found += _within(one, other, same_language=same_language)
        else:
            found += [Difference("-", each.start_ms, _step(each)) for each, _ in steps[a:b]]
            found += [Difference("+", each.start_ms, _step(each)) for each, _ in others[c:d]]
    return found


_Step = tuple[Interval, tuple[Event, ...]]


def _steps(timeline: Timeline) -> list[_Step]:
    """Return each step with what the script itself says and sounds in it."""
    own = [event for event in timeline.events if event.by == "author"]
    found = []
    for interval in timeline.intervals:
        inside = tuple(event for event in own if interval.start_ms <= event.start_ms < interval.end_ms)
        found.append((interval, inside))
    return found


def _key(interval: Interval) -> tuple[str, int | str]:
    """Return what makes two steps the same: a `talk: auto` is one in any language, however long its words are."""
    return interval.kind, interval.length_ms if interval.step.length != "auto" else "auto"


def _step(interval: Interval) -> str:
    return f"{interval.kind} {clock(interval.length_ms)} {interval.name}"


def _within(one: _Step, other: _Step, *, same_language: bool) -> Iterator[Difference]:
    """Compare two steps of one kind and length."""
    (before, cues), (after, others) = one, other
    if before.length_ms != after.length_ms:
        text = f"{_step(before)} → {clock(after.length_ms)}: as long as its words"
        yield Difference("~", before.start_ms, text, times=False)
    if same_language and before.name != after.name:
        yield Difference("~", before.start_ms, f"{_step(before)} → {after.name}", times=False)
    for what in ("effort", "cadence"):
        old, new = (getattr(each.step, what) for each in (before, after))
        if _value(old) != _value(new):
            text = f"{_step(before)}: {what} {_value(old)} → {_value(new)}"
            yield Difference("~", before.start_ms, text, times=what == "cadence")
    moments, others_moments = ([_moment(event, step) for event in inside] for step, inside in (one, other))
    for tag, a, b, c, d in SequenceMatcher(None, moments, others_moments, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (Difference("-", event.start_ms, _cue(event)) for event in cues[a:b])
            yield from (Difference("+", event.start_ms, _cue(event)) for event in others[c:d])
        elif same_language:
            yield from _other_words(cues[a:b], others[c:d])


def _other_words(cues: Sequence[Event], others: Sequence[Event]) -> Iterator[Difference]:
    for old, new in zip(cues, others, strict=True):
        if _cue(old) != _cue(new):
            yield Difference("~", old.start_ms, f"{_cue(old)} → {_cue(new)}", times=False)


def _moment(event: Event, step: Interval) -> tuple[str, int]:
    """Return when a cue comes in its step: words that end with it do so in any language, however long they are."""
    if event.type == "say" and event.end_ms == step.end_ms:
        return event.type, -1
    return event.type, event.start_ms - step.start_ms


def _cue(event: Event) -> str:
    return event.text if event.type == "say" else f"({event.role})"


def _value(value: object) -> str:
    return "none" if value is None else str(getattr(value, "in_writing", value))
