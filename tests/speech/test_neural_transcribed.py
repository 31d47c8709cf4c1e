"""The flagship session, heard by a recogniser out of its finished MP3: its words, each cue at its time, in quiet
and in noise.

Needs the extras `neural` and `understood`.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from audiocoach import load_session, render
from audiocoach.script.library import find_script
from audiocoach.sound.resample import resample
from audiocoach.speech.casting import voice_wish
from audiocoach.speech.hearing.heard_words import compare, words
from audiocoach.speech.hearing.recogniser import HEARS_AT, missing_packages, recogniser_of
from tests.support.decoders import by_pyav
from tests.support.speech_engines_here import KOKORO, needs_kokoro

# Looked for, not imported: other tests ask whether anything of a voice was loaded into their process.
MISSING = [*missing_packages(), *([] if find_spec("piper") else ["piper"])]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"the extras 'neural' and 'understood' are needed ({MISSING})"),
]

MARGIN_MS = 200
"""How much before and after its time a cue is listened to."""

RATE = 24_000
BEAMS = 5

MOST_LOST = {"af_heart": (0.04, 0.07), "joe": (0.06, 0.09), "pyttsx3": (0.13, 0.28)}
"""By voice, the words that may be lost, in parts of all: in quiet, and in pink noise as loud as the session's words."""


@pytest.mark.parametrize(
    "voice", [pytest.param(name, marks=needs_kokoro if name == "af_heart" else ()) for name in MOST_LOST]
)
def test_the_words_of_the_flagship_are_heard_each_cue_at_its_time(
    voice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(KOKORO))
    done = render(load_session(find_script("backwards-first")).spoken_by(voice_wish(voice)), tmp_path / "out.mp3")
    sound = by_pyav(done.path)
    cues = [event for event in done.timeline.events if event.type == "say"]
    assert len(cues) > 40
    pieces = [sound[_sample(cue.start_ms - MARGIN_MS) : _sample(cue.end_ms + MARGIN_MS)] for cue in cues]
    level = float(np.median([np.sqrt(np.mean(piece**2)) for piece in pieces]))
    noisy = [piece + level * pink(piece.size, number) for number, piece in enumerate(pieces)]
    recogniser = recogniser_of("tiny")
    for where, heard, most in zip(("quiet", "noise"), (pieces, noisy), MOST_LOST[voice], strict=True):
        texts = recogniser.hear_whole([resample(piece, RATE, HEARS_AT) for piece in heard], BEAMS)
        missing, total = 0, 0
        for cue, text in zip(cues, texts, strict=True):
            said = words(cue.words.text)
            gone = compare(said, words(text))[0]
            missing, total = missing + gone, total + len(said)
            if gone:
                print(f"\n{cue.text!r} heard as {text!r}", file=sys.stderr)
        print(f"\n{voice}, {where}: {total - missing} of {total} words heard in {len(cues)} cues", file=sys.stderr)
        assert missing <= most * total, (voice, where)


def pink(count: int, seed: int) -> np.ndarray:
    """Noise with the same energy in each octave from 50 Hz on, its RMS 1."""
    frequencies = np.fft.rfftfreq(count, 1 / RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count)) / np.sqrt(np.maximum(frequencies, 50))
    spectrum[frequencies < 50] = 0
    made = np.fft.irfft(spectrum, count)
    return made / np.sqrt(np.mean(made**2))


def _sample(at_ms: int) -> int:
    return max(0, at_ms) * RATE // 1000
