"""A voice that misbehaves ends in an error that names it, and nothing of it is kept; one that is only odd is heard."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import SpeechError
from audiocoach.sound.any_file import read_sound
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.command_engine import CommandEngine
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.plausible import bounds, is_a_pace, most_bytes
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.commands import Run
from tests.support.life_signs import life_signs
from tests.support.misbehaving_voices import (
    ALWAYS_REFUSED,
    FILES_HEARD,
    FILES_REFUSED,
    HEARD,
    REFUSED,
    VOICE,
    OddEngine,
    Sound,
    clip,
    spoken,
    wav,
)  # fmt: skip

STUBBORN = Path(__file__).parents[1] / "support" / "stubborn_program.py"
TEXT = "Next, run backwards for thirty seconds."


def record(engine: OddEngine, text: str = TEXT) -> Clip:
    said = Utterance(text, VOICE, 150)
    return Studio(engines={"odd": lambda: engine}).record([said])[said]


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_a_clip_that_is_not_its_words_is_refused_and_not_kept(name: str, own_cache: Path) -> None:
    with pytest.raises(SpeechError, match="odd could not speak 1 text"):
        record(OddEngine(REFUSED[name], only=TEXT))
    assert not list(own_cache.glob("clips/*/*.kept"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ALWAYS_REFUSED)
def test_a_voice_that_never_says_its_words_is_refused(name: str) -> None:
    with pytest.raises(SpeechError, match="odd could not speak 1 text"):
        record(OddEngine(ALWAYS_REFUSED[name]))


@pytest.mark.slow
@pytest.mark.parametrize("name", HEARD)
def test_a_voice_that_is_only_odd_is_heard(name: str) -> None:
    clip = record(OddEngine(HEARD[name]))
    plain = record(OddEngine(HEARD["as it is"]))
    assert 0.7 * plain.length_ms < clip.length_ms < 1.4 * plain.length_ms
    assert np.abs(np.frombuffer(clip.pcm, "<i2")).max() > 3000


@pytest.mark.parametrize("name", [name for name in FILES_REFUSED if name != "streamed and cut to a third"])
def test_a_file_that_does_not_hold_what_it_says_is_no_sound(name: str, tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(FILES_REFUSED[name](spoken(TEXT)))
    try:
        clip = read_sound(path)
    except ValueError:
        return
    # What is whole as a file may still hold nothing that is speech.
    with pytest.raises(SpeechError):
        record(OddEngine(lambda _: clip))


@pytest.mark.parametrize("name", FILES_HEARD)
def test_a_file_that_is_only_odd_is_read_to_its_end(name: str, tmp_path: Path) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(FILES_HEARD[name](spoken(TEXT)))
    assert read_sound(path).length_ms == pytest.approx(1000 * spoken(TEXT).size / 24_000, abs=2)


def _as_program(change: Callable[[Sound], Sound | Clip | Refusal]) -> Callable[[Sound], bytes]:
    """What a program writes that misbehaves so."""

    def written(sound: Sound) -> bytes:
        made = change(sound)
        assert not isinstance(made, Refusal)
        whole = made if isinstance(made, Clip) else clip(made)
        return wav(np.frombuffer(whole.pcm, "<i2") / 32767, whole.rate, whole.channels)

    return written


SAID_BY_NO_FILE = {
    "half a sample", "no samples a second", "negative samples a second", "no channels", "an array for bytes",
    "an error",
}  # fmt: skip

# One file for every text: what is only noticed beside the voice's other clips is not among them. Words twice as fast
# are: the sentences that a pace is taken from would be the same file, and so be no faster than the words.
ONLY_BESIDE_OTHERS = {"a rate of 48 kHz named for 24"}
PROGRAMS = {
    **FILES_REFUSED,
    **{
        name: _as_program(change)
        for name, change in ALWAYS_REFUSED.items()
        if name not in SAID_BY_NO_FILE | ONLY_BESIDE_OTHERS
    },
}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="named pipes")
@pytest.mark.parametrize("name", PROGRAMS)
def test_no_program_that_says_less_than_its_words_gets_a_session_made_or_leaves_a_process(
    name: str, tmp_path: Path, here: Path, run: Run
) -> None:
    (here / "bad.wav").write_bytes(PROGRAMS[name](spoken(TEXT)))
    (here / "short.yaml").write_text(f'session: T\ncoach: none\nsteps: [{{work: 20s, say: "{TEXT}"}}]\n')
    with life_signs(tmp_path / "alive") as alive:
        program = f"{sys.executable} -S {STUBBORN} {alive.path} 2 leaves {{file}} bad.wav"
        said = run("render", "short.yaml", "-o", "short.mp3", "--voice", f"command:{program}")
        alive.wait_for(1)
        assert alive.all_ended()
    assert said.code == 1, name
    assert not (here / "short.mp3").exists()


@pytest.mark.parametrize("size", [30_000_000, 300_000_000])
def test_a_program_that_writes_without_end_is_stopped_by_what_its_words_can_be(size: int) -> None:
    assert most_bytes("Go.", 150) < 30_000_000
    code = f"import sys; f = open(sys.argv[1], 'wb'); [f.write(bytes(1_000_000)) for _ in range({size // 1_000_000})]"
    made = CommandEngine(lambda: {"commands": {"mine": {"run": [sys.executable, "-S", "-c", code, "{file}"]}}})
    (said,) = made.speak([Utterance("Go.", made.voices()[0], 150)])
    assert isinstance(said, Refusal)
    assert "MB of sound for these words" in said.reason


@pytest.mark.slow
def test_what_an_earlier_version_kept_is_spoken_anew(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import audiocoach.speech.kept_clips as kept

    said = Utterance(TEXT, VOICE, 150)
    with monkeypatch.context() as patch:
        patch.setattr(kept, "ACCEPTANCE", 0)
        ClipCache(Store()).put(kept.clip_key(said, "1"), Clip(bytes(48_000)))
    assert np.abs(np.frombuffer(record(OddEngine(HEARD["as it is"])).pcm, "<i2")).max() > 3000


@pytest.mark.parametrize("rate", [80, 150, 400])
@pytest.mark.parametrize("text", ["Go.", TEXT, "10,000", "999.999", "A", "TRX", "向后跑", "50 %", "x" * 3000])
def test_bounds_hold_the_estimate_and_are_finite(text: str, rate: int) -> None:
    from audiocoach.speech.estimate import estimate_ms

    for pace in (None, 1.0):
        limits = bounds(text, rate, pace, "en")
        assert 0 < limits.least_ms <= estimate_ms(text, rate) <= limits.most_ms < 40_000_000


def test_a_voice_may_keep_a_rate_of_its_own_and_no_voice_is_twice_as_fast() -> None:
    assert is_a_pace(1.0, 300, "en")
    assert is_a_pace(2.0, 300, "en"), "it speaks 150 words a minute whatever is asked for"
    assert not is_a_pace(0.5, 150, "en")
    assert not is_a_pace(2.0, 150, "en")
    assert wav(spoken("Go."))[:4] == b"RIFF"
