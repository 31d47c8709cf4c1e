"""What a session costs for thirty athletes, over what it costs for one: the shipped first session, with names in it.

    python benchmarks/athletes.py [--runs 5] [--voice joe] [--voice pyttsx3]

Measured is the whole process of `audiocoach render`, with an empty cache. Three of its cues, among them the long talk
at its beginning, and its title name the athlete. Times are medians of `--runs`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from measuring import LINUX, Run, measured, median, memory

SCRIPT = Path(__file__).parents[1] / "scripts" / "backwards-first.yaml"
NAMING = {
    "session: First run backwards": "session: First run backwards, {athlete}",
    "Welcome to": "Welcome, {athlete}, to",
    "say: Go easy. ": "say: Go easy, {athlete}. ",
    "say: Well done. ": "say: Well done, {athlete}. ",
}
# fmt: off
ATHLETES = (
    "Adam", "Alice", "Anna", "Ben", "Carla", "Clara", "Daniel", "David", "Ella", "Emma",
    "Eric", "Felix", "Grace", "Hannah", "Helen", "Ian", "Jack", "Julia", "Kate", "Laura",
    "Leo", "Lucy", "Martin", "Mary", "Nina", "Oscar", "Paul", "Rose", "Simon", "Tom",
)
# fmt: on
MOST = 3.0


def script() -> str:
    """The session, naming somebody."""
    text = SCRIPT.read_text(encoding="utf-8")
    for words, naming in NAMING.items():
        if text.count(words) != 1:
            raise SystemExit(f"{SCRIPT}: {words!r} is not in it once")
        text = text.replace(words, naming)
    return text


def measure(folder: Path, voice: str, athletes: list[str], runs: int) -> Run:
    """The median of some runs, each with a cache and a folder that are empty."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["AUDIOCOACH_CACHE"] = str(folder / "cache")
    command = [sys.executable, "-m", "audiocoach", "render", str(folder / "session.yaml"), "--voice", voice]
    found = []
    for number in range(runs + 1):
        for name in ("cache", "output"):
            shutil.rmtree(folder / name, ignore_errors=True)
        found.append(
            measured([*command, *athletes, "-o", str(folder / "output")], environment, watched=number == runs and LINUX)
        )
    return median(found)


def main() -> int:
    """Measure and print; 1 when it is too much."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="of each; times are their medians (default 5)")
    parser.add_argument("--voice", action="append", help="joe is the neural one (default: joe and pyttsx3)")
    chosen = parser.parse_args()
    missed = False
    for voice in chosen.voice or ["joe", "pyttsx3"]:
        with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as name:
            folder = Path(name)
            (folder / "session.yaml").write_text(script(), encoding="utf-8")
            (folder / "club.csv").write_text("\n".join(["name", *ATHLETES]) + "\n", encoding="utf-8")
            one = measure(folder, voice, ["--athlete", "Ann"], chosen.runs)
            all_of_them = measure(folder, voice, ["--athletes", str(folder / "club.csv")], chosen.runs)
        for what, run in (("one athlete", one), (f"{len(ATHLETES)} athletes", all_of_them)):
            print(f"{voice:<8} {what:<12} {run.wall_s:>6.2f} s, CPU {run.cpu_s:>6.2f} s, {memory(run.peak_mb)}")
        ratio = all_of_them.wall_s / one.wall_s
        missed |= ratio > MOST
        print(f"{'MISSED' if ratio > MOST else 'met':<7} {voice}, time over that of one: {ratio:.3g}, at most {MOST:g}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
