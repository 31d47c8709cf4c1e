from __future__ import annotations

import subprocess
import sys

import pytest

from audiocoach.speech.engines.interface import Utterance, Voice
from audiocoach.speech.estimate import estimate_ms
from audiocoach.speech.narrator import WORD_GAP_MS
from audiocoach.speech.studio import Studio

CUES = """Go.
Walk now.
Jog backwards.
Three, two, one.
Thirty seconds left.
Halfway there. Keep it easy.
Round three of eight.
Check over your shoulder.
Stay tall, look ahead, relax your hands.
Cool down. Walk for three minutes and breathe.
Two minutes to go; hold this rhythm.
Lean slightly forward, and let your arms swing.
You are doing fine, stay relaxed.
Look over your left shoulder.
10 times 30 seconds.
The next block is the hardest; three rounds of forty seconds.""".splitlines()


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "spaced"), [(120, False), (150, False), (200, False), (150, True)])
def test_the_estimate_is_near_what_the_voice_takes(rate: int, spaced: bool, english: Voice) -> None:
    gap_ms = WORD_GAP_MS if spaced else 0
    clips = Studio().record(Utterance(text, english, rate, gap_ms=gap_ms) for text in CUES)
    off = sorted(abs(estimate_ms(said.text, rate, spaced=spaced) / clip.length_ms - 1) for said, clip in clips.items())
    assert off[len(off) // 2] < 0.07
    assert off[-1] < 0.20


@pytest.mark.parametrize("text", ["", "…", "!", "🏃", "x" * 10_000, "12345678901234567890", "向后跑", "бег назад"])
def test_any_text_has_an_estimate(text: str) -> None:
    assert 0 < estimate_ms(text, 150) < 1_000_000


def test_more_words_take_longer_and_a_higher_rate_less() -> None:
    assert estimate_ms("Run", 150) < estimate_ms("Run now", 150) < estimate_ms("Run now.", 100)
    assert estimate_ms("向后跑", 150) > estimate_ms("向", 150)


@pytest.mark.slow
def test_nothing_heavy_is_imported_with_the_package() -> None:
    code = (
        "import sys; from audiocoach.speech.studio import Studio; from audiocoach.speech.choose import choose_voice\n"
        "from audiocoach.speech.estimate import estimate_ms\n"
        "from audiocoach.speech.engines.catalogue import get_engine\n"
        "estimate_ms('Go.', 150); get_engine('pyttsx3').version(); get_engine('tone').voices(); Studio(); "
        "print([m for m in ('numpy', 'pyttsx3', 'espeakng_loader', 'subprocess', 'concurrent.futures', 'pydub')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
