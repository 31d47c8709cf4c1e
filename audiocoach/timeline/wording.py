"""The texts of a session filled in, one after the other: words in braces, and lists that take turns. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from audiocoach.errors import Where
from audiocoach.languages.lookup import Language
from audiocoach.quantities.distances import Distance
from audiocoach.quantities.paces import Per
from audiocoach.quantities.quantity import Quantity
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.quantities.variables import Value, written
from audiocoach.script.model import Session, Set, Step
from audiocoach.script.sound_wishes import CueKeys, VoiceWish
from audiocoach.text.braces import fill
from audiocoach.text.filled import marked, unmarked
from audiocoach.text.say_as import pronounced
from audiocoach.text.shuffle import shuffled
from audiocoach.timeline.athlete import ATHLETE, NOBODY_NAMED, apart
from audiocoach.timeline.intervals import Interval, Pass
from audiocoach.vocabulary import YIELDING_WORDS


@dataclass(frozen=True, slots=True)
class Words:
    """What a voice is to say, made speakable, and who is to say it.

    `language` (BCP 47) is the session's: it chooses the voice where the wish names none. `parts` are spoken one by one,
    where that spares speaking most of the text for each athlete (`athlete.apart`). `spaced`: with silence between them,
    by a voice that can (`spacing.py`).
    """

    text: str
    voice: VoiceWish
    language: str
    parts: tuple[str, ...] = ()
    spaced: bool = False

    def __hash__(self) -> int:
        """Return the text's, which it remembers: words are looked up by the ten thousand."""
        return hash(self.text)


def plain(words: Words) -> Words:
    """Return the same words without silence between them."""
    return _said(words, spaced=False) if words.spaced else words


def spaced(words: Words) -> Words:
    """Return the same words with silence between them; of a single one there is none."""
    several = " " in words.text
    return words if words.spaced is several else _said(words, spaced=several)


def _said(words: Words, *, spaced: bool) -> Words:
    return Words(words.text, words.voice, words.language, words.parts, spaced)


@dataclass(frozen=True, slots=True)
class Sense:
    """In which sense the words in braces of a text are meant.

    A coach's text knows none of the script's own variables: with `coach`, those that are called like a word of the
    language do not take its place. With `whole`, lengths mean the session's. `counted` is the set that a text counts;
    None: the step's outer set. `mark` is the distance run so far at a mark.
    """

    coach: bool = False
    whole: bool = False
    counted: Pass | None = None
    mark: Distance | None = None


AUTHORS = Sense()

Source = tuple[int | None, int]
"""A cue as written: the number of its step among all that are written, None for the coach's, and its own in there."""


