"""What a voice may read otherwise than it was meant, noted where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from audiocoach.bounds import MAX_DOUBTED_WORDS
from audiocoach.errors import Hint, Where
from audiocoach.languages.lookup import LANGUAGES, base, language_of
from audiocoach.quantities.lengths import write_length
from audiocoach.script.checks.shapes import SessionShape, SheetShape
from audiocoach.script.context import Reading
from audiocoach.script.library import SUFFIXES
from audiocoach.script.sets_around import is_set, levels
from audiocoach.script.values.told_lengths import warn_of_point
from audiocoach.script.yaml.located import Text
from audiocoach.text.speakable import spoken_words


def check_session(session: SessionShape, context: Reading) -> None:
    """Check every text of a session that is spoken."""
    settled = {name.casefold() for name in session.say_as}
    _check(_texts(session), session.language, context, settled)
    if base(session.language) not in LANGUAGES and session.coach.endswith(SUFFIXES):
        for step in session.written_steps():
            if step.name is None:
                message = f"this step has no name, and what it is called in '{session.language}' is not known here"
                context.warn(message, step.place(), "add 'name: …', unless no words of the coach name it")


def check_sheet(sheet: SheetShape, language: str, context: Reading) -> None:
    """Check every sentence of a coach sheet in a language."""
    _check(((text, moment.place("say")) for moment in sheet.moments for text in moment.say), language, context)


def _texts(session: SessionShape) -> Iterator[tuple[str, Where]]:
    yield from _set_names(session.steps)
    for step in session.written_steps():
        if step.name is not None:
            yield step.name, step.place("name")
        for cue in step.all_cues:
            for text in cue.say:
                yield text, cue.place("say")


def _set_names(items: Sequence[Any]) -> Iterator[tuple[str, Where]]:
    """Yield the names of sets that are announced: those with sets in them."""
    for item in items:
        if is_set(item):
            if item.name is not None and levels(item.steps):
                yield item.name, item.place("name")
            yield from _set_names(item.steps)


def _check(
    texts: Iterable[tuple[str, Where]], language: str, context: Reading, settled: Iterable[str] = frozenset()
) -> None:
    """Note each doubt once: the steps of a block stand in a session as often as it is used."""
    spoken = language_of(language)
    noted: set[Where] = set()
    read: set[str] = set()
    words = 0
    for text, where in texts:
        if text not in read:
            read.add(text)
            words += spoken_words(text)
        if words > MAX_DOUBTED_WORDS:
            return
        located = text if isinstance(text, Text) else Text(text, where)
        for span, said, otherwise in spoken.doubts(text):
            part = located.part(*span)
            if part.casefold() in settled or part.where in noted:
                continue
            noted.add(part.where)
            hint = Hint(f"write '{said}' or '{otherwise}' to be sure", said, otherwise)
            context.warn(f"'{part}' could be minutes or metres, and is read as '{said}'", part.where, hint)
        for span, both in spoken.points(text):
            part = located.part(*span)
            if part.casefold() not in settled and part.where not in noted:
                noted.add(part.where)
                warn_of_point(part, both, f"is read as {write_length(both.read)}", context)
        for span in spoken.unread(text):
            part = located.part(*span)
            if part.casefold() in settled or part.where in noted:
                continue
            noted.add(part.where)
            message = f"'{part}' could be read in more than one way, and is left to the voice as it is"
            context.warn(message, part.where, "write it in words to be sure")
