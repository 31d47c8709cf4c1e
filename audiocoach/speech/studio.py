"""Where words become clips: each distinct utterance once, from the cache or from its engine, checked; or an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

from audiocoach.errors import SpeechError
from audiocoach.shown import shown
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.catalogue import ENGINES, get_engine, speak_by
from audiocoach.speech.engines.interface import Engine, Refusal, Said, Utterance, Voice, Vouched, spaces_words
from audiocoach.speech.kept_clips import ClipCache, clip_key
from audiocoach.speech.plausible import NATURAL
from audiocoach.text.speakable import is_speakable, quoted

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from audiocoach.speech.shaping.manner import Manners

_ATTEMPTS = 2


class Unspoken(SpeechError):
    """Texts that could not be spoken, each with the reason; the message alone is of the first voice's."""

    def __init__(self, reasons: Mapping[Utterance, str]) -> None:
        self.reasons = dict(reasons)
        hint = "Change the words, choose another voice (`audiocoach voices`), or run `audiocoach doctor`."
        super().__init__(next(iter(self._by_voice())), hint)

    def _by_voice(self) -> dict[str, list[str]]:
        """Say of each voice how much it could not speak, and what, each with its reason."""
        texts: dict[Voice, list[str]] = {}
        for utterance, reason in self.reasons.items():
            texts.setdefault(utterance.voice, []).append(f"{quoted(utterance.text)}: {reason}")
        return {_missed(voice, len(own)): own for voice, own in texts.items()}

    def __str__(self) -> str:
        told = ["\n  ".join(map(shown, (voice, *texts))) for voice, texts in self._by_voice().items()]
        return "\n".join([*told, f"  {self.hint}"])


def _missed(voice: Voice, count: int) -> str:
    texts = "1 text" if count == 1 else f"{count} texts"
    return f'{voice.engine} could not speak {texts} with the voice "{voice.name}" ({voice.id}):'


