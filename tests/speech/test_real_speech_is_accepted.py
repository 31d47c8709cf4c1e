"""No real voice is refused: what the shipped scripts say, names, numbers, one word, half a minute; in eight languages.

`pytest -s` shows how near the nearest came to each bound.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from audiocoach.rendering.orders import sessions_of
from audiocoach.rendering.takes_to_record import takes_to_record
from audiocoach.script.library import find_script
from audiocoach.speech import Voice
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.interface import Utterance
from audiocoach.speech.plausible import PACES, bounds
from audiocoach.speech.shaping.measured_sentences import NUMBERS, SENTENCES
from audiocoach.speech.studio import Studio
from tests.support.speech_engines_here import joe, needs_piper
from tests.support.speech_fakes import FakeEngine

pytestmark = pytest.mark.slow

HARD = (
    "Go!", "A", "Io", "x", "7", "100", "10,000", "1,234,567", "999.999", "0.75", "12:30", "50 %", "8.5 km/h", "140 bpm",
    "Anna", "Bob!", "Christopher", "TRX", "WWW", "VO2max", "RPE 7", "3, 2, 1", "80-90%", "Aaaand go!", "Hm", "10x100m",
    *NUMBERS,
)  # fmt: skip


def accepted(voice: Voice, texts: Sequence[str], rate: int) -> None:
    clips = Studio().record([Utterance(text, voice, rate) for text in texts])
    least = min((clip.length_ms / bounds(u.text, rate, 1.0, "en").least_ms, u.text) for u, clip in clips.items())
    most = max((clip.length_ms / bounds(u.text, rate, 1.0, "en").most_ms, u.text) for u, clip in clips.items())
    print(
        f"{voice.language} {rate}: {len(clips)} clips; nearest {least[0]:.2f} {least[1]!r}, {most[0]:.2f} {most[1]!r}"
    )


@pytest.mark.parametrize("rate", [80, 150, 400])
@pytest.mark.parametrize("language", PACES)
def test_what_is_hard_to_tell_is_accepted(language: str, rate: int, system_voices: tuple[Voice, ...]) -> None:
    voice = choose_voice(FakeEngine(voices=system_voices), None, language)
    half_a_minute = " ".join(SENTENCES[language] * (rate // 80))
    accepted(voice, [*HARD, *SENTENCES[language], half_a_minute], rate)


@pytest.mark.parametrize("name", ["backwards-8-weeks.de", "mobility"])
def test_what_ships_is_accepted(name: str, system_voices: tuple[Voice, ...]) -> None:
    (language,) = {session.language for session in sessions_of(find_script(name))}
    voice = choose_voice(FakeEngine(voices=system_voices), None, language)
    takes = [*takes_to_record(name, lambda session: session).values()]
    # A programme says the same with other numbers, week after week: a third of its texts is from all of them.
    accepted(voice, takes[:: 3 if len(takes) > 100 else 1], 150)


@needs_piper
@pytest.mark.parametrize("rate", [80, 150, 400])
def test_the_neural_voice_is_accepted(rate: int) -> None:
    accepted(joe(), [*HARD, *SENTENCES["en"], *takes_to_record("tabata", lambda session: session).values()], rate)


def test_voices_of_languages_without_sentences_are_accepted(system_voices: tuple[Voice, ...]) -> None:
    for code in ("fi", "uk", "ar", "hi", "yue", "tr", "sv", "gn"):
        voice = choose_voice(FakeEngine(voices=system_voices), None, code)
        accepted(voice, ["Anna", "Christopher", "7", "10,000", "1, 2, 3.", "Tabata"], 150)
