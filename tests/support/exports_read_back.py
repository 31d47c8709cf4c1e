"""A session that went out to another program and came back: what is not as it was, by the ids that losses have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from audiocoach.exchange.formats import read_workout
from audiocoach.exchange.outgoing import KINDS_READ_BACK, Exported, Outgoing, outgoing
from audiocoach.exchange.workout import Workout
from audiocoach.exchange.writers.fit_out import FIT_KINDS_READ_BACK
from audiocoach.exchange.written_formats import write_workout
from audiocoach.script.model import Session
from audiocoach.timeline.timeline import Timeline

READ_BACK = {"zwo": KINDS_READ_BACK, "fit": FIT_KINDS_READ_BACK, "txt": KINDS_READ_BACK}
ALWAYS_TOLD = {"cadence", "music", "voice", "sound", "set-name", "written-out"}
"""Losses of what no imported workout has: whether they are told rightly is tested apart."""


@dataclass(frozen=True)
class ReadBack:
    """What went out, the file, and what was read from it."""

    out: Outgoing
    exported: Exported
    workout: Workout

    @property
    def told(self) -> set[str]:
        return {loss.id for loss in self.exported.losses}

    def differences(self, suffix: str) -> set[str]:
        """What differs, apart from lengths and kinds, which have rules of their own."""
        found = set()
        before, after = list(self.out.steps()), list(self.workout.intervals())
        if self.out.title != self.workout.title:
            found.add("title")
        if self.out.description != self.workout.description:
            found.add("description")
        kinds = READ_BACK[suffix]
        if any(kinds[step.kind] != step.kind for step in before):
            found.add("kind")
        if any(step.name and step.name != read.name for step, (_, read, _, _) in zip(before, after, strict=True)):
            found.add("name")
        if any(step.effort and step.effort != read.effort for step, (_, read, _, _) in zip(before, after, strict=True)):
            found.add("effort")
        if [step.length_ms for step in before] != [read.length_ms for _, read, _, _ in after]:
            found.add("rounded")
        said = Counter((at, sentence.at_ms, sentence.text) for at, step in enumerate(before) for sentence in step.words)
        heard = Counter((at, cue.at_ms, cue.text) for at, (_, _, cues, _) in enumerate(after) for cue in cues)
        texts = Counter(text for _, _, text in said.elements())
        texts_heard = Counter(text for _, _, text in heard.elements())
        missing = (texts - texts_heard).total()
        if missing:
            found.add("words or changed")
        if (said - heard).total() > missing:
            found.add("moved")
        return found

    def untold(self, suffix: str) -> tuple[set[str], set[str]]:
        """What differs and is not told, and what is told and does not differ."""
        told = {("words or changed" if each in ("words", "changed") else each) for each in self.told - ALWAYS_TOLD}
        differs = self.differences(suffix)
        twice = Counter(sentence.text for step in self.out.steps() for sentence in step.words).most_common(1)
        lost_of_several = "words" in self.told and twice and twice[0][1] > 1
        # Whether a sentence in other words comes at another time, or one of several alike, nobody can see.
        if "changed" in self.told or lost_of_several:
            told, differs = told - {"moved"}, differs - {"moved"}
        return differs - told, told - differs


def read_back(session: Session, timeline: Timeline, suffix: str, *, with_coach: bool = False) -> ReadBack:
    """Export a session, and read the file as `audiocoach import` does."""
    out = outgoing(session, timeline, with_coach=with_coach)
    exported = write_workout(out, suffix)
    return ReadBack(out, exported, read_workout(exported.data, "a file's name").workout)
