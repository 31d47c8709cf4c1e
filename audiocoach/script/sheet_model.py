"""What a coach sheet says, as frozen, validated values."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from audiocoach.quantities.lengths import Moment
from audiocoach.script.checks import structure
from audiocoach.script.context import Reading
from audiocoach.script.mapping import Written
from audiocoach.script.model import Sounds
from audiocoach.script.sound_wishes import CueKeys
from audiocoach.script.values import fields
from audiocoach.script.values.choices import timed_when


class SheetMoment(CueKeys):
    """One automatic cue of a coach sheet: when it comes, in which kinds of step, and its words."""

    what = "a moment"
    when: fields.When = Field(
        description="session-start, start, set, round, last-round, last-of-set, next, halfway, -60s, every, countdown, "
        "session-end"
    )
    kind: fields.Kinds = Field(default=(), description="only in these kinds of step")

    def _check(self, context: Reading) -> None:
        structure.check_moment(self, context)

    @property
    def moment(self) -> Moment | None:
        """Return the moment of a `when` such as `-60s`."""
        return timed_when(self.when)


class CoachSheet(Written):
    """The automatic cues: the words of a coach, apart from any workout."""

    what = "a coach sheet"
    coach: fields.Name = Field(description="the coach's name")
    description: fields.Description | None = None
    language: fields.Language = "en"
    extends: fields.CoachName | None = Field(
        default=None, description="another sheet, whose moments and sounds this one replaces in part"
    )
    moments: Annotated[tuple[SheetMoment, ...], fields.a_list] = ()
    sounds: Sounds = Field(default={}, description="a sound for each role")
