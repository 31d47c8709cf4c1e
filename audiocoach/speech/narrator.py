"""From words to clips: who speaks, each distinct utterance recorded once, and how long it lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from audiocoach.errors import Problem
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.sound.clip import Clip
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.casting import DEFAULT_ENGINE, Casting
from audiocoach.speech.engines.interface import HasOneRate, SaysSome, Utterance, Voice, spaces_words
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.language_tags import UNKNOWN, bcp47
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.studio import Studio
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words, plain

DEFAULT_RATE = 150
"""Words a minute: the middle of what is understood on the move."""

SENTENCE_PAUSE_MS = 336
"""Between parts of a text: joe stops for 330 between sentences, and espeak for 380. A multiple of `shaping.GRID_MS`."""

WORD_GAP_MS = 60
"""Between words where there is room, as espeak is told; it takes 99 at 150 words a minute. Of the words of 48 cues a
recogniser then loses 27.6 % in place of 28.9 % in noise as loud as they are, in quiet 10.4 % in place of 12.4 %
(`benchmarks/understood.py`)."""

OnEach = Callable[[int, int], None]


class Narrator:
    """Speaks sessions, each in its own language. `measure` is what timelines need, `clips` what the mix needs."""

    def __init__(self, studio: Studio | None = None, on_each: OnEach | None = None, limits: Limits = NO_LIMITS) -> None:
        self.studio = studio or Studio()
        self.on_each = on_each
        self._limits = limits
        self._casting = Casting(self.studio.engine)
        self._clips: dict[Words, tuple[tuple[int, Clip], ...]] = {}

    def measure(self, words: Sequence[Words]) -> Mapping[Words, int]:
        """Measure the spoken length of each, in milliseconds, by speaking it.

        Raises:
            SpeechError: when something cannot be spoken.
            ScriptError: when the script asks for a voice that is not there.
            OverLimitError: when more is asked for, in all, than the limits allow.
        """
        if self._limits != NO_LIMITS:
            everything = list(dict.fromkeys(map(plain, [*self._clips, *words])))
            self._limits.check_words(len(everything), sum(estimated(everything).values()))
        utterances = {each: self._utterances(each) for each in words if each not in self._clips}
        recorded = self.studio.record([part for parts in utterances.values() for part in parts], self.on_each)
        for each, parts in utterances.items():
            self._clips[each] = tuple(_after_each_other([recorded[part] for part in parts]))
        if self._limits != NO_LIMITS:
            heard = {plain(each): sum(clip.length_ms for _, clip in parts) for each, parts in self._clips.items()}
            self._limits.check_speech(sum(heard.values()))
        return {each: self._clips[each][-1][0] + self._clips[each][-1][1].length_ms for each in words}

    def timeline(self, session: Session, sheet: CoachSheet | None, shelf: SoundShelf) -> Timeline:
        """Return a session's timeline by real speech, with a warning where its voice is one of another language.

        Raises:
            ScriptError, SpeechError: as `arrange.arrange` and `measure`.
        """
        return self.noticing(arrange(session, sheet, self.measure, shelf.length), session)

    def noticing(self, timeline: Timeline, session: Session) -> Timeline:
        """Return the timeline of a session that was measured here, with such warnings; see `timeline`."""
        return replace(timeline, warnings=(*timeline.warnings, *self._noticed(session)))

    def clips(self, words: Words) -> tuple[tuple[int, Clip], ...]:
        """Return clips of words that have been measured, each with its start (ms) from theirs; nearly always one."""
        return self._clips[words]

    def unchosen(self) -> set[str]:
        """Return the languages (BCP 47) in which the standard engine has spoken, because nobody chose a voice."""
        return {words.language for words in self._clips if words.voice.name is None and words.voice.engine is None}

    def _noticed(self, session: Session) -> list[Problem]:
        """Warn of what the voice of a whole session will not do as it was meant; what a cue asks for is on purpose."""
        wish = session.voice
        if not any(words.voice == wish and words.language == session.language for words in self._clips):
            return []
        voice, wanted = self._casting.voice(wish, session.language), bcp47(session.language)
        return [*_foreign(voice, wanted, wish), *self._rate_ignored(voice, wish)]

    def _rate_ignored(self, voice: Voice, wish: VoiceWish) -> list[Problem]:
        """Warn where a rate is wished of a voice that has its own."""
        engine = self._casting.engine(voice.engine)
        if wish.rate is None or not (isinstance(engine, HasOneRate) and engine.has_one_rate(voice)):
            return []
        message = (
            f'the voice "{voice.name}" has a rate of its own, and {wish.rate} words a minute changes nothing in it'
        )
        hint = "take the rate away, or choose a voice of the engine pyttsx3, piper or kokoro"
        return [Problem(message, wish.place("rate"), hint, "warning")]

    def _utterances(self, words: Words) -> list[Utterance]:
        """List what is spoken: the whole or, by a voice that can say anything, its parts."""
        wish = words.voice
        voice, rate, outdoor = (
            self._casting.voice(wish, words.language, words.text),
            wish.rate or DEFAULT_RATE,
            wish.outdoor is not False,
        )
        whole = not words.parts or isinstance(self._casting.engine(voice.engine), SaysSome)
        gap_ms = WORD_GAP_MS if words.spaced and spaces_words(self._casting.engine(voice.engine), voice) else 0
        return [Utterance(part, voice, rate, outdoor, gap_ms) for part in ([words.text] if whole else words.parts)]


def _foreign(voice: Voice, wanted: str, wish: VoiceWish) -> list[Problem]:
    """Warn of a voice of another language than the session's (BCP 47), which will be a slip."""
    spoken = bcp47(voice.language)
    if UNKNOWN in (spoken, wanted) or spoken.partition("-")[0] == wanted.partition("-")[0]:
        return []
    message = f'the voice "{voice.name}" speaks {spoken}, and this script is in {wanted}'
    hint = f"`audiocoach voices --language {wanted}` lists voices of its language."
    return [Problem(message, wish.place("name"), hint, "warning")]


def _after_each_other(clips: Sequence[Clip]) -> Iterator[tuple[int, Clip]]:
    at = 0
    for clip in clips:
        yield at, clip
        at += clip.length_ms + SENTENCE_PAUSE_MS


def estimated(words: Sequence[Words]) -> Mapping[Words, int]:
    """Estimate how long (ms) each would last; no voice is asked."""
    return {
        each: estimate_ms(each.text, each.voice.rate or DEFAULT_RATE, spaced=each.spaced and _is_usual(each))
        for each in words
    }


def _is_usual(words: Words) -> bool:
    """Tell whether the standard voice is meant, which can space words."""
    return words.voice.name is None and words.voice.engine in (None, DEFAULT_ENGINE)
