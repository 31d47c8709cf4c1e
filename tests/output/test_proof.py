"""What an encoder loses is found before the file is there, with its time; what it keeps is found nowhere wanting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiocoach.errors import OutputError
from audiocoach.mix.windows import Placed
from audiocoach.output.mp3 import lame
from audiocoach.output.mp3.encode_stream import encode_stream
from audiocoach.output.proof import Missing, prove
from audiocoach.rendering.session import render
from audiocoach.script.load import parse_session
from audiocoach.sound.clip import Clip
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store

RATE = 24_000
SCRIPT = (
    "session: T\ncoach: none\nvoice: {engine: tone, name: low}\nsteps:\n"
    "  - {work: 30s, cues: [{at: 5s, say: Keep going}, {at: 12s, say: Nearly there now}]}\n"
)


def speech(seconds: float = 2.0) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (8000 * np.sin(2 * np.pi * 400 * time) * (0.2 + np.sin(2 * np.pi * 2 * time) ** 2)).astype(np.float32)


def late(sound: np.ndarray) -> np.ndarray:
    return np.concatenate([np.zeros(576, np.float32), sound])


def without(start: float, end: float) -> Callable[[np.ndarray], np.ndarray]:
    def cut(sound: np.ndarray) -> np.ndarray:
        out = sound.copy()
        out[round(start * RATE) : round(end * RATE)] = 0
        return out

    return cut


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (np.zeros_like, 0.0),
        (lambda sound: sound * 0.3, 0.0),
        (lambda sound: sound * 3, 0.0),
        (lambda sound: sound[: RATE // 2], 0.5),
        (without(0.7, 0.9), 0.7),
        (without(1.85, 2.0), 1.8),
        (late, 0.0),
        (lambda sound: -sound, 0.0),
        (lambda sound: np.random.default_rng(1).permutation(sound), 0.0),
    ],
)
def test_what_is_missing_weaker_or_elsewhere_is_found(change: Callable[[np.ndarray], np.ndarray], at: float) -> None:
    with pytest.raises(Missing) as caught:
        prove(speech(), change(speech()), RATE)
    assert caught.value.at / RATE == pytest.approx(at, abs=0.11)


@pytest.mark.parametrize(
    "change",
    [
        lambda sound: sound,
        lambda sound: sound * 0.9,
        lambda sound: sound + 300 * np.random.default_rng(1).standard_normal(sound.size),
        without(0.99, 1.01),
    ],
)
def test_what_every_encoder_does_is_no_loss(change: Callable[[np.ndarray], np.ndarray]) -> None:
    prove(speech(), change(speech()).astype(np.float32), RATE)


def test_a_hiss_that_few_bits_leave_out_is_no_loss() -> None:
    time = np.arange(RATE) / RATE
    hiss = (8000 * np.sin(2 * np.pi * 11_000 * time)).astype(np.float32)
    prove(hiss, hiss * 0, RATE)


class Broken:
    """LAME, whose frames from the second encoding on hold something else."""

    made = 0

    def __init__(self, real: Any, fault: str) -> None:
        self._real, self._fault = real, fault
        Broken.made += 1
        self._bad = Broken.made > 1

    def encode(self, pcm: bytes) -> bytes:
        if not self._bad:
            return bytes(self._real.encode(pcm))
        values = np.frombuffer(pcm, "<i2")
        changed = {"silence": values * 0, "late": np.roll(values, 1152), "soft": values // 4}[self._fault]
        return bytes(self._real.encode(changed.astype("<i2").tobytes()))

    def flush(self) -> bytes:
        return bytes(self._real.flush())


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["silence", "late", "soft"])
def test_a_session_whose_encoder_loses_words_is_not_published_and_nothing_of_it_kept(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, target = lame.encoder, tmp_path / "t.mp3"
    studio = Studio(ClipCache(Store(tmp_path / "cache")))
    with monkeypatch.context() as patch:
        Broken.made = 0
        patch.setattr(lame, "encoder", lambda layout, bitrate: Broken(real(layout, bitrate), fault))
        with pytest.raises(OutputError, match=r"^at 0:\d\d the file would not hold (.|\n)*lameenc(.|\n)*report"):
            render(parse_session(SCRIPT), target, studio=studio)
    assert not list(tmp_path.glob("*.mp3"))
    assert render(parse_session(SCRIPT), target, studio=studio).size > 0


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".m4a", ".opus"])
def test_other_files_are_proved_before_they_have_their_names(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audiocoach.output import other_formats

    target, real = tmp_path / f"t{suffix}", other_formats._pieces

    def pieces(*arguments: Any):  # what a codec would do that loses a second
        for number, piece in enumerate(real(*arguments)):
            yield bytes(len(piece)) if number in (6, 7, 8) else piece

    with monkeypatch.context() as patch:
        patch.setattr(other_formats, "_pieces", pieces)
        with pytest.raises(OutputError, match=r"^at 0:0[56] the file would not hold"):
            render(parse_session(SCRIPT), target)
    assert not list(tmp_path.iterdir())
    assert render(parse_session(SCRIPT), target).size > 0


def test_nothing_is_decoded_where_nothing_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import audiocoach.output.mp3.encode_windows as windows

    render(parse_session(SCRIPT), tmp_path / "t.mp3")
    monkeypatch.setattr(windows, "decoded", lambda *_: pytest.fail("decoded"))
    render(parse_session(SCRIPT), tmp_path / "t.mp3")


def over_music(at_s: float | None) -> list[tuple[int, bytes]]:
    """Encode six seconds of noise as music, with a word in it that should be at two seconds; None: without it."""
    music = np.random.default_rng(3).standard_normal((6 * 48_000, 2)) * 1500
    if at_s is not None:
        start = round(at_s * 48_000)
        music[start : start + 4 * RATE] += np.repeat(speech(), 2)[:, None]
    placed = [Placed.at_ms(2000, Clip(speech().astype("<i2").tobytes()))]
    return list(encode_stream([np.rint(music).astype("<i2").tobytes()], placed=placed))


@pytest.mark.slow
def test_over_music_each_word_is_looked_for_in_its_place() -> None:
    assert over_music(2.0)
    for elsewhere in (None, 2.0013, 2.3013):
        with pytest.raises(OutputError, match=r"^at 0:02 the file would not hold"):
            over_music(elsewhere)
