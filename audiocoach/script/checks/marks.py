"""The marks of a step, checked against its length and its pace."""

from __future__ import annotations

from audiocoach.quantities.distances import GIVE_A_RACE, ByPace, is_somebodys, pace_among_words
from audiocoach.quantities.lengths import write_length
from audiocoach.script.added_keys import A_TICK, added
from audiocoach.script.checks.shapes import StepShape
from audiocoach.script.checks.structure import check_voice
from audiocoach.script.context import Reading
from audiocoach.script.values.computed import Computed


def check_marks(step: StepShape, context: Reading) -> ByPace | None:
    """Check that marks have something to say or to sound, and a step with a pace.

    Returns:
        How far apart they are at that pace; None without marks, or where they cannot come.
    """
    marks = step.marks
    if marks is None or not marks.whole:
        return None
    if not marks.say and marks.sound is None:
        context.error("these marks neither say nor sound anything", marks.place(), added(A_TICK, marks.place()))
    if marks.shuffle and len(marks.say) < 2:
        hint = "make 'say' a list, or take 'shuffle' out"
        context.error("'shuffle' mixes a list of sentences, and here is none", marks.place("shuffle"), hint)
    check_voice(marks.voice, context)
    far = step.length if isinstance(step.length, ByPace) else None
    pace = far.pace if far else pace_among_words(step.name or "", context.races)
    if pace is None or step.length == "auto":
        hint = "write its length as a distance, or the pace behind its time: 400m @ 4:30/km, 5m @ 4:30/km"
        hint = GIVE_A_RACE if context.races is None and is_somebodys(step.name or "") else hint
        context.error("marks come at the pace of their step, and this step has none", step.place("marks"), hint)
        return None
    apart = ByPace.of(marks.every, pace)
    if apart >= step.length and not isinstance(step.length, Computed):
        ends = f"{far.distance} long" if far else f"over at {write_length(step.length)}"
        message = f"no mark comes: the first is at {marks.every} ({write_length(apart)}), and the step is {ends}"
        context.warn(message, marks.value_place("every"), "let them be nearer to each other")
    return apart
