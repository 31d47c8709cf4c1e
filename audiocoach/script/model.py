"""What a script says, as frozen, validated values: the one schema for reading, for editors and for the docs.

Lengths are whole milliseconds. Each value knows where it was written (`place`), which no comparison sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Unpack, cast

from pydantic import Discriminator, Field, PrivateAttr, Tag, ValidationInfo, model_validator

from audiocoach.errors import Where
from audiocoach.quantities.distances import ByPace
from audiocoach.quantities.lengths import START
from audiocoach.quantities.variables import Value
from audiocoach.script.checks import structure
from audiocoach.script.checks.whole_session import check_whole
from audiocoach.script.context import Paced, Reading, reading
from audiocoach.script.given_values import NOTHING_OWN, OwnValues
from audiocoach.script.mapping import Written
from audiocoach.script.metronomes import AnyMetronome, Marks
from audiocoach.script.private_values import kept
from audiocoach.script.sets_around import steps_within
from audiocoach.script.sound_wishes import AnyMusic, AnyVoice, CueKeys, MusicWish, VoiceWish
from audiocoach.script.steps.items import ItemsSchema, item_tag, read_items
from audiocoach.script.values import fields
from audiocoach.script.values.paced_lengths import take_words_of_pace
from audiocoach.script.values.readers import MAX_SAY_AS
from audiocoach.script.yaml.located import Mapping, Text
from audiocoach.vocabulary import A_STEP_IS, KINDS

if TYPE_CHECKING:
    from audiocoach.quantities.race_times import Races
    from audiocoach.script.arguments import CueArguments, SessionArguments, SetArguments, StepArguments


class Cue(CueKeys):
    """Something said or sounded at a moment of its step."""

    what = "a cue"

    if TYPE_CHECKING:

        def __init__(self, **given: Unpack[CueArguments]) -> None: ...

    def _check(self, context: Reading) -> None:
        structure.check_cue(self, context)

    @classmethod
    def at_start(cls, say: tuple[str, ...], where: Where) -> Cue:
        """Make the cue that is meant by words for a step's start, written at `where`."""
        cue = cls.model_construct(say=say, at=START)
        cue._places = dict.fromkeys(("", "say", "at"), where)
        return cue

    @classmethod
    def at_marks(cls, marks: Marks, apart: ByPace) -> Cue:
        """Make the cue that comes at the marks of a step, which are so far apart at its pace."""
        given = {key: getattr(marks, key) for key in ("say", "shuffle", "sound", "on", "voice")}
        cue = cls.model_construct(**given, every=int(apart))
        cue._places, cue._values, cue._apart = marks._places, marks._values, apart
        return cue


class Step(Written):
    """A step as written: one kind with its length, and what is said in it."""

    what = "a step"

    if TYPE_CHECKING:

        def __init__(self, **given: Unpack[StepArguments]) -> None: ...

    talk: fields.TalkLength | None = Field(default=None, description="stand and listen")
    warm_up: fields.StepLength | None = Field(default=None, alias="warm-up")
    drill: fields.StepLength | None = None
    work: fields.StepLength | None = None
    rest: fields.StepLength | None = None
    stretch: fields.StepLength | None = None
    cool_down: fields.StepLength | None = Field(default=None, alias="cool-down")
    name: fields.Name | None = Field(default=None, description="what the runner does")
    say_as: fields.Name | None = Field(default=None, alias="say-as", description="what a coach calls it aloud")
    say: fields.Say = Field(default=(), description="said at the start, in place of the coach's words")
    cues: Annotated[tuple[Cue, ...], fields.a_list] = Field(
        default=(), description="what is said or sounded at moments of the step"
    )
    marks: Marks | None = Field(default=None, description="what is said or sounded by distance, at the step's pace")
    cadence: AnyMetronome | None = None
    effort: fields.Effort | None = Field(default=None, description="0 to 10 (Borg's CR10)")
    coach: fields.NoCoach | None = Field(default=None, description="none: no automatic words or countdown in this step")
    sound: fields.Sound | None = Field(default=None, description="the signal it begins with, in place of its kind's")

    _apart: ByPace | None = PrivateAttr(default=None)  # of its marks

    def _check(self, context: Reading) -> None:
        structure.check_step(self, context)
        if self.marks is not None:
            from audiocoach.script.checks.marks import check_marks  # what few scripts ask for

            self._apart = check_marks(self, context)

    @classmethod
    def _without(cls, known: Mapping, unknown: list[Any], context: Reading) -> None:
        super()._without(known, unknown, context)
        take_words_of_pace(known, context)
        if not any(kind in known for kind in KINDS):
            if not unknown:
                context.error("this step has no kind and no length", known.where, A_STEP_IS)
            known[Text("work", known.where)] = Text("24h", known.where)

    @cached_property
    def kind(self) -> str:
        """Return which of `vocabulary.KINDS` it is."""
        return next(kind for kind in KINDS if getattr(self, kind.replace("-", "_")) is not None)

    @property
    def length(self) -> int | Literal["auto"]:
        """Return its length in milliseconds, or 'auto': as long as its words and a second."""
        found: int | Literal["auto"] = getattr(self, self.kind.replace("-", "_"))
        return found

    @property
    def by_pace(self) -> ByPace | None:
        """Return its length with the distance and the pace that make it, if it is written as a distance."""
        return self.length if isinstance(self.length, ByPace) else None

    @cached_property
    def all_cues(self) -> tuple[Cue, ...]:
        """Return its cues, with what the step itself says first, as a cue at its start."""
        return (Cue.at_start(self.say, self.place("say")), *self.own_cues) if self.say else self.own_cues

    @cached_property
    def own_cues(self) -> tuple[Cue, ...]:
        """Return its cues, with its marks as one of them."""
        return (*self.cues, Cue.at_marks(self.marks, self._apart)) if self.marks and self._apart else self.cues


