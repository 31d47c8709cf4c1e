"""A tag with all there is in front of the sound: every reader still finds the sound exact, and the chapters."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import mutagen.mp3
import numpy as np
import pytest
from PIL import Image

from audiocoach.labels.tags.id3 import id3
from audiocoach.labels.tags.tags import Tags
from audiocoach.mix.windows import Placed
from audiocoach.timeline.chapters import Chapter
from tests.support.decoders import OF_MP3, Decoder
from tests.support.noise_in_mp3 import errors, mp3, noise


def noise_png() -> bytes:
    """A picture that packing makes no smaller: 100 kB."""
    out = io.BytesIO()
    Image.frombytes("RGB", (185, 180), np.random.default_rng(1).bytes(185 * 180 * 3)).save(out, "PNG")
    return out.getvalue()


TOTAL = 24_000 * 90 + 240
STEPS = tuple(Chapter(f"{n} Läufe", n * 30_000, min(n * 30_000 + 30_000, TOTAL // 24)) for n in range(4))
CHAPTERS = (STEPS[0], Chapter("Set × 3", 30_000, TOTAL // 24, STEPS[1:]))
TAG = id3(
    Tags(
        "Alles 🏃", "audiocoach", "Plan", "c" * 500, "5/24", "Workout", "2026", "eng", "Zeile\n" * 500, TOTAL // 24,
        tuple((n * 1000, f"Wort {n}") for n in range(90)), CHAPTERS,
        noise_png(), np.random.default_rng(2).bytes(40_000),
    )
)  # fmt: skip
PLACED = [Placed.at_ms(1234, noise(1, 400)), Placed.at_ms(88_000, noise(2, 400))]


@pytest.fixture(scope="module")
def data() -> bytes:
    assert len(TAG) > 140_000
    return mp3(PLACED, TOTAL, tag=TAG)


@pytest.mark.slow
@pytest.mark.parametrize("judge", OF_MP3.values())
def test_every_sound_stays_at_its_sample_and_the_length_is_exact(data: bytes, judge: Decoder) -> None:
    decoded = judge(data)
    assert len(decoded) == TOTAL
    assert errors(decoded, PLACED) == {0}


def test_the_length_that_a_tag_reader_gives_is_right(data: bytes) -> None:
    found = mutagen.mp3.MP3(io.BytesIO(data)).info
    assert found.length == TOTAL / 24_000
    assert not found.sketchy
    assert found.bitrate == 48_000


def test_ffprobe_shows_the_chapters_in_order_to_the_millisecond(data: bytes, tmp_path: Path) -> None:
    if shutil.which("ffprobe") is None:
        pytest.skip("ffprobe is not installed here")
    path = tmp_path / "a.mp3"
    path.write_bytes(data)
    command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    shown = json.loads(done.stdout)["chapters"]
    assert [(each["start"], each["end"], each["tags"]["title"], each["time_base"]) for each in shown] == [
        (each.start_ms, each.end_ms, each.title, "1/1000") for each in STEPS
    ]


def test_mp3val_finds_nothing_wrong(data: bytes, tmp_path: Path) -> None:
    if shutil.which("mp3val") is None:
        pytest.skip("mp3val is not installed here")
    path = tmp_path / "a.mp3"
    path.write_bytes(data)
    said = subprocess.run(["mp3val", str(path)], capture_output=True, check=True, text=True).stdout
    assert "WARNING" not in said
    assert "ERROR" not in said
    assert "+ID3v2" in said
