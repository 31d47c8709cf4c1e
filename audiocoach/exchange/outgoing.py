"""A session as it goes out to other programs: steps and sets with their words, and what a format cannot carry. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audiocoach.quantities.units import SECOND, to_the_second
from audiocoach.script.model import Session, Set, Step
from audiocoach.timeline.timeline import Timeline

KINDS_READ_BACK = {
    "talk": "rest",
    "warm-up": "warm-up",
    "drill": "work",
    "work": "work",
    "rest": "rest",
    "stretch": "rest",
    "cool-down": "cool-down",
}
"""What each kind is when a file that has warm-up, work, rest and cool-down alone is read again."""

BEHIND_SIGNAL = 600
"""Milliseconds by which words at a step's start come later than it: they wait for its signal."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, when they begin (ms from their step's start), and how long they last (ms)."""

    text: str
    at_ms: int
    lasts_ms: int


@dataclass(frozen=True, slots=True)
class OutStep:
    """A step: its kind, its length (ms), its own name and effort if it has them, and what is said in it."""

    kind: str
    length_ms: int
    name: str = ""
    effort: str = ""
    words: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class OutSet:
    """Steps that are done several times, alike in every round; `skips` leaves out the very last one, a rest."""

    passes: int
    steps: tuple[OutStep, ...]
    name: str = ""
    skips: bool = False

    def written_out(self) -> Iterator[OutStep]:
        """Yield each step of each round."""
        for number in range(1, self.passes + 1):
            yield from self.steps[:-1] if self.skips and number == self.passes else self.steps


OutItem = OutStep | OutSet


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format cannot carry: `id` names it, `text` says it to the user.

    Ids: `title`, `description`, `kind`, `name`, `set-name`, `effort`, `words` (left out), `moved` (said at another
    time), `changed` (said in other words), `rounded`, `written-out`, `cadence`, `music`, `voice`, `sound`.
    """

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A session to be exported; `losses` are those of every format."""

    title: str
    description: str
    language: str
    items: tuple[OutItem, ...]
    losses: tuple[Loss, ...] = ()

    def steps(self) -> Iterator[OutStep]:
        """Yield each step in time, sets written out."""
        for item in self.items:
            yield from item.written_out() if isinstance(item, OutSet) else (item,)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of another program, and what is not in it."""

    data: bytes
    losses: tuple[Loss, ...]


def outgoing(session: Session, timeline: Timeline, *, with_coach: bool = False) -> Outgoing:
    """Gather what goes out: the author's words, `with_coach` the coach's too, each in its step."""
    rows = _rows(timeline, with_coach=with_coach)
    nested = _nested(session.steps)
    items = tuple(_folded(session.steps, iter(rows)))
    return Outgoing(
        timeline.title, timeline.description, session.language, items, tuple(_losses(session, timeline, nested=nested))
    )


def _rows(timeline: Timeline, *, with_coach: bool) -> list[OutStep]:
    said: list[list[Sentence]] = [[] for _ in timeline.intervals]
    position = 0
    for event in timeline.events:
        if event.type != "say" or (event.by == "coach" and not with_coach):
            continue
        while position + 1 < len(said) and event.start_ms >= timeline.intervals[position].end_ms:
            position += 1
        here = timeline.intervals[position]
        at = event.start_ms - here.start_ms
        said[position].append(Sentence(event.text, 0 if at <= BEHIND_SIGNAL else at, event.end_ms - event.start_ms))
    return [
        OutStep(each.kind, each.length_ms, each.name if each.step.name else "", each.step.effort or "", tuple(words))
        for each, words in zip(timeline.intervals, said, strict=True)
    ]


def _nested(items: Sequence[Step | Set]) -> bool:
    sets = [item for item in items if isinstance(item, Set)]
    return any(isinstance(inner, Set) for item in sets for inner in item.steps)


