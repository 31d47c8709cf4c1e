"""What music in step costs: a session over songs rendered cold, in step and not, as processor time, in pairs.

    python benchmarks/in_step.py [--minutes 10] [--pairs 3]

Nothing is kept from before but the songs' tempos. In step, a song is also stretched; the rest is the same.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import made_music

from audiocoach.music.tempos import tempos_of
from audiocoach.music.tracks import measured
from audiocoach.storage.store import Store

SCRIPT = """\
session: In step
music: {{folder: music{tempo}}}
steps:
  - warm-up 1m Walk
  - repeat: {rounds}
    steps:
      - {{work: 90s, name: Run, cadence: 170}}
      - {{rest: 30s, name: Jog, cadence: 162}}
"""


def cost(folder: Path, name: str) -> float:
    """Render a script with a cache that knows tempos alone; return the seconds of processor time."""
    with tempfile.TemporaryDirectory() as kept:
        store = Store(Path(kept))
        tracks = measured(sorted((folder / "music").iterdir()), Store(folder / "kept"))
        tempos = Store(folder / "kept")
        tempos_of([track for track in tracks.values() if not isinstance(track, Exception)], tempos)
        for key in tempos.keys("tempo"):
            found = tempos.get("tempo", key)
            assert found is not None
            store.put("tempo", key, found)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "audiocoach", "render", f"{name}.yaml", "-o", f"{name}.mp3", "--quiet"]
        subprocess.run(command, cwd=folder, env={**os.environ, "AUDIOCOACH_CACHE": kept}, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure pairs, and print each and their median."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--pairs", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made_music.make(folder / "music")
        for kind, tempo in (("plain", ""), ("in-step", ", tempo: cadence")):
            text = SCRIPT.format(tempo=tempo, rounds=max(1, chosen.minutes // 2))
            (folder / f"{kind}.yaml").write_text(text, encoding="utf-8")
        ratios = []
        for _ in range(chosen.pairs):
            plain, stepped = cost(folder, "plain"), cost(folder, "in-step")
            ratios.append(stepped / plain)
            print(f"not in step {plain:.1f} s, in step {stepped:.1f} s: {ratios[-1]:.2f} times")
        print(f"median {statistics.median(ratios):.2f} times")


if __name__ == "__main__":
    main()
