"""Listen to cues as a runner will: which of them may not be understood. Needs the extra `understood`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiocoach.errors import AudiocoachError, Problem, Where
from audiocoach.quantities.units import RATE, samples
from audiocoach.rendering.workshop import Workshop
from audiocoach.text.speakable import quoted
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audiocoach.speech.hearing.understood_or_not import Passage

    Samples = NDArray[Any]
else:
    Samples = Any

AROUND_MS = 500
"""Silence before and after a cue: a recogniser expects some."""

_RECOGNISERS = ("tiny", "base")
"""The fast one first: only what it loses is heard by the other, since both must lose a cue."""

_BEAMS = 5
"""Whisper's own setting: it hears better than with one, as a runner does who knows what to expect."""

_SHOWN = 90
"""Characters of a passage and of what was heard."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What came of listening: how many cues were heard, the warnings, and the languages that nobody here can hear."""

    count: int
    doubts: tuple[Problem, ...]
    unheard: tuple[str, ...]


def check_ears() -> None:
    """Check, before anything takes long, that there is something to listen with.

    Raises:
        AudiocoachError: when not, with how to install it.
    """
    from audiocoach.speech.hearing.recogniser import missing_packages

    if missing := missing_packages():
        from audiocoach.storage.installation import how_to_add

        message = f"listening needs recognisers that are not installed ({', '.join(missing)})"
        raise AudiocoachError(
            message, f"{how_to_add('understood')}  (about 400 MB; nothing you say leaves this computer)"
        )


def listen_to(timelines: Sequence[Timeline], shop: Workshop) -> Hearing:
    """Hear each different cue of some timelines, as it is rendered. What names an athlete is not heard: no recogniser
    knows how a name is written.

    Raises:
        AudiocoachError: as `check_ears`.
        SpeechError: when something cannot be spoken.
        CancelledError: when the workshop's `cancel` asks for an end.
    """
    check_ears()
    from audiocoach.speech.hearing.recogniser import ENGLISH

    said: dict[Words, Where] = {}
    for timeline in timelines:
        for event in timeline.events:
            if event.words is not None and not event.words.parts:
                said.setdefault(event.words, event.where)
    english = [words for words in said if words.language.partition("-")[0] == ENGLISH]
    doubts = [_doubt(passage, said[words]) for words, passage in _doubted(english, shop)]
    others = dict.fromkeys(words.language for words in said if words.language.partition("-")[0] != ENGLISH)
    return Hearing(len(english), tuple(doubts), tuple(others))


def _doubted(cues: Sequence[Words], shop: Workshop) -> Iterator[tuple[Words, Passage]]:
    """Yield what both recognisers lose, in the order of the cues."""
    from audiocoach.speech.hearing.recogniser import recogniser_of
    from audiocoach.speech.hearing.understood_or_not import doubted
    from audiocoach.speech.hearing.word_sounds import sounds_of

    heard: dict[Words, list[str]] = {words: [] for words in cues}
    left = dict(zip(cues, _sounds(cues, shop), strict=True))
    for name in _RECOGNISERS:
        shop.watch.check()
        for words, text in zip(left, recogniser_of(name).hear_whole(list(left.values()), _BEAMS), strict=True):
            heard[words].append(text)
        left = {words: sound for words, sound in left.items() if any(doubted(words.text, heard[words], sounds_of))}
    for words in left:
        for passage in doubted(words.text, heard[words], sounds_of):
            yield words, passage


def _doubt(passage: Passage, where: Where) -> Problem:
    """Say that a passage may not be understood, and what to say in its place where the table knows."""
    from audiocoach.speech.hearing.better_wordings import better

    heard = " and ".join(
        dict.fromkeys(quoted(text.strip(), _SHOWN) if text.strip() else "nothing" for text in passage.heard)
    )
    known = better(passage.said)
    hint = "say it in other words, or longer ones: a short sentence is lost first"
    if known is not None:
        hint = f"say '{known[1]}' in place of '{known[0]}', which is often lost"
    message = f"{quoted(passage.said, _SHOWN)} may not be understood: recognisers hear {heard}"
    return Problem(message, where, hint, "warning")


def _sounds(cues: Sequence[Words], shop: Workshop) -> list[Samples]:
    """Give the sound of each cue, with silence around, as a recogniser takes it."""
    import numpy as np

    from audiocoach.sound.resample import resample
    from audiocoach.speech.hearing.recogniser import HEARS_AT

    narrator = shop.narrator()
    lengths = narrator.measure(cues)
    found = []
    for words in cues:
        sound = np.zeros(samples(lengths[words] + 2 * AROUND_MS))
        for at_ms, clip in narrator.clips(words):
            own = np.frombuffer(clip.pcm, "<i2") / 32768
            first = samples(at_ms + AROUND_MS)
            sound[first : first + own.size] = own
        found.append(resample(sound, RATE, HEARS_AT))
    return found
