"""The engine `tone`: soft tones instead of words, for tests and for trying out timings where nothing speaks.

The same text and rate give the same bytes everywhere. It is deliberately as awkward as a real voice: 22,050 samples a
second, with silence before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.estimate import estimate_ms
from audiocoach.text.speakable import is_speakable, without_controls

_RATE = 22_050
_LEAD_MS, _TRAIL_MS = 15, 300
_RAMP_MS = 10
_GAP_PART = 0.25
_LEVEL = 0.3
_PITCHES = {"low": 330.0, "high": 660.0, "tief": 294.0}


class ToneEngine:
    """One tone for each word, as long as the word would take at its rate; words fall in pitch towards the end."""

    name = "tone"

    def version(self) -> str:
        """Return a number raised with each change of a sample."""
        return "1"

    def voices(self) -> tuple[Voice, ...]:
        """List two pitches for English, one for German."""
        return (
            Voice(self.name, "tief", "Tief", "de", _RATE),
            Voice(self.name, "low", "Low", "en-US", _RATE),
            Voice(self.name, "high", "High", "en-GB", _RATE),
        )

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        """Sound a tone for each word; see `Engine.speak`."""
        results: list[Clip | Refusal] = []
        for utterance in utterances:
            results.append(_tones(utterance))
            if on_each is not None:
                on_each()
        return results


def _tones(utterance: Utterance) -> Clip | Refusal:
    import numpy as np

    pitch = _PITCHES.get(utterance.voice.id)
    if pitch is None:
        return Refusal(f"there is no voice {utterance.voice.id!r}")
    words = [word for word in without_controls(utterance.text).split() if is_speakable(word)]
    if not words:
        return Refusal("there is no word in it")
    length = estimate_ms(utterance.text, utterance.rate) * _RATE // 1000
    letters = sum(map(len, words))
    ramp = _RATE * _RAMP_MS // 1000
    sound = np.zeros(_RATE * (_LEAD_MS + _TRAIL_MS) // 1000 + length)
    spoken = 0
    for place, word in enumerate(words):
        start, end = (length * count // letters for count in (spoken, spoken + len(word)))
        spoken += len(word)
        last = place == len(words) - 1
        count = end - start if last else int((end - start) * (1 - _GAP_PART))
        time = np.arange(count) / _RATE
        edge = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / ramp)
        tone = np.sin(2 * np.pi * pitch * (1 - 0.2 * place / len(words)) * time) * edge * _LEVEL
        offset = _RATE * _LEAD_MS // 1000 + start
        sound[offset : offset + count] = tone
    return Clip(np.rint(sound * 32767).astype("<i2").tobytes(), _RATE)
