"""Sounds in stereo that go on for long, and MP3 files made of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from audiocoach.output.mp3.encode_stream import encode_stream
from audiocoach.output.mp3.frames import STEREO
from audiocoach.output.mp3.lame import encoder
from audiocoach.output.mp3.writer import write_mp3
from tests.support.decoders import OF_MP3, Sound, check_by_programs

RATE = 48_000
FRAME = 1152
LAG = 1105
"""Samples by which frame n is heard later than n * 1152, before the Info frame's delay is dropped."""


def music(seconds: float, seed: int = 0) -> Sound:
    """Make a drum, a chord and a hi-hat on each beat, every beat another; (samples, 2) in [-1, 1]."""
    random = np.random.default_rng(seed)
    beat = RATE * 60 // 170
    time = np.arange(beat) / RATE
    drum = 0.4 * np.sin(2 * np.pi * (50 * time + 1 - np.exp(-time * 30))) * np.exp(-time * 9)
    found = []
    for number in range(int(seconds * RATE) // beat + 1):
        notes = [110 * 2 ** ((step + number // 4 % 5) / 12) for step in (0, 4, 7)]
        partials = [
            np.sin(2 * np.pi * note * k * time + random.uniform(0, 6)) / k for note in notes for k in range(1, 7)
        ]
        side = random.standard_normal(beat) * 0.01
        middle = drum + 0.07 * sum(partials) * np.exp(-time * 2)
        hat = random.standard_normal((beat, 2)) * np.exp(-((time - time[-1] / 2) ** 2) * 2e3)[:, None] * 0.06
        found.append(np.stack([middle + side, middle - side], axis=1) + hat)
    return np.concatenate(found)[: int(seconds * RATE)]


def noise(seconds: float, seed: int = 1) -> Sound:
    return np.random.default_rng(seed).standard_normal((int(seconds * RATE), 2)) * 0.2


def tones(seconds: float) -> Sound:
    time = np.arange(int(seconds * RATE)) / RATE
    left = 0.3 * np.sin(2 * np.pi * 440 * time) + 0.1 * np.sin(2 * np.pi * 3000 * time)
    return np.stack([left, 0.3 * np.sin(2 * np.pi * 660 * time)], axis=1)


def clicks(seconds: float, seed: int = 2) -> Sound:
    """Make steps between two samples, at random: each makes LAME switch to short windows."""
    random = np.random.default_rng(seed)
    found = random.standard_normal((int(seconds * RATE), 2)) * 0.001
    found[random.integers(0, len(found), int(seconds * 15))] += 0.8
    return found


def one_sided(seconds: float) -> Sound:
    return noise(seconds, 3) * (1, 0)


def faint(seconds: float) -> Sound:
    return noise(seconds, 4) * 0.002


def with_gaps(seconds: float) -> Sound:
    """Make music with silence in it to the bit, of lengths from one frame to three seconds."""
    found = music(seconds, 5)
    at = RATE
    for length in (FRAME, 3 * FRAME, 10 * FRAME, 41 * FRAME, 42 * FRAME, 44 * FRAME + 17, 3 * RATE):
        found[at : at + length] = 0
        at += length + RATE * 3 // 4
    return found


def speech(seconds: float) -> Sound:
    """Speak words in the computer's own voice over faint music, the same in both channels."""
    from audiocoach.speech.choose import choose_voice
    from audiocoach.speech.engines.catalogue import get_engine
    from audiocoach.speech.engines.interface import Utterance
    from audiocoach.speech.studio import Studio

    engine = get_engine("pyttsx3")
    said = Utterance(
        "Run backwards for thirty seconds. Short, quick steps, and look over your shoulder.",
        choose_voice(engine, None, "en"),
        150,
    )
    words = np.frombuffer(Studio().record([said])[said].pcm, "<i2") / 32768
    twice = np.interp(np.arange(2 * len(words)) / 2, np.arange(len(words)), words)
    again = np.resize(twice, int(seconds * RATE))
    return again[:, None] * 0.9 + music(seconds, 6) * 0.1


SOUNDS: dict[str, Callable[[float], Sound]] = {
    "music": music,
    "noise": noise,
    "tones": tones,
    "clicks": clicks,
    "one side": one_sided,
    "faint": faint,
    "gaps": with_gaps,
    "speech": speech,
}


def pcm(sound: Sound) -> bytes:
    return np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2").tobytes()


def heard(samples: bytes) -> Sound:
    """Return what decoders ideally give back of 16-bit samples."""
    return np.frombuffer(samples, "<i2").reshape(-1, 2) / 32768


def blocks(samples: bytes, size: int = 100_000) -> Iterator[bytes]:
    return (samples[at : at + size] for at in range(0, len(samples), size))


def joined(samples: bytes, bitrate: int = 128, own_frames: int = 40, tag: bytes = b"") -> bytes:
    """Return a file of samples encoded in chunks of `own_frames`."""
    return laid(encode_stream(blocks(samples), STEREO, bitrate, chunk_frames=own_frames), samples, bitrate, tag)


def in_one_go(samples: bytes, bitrate: int = 128) -> bytes:
    lame = encoder(STEREO, bitrate)
    return laid([(0, bytes(lame.encode(samples)) + bytes(lame.flush()))], samples, bitrate)


def laid(
    pieces: Iterator[tuple[int, bytes]] | Sequence[tuple[int, bytes]], samples: bytes, bitrate: int, tag: bytes = b""
) -> bytes:
    out = io.BytesIO()
    size = write_mp3(out, pieces, len(samples) // 4, bitrate, tag, STEREO)
    assert size == len(out.getvalue())
    return out.getvalue()


def judged(data: bytes) -> dict[str, Sound]:
    """Return what each decoder here gives back; neither they nor mp3val may have a word of complaint."""
    check_by_programs(data)
    return {name: decode(data) for name, decode in OF_MP3.items()}
