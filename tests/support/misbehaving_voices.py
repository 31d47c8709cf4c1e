"""Voices that go wrong, and voices that are odd and right: what each makes of what a good one says, by name.

Those of sound change samples; those of files write them in another way. `REFUSED` and `HEARD` say what becomes of them.
"""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.estimate import estimate_ms

RATE = 24_000
Sound = np.ndarray

VOICE = Voice("odd", "odd/en", "Odd", "en-US")


@lru_cache(maxsize=64)
def spoken(text: str, rate: int = 150) -> Sound:
    """Something like speech: harmonics of 120 Hz in syllables of 250 ms, as long as its text; 0.2 s of silence."""
    time = np.arange(estimate_ms(text, rate) * RATE // 1000) / RATE
    harmonics = sum(np.sin(2 * np.pi * 120 * n * time) / n for n in range(1, 30))
    syllables = 0.15 + 0.85 * np.abs(np.sin(2 * np.pi * 2 * time))
    fade = np.minimum(1, (time[-1] - time) / 0.03)
    sound = np.concatenate([0.2 * harmonics * syllables * fade, np.zeros(RATE // 5)])
    sound.setflags(write=False)  # it is handed out again
    return sound


def clip(sound: Sound, rate: int = RATE, channels: int = 1) -> Clip:
    return Clip(np.rint(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes(), rate, channels)


class OddEngine:
    """An engine whose sound is a good one's, changed; `only` one text, so that the rest shows how it usually speaks."""

    name = "odd"

    def __init__(self, change: Callable[[Sound], Sound | Clip | Refusal], only: str | None = None) -> None:
        self._change, self._only = change, only

    def version(self) -> str:
        return "1"

    def voices(self) -> tuple[Voice, ...]:
        return (VOICE,)

    def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list[Clip | Refusal]:
        found: list[Clip | Refusal] = []
        for utterance in utterances:
            sound = spoken(utterance.text, utterance.rate)
            made = self._change(sound) if self._only in (None, utterance.text) else sound
            found.append(made if isinstance(made, Clip | Refusal) else clip(made))
            if on_each is not None:
                on_each()
        return found


def _noise(sound: Sound) -> Sound:
    return np.random.default_rng(1).normal(0, 0.2, sound.size)


def _clicks(sound: Sound) -> Sound:
    out = np.zeros(sound.size)
    out[[100, sound.size // 2]] = 0.9
    return out


def _time(sound: Sound) -> Sound:
    return np.arange(sound.size) / RATE


def _tail_word(sound: Sound) -> Sound:
    return np.concatenate([np.zeros(sound.size), sound[: RATE // 4]])


def _voiced(sound: Sound) -> Sound:
    return sound[: -RATE // 5]


def _nyquist(sound: Sound) -> Sound:
    return 0.3 * np.sin(2 * np.pi * 9_000 * _time(sound))


def _soft_but_for_a_click(sound: Sound) -> Sound:
    out = sound * 0.002
    out[200] = 0.99
    return out


REFUSED: dict[str, Callable[[Sound], Sound | Clip | Refusal]] = {
    "a constant level": lambda s: np.full(s.size, 0.3),
    "a ramp": lambda s: np.linspace(-0.9, 0.9, s.size),
    "two clicks": _clicks,
    "a hum of 5 Hz": lambda s: 0.5 * np.sin(2 * np.pi * 5 * _time(s)),
    "a hum of 50 Hz": lambda s: 0.5 * np.sin(2 * np.pi * 50 * _time(s)),
    "a whistle of 9 kHz": _nyquist,
    "white noise": _noise,
    "white noise at 8 kHz": lambda s: clip(_noise(s)[: s.size // 3], 8_000),
    "white noise at 16 kHz": lambda s: clip(_noise(s)[: s.size * 2 // 3], 16_000),
    "silence": lambda s: np.zeros(s.size),
    "digital silence but for one bit": lambda s: np.full(s.size, 1 / 32768),
    "nothing": lambda s: Clip(b""),
    "half a sample": lambda s: Clip(b"\1"),
    "silence and one word": _tail_word,
    "a third of the words": lambda s: _voiced(s)[: s.size // 3],
    "a quarter, and silence": lambda s: np.concatenate([s[: s.size // 4], np.zeros(s.size)]),
    "the last third": lambda s: s[s.size * 2 // 3 :],
    "half of the words": lambda s: _voiced(s)[: _voiced(s).size // 2],
    "cut off before the end": lambda s: _voiced(s)[: _voiced(s).size * 9 // 10 + 500],
    "said ten times": lambda s: np.tile(s, 10),
    "700 seconds": lambda s: np.tile(s, 1 + 700 * RATE // s.size),
    "minutes of silence": lambda s: np.concatenate([s, np.zeros(120 * RATE)]),
    "twice as slow": lambda s: clip(s, RATE // 4),
    "far too soft": lambda s: s * 0.004,
    "hidden behind a click": _soft_but_for_a_click,
    "no samples a second": lambda s: replace(clip(s), rate=0),
    "negative samples a second": lambda s: replace(clip(s), rate=-RATE),
    "no channels": lambda s: replace(clip(s), channels=0),
    "a thousand channels": lambda s: replace(clip(s), channels=1000),
    "two channels of an odd length": lambda s: Clip(clip(s).pcm + b"\1\1", RATE, 2),
    "an array for bytes": lambda s: Clip(clip(s), RATE),  # type: ignore[arg-type]
    "an error": lambda s: Refusal("it hurts"),
}  # fmt: skip
"""What a voice makes of one text that it says well otherwise."""

_ONCE = ("cut off before the end", "far too soft")
"""What may be a voice's own way, when it does so always."""

ALWAYS_REFUSED: dict[str, Callable[[Sound], Sound | Clip | Refusal]] = {
    **{name: change for name, change in REFUSED.items() if name not in _ONCE},
    "half of the file": lambda s: s[: s.size // 2],
    "a rate of 24 kHz named for 48": lambda s: clip(s, RATE // 2),
    "a rate of 48 kHz named for 24": lambda s: clip(s, RATE * 2),
}
"""What a voice makes of all its texts."""

HEARD: dict[str, Callable[[Sound], Sound | Clip | Refusal]] = {
    "as it is": lambda s: s,
    "without silence at its end": _voiced,
    "behind ten seconds of silence": lambda s: np.concatenate([np.zeros(10 * RATE), s]),
    "clipped": lambda s: np.clip(s * 20, -1, 1),
    "ten times as soft": lambda s: s * 0.1,
    "at 8 kHz": lambda s: clip(s[::3], 8_000),
    "at 48 kHz": lambda s: clip(np.repeat(s, 2), 48_000),
    "on both sides": lambda s: clip(np.repeat(s, 2), RATE, 2),
    "on one side": lambda s: clip(np.stack([s, 0 * s], 1).ravel(), RATE, 2),
    "over soft noise": lambda s: s + _noise(s) * 0.02,
    "with a constant beneath": lambda s: s + 0.001,
    "a fifth slower": lambda s: clip(s, RATE * 4 // 5),
    "a third faster": lambda s: clip(s, RATE * 4 // 3),
    "with a pause of two seconds": lambda s: np.concatenate([s[: s.size // 2], np.zeros(2 * RATE), s[s.size // 2 :]]),
}


def wav(sound: Sound, rate: int = RATE, channels: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((channels, 2, rate, 0, "NONE", ""))
        out.writeframes(clip(sound).pcm)
    return file.getvalue()


def _sized(sound: Sound, size: Callable[[int], int]) -> bytes:
    data = wav(sound)
    return data[:40] + struct.pack("<I", size(len(data) - 44)) + data[44:]


def _coded(sound: Sound, kind: int, samples: np.ndarray, channels: int = 1, claimed: int | None = None) -> bytes:
    width, body = samples.itemsize, samples.tobytes()
    form = struct.pack("<HHIIHH", kind, channels, RATE, RATE * width * channels, width * channels, 8 * width)
    size = len(body) if claimed is None else claimed
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(body))
        + b"WAVEfmt \x10\0\0\0"
        + form
        + b"data"
        + struct.pack("<I", size)
        + body
    )


FILES_REFUSED: dict[str, Callable[[Sound], bytes]] = {
    "a header of twice the sound": lambda s: _sized(s, lambda n: 2 * n),
    "a header of a little more": lambda s: _sized(s, lambda n: n + 200),
    "a header of half the sound": lambda s: _sized(s, lambda n: n // 2),
    "a header of 100 bytes": lambda s: _sized(s, lambda n: 100),
    "cut short in the middle": lambda s: wav(s)[: s.size],
    "cut short in the last word": lambda s: wav(s)[: 2 * s.size - 9_000],
    "cut short in the header": lambda s: wav(s)[:30],
    "a header alone": lambda s: wav(s)[:44],
    "streamed and cut to a third": lambda s: _sized(s, lambda n: 0xFFFF_FFFF)[: 44 + 2 * s.size // 3],
    "8 bits, cut short": lambda s: _coded(s, 1, np.rint(s[: s.size // 2] * 99 + 128).astype("u1"), claimed=s.size),
    "floats that are no numbers": lambda s: _coded(s, 3, np.full(s.size, np.nan, "<f4")),
    "a text": lambda s: b"error: no such voice\n" * 50,
    "garbage": lambda s: np.random.default_rng(2).bytes(50_000),
    "zeros": lambda s: bytes(50_000),
    "an empty file": lambda s: b"",
    "two files in one": lambda s: wav(s) + wav(s),
}  # fmt: skip

FILES_HEARD: dict[str, Callable[[Sound], bytes]] = {
    "plain": wav,
    "streamed, size 0": lambda s: _sized(s, lambda n: 0),
    "streamed, size 0xFFFFFFFF": lambda s: _sized(s, lambda n: 0xFFFF_FFFF),
    "streamed, size 0x7FFFF000": lambda s: _sized(s, lambda n: 0x7FFF_F000),
    "streamed, 8 bits": lambda s: _coded(s, 1, np.rint(s * 99 + 128).astype("u1"), claimed=0xFFFF_FFFF),
    "8 bits": lambda s: _coded(s, 1, np.rint(s * 99 + 128).astype("u1")),
    "floats": lambda s: _coded(s, 3, s.astype("<f4")),
    "long floats": lambda s: _coded(s, 3, s.astype("<f8")),
    "a note behind the sound": lambda s: wav(s) + b"LIST\x04\0\0\0INFO",
    "padded with zeros": lambda s: wav(s) + bytes(512),
    "one silent side": lambda s: _coded(s, 1, np.rint(np.stack([s, 0 * s], 1).ravel() * 32767).astype("<i2"), 2),
}  # fmt: skip
