"""The half of adapting that looks at how the last session went."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from audiocoach.programme.adapting.decision import AdaptRules, Entry, Planned, Rule, at_least, back, percent

REPEAT_AT_STUMBLES = 2


def by_feeling(
    runs: Sequence[Entry], index: dict[str, int], clearing: Entry | None, plan: Sequence[Planned], rules: AdaptRules
) -> tuple[int, Rule, str]:
    """Find which session the last one's feeling leads to, by which rule, and why."""
    known = [run for run in runs if run.session in index]
    last, present = runs[-1], known[-1]
    here = index[present.session or ""]
    lower = back(here, plan)
    step_back = "one step back" if lower != here else "back; but nothing before it is lower, so the same session again"
    verdict, numbers = _feeling(last, rules)
    told = f"{last.session or 'The last entry'} on {last.date}"
    if clearing:
        return lower, "cleared", f"The stop was cleared on {clearing.date}; to begin with, {step_back}."
    if verdict == "back":
        return lower, "back", f"{told}: {numbers}, so {step_back}."
    if verdict == "repeat":
        if last is present and _asked_before(known, index, rules):
            return lower, "second-repeat", f"{told}: {numbers}, the second time running, so {step_back}."
        return here, "repeat", f"{told}: {numbers}, so {plan[here].id} again."
    if verdict == "nothing-logged":
        why = "nothing is logged of how it went"
        return here, "nothing-logged", f"{told}: {why}, so {plan[here].id} again. Log how it felt to go on."
    if last.session not in index:
        what = "is not a session of this programme" if last.session else "cannot be read in full"
        return here, "unclear", f"{told} {what}, so {plan[here].id} again, the last session that is clear."
    if last.damaged:
        return here, "unclear", f"{told}: not all of its line can be read, so {plan[here].id} again."
    if here == len(plan) - 1:
        keep = f"Repeat {plan[here].id} now and then to keep it, or begin again from a lower session."
        return here, "finished", f"{told}: {numbers}. The programme is finished: well done. {keep}"
    return here + 1, "forward", f"{told}: {numbers}, so one step forward."


def _asked_before(known: Sequence[Entry], index: dict[str, int], rules: AdaptRules) -> bool:
    """Tell whether the last session with anything logged asked for a repeat too, and no lower one was run since."""
    here = index[known[-1].session or ""]
    for run in reversed(known[:-1]):
        verdict, _ = _feeling(run, rules)
        if verdict != "nothing-logged":
            return verdict == "repeat" and here >= index[run.session or ""]
    return False


def _feeling(run: Entry, rules: AdaptRules) -> tuple[Literal["back", "repeat", "nothing-logged", "forward"], str]:
    """Return the first rule of feeling that matches, and the numbers it matched. Stops that hold are handled before."""
    far = [
        *([f"pain {run.pain}/10 ({rules.back_at_pain} or more)"] if at_least(run.pain, rules.back_at_pain) else []),
        *_hard(run, rules.back_at_effort, rules.back_below_done),
        *(["a stop, since cleared"] if run.stop else []),
    ]
    if far:
        return "back", " and ".join(far)
    near = _hard(run, rules.repeat_at_effort, rules.repeat_below_done)
    if at_least(run.stumbles, REPEAT_AT_STUMBLES):
        near.append(f"stumbles {run.stumbles} ({REPEAT_AT_STUMBLES} or more)")
    if near:
        return "repeat", " and ".join(near)
    good = [
        *([f"felt {run.felt}/10"] if run.felt is not None else []),
        *([f"done {percent(run.done)}"] if run.done is not None else []),
        *([f"pain {run.pain}/10"] if run.pain is not None else []),
        *([f"stumbles {run.stumbles}"] if run.stumbles is not None else []),
    ]
    return ("forward", ", ".join(good)) if good else ("nothing-logged", "")


def _hard(run: Entry, effort: int, done: Fraction) -> list[str]:
    """Say in words whether effort or share is past its limit."""
    return [
        *([f"felt {run.felt}/10 ({effort} or more)"] if at_least(run.felt, effort) else []),
        *([f"done {percent(run.done)} (below {percent(done)})"] if run.done is not None and run.done < done else []),
    ]
