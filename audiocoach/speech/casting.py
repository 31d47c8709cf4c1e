"""Who speaks: from what a script or the command line wishes to a voice that is there, or an error where it was wished.

What of a script is a path lies in its folder: a name keeps the place it was written at, wherever wishes are joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from audiocoach.errors import Problem, ScriptError, SpeechError
from audiocoach.script.engine_names import plugins
from audiocoach.script.model import Session
from audiocoach.script.named_files import named_path, refusal
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.script.yaml.located import Text, where_of
from audiocoach.speech.engines.catalogue import ENGINES, get_engine
from audiocoach.speech.engines.interface import Engine, SaysSome, Voice
from audiocoach.vocabulary import BEST_VOICE

DEFAULT_ENGINE = "pyttsx3"


class Casting:
    """Finds the voices of sessions; each is looked for once. `engine_of` gives an engine by its name."""

    def __init__(self, engine_of: Callable[[str], Engine] = get_engine) -> None:
        self._engine_of = engine_of
        self._engines: dict[str, Engine] = {}
        self._voices: dict[tuple[str, str | None, str | None, Path | None, bool], Voice] = {}

    def voice(self, wish: VoiceWish, language: str, text: str | None = None) -> Voice:
        """Return the voice that a wish means or, where that cannot say the text and it names another, that one.

        `language` (BCP 47) is the session's: a wish that names nobody means the standard voice of it.

        Raises:
            SpeechError: when there is no such voice, or it does not work here.
            ScriptError: the same, where a script requests it.
        """
        voice = self._cast(wish, language)
        if text is None or wish.fallback is None:
            return voice
        engine = self.engine(voice.engine)
        if not isinstance(engine, SaysSome) or engine.can_say(voice, text):
            return voice
        return self._cast(voice_wish(wish.fallback).at(wish), language)

    def engine(self, name: str) -> Engine:
        """Return the engine of this name, made once.

        Raises:
            SpeechError: when there is none.
        """
        if name not in self._engines:
            self._engines[name] = self._engine_of(name)
        return self._engines[name]

    def _cast(self, wish: VoiceWish, language: str) -> Voice:
        where = where_of(wish.name)
        key = (language, wish.engine, wish.name, where.folder, bool(where.line))
        if key not in self._voices:
            try:
                self._voices[key] = self._found(wish, language)
            except SpeechError as error:
                where = where_of(language) if wish.name is None else wish.place("name")
                if not where.line:
                    raise
                raise ScriptError([Problem(error.message, where, error.hint)]) from None
        return self._voices[key]

    def _found(self, wish: VoiceWish, language: str) -> Voice:
        from audiocoach.speech.choose import NoSuchVoice, choose_voice

        if wish.engine is None and wish.name is not None:
            return self._named(wish.name, language)
        engine = wish.engine or DEFAULT_ENGINE
        try:
            name = None if wish.name is None else _located(wish.name, engine)
            return choose_voice(self.engine(engine), name, language)
        except (NoSuchVoice, _Refused):
            # `voice: joe` on a cue is joe, whichever engine speaks the rest of the session.
            if not wish.is_written("name") or wish.is_written("engine") or wish.name is None:
                raise
            return self._named(wish.name, language)

    def _named(self, name: str, language: str) -> Voice:
        """Find the voice of a name, whichever engine it belongs to."""
        from audiocoach.speech.choose import find_voice

        if name.strip().casefold() == BEST_VOICE:
            return self._best(name, language)
        return find_voice(_located(name), language, self.engine)

    def _best(self, name: str, language: str) -> Voice:
        """Find the voice that is understood best; or the one that is called so, where somebody has one."""
        from audiocoach.speech.best_voice import best_voice
        from audiocoach.speech.choose import find_voice

        try:
            return find_voice(name, language, self.engine)
        except SpeechError:
            return best_voice(language, self.engine)


class _Refused(SpeechError):
    """A script names files that it may not read."""


def _located(name: str, engine: str = "") -> str:
    """Give the name; of one that is a file's or a folder's, the path.

    Raises:
        _Refused: when a script names it, and it leads out of the script's folder.
    """
    if engine != "recorded" and not name.lower().endswith(".onnx"):
        return name
    where = where_of(name)
    path = named_path(name, where)
    if path is None:
        message, _, way_out = refusal(name, where.folder, where)
        raise _Refused(message, way_out)
    return str(path)


def voice_wish(text: str) -> VoiceWish:
    """Read a voice as the command line names it: `NAME`, `ENGINE`, or `ENGINE:NAME`."""
    engine, colon, rest = text.partition(":")
    name = Text(rest, where_of(text))  # of a script's fallback, the place stays known
    if text in ENGINES or (not colon and text in plugins()):
        return VoiceWish(engine=text)
    if colon and name and (engine in ENGINES or engine in plugins()):
        return VoiceWish(engine=engine, name=name)
    return VoiceWish(name=text)


def cast_of(session: Session, sheet: CoachSheet | None, casting: Casting) -> list[Voice]:
    """List every voice that a session may be spoken by.

    Raises:
        SpeechError, ScriptError: when one of them is not there.
    """
    wishes = [session.voice, *(wish.over(session.voice) for wish in _own_wishes(session, sheet))]
    wishes += [voice_wish(wish.fallback) for wish in wishes if wish.fallback]
    return sorted({casting.voice(wish, session.language) for wish in wishes}, key=repr)


def named_cast(cast: Iterable[Voice], casting: Casting) -> list[str]:
    """Name voices with their engines' versions: what a session's file depends on.

    Raises:
        SpeechError: when an engine does not work here.
    """
    return [f"{voice.engine} {casting.engine(voice.engine).version()} {voice.id}" for voice in cast]


def _own_wishes(session: Session, sheet: CoachSheet | None) -> Iterable[VoiceWish]:
    for step in session.written_steps():
        yield from (cue.voice for cue in step.own_cues if cue.voice)
    yield from (moment.voice for moment in (sheet.moments if sheet else ()) if moment.voice)
