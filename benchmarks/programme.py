"""How fast a programme is rendered and how much memory it takes: eight weeks, 24 sessions, this computer's voice.

    python benchmarks/programme.py [--runs 3] [--programme FILE]

Measured, each as a process of its own, `audiocoach render PROGRAMME --all`:

    cold      with an empty cache and an empty folder: everything is spoken and encoded
    again     with nothing changed: all 24 files are up to date
    changed   after one sentence of the template has changed: only that is spoken, all files are encoded

Times are medians of `--runs`; each memory is of one more run, whose time does not count (see `measuring.py`).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measuring import LINUX, Run, measured, median, memory, surroundings

PROGRAMME = Path(__file__).parents[1] / "tests" / "samples" / "backwards-programme.yaml"
SENTENCE = "Turn around. Look over one shoulder, then the other."
OTHERWISE = "Turn around. Look over this shoulder, number {}, and then over the other."

TARGETS = {"cold_s": 10.0, "cold_mb": 300.0, "again_s": 1.0}


def clips(cache: Path) -> int:
    """Count the distinct utterances that have been spoken so far."""
    return sum(1 for _ in cache.glob("clips/*/*.kept"))


def files(output: Path) -> int:
    """Count the files, each of them whole."""
    return sum(1 for _ in output.rglob("*.mp3"))


class Bench:
    """The programme in a folder of its own, with its own cache."""

    def __init__(self, folder: Path, programme: Path) -> None:
        self.script, self.output, self.cache = folder / "programme.yaml", folder / "output", folder / "cache"
        self.text = programme.read_text(encoding="utf-8")
        if SENTENCE not in self.text:
            raise SystemExit(f"{programme}: the sentence to be changed is not in it: {SENTENCE}")
        self.script.write_text(self.text, encoding="utf-8")
        self.changes = 0
        self.environment = surroundings(self.cache)
        self.command = [sys.executable, "-m", "audiocoach", "render", str(self.script), "--all", "-o", str(self.output)]

    def warm_up(self) -> None:
        """Have all modules compiled."""
        subprocess.run(
            [*self.command[:5], "--session", "1.1", "-o", str(self.output)],
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def cold(self) -> None:
        """Remove the output and the cache, as on the first day."""
        for folder in (self.output, self.cache):
            shutil.rmtree(folder, ignore_errors=True)

    def again(self) -> None:
        """Leave everything as it is."""

    def changed(self) -> None:
        """Change one sentence into one that was never spoken before."""
        self.changes += 1
        self.script.write_text(self.text.replace(SENTENCE, OTHERWISE.format(self.changes)), encoding="utf-8")

    def measure(self, prepare: Callable[[], None], runs: int) -> tuple[Run, int]:
        """Return the median of `runs` runs, each after `prepare`, and how many utterances the last one spoke."""
        found, spoken = [], 0
        for number in range(runs + 1):
            prepare()
            before = clips(self.cache)
            found.append(measured(self.command, self.environment, watched=number == runs and LINUX))
            spoken = clips(self.cache) - before
        return median(found), spoken


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="of each; times are their medians (default 3)")
    parser.add_argument("--programme", type=Path, default=PROGRAMME, help="another programme's file")
    chosen = parser.parse_args()
    medians: dict[str, Run] = {}
    with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as name:
        bench = Bench(Path(name), chosen.programme)
        bench.warm_up()
        print("               wall      CPU   peak PSS   spoken   files")
        for what, prepare in (("cold", bench.cold), ("again", bench.again), ("changed", bench.changed)):
            run, spoken = bench.measure(prepare, chosen.runs)
            medians[what] = run
            row = f"{what:<10}{run.wall_s:>7.2f} s {run.cpu_s:>6.2f} s {memory(run.peak_mb):>10}"
            print(f"{row}   {spoken:>6}  {files(bench.output):>6}")
            if what == "again" and spoken:
                raise SystemExit("nothing has changed, and still something was spoken")
    print()
    cold = medians["cold"]
    verdicts = [
        ("cold, seconds", cold.wall_s, TARGETS["cold_s"]),
        ("cold, MB of PSS", cold.peak_mb or 0.0, TARGETS["cold_mb"]),
        ("with nothing changed, seconds", medians["again"].wall_s, TARGETS["again_s"]),
    ]
    for what, value, most in verdicts:
        print(f"{'MISSED' if value > most else 'met':<7} {what}: {value:.2f}, at most {most:g}")
    return int(any(value > most for _, value, most in verdicts))


if __name__ == "__main__":
    sys.exit(main())
