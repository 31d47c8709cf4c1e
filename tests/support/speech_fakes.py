"""Engines and clips that are made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.shaping.measured_sentences import level_texts

VOICE = Voice("fake", "fake/en", "Fake", "en-US")


class FakeEngine:
    """An engine whose results are given: by text, one for each time it is asked; a tone for any other text.

    `asked` has the texts of each call, but for those that a voice is measured by: those are counted in `measured`.
    """

    name = "fake"

    def __init__(
        self, results: dict[str, list[Clip | Refusal]] | None = None, voices: Sequence[Voice] = (VOICE,)
    ) -> None:
        self.results = results or {}
        self.asked: list[list[str]] = []
        self.measured = 0
        self._voices = tuple(voices)

    def version(self) -> str:
        return "1"

    def voices(self) -> tuple[Voice, ...]:
        return self._voices

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        texts = [utterance.text for utterance in utterances]
        sentences = set(level_texts(VOICE.language))
        self.measured += sentences <= set(texts)
        self.asked += filter(None, [[text for text in texts if text not in sentences]])
        for _ in utterances:
            if on_each is not None:
                on_each()
        return [self.results[u.text].pop(0) if self.results.get(u.text) else square(2000) for u in utterances]


def square(length_ms: int, level: int = 8000, rate: int = 24_000, channels: int = 1) -> Clip:
    """Make a square wave of 200 Hz."""
    frames = length_ms * rate // 1000
    half = rate // 400
    values = [level if (n // half) % 2 else -level for n in range(frames)]
    return Clip(b"".join(value.to_bytes(2, "little", signed=True) * channels for value in values), rate, channels)
