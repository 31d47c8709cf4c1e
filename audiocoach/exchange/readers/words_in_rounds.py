"""Words whose offsets count over several steps: from the start of all, or over the rounds of a set. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from audiocoach.exchange.intake import Intake
from audiocoach.exchange.workout import ImportedCue
from audiocoach.quantities.units import clock


def by_step(words: Sequence[ImportedCue], lengths: Sequence[int]) -> tuple[list[list[ImportedCue]], list[ImportedCue]]:
    """Share words out to steps that follow each other.

    Args:
        words: offsets count from the start of the first step.
        lengths: of the steps, in milliseconds.

    Returns:
        The words of each step, with offsets from its start; and those that come when all is over.
    """
    found: list[list[ImportedCue]] = [[] for _ in lengths]
    ends = list(accumulate(lengths))
    late = []
    for cue in sorted(words, key=lambda cue: cue.at_ms):
        at = bisect_right(ends, cue.at_ms)
        if at == len(ends):
            late.append(cue)
        else:
            found[at].append(replace(cue, at_ms=cue.at_ms - (ends[at] - lengths[at])))
    return found, late


def in_rounds(
    words: Sequence[ImportedCue], on_ms: int, off_ms: int, passes: int, intake: Intake
) -> tuple[tuple[ImportedCue, ...], tuple[ImportedCue, ...], tuple[str, ...]]:
    """Share words out to the two steps of a set, each with its round; what comes in every round alike has none.

    Args:
        words: offsets count from the start of the set.
        on_ms: the length of its first step.
        off_ms: that of its second; 0 for none.
        passes: how many rounds.
        intake: is told of late words, and of those that are joined.

    Returns:
        The cues of the first step, those of the second, and comments for what was left out.
    """
    of_on: list[ImportedCue] = []
    of_off: list[ImportedCue] = []
    comments: list[str] = []
    whole = on_ms + off_ms
    for cue in sorted(words, key=lambda cue: cue.at_ms):
        round_, at = divmod(cue.at_ms, whole)
        if round_ >= passes:
            if text := intake.spoken(cue.text, cue.place):
                comments.append(intake.late(text, f"at {clock(cue.at_ms)} of {clock(whole * passes)}", cue.place))
            continue
        rounds = (round_ + 1,) if passes > 1 else ()
        if at < on_ms:
            of_on.append(replace(cue, at_ms=at, rounds=rounds))
        else:
            of_off.append(replace(cue, at_ms=at - on_ms, rounds=rounds))
    on, off = intake.cues(of_on, on_ms)[0], intake.cues(of_off, off_ms)[0]
    return _together(on, passes), _together(off, passes), tuple(comments)


def _together(cues: Sequence[ImportedCue], passes: int) -> tuple[ImportedCue, ...]:
    """Make one cue of those that say the same at the same time of several rounds."""
    rounds: dict[tuple[int, str], list[ImportedCue]] = {}
    for cue in cues:
        rounds.setdefault((cue.at_ms, cue.text), []).append(cue)
    found = []
    for same in rounds.values():
        where = tuple(number for cue in same for number in cue.rounds)
        found.append(replace(same[0], rounds=() if len(where) == passes else where))
    return tuple(found)
