"""The desk at which a reader asks: how long a distance takes, what an open end is worth; and where it leaves its notes.

It knows the rules that all formats share, so that a reader has only its format's own. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audiocoach.bounds import MAX_NESTING, MAX_STEPS
from audiocoach.errors import Unreadable
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.refusals import ImportRefusedError, all_places
from audiocoach.exchange.words_of_files import plain, write_distance
from audiocoach.exchange.workout import (
    NO_PLACE,
    Imported,
    ImportedCue,
    ImportedItem,
    ImportedSet,
    ImportNote,
    SourcePlace,
    Workout,
)
from audiocoach.languages.lookup import language_of
from audiocoach.quantities.distances import Distance, covered
from audiocoach.quantities.lengths import MAX_LENGTH, write_length
from audiocoach.quantities.paces import METRES, Pace
from audiocoach.quantities.units import SECOND, clock
from audiocoach.script.values.readers import CADENCES, MAX_CUE_CHARACTERS, MAX_NAME_CHARACTERS
from audiocoach.text.speakable import is_speakable

WHOLE_SECOND = 10
"""Milliseconds: as near to a whole second as this, a length or an offset is that second."""


MOST_MET = 5_000
"""Steps, sentences or points as written in a file: one each second for more than an hour."""

MOST_ALIKE = 100
"""Notes of one kind that are told; of the others, how many there are."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a step lasts (ms), whether that is an estimate, and what the script remarks about it."""

    ms: int
    estimated: bool = False
    comments: tuple[str, ...] = ()
    written: str = ""
    """A distance at its own pace as a script has it, such as `1km @ 4:15/km`, where that is the same length."""


