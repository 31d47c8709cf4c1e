"""The committed signals: made by the script beside them, and clearly different from one another."""

import itertools
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from audiocoach.sound.signal_files import load_shipped
from audiocoach.vocabulary import CLICKS, ROLES, SOUND_ROLES

FOLDER = Path(__file__).parents[2] / "sounds"
STEP = 240  # 10 ms
WIDTH = 480


def samples(role: str) -> np.ndarray:
    return np.frombuffer(load_shipped(role).pcm, "<i2").astype(float)


def contour(role: str) -> np.ndarray:
    """Pitch in semitones every 10 ms, NaN where it is quiet: rhythm and melody in one line."""
    sound = samples(role)
    found = []
    for start in range(0, len(sound) - WIDTH + 1, STEP):
        piece = sound[start : start + WIDTH]
        if np.sqrt(np.mean(piece**2)) < 500:
            found.append(np.nan)
            continue
        spectrum = np.abs(np.fft.rfft(piece * np.hanning(WIDTH), 9600))
        found.append(12 * np.log2(spectrum[120:560].argmax() * 2.5 + 300))
    return np.array(found)


def share_that_differs(a: np.ndarray, b: np.ndarray) -> float:
    """Of the time either sounds, how much has only one sounding, or both two semitones or more apart."""
    lines = np.full((2, max(len(a), len(b))), np.nan)
    lines[0, : len(a)], lines[1, : len(b)] = a, b
    sounding = ~np.isnan(lines)
    apart = sounding[0] != sounding[1]
    both = sounding.all(axis=0)
    apart[both] |= np.abs(lines[0] - lines[1])[both] >= 2
    return float(apart.sum() / sounding.any(axis=0).sum())


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """The best match of two waveforms at any shift, 1 for equal ones."""
    size = 1 << 16
    product = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)))
    return float(np.max(np.abs(product)) / np.linalg.norm(a) / np.linalg.norm(b))


def test_running_the_script_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, FOLDER / "make_sounds.py", tmp_path], check=True)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made == {file.name: file.read_bytes() for file in FOLDER.glob("*.wav")}
    assert set(made) == {f"{role}.wav" for role in ROLES}


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(SOUND_ROLES, 2)))
def test_two_signals_are_told_apart_by_rhythm_and_pitch(one: str, other: str) -> None:
    assert share_that_differs(contour(one), contour(other)) >= 0.55
    assert correlation(samples(one), samples(other)) <= 0.65


@pytest.mark.parametrize("role", SOUND_ROLES)
def test_a_signal_is_24_khz_mono_16_bit_at_minus_13_dbfs(role: str) -> None:
    with wave.open(str(FOLDER / f"{role}.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24_000, 1, 2)
        assert file.getnframes() % 24 == 0, "whole milliseconds"
    peak = np.max(np.abs(samples(role))) / 32768
    assert 20 * np.log10(peak) == pytest.approx(-13, abs=0.01)


@pytest.mark.parametrize("role", SOUND_ROLES)
def test_a_signal_neither_starts_nor_ends_with_a_click(role: str) -> None:
    sound = samples(role)
    assert abs(sound[0]) <= 1
    assert abs(sound[-1]) <= 10
    # The first and last millisecond stay below a ninth of the peak; a ramp of 8 ms is still low there.
    assert max(np.max(np.abs(sound[:24])), np.max(np.abs(sound[-24:]))) < np.max(np.abs(sound)) / 9


@pytest.mark.parametrize("role", SOUND_ROLES)
def test_the_fundamental_stays_where_earphones_are_strong(role: str) -> None:
    pitches = 2 ** (contour(role) / 12)
    assert np.nanmin(pitches) > 560
    assert np.nanmax(pitches) < 1200


def test_lengths_leave_room_for_the_voice() -> None:
    lengths = {role: load_shipped(role).length_ms for role in SOUND_ROLES}
    starts = ("session-start", "warm-up", "work", "rest", "cool-down")
    assert max(lengths[role] for role in starts) <= 400
    assert 60 <= lengths["tick"] <= 100
    assert lengths["tick"] < lengths["last-tick"] <= 200
    assert lengths["session-end"] == 800


@pytest.mark.parametrize("role", CLICKS)
def test_a_click_is_short_soft_and_ends_in_silence(role: str) -> None:
    clip, sound = load_shipped(role), samples(role)
    assert clip.length_ms <= 20
    peak = np.max(np.abs(sound)) / 32768
    assert 20 * np.log10(peak) == pytest.approx(-18, abs=0.01)
    assert int(np.argmax(np.abs(sound))) < 2 * 24, "heard where it begins"
    assert abs(sound[0]) <= 1
    assert np.max(np.abs(sound[-24:])) < 10


def test_a_stressed_click_is_higher() -> None:
    plain, stressed = (int(np.abs(np.fft.rfft(samples(role), 24_000)).argmax()) for role in CLICKS)
    assert plain == pytest.approx(880, rel=0.05)
    assert stressed == pytest.approx(1175, rel=0.05)


def test_effort_rises_and_rest_falls() -> None:
    def way(role: str) -> float:
        line = contour(role)
        line = line[~np.isnan(line)]
        return float(line[-1] - line[0])

    assert way("work") == pytest.approx(7, abs=0.5)
    assert way("rest") == pytest.approx(-7, abs=0.5)
    assert way("warm-up") > 4
    assert way("cool-down") < -4