class Set(Written):
    """Steps done several times. One pass is a round."""

    what = "a set"

    if TYPE_CHECKING:

        def __init__(self, **given: Unpack[SetArguments]) -> None: ...

    repeat: fields.Repeat = Field(description="how many rounds")
    steps: Items
    name: fields.Name | None = None
    skip_last_rest: fields.Flag = Field(
        default=False, alias="skip-last-rest", description="leave out the rest that ends the set, in the last round"
    )

    def _check(self, context: Reading) -> None:
        structure.check_set(self, context)


Item = Annotated[Annotated[Step, Tag("step")] | Annotated[Set, Tag("set")], Discriminator(item_tag)]
Items = Annotated[tuple[Item, ...], read_items, ItemsSchema()]
Sounds = Annotated[dict[fields.SoundRole, fields.Sound], fields.by_key]


class Session(Written):
    """A session: one workout, from its first word to its end signal."""

    what = "a session"

    if TYPE_CHECKING:

        def __init__(self, **given: Unpack[SessionArguments]) -> None: ...

    session: fields.Name = Field(description="the title")
    description: fields.Description | None = Field(default=None, description="shown, and put in the tags; not spoken")
    language: fields.Language = Field(
        default="en", description="BCP 47, such as en or en-GB: picks the coach's words and the voice"
    )
    coach: fields.CoachName = Field(
        default="standard", description="whose words: a coach sheet's name or path, or none"
    )
    voice: AnyVoice = Field(default=VoiceWish.model_construct(), description="who speaks")
    sounds: Sounds = Field(default={}, description="replaces signals, by role")
    say_as: Annotated[dict[fields.SaidAs, fields.SaidAs], fields.by_key] = Field(
        default={},
        alias="say-as",
        description="names, and how a voice says them: spoken so, and shown as they are written",
        json_schema_extra={"maxProperties": MAX_SAY_AS},
    )
    music: AnyMusic | None = None
    pace: fields.Pace | None = Field(default=None, description="how fast distances are run, such as 5:30/km")
    race: fields.RaceTimes | None = Field(
        default=None, description="what somebody runs, such as {5k: 24:00}: distances '@ 5k', '@ half', '@ easy' …"
    )
    blocks: Annotated[dict[fields.BlockName, Items], fields.by_key] = Field(
        default={}, description="named pieces of steps, used by name"
    )
    steps: Items

    _variables: dict[str, Value] = PrivateAttr(default_factory=dict)
    _paced: Paced = PrivateAttr(default=Paced())
    _own: OwnValues = PrivateAttr(default=NOTHING_OWN)
    _before: tuple[Session, ...] = PrivateAttr(default=())
    _progress: dict[str, Value] = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _take_blocks(cls, data: Any, info: ValidationInfo) -> Any:
        return structure.take_blocks(data, reading(info))

    def _check(self, context: Reading) -> None:
        structure.check_session(self, context)
        self._variables, self._paced, self._own = dict(context.variables), context.paced, context.own

    def _check_whole(self, context: Reading) -> None:
        check_whole(self, context)

    def _said(self) -> tuple[object, ...]:
        return (*super()._said(), self._variables, self._progress)

    @property
    def variables(self) -> dict[str, Value]:
        """Return what its programme's variables are worth in this session; empty for a single session."""
        return cast(dict[str, Value], kept(self, "_variables"))

    @property
    def races(self) -> Races | None:
        """Return the races by which its paces are somebody's: those given beside its script, or its own."""
        found: Races | None = self.paced.races or self.race
        return found

    @property
    def paced(self) -> Paced:
        """Return what was given of paces beside its script."""
        return self._paced

    @property
    def own(self) -> OwnValues:
        """Return somebody's values, which its script was read with as if they were written in it."""
        return self._own

    def spoken_by(self, voice: VoiceWish) -> Session:
        """Return the same session with another voice; what the script says of the rate stays."""
        kept = VoiceWish(rate=self.voice.rate, outdoor=self.voice.outdoor)
        return self._with("voice", voice.over(kept))

    def spoken_at(self, rate: int) -> Session:
        """Return the same session spoken at another rate, in words a minute; cues with one of their own keep it."""
        return self.model_copy(update={"voice": self.voice._with("rate", rate)})

    def coached_by(self, coach: str) -> Session:
        """Return the same session with another coach sheet: its name, or a path counted from the current folder."""
        return self._with("coach", coach)

    def over_music(self, files: Sequence[str]) -> Session:
        """Return the same session over other music: files and folders, relative to the current one; none for none."""
        return self._with("music", (self.music or MusicWish()).of_files(files) if files else None)

    def for_athlete(self, name: str) -> Session:
        """Return the same session for somebody: what `{athlete}` says."""
        return self.with_variables({**self._variables, "athlete": name})

    def with_variables(self, variables: dict[str, Value]) -> Session:
        """Return the same session with other variables: what words in braces are worth in it."""
        changed = self.model_copy()
        changed._variables = dict(variables)
        return changed

    @property
    def progress(self) -> dict[str, Value]:
        """Return what `vocabulary.PROGRESS_WORDS` say in this session, if a journal says anything of it."""
        return self._progress

    def with_progress(self, progress: dict[str, Value]) -> Session:
        """Return the same session that says what was done before it: see `progress`."""
        changed = self.model_copy()
        changed._progress = dict(progress)
        return changed

    @property
    def folder(self) -> Path | None:
        """Return the folder of the files that the script names; None for one that has no folder."""
        return self.place().folder

    def written_steps(self) -> Iterator[Step]:
        """Yield each step as written, once."""
        return steps_within(self.steps)