def _folded(items: Sequence[Step | Set], rows: Iterator[OutStep]) -> Iterator[OutItem]:
    """Yield steps, and sets of steps whose rounds are alike; all else is written out."""
    for item in items:
        if isinstance(item, Step):
            yield next(rows)
            continue
        rounds = []
        for number in range(1, item.repeat + 1):
            steps = item.steps[:-1] if item.skip_last_rest and number == item.repeat else item.steps
            rounds.append(list(_folded(steps, rows)))
        first, last = rounds[0], rounds[-1]
        skips = item.skip_last_rest and len(last) == len(first) - 1
        alike = all(each == first for each in rounds[:-1]) and last == (first[:-1] if skips else first)
        plain = tuple(step for step in first if isinstance(step, OutStep))
        if len(rounds) > 1 and alike and len(plain) == len(first):
            yield OutSet(len(rounds), plain, item.name or "", skips)
        else:
            yield from (each for round_ in rounds for each in round_)


def _losses(session: Session, timeline: Timeline, *, nested: bool) -> Iterator[Loss]:
    steps = list(session.written_steps())
    if nested:
        yield Loss("written-out", "sets of sets are written out, round by round")
    if any(step.cadence for step in steps):
        yield Loss("cadence", "the metronome stays behind")
    if session.music is not None:
        yield Loss("music", "the music stays behind")
    if session.is_written("voice"):
        yield Loss("voice", "the voice stays behind")
    own = bool(session.sounds) or any(step.sound or any(cue.sound for cue in step.own_cues) for step in steps)
    if own:
        yield Loss("sound", "sounds and signals stay behind")
    late = [event for event in timeline.events if event.type == "say" and event.start_ms >= timeline.length_ms]
    if any(event.by == "author" for event in late):
        yield Loss("words", "words behind the end are left out")


def counted(many: int, one: str, several: str) -> str:
    """Say how many: `1 sentence`, `3 sentences`."""
    return f"1 {one}" if many == 1 else f"{many} {several}"


def on_whole_seconds(steps: Sequence[OutStep], *, lengths_too: bool = True) -> tuple[list[OutStep], list[Loss]]:
    """Bring offsets to whole seconds: no two words at one time, and none before those in front of it are over;
    `lengths_too`: each boundary to the nearest second, so that the total keeps.
    """
    found: list[OutStep] = []
    at = begins = free = moved = lost = rounded = 0
    for step in steps:
        at += step.length_ms
        ends = to_the_second(at) if lengths_too else at
        words = []
        for sentence in sorted(step.words, key=lambda each: each.at_ms):
            offset = max(to_the_second(sentence.at_ms), -(-(free - begins) // SECOND) * SECOND)
            if offset >= ends - begins:
                lost += 1
                continue
            moved += offset != sentence.at_ms
            free = begins + offset + sentence.lasts_ms
            words.append(replace(sentence, at_ms=offset))
        rounded += ends - begins != step.length_ms
        found.append(replace(step, length_ms=ends - begins, words=tuple(words)))
        begins = ends
    losses = []
    if rounded:
        losses.append(Loss("rounded", f"{counted(rounded, 'length is', 'lengths are')} brought to whole seconds"))
    if moved:
        losses.append(Loss("moved", f"{counted(moved, 'sentence comes', 'sentences come')} at a whole second"))
    if lost:
        losses.append(Loss("words", f"{counted(lost, 'sentence has', 'sentences have')} no room at whole seconds"))
    return found, losses


def common_losses(out: Outgoing, kinds: dict[str, str], *, names: bool, efforts: bool) -> Iterator[Loss]:
    """Yield what a format loses of kinds (`kinds`: what each becomes when it is read back), names and efforts."""
    steps = list(out.steps())
    changed = dict.fromkeys((step.kind, kinds[step.kind]) for step in steps if kinds[step.kind] != step.kind)
    for kind, becomes in changed:
        yield Loss("kind", f"'{kind}' becomes '{becomes}'")
    named = sum(bool(step.name) for step in steps)
    if named and not names:
        yield Loss("name", f"the names of {counted(named, 'step', 'steps')} stay behind")
    with_effort = sum(bool(step.effort) for step in steps)
    if with_effort and not efforts:
        yield Loss("effort", f"the effort of {counted(with_effort, 'step', 'steps')} stays behind")