class Studio:
    """Records utterances. `spoken` and `from_cache` count the clips it made and the clips it found.

    `trouble` says in words for the user why the cache could not be used, if it could not; the words are then spoken
    each time.
    """

    def __init__(self, cache: ClipCache | None = None, engines: Mapping[str, Callable[[], Engine]] = ENGINES) -> None:
        self.cache = cache or ClipCache()
        self.spoken = 0
        self.from_cache = 0
        self._table = engines
        self._engines: dict[str, Engine] = {}
        self._versions: dict[str, str] = {}
        self._measuring = Lock()
        self._pruned = False

    @property
    def trouble(self) -> str:
        """Tell why clips are not kept; empty while they are."""
        return self.cache.trouble and f"spoken words cannot be kept for the next time: {self.cache.trouble}"

    def record(
        self, utterances: Iterable[Utterance], on_each: Callable[[int, int], None] | None = None
    ) -> dict[Utterance, Clip]:
        """Return a clip for every one of the utterances: 24 kHz mono, trimmed, whole frames of an MP3.

        `on_each` is called with how many are done, and of how many, as each ends.

        Raises:
            SpeechError: naming every text that could not be spoken, and why; or an engine that does not work.
        """
        wanted = list(dict.fromkeys(utterances))
        numbers = count(1)

        def one_done() -> None:
            # What is spoken besides, to hear how a voice speaks, is of nobody's counting.
            if on_each is not None and (number := next(numbers)) <= len(wanted):
                on_each(number, len(wanted))

        found: dict[Utterance, Clip | Refusal] = {}
        missing: dict[str, list[Utterance]] = {}
        for utterance in wanted:
            known = self._known(utterance)
            if known is None:
                missing.setdefault(utterance.voice.engine, []).append(utterance)
            else:
                found[utterance] = known
                one_done()
        for name, texts in missing.items():
            found |= self._speak(self.engine(name), texts, one_done)
        clips, reasons = {}, {}
        for utterance in wanted:
            result = found[utterance]
            if isinstance(result, Refusal):
                reasons[utterance] = result.reason
            else:
                clips[utterance] = result
        if reasons:
            raise Unspoken(reasons)
        return clips

    def _known(self, utterance: Utterance) -> Clip | Refusal | None:
        """Give what is known without asking the engine: a kept clip, or that there is no word to speak."""
        if not is_speakable(utterance.text):
            return Refusal("there is no word in it")
        clip = self.cache.get(self._key(utterance))
        if clip is not None:
            self.from_cache += 1
        return clip

    def _sentences(self, engine: Engine, utterances: Sequence[Utterance]) -> list[Utterance]:
        """List what is to be spoken besides, so that it is known how voices speak which have never been heard."""
        version = self._version(utterances[0].voice.engine)
        return [each for each in self._manners.sentences(engine, version, utterances) if each not in utterances]

    @cached_property
    def _manners(self) -> Manners:
        from audiocoach.speech.shaping.manner import Manners  # it needs numpy, which a warm render does without

        return Manners(self.cache.store)

    def _speak(
        self, engine: Engine, utterances: list[Utterance], one_done: Callable[[], None]
    ) -> dict[Utterance, Clip | Refusal]:
        """Have an engine speak what is missing, and keep the clips; what it refuses is asked for once more.

        What its voices are measured by is spoken with it: starting an engine takes as long as a dozen sentences.
        """
        found: dict[Utterance, Clip | Refusal] = {}
        left, measured_by = utterances, list[Said]()
        for attempt in range(_ATTEMPTS):
            asked = left if attempt else [*left, *self._sentences(engine, left)]
            said = list(zip(asked, speak_by(engine, asked, None if attempt else one_done), strict=True))
            measured_by += said[len(left) :]
            own = said[: len(left)]
            results = partial(self._shaped, engine, (*own, *measured_by))
            with _threads() as threads:
                for utterance, result in zip(left, threads.map(results, own), strict=True):
                    found[utterance] = result
                    if not isinstance(result, Refusal):
                        self.spoken += 1
                        self.cache.put(self._key(utterance), result)
            left = [utterance for utterance in left if isinstance(found[utterance], Refusal)]
            if not left:
                break
        if not self._pruned:
            self._pruned = True
            self.cache.prune()
        return found

    def _shaped(self, engine: Engine, said: Sequence[Said], own: Said) -> Clip | Refusal:
        """Make the clip of what was said, once it is accepted (`shaping/acceptance.py`), or say why it is not."""
        from audiocoach.speech.shaping.acceptance import why_no_speech
        from audiocoach.speech.shaping.manner import why_not_in_manner
        from audiocoach.speech.shaping.shape import coloured, finish, trimmed

        utterance, raw = own
        if isinstance(raw, Refusal):
            return raw
        files = engine if isinstance(engine, Vouched) else None
        as_is = files is not None and files.is_as_is(utterance.voice, utterance.text)
        # Whoever recorded them kept no rate.
        meant = replace(utterance, rate=NATURAL) if files else utterance
        if meant.gap_ms and not spaces_words(engine, utterance.voice):
            meant = replace(meant, gap_ms=0)
        sound = trimmed(raw, meant, as_is=as_is)
        why = sound.reason if isinstance(sound, Refusal) else "" if as_is else why_no_speech(sound)
        if not isinstance(sound, Refusal) and not why:
            with self._measuring:
                manner = self._manners.of(engine, self._version(utterance.voice.engine), utterance, said)
            sound = coloured(sound, meant)
            why = "" if as_is else why_not_in_manner(meant, raw, sound, manner)
            if not why:
                return finish(sound, manner.gain_of(meant))
        return Refusal(files.asking_for_it(utterance.voice, utterance.text, why) if files else why)

    def engine(self, name: str) -> Engine:
        """Give the engine of this name, made once: what it has found out of its voices need not be found again.

        Raises:
            SpeechError: when there is none.
        """
        if name not in self._engines:
            self._engines[name] = get_engine(name, self._table)
        return self._engines[name]

    def _key(self, utterance: Utterance) -> str:
        """Name the kept clip of an utterance, as its engine speaks it in this version."""
        return clip_key(utterance, self._version(utterance.voice.engine))

    def _version(self, name: str) -> str:
        """Give an engine's version, which takes a millisecond to find and is wanted for each utterance."""
        if name not in self._versions:
            self._versions[name] = self.engine(name).version()
        return self._versions[name]


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Give threads to shape sounds in: most of that is numpy's, which lets other threads run."""
    from concurrent.futures import ThreadPoolExecutor

    from audiocoach.speech.engines.worker_processes import AT_ONCE

    threads = ThreadPoolExecutor(AT_ONCE)
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)