class Intake:
    """Collects the notes of one file, and the steps that need an answer of the user.

    `finished` is the end of every reader: it refuses what the user must answer first, and what is too large.
    """

    def __init__(self, options: ImportOptions) -> None:
        self.options = options
        self._notes: dict[ImportNote, None] = {}
        self._paceless: list[SourcePlace] = []
        self._guessed: tuple[str, SourcePlace] | None = None
        self._met: Counter[str] = Counter()

    def meet(self, what: str, place: SourcePlace, count: int = 1) -> None:
        """Count what is met in the file, such as steps and sentences, so that too many end the reading at once.

        Raises:
            ImportRefusedError: when there are more than any workout has.
        """
        self._met[what] += count
        if self._met[what] > MOST_MET:
            message = f"more than {MOST_MET:,} {what}: too many for a session"
            raise ImportRefusedError(message, "import a part of it", places=[place])

    def note(self, id_: str, text: str, place: SourcePlace = NO_PLACE) -> None:
        """Leave a note; the same again is left out."""
        self._notes.setdefault(ImportNote(id_, text, place))

    def guess_kind(self, rule: str) -> None:
        """Note, once a file, that the kinds of some steps were found by a rule."""
        if self._guessed is None:
            self._guessed = (rule, NO_PLACE)

    def distance(self, metres: Fraction, place: SourcePlace, *paces: Pace) -> Lasting:
        """Return how long a distance takes: at its own pace, of two the middle; else at that of the user.

        Without any it is refused when the file has been read, with all the others.
        """
        return self.distances([metres], place, *paces)[0]

    def distances(self, metres: Sequence[Fraction], place: SourcePlace, *paces: Pace) -> list[Lasting]:
        """Return how long several distances of one place take, as `distance` does, with one note."""
        pace = _middle(paces) if paces else self.options.pace
        if pace is None:
            self._paceless.append(place)
            return [Lasting(SECOND, estimated=True)] * len(metres)
        a_metre = sum((each.ms_a_metre for each in paces), Fraction(0)) / len(paces) if paces else pace.ms_a_metre
        lengths = [int(far * a_metre + Fraction(1, 2)) for far in metres]
        far = [write_distance(each) for each in metres]
        if not all(0 < ms <= MAX_LENGTH for ms in lengths):
            raise ImportRefusedError(f"{' and '.join(far)} at {pace} is no length of a step", places=[place])
        whose = "its own pace" if paces else "the pace that was given"
        took = " and ".join(map(clock, lengths))
        self.note("from-pace", f"{' and '.join(far)} at {pace}, {whose}: {took}", place)
        written = [_written(each, pace, ms) if paces else "" for each, ms in zip(metres, lengths, strict=True)]
        return [
            Lasting(ms, estimated=True, comments=() if text else (f"{each} at {pace}",), written=text)
            for ms, each, text in zip(lengths, far, written, strict=True)
        ]

    def open(self, place: SourcePlace, until: str = "") -> Lasting:
        """Return how long a step lasts that has no length; `until` says when it ends, such as `125 bpm`."""
        length = write_length(self.options.open_ms)
        if until:
            self.note("until", f"lasts {until}, which audio cannot know: {length} here", place)
        else:
            self.note("open", f"has an open end, which audio cannot have: {length} here", place)
        return Lasting(self.options.open_ms, estimated=True, comments=(f"{until or 'open end'}: estimated",))

    def name(self, text: str, place: SourcePlace) -> str:
        """Return a name as a script may have it; one without a word to speak is none."""
        found = plain(text)
        if len(found) > MAX_NAME_CHARACTERS // 2:
            self.note("shortened", f"the name is longer than {MAX_NAME_CHARACTERS // 2} characters, and cut", place)
            found = found[: MAX_NAME_CHARACTERS // 2 - 1].rstrip() + "…"
        return found if is_speakable(found) else ""

    def called(self, name: str, kind: str, target: str, place: SourcePlace) -> str:
        """Return what a step is called: its own name, else its target, behind the word for its kind if no work."""
        if name := self.name(name, place):
            return name
        if not target or not self.options.targets:
            return ""
        if kind == "work":
            return target
        return f"{language_of(self.options.language or 'en').kind_names[kind]}, {target}"

    def effort(self, effort: str) -> str:
        """Return the effort of a target, unless none is wanted."""
        return effort if self.options.targets else ""

    def metronome(self, beats: int, place: SourcePlace) -> int:
        """Return a cadence as beats a minute, where a metronome is wanted; else, or for one that none can beat, 0."""
        if not self.options.metronome:
            return 0
        if beats not in CADENCES:
            self.note(
                "ignored", f"a metronome beats {CADENCES[0]} to {CADENCES[-1]} times a minute, not {beats}", place
            )
            return 0
        return beats

    def cues(self, cues: Sequence[ImportedCue], length_ms: int) -> tuple[tuple[ImportedCue, ...], tuple[str, ...]]:
        """Bring the words of one step in order: sorted by offset, halves joined, late ones left out.

        Returns:
            The cues, and the comments that stand for what was left out.
        """
        kept: list[ImportedCue] = []
        comments: list[str] = []
        for cue in sorted(cues, key=lambda cue: (cue.at_ms, cue.rounds)):
            text = self.spoken(cue.text, cue.place)
            if not text:
                continue
            if cue.at_ms >= length_ms:
                comments.append(self.late(text, f"at {clock(cue.at_ms)} of {clock(length_ms)}", cue.place))
            elif kept and (kept[-1].at_ms, kept[-1].rounds) == (cue.at_ms, cue.rounds):
                before = kept.pop()
                self.note("joined", f"words at the same time as those of {before.place}: one sentence", cue.place)
                joined = self.spoken(f"{before.text} {text}", cue.place)
                kept.append(ImportedCue(joined, cue.at_ms, cue.rounds, before.place))
            else:
                kept.append(ImportedCue(text, cue.at_ms, cue.rounds, cue.place))
        return tuple(kept), tuple(comments)

    def late(self, text: str, when: str, place: SourcePlace) -> str:
        """Note words that come too late to be said; return the comment that stands for them."""
        self.note("late-words", f'left out, for they come when their step is over ({when}): "{_short(text)}"', place)
        return f"left out ({when}): {text}"

    def spoken(self, text: str, place: SourcePlace) -> str:
        """Return words as a script may have them; empty where there is nothing to speak."""
        found = plain(text)
        if len(found) * 2 - len(found.replace("{", "").replace("}", "")) > MAX_CUE_CHARACTERS:
            message = f"a sentence of {len(found):,} characters, and at most {MAX_CUE_CHARACTERS:,} are spoken at once"
            raise ImportRefusedError(message, "part it", places=[place])
        if found and not is_speakable(found):
            self.note("no-words", f"no word to speak in '{_short(found)}', left out", place)
            return ""
        return found

    def finished(self, workout: Workout) -> Imported:
        """Return what was imported.

        Raises:
            ImportRefusedError: where a distance has no pace, or the session is empty or larger than any may be.
        """
        if self._paceless:
            places = sorted(set(self._paceless))
            many = len(places) > 1
            raise ImportRefusedError(
                f"{'these lengths are distances' if many else 'this length is a distance'} without a pace: "
                f"{all_places(places)}",
                "give a pace for them",
                places=places,
                option="give one: '--pace 5:30/km', or '--pace 8:50/mi'",
            )
        check_size(workout)
        if self._guessed:
            self.note("kind", self._guessed[0])
        return Imported(workout, tuple(_told(self._notes)))


def _told(notes: Iterable[ImportNote]) -> Iterator[ImportNote]:
    """Yield notes in the order of their places: of each kind the first `MOST_ALIKE`, and then how many more."""
    ordered = sorted(notes, key=lambda note: (bool(note.place), note.place))
    count = Counter(note.id for note in ordered)
    told: Counter[str] = Counter()
    for note in ordered:
        told[note.id] += 1
        if told[note.id] <= MOST_ALIKE:
            yield note
        elif told[note.id] == count[note.id]:
            yield ImportNote(note.id, f"{count[note.id] - MOST_ALIKE:,} more such notes, up to here", note.place)


def check_size(workout: Workout) -> None:
    """See that a workout is no larger than a session may be.

    Raises:
        ImportRefusedError: when it is, or has no steps.
    """
    if not workout.items:
        raise ImportRefusedError("the workout has no steps")
    check_depth(workout.items)
    if workout.interval_count > MAX_STEPS:
        sets = [item for item in workout.written_items() if isinstance(item, ImportedSet)]
        largest = max(sets, key=lambda item: item.passes, default=None)
        why = f"{largest.passes:,} repeats make " if largest else ""
        raise ImportRefusedError(
            f"{why}{workout.interval_count:,} intervals, which are too many: a session has at most {MAX_STEPS:,}",
            "import a shorter one",
            places=[largest.place] if largest else [],
        )
    if workout.length_ms > MAX_LENGTH:
        raise ImportRefusedError(f"the workout lasts {clock(workout.length_ms)}, and at most 24 hours are allowed")


def check_depth(items: Sequence[ImportedItem], depth: int = 1) -> None:
    """See that sets stand in each other no deeper than in a script."""
    for item in items:
        if isinstance(item, ImportedSet):
            if depth >= MAX_NESTING // 2:
                raise ImportRefusedError("repeats in repeats, deeper than a script has them", places=[item.place])
            check_depth(item.items, depth + 1)


def _middle(paces: Sequence[Pace]) -> Pace:
    """Return the middle of paces, to the millisecond: of the paces, not of the speeds."""
    if len(set(paces)) == 1:
        return paces[0]
    a_metre = sum((pace.ms_a_metre for pace in paces), Fraction(0)) / len(paces)
    return Pace(int(a_metre * METRES[paces[0].per] + Fraction(1, 2)), paces[0].per)


def _written(metres: Fraction, pace: Pace, ms: int) -> str:
    """Write a distance at its pace as a script has it; empty where a script would take it for another length."""
    distance = Distance(metres / 1000, "kilometre") if metres >= 1000 else Distance(metres, "metre")
    text = f"{distance} @ {pace}"
    try:
        return text if covered(text, None) == ms else ""
    except Unreadable:
        return ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def milliseconds(seconds: Fraction) -> int:
    """Round seconds to whole milliseconds; what is nearly a whole second is that second."""
    if seconds < 0:
        return -milliseconds(-seconds)
    # In whole numbers, and not as fractions, which take ten times as long: a file has thousands of these.
    ms = (2 * seconds.numerator * SECOND + seconds.denominator) // (2 * seconds.denominator)
    near = (ms + SECOND // 2) // SECOND * SECOND
    return near if abs(ms - near) <= WHOLE_SECOND else ms