class Wording:
    """Fills a session's texts, one after the other: lists take turns from cue to cue through the whole session."""

    def __init__(self, session: Session, intervals: Sequence[Interval], language: Language) -> None:
        self.session, self.intervals, self.language = session, intervals, language
        self.turns: dict[Source | Where, int] = defaultdict(int)
        self._known: dict[tuple[str, str], Words] = {}

    @property
    def total_ms(self) -> int:
        """Give the session's length."""
        return self.intervals[-1].end_ms

    def _voice(self, cue: CueKeys) -> VoiceWish:
        return cue.voice.over(self.session.voice) if cue.voice else self.session.voice

    def choose(self, cue: CueKeys, source: Source) -> str:
        """Give the cue's sentence; of a list, the one whose turn it is. A list that is written once, in a block that is
        used twice, takes its turns through both.
        """
        place = cue.value_place("say")
        key = place if place.line else source
        turn = self.turns[key]
        self.turns[key] += 1
        return shuffled(cue.say, turn, self._seed) if cue.shuffle else cue.say[turn % len(cue.say)]

    @cached_property
    def _seed(self) -> str:
        """Return what tells this session from others, known before anything is measured: its title, without any
        length of the whole, and its number in a programme, whose titles may all be the same.
        """
        variables = self.session.variables
        said = {name: written(value) for name, value in variables.items()}
        number = [said[name] for name in ("week", "run") if name in said]
        return " ".join([fill(self.session.session, lambda name: said.get(name, "")), *number])

    def fill(self, text: str, position: int, left_ms: int, sense: Sense = AUTHORS) -> str:
        """Fill the words in braces at an interval.

        Raises:
            LookupError: with a word that has nothing to say here, in words for the user.
        """
        interval = self.intervals[position]

        def word(name: str) -> str:
            return self._word(name, interval, position, left_ms, sense)

        return fill(text, word, interval.round or 1)

    def _word(self, name: str, interval: Interval, position: int, left_ms: int, sense: Sense) -> str:
        length, whole = self.language.length, sense.whole
        if name in self.session.variables and not (sense.coach and name in YIELDING_WORDS):
            return self._spoken(self.session.variables[name])
        # Only the word that is wanted: a length spelled out, or the plan, is work for each of ten thousand steps.
        match name:
            case "name":
                return interval.spoken
            case "length":
                return length(self.total_ms if whole else interval.length_ms)
            case "left":
                return length(self.total_ms - left_ms if whole else left_ms)
            case "next" | "next-length":
                following = self._following(name, position)
                return following.spoken_before if name == "next" else length(following.length_ms)
            case "round" | "rounds":
                if interval.round is None:
                    raise LookupError(f"this step is in no set, so {{{name}}} has nothing to say")
                return str(interval.round if name == "round" else interval.rounds)
            case "set" | "sets" | "set-name":
                return _of_set(name, interval.outer) if sense.counted is None else _announced(name, sense.counted)
            case "effort":
                if interval.step.effort is None:
                    raise LookupError("this step has no effort")
                return self.language.speakable(interval.step.effort)
            case "cadence":
                if interval.step.cadence is None:
                    raise LookupError("this step has no cadence")
                return str(interval.step.cadence.rate_at(interval.length_ms - left_ms, interval.length_ms))
            case "distance":
                if interval.step.by_pace is None:
                    raise LookupError("the length of this step is no distance")
                return self.language.distance(interval.step.by_pace.distance)
            case "mark":
                if sense.mark is None:
                    raise LookupError("no mark is called here")
                return self.language.distance(sense.mark)
            case "session":
                return self._spoken_title
            case "plan":
                return self._plan
            case "last" | "best" | "total" | "done" | "since":
                return self._progress(name)
            case "week" | "run":
                raise LookupError("a single session has no weeks")
        raise LookupError(NOBODY_NAMED if name == ATHLETE else f"there is no word {{{name}}}")

    def _progress(self, name: str) -> str:
        value = self.session.progress.get(name)
        if value is None:
            raise LookupError(f"nothing is logged that {{{name}}} could say")
        if name == "since" and isinstance(value, Quantity):
            return self.language.days(int(value.value))
        return self._spoken(value)

    def _following(self, name: str, position: int) -> Interval:
        if position + 1 >= len(self.intervals):
            raise LookupError(f"there is no step after this one, so {{{name}}} has nothing to say")
        return self.intervals[position + 1]

    @cached_property
    def _spoken_title(self) -> str:
        return self.title()

    @cached_property
    def _plan(self) -> str:
        return plan(self.session.steps, self.intervals, self.language, self.session.paced.per)

    def title(self, *, in_writing: bool = False) -> str:
        """Give the session's title with its words filled in, to be spoken or (`in_writing`) read."""

        return self._fill_title(self.session.session, in_writing=in_writing)

    def written_description(self) -> str:
        """Give the session's description, its words filled in as they are read."""
        return self._fill_title(self.session.description or "", in_writing=True)

    def _fill_title(self, text: str, *, in_writing: bool) -> str:
        def word(name: str) -> str:
            if name in self.session.variables:
                value = self.session.variables[name]
                return written(value) if in_writing else self._spoken(value)
            return clock(to_the_second(self.total_ms)) if in_writing else self.language.length(self.total_ms)

        return fill(text, word)

    def _spoken(self, value: Value) -> str:
        if isinstance(value, Quantity) and value.is_length:
            return self.language.length(value.whole_seconds())
        return written(value)

    def words(self, text: str, cue: CueKeys) -> Words:
        """Give the words for a voice: the cue's own, or the session's, which says many of them in step after step."""
        if cue.voice is not None:
            return self._words(text, cue)
        key = text, marked(text)
        if key not in self._known:
            self._known[key] = self._words(text, cue)
        return self._known[key]

    def _words(self, text: str, cue: CueKeys) -> Words:
        speakable, name = self._speakable(text), self.session.variables.get(ATHLETE)
        parts = tuple(map(self._speakable, apart(text, written(name)))) if name is not None else ()
        # Where a sentence is spoken otherwise when it stands alone, the whole is spoken as one.
        return Words(speakable, self._voice(cue), self.session.language, parts if " ".join(parts) == speakable else ())

    def _speakable(self, text: str) -> str:
        said, apart = pronounced(text, self.session.say_as), pronounced(marked(text), self.session.say_as)
        # A name of the table may go across what was filled in: then it is more than what stands around it.
        return self.language.speakable(apart if unmarked(apart) == said else said)


def _of_set(name: str, counted: Pass | None) -> str:
    """Give the round of a set, its rounds, or what it is called."""
    if counted is None:
        raise LookupError(f"this step's set stands in no other, so {{{name}}} has nothing to say")
    return counted.called if name == "set-name" else str(counted.round if name == "set" else counted.rounds)


def _announced(name: str, counted: Pass) -> str:
    """Give the same where a coach announces the set: a name that ends with a figure is set off from the round."""
    said = _of_set(name, counted)
    return f"{said}," if name == "set-name" and said[-1:].isdigit() else said


def plan(items: Sequence[Step | Set], intervals: Sequence[Interval], language: Language, per: Per | None = None) -> str:
    """Put the session's main part into a phrase if it is one set of one or two steps with work in it, else nothing.

    Where distances are run, their pace is said once behind it, for each `per`: at each step if there are several.
    """
    lengths = [each.step.by_pace for each in intervals if each.step.by_pace]
    at_pace = [language.pace(*each) for each in dict.fromkeys((far.shown_pace(per), far.of_race) for far in lengths)]
    main = _main_set(items)
    if main is None:
        return at_pace[0] if len(at_pace) == 1 else ""
    parts: list[tuple[str, int]] = []
    for step in main.steps:
        interval = next(interval for interval in intervals if interval.step is step)
        own = interval.step.by_pace if len(at_pace) > 1 else None
        said_pace = language.pace(own.shown_pace(per), own.of_race) if own else ""
        name = f"{interval.announced} {said_pace}" if own else interval.announced
        parts.append((name, interval.length_ms))
    said = language.times(main.repeat, parts, rest_between=main.skip_last_rest)
    return f"{said}, {at_pace[0]}" if said and len(at_pace) == 1 else said


def _main_set(items: Sequence[Step | Set]) -> Set | None:
    sets = [item for item in items if isinstance(item, Set) and all(isinstance(step, Step) for step in item.steps)]
    with_work = [
        item
        for item in sets
        if item.repeat > 1 and any(step.kind == "work" for step in item.steps if isinstance(step, Step))
    ]
    others = any(item.kind == "work" for item in items if isinstance(item, Step))
    return None if others or len(with_work) != 1 or len(with_work[0].steps) > 2 else with_work[0]
