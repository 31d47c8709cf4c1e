"""How known voices speak, kept with the product: as they are measured, and of no voice that is another one by now."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest

from audiocoach.speech.engines.interface import Utterance, Voice
from audiocoach.speech.engines.kokoro_engine import KokoroEngine
from audiocoach.speech.engines.tone_engine import ToneEngine
from audiocoach.speech.shaping.known_manners import MEASURED
from audiocoach.speech.shaping.manner import Manner, Manners, key_anywhere, like
from audiocoach.storage.store import Store
from tests.support.speech_engines_here import KOKORO, needs_kokoro

ENGINE = KokoroEngine(folder=KOKORO)
TONES = ToneEngine()
TONES_KNOWN = [f"{each.name} {how}" for each in TONES.voices() for how in ("outdoors", "indoors")]
HOW = {"outdoors": True, "indoors": False}


def alike(voice: Voice, how: str, rate: int = 150) -> Utterance:
    return like(Utterance("Go.", voice, rate, HOW[how]))


def voice(name: str) -> Voice:
    return next(each for each in ENGINE.voices() if each.name == name)


@needs_kokoro
def test_every_voice_that_is_fetched_is_known_by_what_its_manner_hangs_on_today() -> None:
    version = ENGINE.version()
    keys = {
        f"{each.name} {how}": key_anywhere(ENGINE, version, alike(each, how)) for each in ENGINE.voices() for how in HOW
    }
    known = {name: key for name, (key, *_) in MEASURED.items() if name not in TONES_KNOWN}
    assert known == keys, "python benchmarks/manners.py prints them anew"


@pytest.mark.parametrize("name", TONES_KNOWN)
def test_the_tones_are_known_as_they_are_measured(tmp_path: Path, name: str) -> None:
    tone = next(each for each in TONES.voices() if name.startswith(each.name))
    meant = alike(tone, name.rpartition(" ")[2])
    manners = Manners(Store(tmp_path), {})
    asked = manners.sentences(TONES, TONES.version(), [meant])
    found = manners.of(TONES, TONES.version(), meant, list(zip(asked, TONES.speak(asked), strict=True)))
    assert (key_anywhere(TONES, TONES.version(), meant), *astuple(found)) == MEASURED[name]
    assert Manners(Store(tmp_path / "new")).sentences(TONES, TONES.version(), [meant]) == []


@needs_kokoro
def test_what_is_known_is_not_asked_of_the_voice(tmp_path: Path) -> None:
    manners, version = Manners(Store(tmp_path)), ENGINE.version()
    heart = voice("af_heart")
    assert manners.sentences(ENGINE, version, [alike(heart, "outdoors"), alike(heart, "indoors")]) == []
    assert manners.of(ENGINE, version, alike(heart, "outdoors"), []) == Manner(*MEASURED["af_heart outdoors"][1:])


@needs_kokoro
@pytest.mark.parametrize("what", ["another rate", "another worker", "another voice", "no table"])
def test_whatever_its_manner_hangs_on_has_a_voice_measured(tmp_path: Path, what: str) -> None:
    heart, version = alike(voice("af_heart"), "outdoors"), ENGINE.version()
    if what == "another rate":
        heart = alike(heart.voice, "outdoors", 140)
    elif what == "another worker":
        version = f"{version}0"
    elif what == "another voice":
        heart = alike(Voice("kokoro", "af_heart@0000", "af_heart", "en-US"), "outdoors")
    manners = Manners(Store(tmp_path), {}) if what == "no table" else Manners(Store(tmp_path))
    assert len(manners.sentences(ENGINE, version, [heart])) > 5


@needs_kokoro
def test_libraries_it_is_built_on_may_be_newer(tmp_path: Path) -> None:
    newer = f"onnxruntime 99.0, espeakng-loader 99.0, {ENGINE.version().rpartition(', ')[2]}"
    assert Manners(Store(tmp_path)).sentences(ENGINE, newer, [alike(voice("bm_george"), "outdoors")]) == []


@needs_kokoro
@pytest.mark.slow
def test_a_known_manner_is_the_one_that_is_measured(tmp_path: Path) -> None:
    emma, version = alike(voice("bf_emma"), "outdoors"), ENGINE.version()
    manners = Manners(Store(tmp_path), {})
    asked = manners.sentences(ENGINE, version, [emma])
    found = manners.of(ENGINE, version, emma, list(zip(asked, ENGINE.speak(asked), strict=True)))
    assert astuple(found) == pytest.approx(MEASURED["bf_emma outdoors"][1:], abs=0.1)
