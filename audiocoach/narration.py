"""From words to clips: who speaks, each distinct utterance recorded once, and how long it lasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from audiocoach.casting import Casting
from audiocoach.clip import Clip
from audiocoach.errors import Problem
from audiocoach.filling import Words
from audiocoach.model import CoachSheet, Session
from audiocoach.shelf import SoundShelf
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.interface import Utterance
from audiocoach.speech.language import UNKNOWN, bcp47
from audiocoach.speech.studio import Studio
from audiocoach.timeline import Draft, Timeline

DEFAULT_RATE = 150
"""Words a minute: the middle of what is understood on the move."""

OnEach = Callable[[int, int], None]


class Narrator:
    """Speaks the words of one session. `measure` is what the timeline needs, `clip` what the mix needs."""

    def __init__(self, language: str, studio: Studio | None = None, on_each: OnEach | None = None) -> None:
        self.language = language
        self.studio = studio or Studio()
        self.on_each = on_each
        self._casting = Casting(language)
        self._clips: dict[Words, Clip] = {}

    def measure(self, words: Sequence[Words]) -> Mapping[Words, int]:
        """The spoken length of each, in milliseconds, by speaking it.

        Raises:
            SpeechError: when something cannot be spoken.
            ScriptError: when the script asks for a voice that is not there.
        """
        utterances = {each: self._utterance(each) for each in words if each not in self._clips}
        recorded = self.studio.record(utterances.values(), self.on_each)
        for each, utterance in utterances.items():
            self._clips[each] = recorded[utterance]
        return {each: self._clips[each].length_ms for each in words}

    def timeline(self, session: Session, sheet: CoachSheet | None, shelf: SoundShelf) -> Timeline:
        """A session's timeline by real speech, with a warning where its voice is one of another language.

        Raises:
            ScriptError, SpeechError: as `timeline.arrange` and `measure`.
        """
        return self.placed(Draft.of(session, sheet, self.measure, shelf.length))

    def placed(self, draft: Draft) -> Timeline:
        """The timeline of a draft; see `timeline`."""
        timeline = draft.placed(self.measure(draft.words))
        return replace(timeline, warnings=(*timeline.warnings, *self._foreign(draft.script.session)))

    def clip(self, words: Words) -> Clip:
        """The clip of words that have been measured."""
        return self._clips[words]

    def _foreign(self, session: Session) -> list[Problem]:
        """A cue may well be spoken in another language; that a whole session is will be a slip."""
        wish = session.voice
        if not any(words.voice == wish for words in self._clips):
            return []
        voice, wanted = self._casting.voice(wish), bcp47(session.language)
        spoken = bcp47(voice.language)
        if UNKNOWN in (spoken, wanted) or spoken.partition("-")[0] == wanted.partition("-")[0]:
            return []
        message = f'the voice "{voice.name}" speaks {spoken}, and this script is in {wanted}'
        hint = f"`audiocoach voices --language {wanted}` lists voices of its language."
        return [Problem(message, wish.place("name"), hint, "warning")]

    def _utterance(self, words: Words) -> Utterance:
        wish = words.voice
        outdoor = wish.outdoor is not False
        return Utterance(words.text, self._casting.voice(wish, words.text), wish.rate or DEFAULT_RATE, outdoor)


def estimated(words: Sequence[Words]) -> Mapping[Words, int]:
    """About how long each would last; no voice is asked."""
    return {each: estimate_ms(each.text, each.voice.rate or DEFAULT_RATE) for each in words}
