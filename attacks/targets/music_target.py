"""Music: small files of every kind, damaged; decoded whole and its tempo found, or refused with a way out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from math import inf
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.music.tempos import measure_tempo, tagged
from audiocoach.sound.decoding.decode import blocks
from tests.support.music_files import CODERS, film, noise, write_music

SUFFIXES = (*CODERS, ".mp4")
_RATE, _MOST_S = 48_000, 600
_TOKENS = (
    b"ID3",
    b"RIFF",
    b"WAVE",
    b"fmt ",
    b"data",
    b"fLaC",
    b"OggS",
    b"moov",
    b"mdat",
    b"ftyp",
    b"\xff\xfb",
    b"FORM",
    b"AIFF",
    b"Xing",
    b"TBPM",
    b"BPM=",
)


class Music:
    """What the user's own music may hold. The first byte says which suffix the file gets."""

    name, share, most_mb = "music", 1, 400

    def seeds(self) -> Iterable[bytes]:
        """Write a third of a second as each kind of file, mono and stereo."""
        with tempfile.TemporaryDirectory() as name:
            for number, suffix in enumerate(SUFFIXES):
                path = Path(name) / f"music{suffix}"
                for channels in (1, 2):
                    written = (
                        film(path)
                        if suffix == ".mp4"
                        else write_music(path, noise(0.3, channels=channels), title="Noise")
                    )
                    yield bytes([number]) + written.read_bytes()

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Change a file; now and then give it another kind's suffix."""
        data = random.choice(corpus)
        first = random.randrange(len(SUFFIXES)) if random.random() < 0.1 else (data or b"\0")[0]
        return bytes([first]) + mutated(data[1:], [other[1:] for other in random.sample(corpus, 1)], random, _TOKENS)

    def sort(self, data: bytes) -> str:
        """Name the kind of file."""
        return SUFFIXES[(data[0] if data else 0) % len(SUFFIXES)]

    def attempt(self, data: bytes, folder: Path) -> str:
        """Decode it to its end, and look for its tempo, as for music in step."""
        if not data:
            return "nothing"
        suffix = SUFFIXES[data[0] % len(SUFFIXES)]
        path = folder / f"music{suffix}"
        path.write_bytes(data[1:])
        count = 0
        for block in blocks(path):
            count += block.shape[1]
            if count > _MOST_S * _RATE:
                break
        tempo = measure_tempo(path)
        for beats in (tagged(path), tempo and tempo.beats):
            promised(beats is None or 0 < beats < inf, f"a tempo of {beats}")
        return f"{suffix} of {count // _RATE} s, {'in' if tempo else 'without'} time"
