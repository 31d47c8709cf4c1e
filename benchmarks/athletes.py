"""How fast one session is made for many athletes, and how much memory that takes: 30 minutes, three sentences of which
name somebody, this computer's voice, names that were never spoken before.

    python benchmarks/athletes.py [--runs 3] [--jobs 2] [--counts 50 100 200] [--options=--spliced] [--titled]

Measured, each as a process of its own with an empty cache and an empty folder, `audiocoach render --athletes --jobs`:
for one athlete, and for each of the counts. What one more athlete takes is the difference by their number; linear is
how much more that is for the most athletes than for the fewest. `again` has nothing to do. `stored` is an athlete's
file in the mean, without what is shared; with `--titled` the title, which is said, names them as well.

Times are medians of `--runs`; memory is of all processes together, of one more run, whose time does not count (see
`measuring.py`).
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from measuring import LINUX, Run, measured, median, memory, surroundings

TITLE, TITLED = "session: Walk and run\n", 'session: "Walk and run with {athlete}"\n'

SCRIPT = Path(__file__).parents[1] / "tests" / "samples" / "athletes" / "walk-and-run.yaml"

TARGETS = {"an athlete, ms": 85.0, "memory, MB": 500.0, "more than linear, %": 10.0}
"""With `--jobs 2` on two cores."""

SPLICED_TARGETS = {**TARGETS, "an athlete, ms": 50.0, "stored, kB": 64.0}
"""With `--spliced` besides."""


def names(count: int) -> list[str]:
    """Make names of two syllables and an end, each another."""
    parts = (
        ("Ba", "Be", "Da", "Di", "Lo", "Mi", "Na", "Ro", "Sa", "Te"),
        ("ri", "ro", "le", "la", "mo", "ne", "to", "vi"),
    )
    found = (f"{first}{middle}{end}" for end in ("n", "dan", "lin", "s") for first, middle in itertools.product(*parts))
    return list(itertools.islice(found, count))


class Bench:
    """The session in a folder of its own, with its own cache."""

    def __init__(self, folder: Path, jobs: int, options: Sequence[str], *, titled: bool) -> None:
        self.folder, self.output, self.cache = folder, folder / "output", folder / "cache"
        script = SCRIPT.read_text(encoding="utf-8")
        (folder / "named.yaml").write_text(script.replace(TITLE, TITLED) if titled else script, encoding="utf-8")
        self.environment = surroundings(self.cache)
        self.command = [sys.executable, "-m", "audiocoach", "render", str(folder / "named.yaml"), "-q"]
        self.command += ["--jobs", str(jobs), *options, "-o", str(self.output)]

    def run(self, count: int, *, watched: bool = False, again: bool = False) -> Run:
        """Make the session for so many."""
        table = self.folder / f"club{count}.csv"
        table.write_text("name\n" + "\n".join(names(count)) + "\n", encoding="utf-8")
        if not again:
            for folder in (self.output, self.cache):
                shutil.rmtree(folder, ignore_errors=True)
        found = measured([*self.command, "--athletes", str(table)], self.environment, watched=watched)
        made = sum(1 for _ in self.files())
        if made != count:
            raise SystemExit(f"{made} files were made for {count} athletes")
        return found

    def files(self) -> Iterator[Path]:
        """Give what was made for each."""
        return self.output.glob("*.mp3*")

    def stored_kb(self) -> float:
        """Give the size of one of them in the mean, in kB."""
        sizes = [path.stat().st_size for path in self.files()]
        return sum(sizes) / len(sizes) / 1000


def main() -> None:
    """Measure, and print one line a count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--counts", type=int, nargs="+", default=[50, 100, 200])
    parser.add_argument("--options", default="", help="further options of 'render', with spaces between them")
    parser.add_argument("--titled", action="store_true", help="the title names them too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), asked.jobs, asked.options.split(), titled=asked.titled)
        bench.run(1)  # all modules are compiled
        runs: dict[int, list[Run]] = {count: [] for count in (1, *asked.counts)}
        for _ in range(asked.runs):  # in alternation, so that what else the computer does is everybody's
            for count, found in runs.items():
                found.append(bench.run(count))
        each: dict[int, float] = {}
        one = median([*runs[1], runs[1][-1]])
        print(f"{'athletes':>9} {'wall':>8} {'CPU':>8} {'each':>9} {'CPU each':>9} {'memory':>8} {'stored':>9}")
        for count, found in runs.items():
            watched = bench.run(count, watched=LINUX)
            total = median([*found, watched])
            each[count] = (total.wall_s - one.wall_s) * 1000 / max(1, count - 1)
            cpu = (total.cpu_s - one.cpu_s) * 1000 / max(1, count - 1)
            print(
                f"{count:9} {total.wall_s:6.1f} s {total.cpu_s:6.1f} s {each[count]:6.0f} ms {cpu:6.0f} ms "
                f"{memory(total.peak_mb):>8} {bench.stored_kb():6.0f} kB"
            )
        again = bench.run(asked.counts[-1], again=True)
        print(f"{'again':>9} {again.wall_s:6.1f} s {again.cpu_s:6.1f} s")
        few, most = min(count for count in asked.counts if count > 1), max(asked.counts)
        print(f"linear: one of {most} takes {100 * (each[most] / each[few] - 1):+.0f} % against one of {few}")
        targets = SPLICED_TARGETS if "--spliced" in asked.options else TARGETS
        print(f"targets: {', '.join(f'{name} <= {value:.0f}' for name, value in targets.items())}")


if __name__ == "__main__":
    main()
