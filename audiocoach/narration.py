"""From words to clips: who speaks, each distinct utterance recorded once, and how long it lasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from audiocoach.clip import Clip
from audiocoach.errors import NOWHERE, Problem, ScriptError, SpeechError
from audiocoach.filling import Words
from audiocoach.model import VoiceWish
from audiocoach.script.located import where_of
from audiocoach.speech.engines import ENGINES, get_engine
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.interface import Engine, Utterance, Voice
from audiocoach.speech.studio import Studio
from audiocoach.vocabulary import PLANNED_ENGINES

DEFAULT_ENGINE = "pyttsx3"
DEFAULT_RATE = 150
"""Words a minute: the middle of what is understood on the move."""

OnEach = Callable[[int, int], None]


class Narrator:
    """Speaks the words of one session. `measure` is what the timeline needs, `clip` what the mix needs."""

    def __init__(self, language: str, studio: Studio | None = None, on_each: OnEach | None = None) -> None:
        self.language = language
        self.studio = studio or Studio()
        self.on_each = on_each
        self._engines: dict[str, Engine] = {}
        self._voices: dict[tuple[str, str | None], Voice] = {}
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

    def clip(self, words: Words) -> Clip:
        """The clip of words that have been measured."""
        return self._clips[words]

    def _utterance(self, words: Words) -> Utterance:
        wish = words.voice
        return Utterance(words.text, self._voice(wish), wish.rate or DEFAULT_RATE, wish.outdoor)

    def _voice(self, wish: VoiceWish) -> Voice:
        key = (wish.engine or DEFAULT_ENGINE, wish.name)
        if key not in self._voices:
            from audiocoach.speech.choose import choose_voice

            try:
                self._voices[key] = choose_voice(self._engine(key[0]), wish.name, self.language)
            except SpeechError as error:
                where = where_of(self.language) if wish.name is None else wish.place("name")
                if where is NOWHERE or not where.line:
                    raise
                message, _, hint = str(error).partition("\n")
                raise ScriptError([Problem(message, where, hint.strip())]) from None
        return self._voices[key]

    def _engine(self, name: str) -> Engine:
        if name not in self._engines:
            self._engines[name] = get_engine(name)
        return self._engines[name]


def estimated(words: Sequence[Words]) -> Mapping[Words, int]:
    """About how long each would last; no voice is asked."""
    return {each: estimate_ms(each.text, each.voice.rate or DEFAULT_RATE) for each in words}


def voice_wish(text: str) -> VoiceWish:
    """A voice as the command line names it: `NAME`, `ENGINE`, or `ENGINE:NAME`."""
    engine, colon, name = text.partition(":")
    if text in ENGINES:
        return VoiceWish(engine=text)
    if colon and engine in (*ENGINES, *PLANNED_ENGINES):
        return VoiceWish(engine=engine, name=name)
    return VoiceWish(name=text)
