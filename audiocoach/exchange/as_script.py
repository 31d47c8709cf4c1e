"""Write a workout as a script that `check` finds good, and know which line came from where. Pure.

Texts are in quotes always: `#`, `: `, `- `, `yes` and `1:30` are just words then.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from audiocoach.exchange.words_of_files import plain
from audiocoach.exchange.workout import (
    NO_PLACE,
    Imported,
    ImportedCue,
    ImportedItem,
    ImportedSet,
    ImportedStep,
    SourcePlace,
)
from audiocoach.languages.lookup import LANGUAGES, base
from audiocoach.quantities.lengths import write_length
from audiocoach.quantities.units import SECOND, clock
from audiocoach.script.values.readers import MAX_CUE_CHARACTERS, MAX_NAME_CHARACTERS
from audiocoach.speech.estimate import RATED, estimate_ms

ENGLISH = "en"
ROOM = 1_500
"""Milliseconds kept free behind what is put before an author's words: the signal, and an estimate's error."""

_NAMED = "{name}, {length}. "
"""What is put before words at a step's start, where they do not say it: they stand in place of the coach's."""


@dataclass(frozen=True, slots=True)
class WrittenScript:
    """A script's text, and where in the user's file each of its lines (from 1) came from; `steps` is its last part."""

    text: str
    steps: tuple[str, ...] = ()
    places: tuple[SourcePlace, ...] = ()

    def place(self, line: int) -> SourcePlace:
        """Return where in the user's file the line, or the nearest above it that came from somewhere, came from."""
        return self.places[line - 1] if 0 < line <= len(self.places) else NO_PLACE


def as_script(
    imported: Imported,
    title: str,
    origin: str = "",
    *,
    closing_ms: int = 0,
    bare: Collection[SourcePlace] = frozenset(),
) -> WrittenScript:
    """Write what was imported as a script.

    Args:
        imported: the workout and its notes.
        title: the session's, where the workout has none.
        origin: what its first line says it was imported from.
        closing_ms: a talk at the end, for words that last longer than the last step; 0 for none.
        bare: words at a step's start that have no room for the step's name and length in front.
    """
    workout = imported.workout
    writer = _Writer(bare)
    if origin:
        writer.comment("", f"Imported from {origin}. Change what you like; importing again overwrites nothing.")
    writer.comment("", f"Total: {clock(workout.length_ms)}.")
    for comment in workout.comments:
        writer.comment("", comment)
    writer.line("")
    writer.line(f"session: {_quoted(_title(workout.title, title))}")
    if description := _cut(escaped(workout.description), MAX_CUE_CHARACTERS):
        writer.line(f"description: {_quoted(description)}")
    language = workout.language or ENGLISH
    if language != ENGLISH:
        writer.line(f"language: {_quoted(language)}")
        if base(language) not in LANGUAGES:
            writer.line("coach: none  # no coach speaks it")
    writer.line("")
    writer.line("steps:")
    above = len(writer.lines)
    writer.items(workout.items, "  ")
    if workout.closing:
        writer.line("  - talk: auto", workout.closing[0].place)
        writer.line(f"    say: {_quoted(escaped(' '.join(cue.text for cue in workout.closing)))}")
    elif closing_ms:
        writer.comment("  ", "The last words last longer than the last step.")
        writer.line(f"  - talk: {write_length(-(-closing_ms // SECOND) * SECOND)}")
        writer.line("    coach: none")
    return WrittenScript("\n".join(writer.lines) + "\n", tuple(writer.lines[above:]), tuple(writer.places))


def escaped(text: str) -> str:
    """Write braces as a script has them, where they are only braces."""
    return plain(text).replace("{", "{{").replace("}", "}}")


