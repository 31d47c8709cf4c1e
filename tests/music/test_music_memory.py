"""Hours of music take no more memory than minutes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.music_files import noise, write_music
from tests.support.patience import PATIENCE_S

pytestmark = pytest.mark.slow

MIX = """
import sys
from pathlib import Path
from audiocoach.sound.clip import Clip
from audiocoach.script.sound_wishes import MusicWish
from audiocoach.music.bed import prepare
from audiocoach.music.mix import mixed
from audiocoach.storage.store import Store

class Step:
    kind, start_ms, end_ms = "work", 0, int(sys.argv[2]) * 60_000

bed = prepare(MusicWish(file=(sys.argv[1],)), [Step], Step.end_ms, Store(Path(sys.argv[3])))
clip = Clip(bytes(range(240)) * 400)
placed = ((at, clip) for at in range(0, Step.end_ms * 24 - clip.frame_count, 24 * 7_000))
words = [(at, at + 2_000) for at in range(0, Step.end_ms - 2_000, 7_000)]
assert sum(map(len, mixed(bed, placed, words))) == Step.end_ms * 48 * 4
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    path = write_music(tmp_path / "run.mp3", noise(30))

    def megabytes(minutes: int) -> int:
        command = [sys.executable, "-c", MIX, str(path), str(minutes), str(tmp_path / "kept")]
        return int(subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S).stdout)

    megabytes(1)  # what is measured once is not measured again
    short, long = megabytes(5), megabytes(90)
    assert long < 1.1 * short
    assert long < 200
