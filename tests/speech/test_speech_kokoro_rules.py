"""What of Kokoro needs no model: its symbols, how texts are cut, its pace, how many speak at once."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import AudiocoachError, SpeechError
from audiocoach.speech.engines import kokoro_worker
from audiocoach.speech.engines.interface import Utterance, Voice
from audiocoach.speech.engines.kokoro_engine import KokoroEngine, processes
from audiocoach.speech.engines.kokoro_files import MODEL, STYLE_BYTES, model_here, voice_of
from audiocoach.speech.engines.kokoro_pace import RATE, SHORT, bare, pace_of, speed_of, with_longer_pauses
from audiocoach.speech.engines.kokoro_symbols import MOST, SYMBOLS, numbers_of, pieces_of
from audiocoach.speech.engines.memory_left import memory_left
from audiocoach.speech.engines.spoken_text import with_final_mark
from tests.support.forking import NEEDS_FORKS

SOUNDS = st.text(alphabet="abɹˈʃ .,!?…;", max_size=400)


def test_symbols_have_the_numbers_that_were_published() -> None:
    some = {";": 1, "?": 6, "…": 10, " ": 16, "\u0303": 17, "I": 25, "ᵊ": 42, "a": 43, "z": 68, "ɑ": 69, "ɹ": 123}
    more = {"ʃ": 131, "ʧ": 133, "ˈ": 156, "ː": 158, "→": 171, "ᵻ": 177}
    assert {symbol: SYMBOLS[symbol] for symbol in {**some, **more}} == {**some, **more}
    assert len(SYMBOLS) == 114
    assert len(set(SYMBOLS.values())) == 114
    assert max(SYMBOLS.values()) == 177


def test_what_has_no_number_is_left_out() -> None:
    assert numbers_of("a¿b\n") == [43, 44]


@pytest.mark.slow
@given(SOUNDS, st.integers(5, 60))
def test_pieces_fit_and_lose_nothing(sounds: str, most: int) -> None:
    pieces = list(pieces_of(sounds, most))
    assert all(0 < len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(sounds.split())


def test_texts_are_cut_at_the_ends_of_sentences_and_else_where_one_breathes() -> None:
    assert list(pieces_of("one two. three, four five. six", 20)) == ["one two.", "three, four five.", "six"]
    assert list(pieces_of("one two. three, four five. six", 14)) == ["one two.", "three,", "four five. six"[:10], "six"]
    assert list(pieces_of("a" * 25, 10)) == ["a" * 10, "a" * 10, "a" * 5]
    assert list(pieces_of("short.")) == ["short."]
    assert MOST == 510


@pytest.mark.parametrize("rate", range(60, 401, 20))
def test_a_few_words_are_never_slowed(rate: int) -> None:
    assert pace_of("juː wˈɔːk.", rate).speed >= 1.0


@given(SOUNDS, st.integers(60, 400))
def test_a_piece_of_a_few_words_is_never_slowed_either(sounds: str, rate: int) -> None:
    pace = pace_of(sounds, rate)
    for piece in pieces_of(sounds):
        speed = speed_of(piece, pace)
        assert speed == pace.speed or (speed == 1.0 > pace.speed and len(piece) < SHORT)
        assert speed >= 1.0 or len(piece) >= SHORT


class Told:
    """A session that speaks nothing: `speeds` has each piece's speed, with the number of its symbols."""

    def __init__(self) -> None:
        self.speeds: list[tuple[int, float]] = []

    def get_inputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name=name) for name in ("tokens", "style", "speed")]

    def run(self, _: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.speeds.append((given["tokens"].size - 2, float(given["speed"][0])))
        return [tones(0.1)]


def test_the_model_is_told_not_to_slow_what_is_left_of_a_long_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = tmp_path / "af_heart.bin"
    style.write_bytes(bytes(STYLE_BYTES))
    sounds = f"{'bˈækwɚdz ' * 15}fɔːɹ, slˈoʊli."
    monkeypatch.setattr(kokoro_worker, "_espeak", lambda: SimpleNamespace(sounds=lambda _text, _voice: sounds))
    told = Told()
    job = {"text": "", "voice": f"gmw/en-US af_heart {style}", "rate": 100, "file": str(tmp_path / "x.wav")}
    kokoro_worker.Kokoro(told).speak(job)
    (length, speed), (rest, last) = told.speeds
    assert (speed < 1.0, length >= SHORT) == (True, True)
    assert (last, rest < SHORT) == (1.0, True)


@given(SOUNDS, st.integers(60, 400))
def test_the_speed_stays_where_the_model_loses_nothing(sounds: str, rate: int) -> None:
    pace = pace_of(sounds, rate)
    assert 0.8 <= pace.speed <= 2.0
    assert (pace.speed > 1) == (rate > 150)


def test_longer_pauses_come_before_a_slower_speed() -> None:
    long = "ɹˈʌn bˈækwɚdz fɔːɹ θˈɜːɾi sˈɛkəndz ænd dˈoʊnt stˈɑːp"
    assert pace_of(f"{long}. {long}.", 143).speed == 1.0
    assert pace_of(f"{long} {long}.", 143).speed < 1.0


def tones(*seconds: float) -> np.ndarray:
    """A tone and silence by turns, each so long."""
    at = itertools.cycle([1.0, 0.0])
    parts = [next(at) * np.sin(np.arange(round(each * RATE)) * 0.2) for each in seconds]
    return np.concatenate(parts).astype(np.float32)


def test_pauses_become_longer_in_the_middle_and_sounds_stay() -> None:
    sound = tones(1.0, 0.3, 1.0, 0.05, 0.5)
    longer = with_longer_pauses(sound, pace_of("juː wˈɔːk. nˈaʊ.", 125))
    assert len(longer) - len(sound) == pytest.approx(0.4 * RATE, abs=2)  # 2.85 s at a fifth longer: no more than 0.4 s
    assert np.array_equal(longer[: round(1.1 * RATE)], sound[: round(1.1 * RATE)])
    assert np.array_equal(longer[-round(1.6 * RATE) :], sound[-round(1.6 * RATE) :])
    assert np.array_equal(with_longer_pauses(sound, pace_of("juː.", 200)), sound)
    assert np.array_equal(with_longer_pauses(tones(1.0), pace_of("juː.", 100)), tones(1.0))


def test_silence_around_is_taken_away_to_the_hundredth() -> None:
    sound = np.concatenate([np.zeros(RATE // 2, np.float32), tones(1.0), np.zeros(RATE, np.float32)])
    assert len(bare(sound)) == pytest.approx(1.04 * RATE, abs=RATE // 50)
    assert not len(bare(np.zeros(0, np.float32)))


@pytest.mark.parametrize(
    ("cores", "left", "told", "found"),
    [
        (8, None, None, 2),
        (1, None, None, 1),
        (None, None, None, 1),
        (8, 8_000_000_000, None, 2),
        (8, 800_000_000, None, 2),
        (8, 700_000_000, None, 1),
        (8, 100_000_000, None, 1),
        (8, 8_000_000_000, 6, 6),
        (8, 1_500_000_000, 6, 4),
        (2, None, 6, 6),
    ],
)
def test_two_speak_at_once_unless_told_and_never_more_than_memory_allows(
    cores: int | None, left: int | None, told: int | None, found: int
) -> None:
    assert processes(cores, left, told) == found


@pytest.mark.parametrize(
    "fork",
    [pytest.param(True, marks=NEEDS_FORKS), False],
)
@pytest.mark.parametrize(
    ("fatal", "hint"),
    [
        ("UnusableModel: the model is damaged", "voices add kokoro"),
        ("ImportError: libonnxruntime.so.1: cannot open shared object file", "[kokoro]"),
        ("OSError: espeak-ng cannot be loaded", "[kokoro]"),
    ],
)
def test_a_model_is_fetched_anew_only_where_it_is_the_model_that_is_broken(
    tmp_path: Path, fatal: str, hint: str, *, fork: bool
) -> None:
    worker, style = tmp_path / "worker.py", tmp_path / "af_heart.bin"
    worker.write_text(f"print({json.dumps({'fatal': fatal})!r})")
    style.write_bytes(bytes(STYLE_BYTES))
    (tmp_path / MODEL).write_bytes(b"a model")
    model = model_here(tmp_path)
    assert model is not None
    with pytest.raises(SpeechError, match="cannot be used") as caught:
        KokoroEngine(worker, folder=tmp_path, fork=fork).speak(
            [Utterance("Go.", voice_of("af_heart", style, model), 150)]
        )
    told = [each for each in ("voices add kokoro", "[kokoro]") if each in caught.value.hint]
    assert told == [hint]


@pytest.mark.parametrize("value", ["0", "65", "true", '"two"', "1.5"])
def test_settings_that_say_no_number_of_processes_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"[kokoro]\nprocesses = {value}\n", encoding="utf-8")
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(path))
    nobody = Voice("kokoro", "af_heart@0", "af_heart", "en-US")
    with pytest.raises(AudiocoachError, match="a number from 1 to 64"):
        KokoroEngine(folder=tmp_path).speak([Utterance("Go.", nobody, 150)])


def test_memory_is_the_systems_or_what_a_container_has_left(tmp_path: Path) -> None:
    meminfo, group = tmp_path / "meminfo", tmp_path / "group"
    group.mkdir()
    assert memory_left(meminfo, group) is None
    meminfo.write_text("MemTotal: 9 kB\nMemAvailable:    2000 kB\n")
    assert memory_left(meminfo, group) == 2_048_000
    (group / "memory.max").write_text("max\n")
    (group / "memory.current").write_text("500000\n")
    assert memory_left(meminfo, group) == 2_048_000
    (group / "memory.max").write_text("1500000\n")
    assert memory_left(meminfo, group) == 1_000_000


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Ten seconds", "Ten seconds."),
        ("Walk easily, ", "Walk easily."),
        ("Stop!", "Stop!"),
        ("Ready?", "Ready?"),
        ("And so …", "And so …"),
        ('She said "go"', 'She said "go".'),
        ('She said "go."', 'She said "go."'),
        ("Next (easy)", "Next (easy)."),
        ("", ""),
        (" ", " "),
        ("50 %", "50 %."),
    ],
)
def test_a_text_without_a_mark_at_its_end_gets_a_full_stop(text: str, spoken: str) -> None:
    assert with_final_mark(text) == spoken


@pytest.mark.slow
@given(st.text())
def test_a_full_stop_comes_once_and_takes_no_word_away(text: str) -> None:
    once = with_final_mark(text)
    assert with_final_mark(once) == once
    assert [letter for letter in once if letter.isalnum()] == [letter for letter in text if letter.isalnum()]