class _Writer:
    def __init__(self, bare: Collection[SourcePlace]) -> None:
        self._bare = bare
        self.lines: list[str] = []
        self.places: list[SourcePlace] = []

    def line(self, text: str, place: SourcePlace = NO_PLACE) -> None:
        self.lines.append(text)
        self.places.append(place or (self.places[-1] if self.places else NO_PLACE))

    def comment(self, indent: str, text: str) -> None:
        self.line(f"{indent}# {_cut(plain(text), MAX_CUE_CHARACTERS)}")

    def items(self, items: tuple[ImportedItem, ...], indent: str) -> None:
        for item in items:
            if isinstance(item, ImportedStep):
                self._step(item, indent)
            elif item.passes == 1:
                self.items(item.items[:-1] if item.skip_last_rest else item.items, indent)
            else:
                self._set(item, indent)

    def _set(self, item: ImportedSet, indent: str) -> None:
        self.line(f"{indent}- repeat: {item.passes}", item.place)
        if item.name:
            self.line(f"{indent}  name: {_quoted(escaped(item.name))}")
        if item.skip_last_rest:
            self.line(f"{indent}  skip-last-rest: true")
        self.line(f"{indent}  steps:")
        self.items(item.items, indent + "    ")

    def _step(self, step: ImportedStep, indent: str) -> None:
        for comment in step.comments:
            self.comment(indent, comment)
        self.line(f"{indent}- {step.kind}: {step.written or write_length(step.length_ms)}", step.place)
        if step.name:
            self.line(f"{indent}  name: {_quoted(escaped(step.name))}")
        if step.effort:
            self.line(f"{indent}  effort: {step.effort}")
        if step.cadence:
            self.line(f"{indent}  cadence: {step.cadence}")
        first = [cue for cue in step.cues if cue.at_ms == 0 and not cue.rounds]
        until = min((cue.at_ms for cue in step.cues if cue.at_ms), default=step.length_ms)
        for cue in first[:1]:
            self.line(f"{indent}  say: {_quoted(self._opening(step, cue, until))}", cue.place)
        if others := [cue for cue in step.cues if cue not in first[:1]]:
            self.line(f"{indent}  cues:")
        for cue in others:
            said = escaped(cue.text) if cue.at_ms else self._opening(step, cue, until)
            when = write_length(cue.at_ms) or "start"
            rounds = f"on: {_rounds(cue.rounds)}, " if cue.rounds else ""
            self.line(f"{indent}    - {{at: {when}, {rounds}say: {_quoted(said)}}}", cue.place)

    def _opening(self, step: ImportedStep, cue: ImportedCue, until: int) -> str:
        return escaped(cue.text) if cue.place in self._bare else _opening(step, cue, until)


def _opening(step: ImportedStep, cue: ImportedCue, until: int) -> str:
    """Write words for a step's start: its name and length in front, unless they hold them, or there is no room until
    something else is said.
    """
    words = escaped(cue.text)
    heard = cue.text.casefold()
    front = _NAMED
    called = step.name or step.kind.replace("-", " ")
    if called.casefold() in heard.replace("-", " ") or (step.name and called.casefold() in heard):
        front = "{length}. "
    if _says_length(heard, step.length_ms):
        front = "" if front == "{length}. " else "{name}. "
    if not front or len(front) + len(words) > MAX_CUE_CHARACTERS:
        return words
    whole = f"{step.name or step.kind}, {clock(step.length_ms)} minutes. {cue.text}"
    return front + words if estimate_ms(whole, RATED) + ROOM <= until else words


def _says_length(heard: str, length_ms: int) -> bool:
    """Tell whether words hold a length as it is written: `2m30s`, `2:30`, `150 s`, `3 minutes`."""
    minutes, seconds = divmod(length_ms // SECOND, 60)
    ways = [clock(length_ms), write_length(length_ms), f"{length_ms // SECOND} sec", f"{length_ms // SECOND}s"]
    if not seconds:
        ways += [f"{minutes} min", f"{minutes}min", f"{minutes}-min"]
    return any(f" {way}" in f" {heard}" for way in ways)


def _rounds(rounds: tuple[int, ...]) -> str:
    return str(rounds[0]) if len(rounds) == 1 else f"[{', '.join(map(str, rounds))}]"


def _title(*titles: str) -> str:
    found = next((plain(title) for title in titles if plain(title)), "")
    return _cut(escaped(found), MAX_NAME_CHARACTERS) or "Workout"


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many characters; braces stay in pairs."""
    if len(text) <= most:
        return text
    short = text[: most - 2].rstrip()
    for brace in "{}":
        if (len(short) - len(short.rstrip(brace))) % 2:
            short = short[:-1]
    return short + "…"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
