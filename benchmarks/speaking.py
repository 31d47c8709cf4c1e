"""How fast new words are spoken: 100 distinct cues, none of them known, over the time that they last.

    python benchmarks/speaking.py [--runs 5] [--voice joe] [--voice pyttsx3]

Measured is the whole process of `audiocoach render`, with an empty cache: it loads the voice, speaks, levels, mixes and
encodes. Times are medians of `--runs`; the memory is of one more run, whose time does not count (see `measuring.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from measuring import LINUX, measured, median, memory
from sessions import DOING, HOW

CUES = 100
CUE_EVERY_S = 15
MOST = 0.15
"""Of the time that they last, in the neural voice on two cores."""


def script() -> str:
    """A session with as many cues, no two of them the same."""
    first = ("Now the first side:", "Now the other side:")
    sentences = [f"{side} {doing.lower()}, {how}" for side, doing, how in product(first, DOING, HOW)][:CUES]
    lines = ["session: A hundred cues", "coach: beeps-only", "steps:", f"  - work: {CUES * CUE_EVERY_S}s", "    cues:"]
    for n, sentence in enumerate(sentences):
        lines += [f"      - at: {n * CUE_EVERY_S + 2}s", f'        say: "{sentence}"']
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure and print; 1 when the neural voice takes too long."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="of each; times are their medians (default 5)")
    parser.add_argument("--voice", action="append", help="joe is the neural one (default: joe and pyttsx3)")
    chosen = parser.parse_args()
    missed = False
    for voice in chosen.voice or ["joe", "pyttsx3"]:
        with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as name:
            session, cache = Path(name) / "session.yaml", Path(name) / "cache"
            session.write_text(script(), encoding="utf-8")
            environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
            environment["AUDIOCOACH_CACHE"] = str(cache)
            audiocoach = [sys.executable, "-m", "audiocoach"]
            shown = subprocess.run(
                [*audiocoach, "show", str(session), "--voice", voice, "--json"],
                env=environment,
                check=True,
                capture_output=True,
            )
            spoken = [event for event in json.loads(shown.stdout)["events"] if event["type"] == "say"]
            assert len({event["text"] for event in spoken}) == CUES
            lasting = sum(event["end_ms"] - event["start_ms"] for event in spoken) / 1000
            runs = []
            for number in range(chosen.runs + 1):
                shutil.rmtree(cache)
                command = [*audiocoach, "render", str(session), "--voice", voice, "-o", str(Path(name) / "out.mp3")]
                runs.append(measured(command, environment, watched=number == chosen.runs and LINUX))
        run = median(runs)
        print(
            f"{voice}: {CUES} cues, {lasting:.0f} s; {run.wall_s:.2f} s, CPU {run.cpu_s:.2f} s, {memory(run.peak_mb)}"
        )
        ratio = run.wall_s / lasting
        if voice == "joe":
            missed = ratio > MOST
            print(f"{'MISSED' if missed else 'met':<7} time over spoken length: {ratio:.3g}, at most {MOST:g}")
        else:
            print(f"        time over spoken length: {ratio:.3g}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
