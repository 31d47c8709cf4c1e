"""The boundary between audiocoach and whatever speaks.

An engine turns `Utterance`s into `Clip`s and says which voices it has. It knows nothing of scripts,
timelines, caches or trimming: that is the `Studio`'s work (`speech/studio.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from audiocoach.sound.clip import Clip


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that exists: what an engine's `voices()` lists and what an utterance is spoken with.

    `id` is the engine's own key for it; `name` is what people call it; `language` is BCP 47; `sample_rate` is in hertz,
    0 where only speaking shows it; `licence` is in a few words, "" where nobody told us.
    """

    engine: str
    id: str
    name: str
    language: str
    sample_rate: int = 0
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words to be spoken: speakable text, the voice, and the rate in words a minute.

    `outdoor` says that they are to be understood in wind and traffic; an engine may ignore it. `gap_ms` is silence to
    be kept between words, besides what the voice keeps of itself: asked only of an engine that `SpacesWords`.
    """

    text: str
    voice: Voice
    rate: int
    outdoor: bool = True
    gap_ms: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an engine could not speak an utterance, in words for the user."""

    reason: str


Said = tuple[Utterance, Clip | Refusal]
"""An utterance and what an engine made of it."""


class Engine(Protocol):
    """The interface of every engine. One contract test runs over all of them."""

    name: str

    def version(self) -> str:
        """Return all that changes how the engine sounds: its version and that of what it drives. Part of cache keys."""
        ...

    def voices(self) -> tuple[Voice, ...]:
        """List every voice usable right now, the preferred one of each language first.

        Raises:
            SpeechError: when the engine does not work on this machine, with what to do about it.
        """
        ...

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        """Speak each utterance on its own; the results are in the same order.

        Each is a raw clip (any rate, any channels, untrimmed) or the reason why there is none. All of a voice's clips
        come at one gain: each made as loud as it can be would blow up the short words. Never raise for
        one bad utterance, outlive the time limit or leave a process behind.
        `on_each` is called once as each utterance ends, for a progress bar.
        """
        ...


@runtime_checkable
class Finds(Protocol):
    """What an engine also offers when there are voices it cannot list: in any file, any folder, any program."""

    def find(self, name: str) -> Voice | None:
        """Find the voice that this name means; None when it means none.

        Raises:
            SpeechError: when it means one that cannot be used, with what to do about it.
        """
        ...


@runtime_checkable
class SaysSome(Protocol):
    """What an engine also offers when its voices can only say certain texts, so that another may stand in."""

    def can_say(self, voice: Voice, text: str) -> bool:
        """Tell whether the voice can say this."""
        ...

    def can_be_measured_by(self, voice: Voice) -> tuple[str, ...]:
        """Return texts that the voice can say, always the same, by which its loudness is found."""
        ...


@runtime_checkable
class HasOneRate(Protocol):
    """What an engine also offers when some of its voices speak as fast as they do, whatever rate is wished."""

    def has_one_rate(self, voice: Voice) -> bool:
        """Tell whether a wished rate changes nothing in this voice."""
        ...


@runtime_checkable
class SpacesWords(Protocol):
    """What an engine also offers when some of its voices can keep silence between words, to be understood better."""

    def spaces_words(self, voice: Voice) -> bool:
        """Tell whether `Utterance.gap_ms` changes something in this voice."""
        ...


def spaces_words(engine: Engine, voice: Voice) -> bool:
    """Tell whether a voice keeps the silence between words that it is asked for."""
    return isinstance(engine, SpacesWords) and engine.spaces_words(voice)


@runtime_checkable
class Vouched(Protocol):
    """What an engine also offers when its clips lie in the user's own files, and the user may answer for some."""

    def is_as_is(self, voice: Voice, text: str) -> bool:
        """Tell whether the user says that this clip is as it should be, though it may not sound like its words."""
        ...

    def asking_for_it(self, voice: Voice, text: str, reason: str) -> str:
        """Say, of a clip that is refused for this reason, which file that is and how the user can answer for it."""
        ...
