"""Voices that misbehave: their clips are accepted or refused with a reason, and what they raise is told as theirs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from attacks.target import promised
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines import catalogue
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store

_POINT = EntryPoint("fake", "fake_package:Engine", "audiocoach.engines")
VOICE = Voice("fake", "fake/en", "Fake", "en-US")
TEXTS = ("Go.", "Stand tall, shoulders loose.", "Four times two minutes.")
_SOUNDS = ("good", "silence", "odd", "empty", "loud", "noise", "short", "long")
_RATES = (24_000, 24_000, 22_050, 8_000, 48_000, 1, 0, -1, 10**9)
_RAISED: dict[str, Callable[[], BaseException]] = {
    "value": lambda: ValueError("a\nb\x1b[31m"),
    "os": lambda: OSError(5, "Input/output error"),
    "memory": MemoryError,
    "stop": StopIteration,
    "recursion": RecursionError,
    "assert": AssertionError,
}


class _Engine:
    """An engine that does as it is told, by a plan of plain data."""

    name = "fake"

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan

    def version(self) -> str:
        return "1"

    def voices(self) -> tuple[Voice, ...]:
        return (VOICE,)

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> Any:
        if (raised := self._plan.get("raises")) in _RAISED:
            raise _RAISED[raised]()
        said: list[Any] = [self._clip(number, utterance) for number, utterance in enumerate(utterances)]
        for _ in range(int(self._plan.get("told", len(said)))):
            if on_each is not None:
                on_each()
        more = int(self._plan.get("more", 0))
        return said[:more] if more < 0 else [*said, *said[:1] * more]

    def _clip(self, number: int, utterance: Utterance) -> Any:
        clips = self._plan.get("clips") or [["good", 24_000, 1]]
        sound, rate, channels = clips[number % len(clips)]
        if sound == "refuse":
            return Refusal("it will not")
        if sound == "none":
            return None
        frames = {"short": 20, "long": 24_000 * 15, "empty": 0}.get(sound, 400 * len(utterance.text))
        loud = {"silence": 0, "loud": 32767}.get(sound, 9000)
        wave = b"".join(value.to_bytes(2, "little", signed=True) * 60 for value in (loud, -loud))
        pcm = Random(number).randbytes(2 * frames) if sound == "noise" else (wave * (frames // 120 + 1))[: 2 * frames]
        return Clip(pcm + b"\x01" * (sound == "odd"), rate, channels)


class Engines:
    """What an engine of another package may do."""

    name, share, most_mb = "engines", 1, 300

    def seeds(self) -> Iterable[bytes]:
        """Give each misbehaviour alone."""
        plans: list[dict[str, Any]] = [{"clips": [[sound, 24_000, 1]]} for sound in (*_SOUNDS, "refuse", "none")]
        plans += [{"clips": [["good", rate, 1]]} for rate in _RATES]
        plans += [{"clips": [["good", 24_000, channels]]} for channels in (0, 2, -1, 64)]
        plans += [{"raises": name} for name in _RAISED] + [{"more": more} for more in (-1, 1)] + [{"told": 9}]
        yield from (json.dumps(plan).encode() for plan in plans)

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Put misbehaviours together."""
        clips = [
            [random.choice((*_SOUNDS, "good", "refuse")), random.choice(_RATES), random.choice((1, 1, 1, 2, 0))]
            for _ in range(random.randrange(1, 4))
        ]
        plan: dict[str, Any] = {
            "clips": clips,
            "more": random.choice((0, 0, 0, -1, 2)),
            "told": random.choice((0, 3, 5)),
        }
        if random.random() < 0.05:
            plan["raises"] = random.choice(list(_RAISED))
        return json.dumps(plan).encode()

    def sort(self, data: bytes) -> str:
        """Tell nothing apart."""
        return ""

    def attempt(self, data: bytes, folder: Path) -> str:
        """Have it speak three texts, twice: the second time what was good comes from the cache."""
        try:
            plan = json.loads(data)
            engine = _Engine(plan)
        except (ValueError, TypeError, AttributeError):
            return "no plan"
        if not isinstance(plan, dict):
            return "no plan"
        utterances = [Utterance(text, VOICE, 150) for text in TEXTS]
        for _ in range(2):
            studio = Studio(ClipCache(Store(folder / "cache")), {"fake": lambda: engine})
            with mock.patch.object(catalogue, "plugins", return_value={"fake": _POINT}):
                clips = studio.record(utterances)
            promised(set(clips) == set(utterances), "a text has no clip")
            for clip in clips.values():
                promised((clip.rate, clip.channels) == (24_000, 1), "a clip of another rate")
                promised(len(clip.pcm) % 48 == 0, "a clip that is no whole milliseconds")
                promised(0 < clip.length_ms < 60_000, "a clip that is empty or never ends")
        return f"spoken, {studio.from_cache} kept"
