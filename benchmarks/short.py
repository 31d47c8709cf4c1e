"""The benchmarks in under five minutes: what a change costs, and how far the machine lets one tell.

    python benchmarks/short.py [--against PYTHON] [--runs 5]

Half an hour of voice is rendered cold (nothing kept), changed (one word of one cue) and warm (all kept), and half an
hour of a metronome without a pause, cold. Each is a process of its own, and CPU time counts, its children's included.

With `--against`, the Python of another checkout, both are run in turn, and the ratio of each pair is told.
A bound is missed only when the middle ratio and the pair that looks best are both over it; when they disagree, the
machine was too busy to tell. Without it, LAME alone over the same samples is the other side.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring import LINUX, Run, measured, surroundings
from rivals import rival
from sessions import OTHER_WORDS, gift_of, script

MINUTES = 30
CLICKS = f"session: Clicks\nvoice: {{engine: tone}}\nsteps:\n  - {{work: {MINUTES}m, name: Run, cadence: 170}}\n"
BOUNDS = {"cold": 1.05, "changed": 1.05, "warm": 1.05, "clicks": 1.25}
"""CPU time over that of the other checkout."""
TIMES_AS_FAST_AS_LAME = 8


@dataclass(frozen=True)
class Side:
    """One Python with audiocoach in it, and a folder with the cache that it fills."""

    python: str
    folder: Path

    def run(self, way: str, number: int) -> Run:
        """Measure one way once; `number` tells which word is changed."""
        path = self.folder / f"{way}.yaml"
        word = OTHER_WORDS[number % len(OTHER_WORDS)] if way == "changed" else "shoulders"
        path.write_text(CLICKS if way == "clicks" else script(MINUTES, music=False, word=word), encoding="utf-8")
        if way not in ("cold", "clicks"):
            return measured(self._render(path), surroundings(self.folder / "full"), watched=False)
        with tempfile.TemporaryDirectory(dir=self.folder) as cache:
            return measured(self._render(path), surroundings(Path(cache)), watched=False)

    def fill(self) -> None:
        """Keep all that a warm run needs."""
        for way in ("warm", "clicks"):
            self.run(way, 0)

    def _render(self, path: Path) -> list[str]:
        target = str(self.folder / f"{path.stem}.mp3")
        return [self.python, "-P", "-m", "audiocoach", "render", str(path), "-o", target, "--quiet"]


@dataclass
class Busy:
    """How much of the machine others took: Linux tells; elsewhere nothing is said."""

    began: float
    idle: float

    @classmethod
    def now(cls) -> Busy:
        """Begin to watch."""
        return cls(time.monotonic(), _idle_s())

    def others(self, ours_s: float) -> str:
        """Say what share of all processors was neither idle nor ours, which took `ours_s` seconds of CPU."""
        if not LINUX:
            return "how busy the machine was is not told here"
        whole = (time.monotonic() - self.began) * (os.cpu_count() or 1)
        share = max(0.0, whole - (_idle_s() - self.idle) - ours_s) / whole
        return f"others took {share:.0%} of the machine" + (": too much to trust small differences" * (share > 0.1))


def _idle_s() -> float:
    if not LINUX:
        return 0.0
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    return (int(fields[3]) + int(fields[4])) / os.sysconf("SC_CLK_TCK")


def judged(what: str, ratios: Sequence[float], bound: float, *, least: bool = False) -> tuple[str, bool]:
    """Tell whether ratios keep a bound: met, missed, or too close for this machine at this time."""
    middle, best = statistics.median(ratios), (max if least else min)(ratios)
    keeps: Callable[[float], bool] = (lambda x: x >= bound) if least else (lambda x: x <= bound)
    word = "met" if keeps(middle) else "unsure" if keeps(best) else "MISSED"
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    return f"{word:<7}{what}: {middle:.3f} ({spread}), {'at least' if least else 'at most'} {bound:g}", word != "MISSED"


def main() -> int:
    """Measure and judge; 1 when a bound is missed beyond doubt."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--against", help="the Python of another checkout's environment")
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    lines, fine, spent = [], True, 0.0
    watch = Busy.now()
    with tempfile.TemporaryDirectory(prefix="audiocoach-short-") as name:
        sides = []
        for number, python in enumerate(filter(None, [sys.executable, chosen.against])):
            folder = Path(name) / str(number)
            folder.mkdir()
            sides.append(Side(python, folder))
            sides[-1].fill()
        cpu: dict[str, list[tuple[float, ...]]] = {}
        for way in BOUNDS:
            for number in range(chosen.runs):
                cpu.setdefault(way, []).append(tuple(side.run(way, number).cpu_s for side in sides))
            middles = [statistics.median(times) for times in zip(*cpu[way], strict=True)]
            print(f"{way:<8}" + "  over  ".join(f"{middle:.3f} s of CPU" for middle in middles), flush=True)
            if chosen.against:
                said, kept = judged(way, [ours / theirs for ours, theirs in cpu[way]], BOUNDS[way])
                lines.append(said)
                fine &= kept
        spent = sum(sum(times) for runs in cpu.values() for times in runs)
        if not chosen.against:
            gift = Path(name) / "gift"
            gift_of(sides[0].folder / "warm.yaml", sides[0].folder / "full", bed=False).write(gift, None)
            lame = [
                measured(rival("lameenc", gift, Path(name) / "lame.mp3", music=None), dict(os.environ), watched=False)
                for _ in range(chosen.runs)
            ]
            spent += sum(run.cpu_s for run in lame)
            ratios = [run.cpu_s / ours for run, (ours,) in zip(lame, cpu["warm"], strict=True)]
            said, fine = judged("times as fast as LAME alone, warm", ratios, TIMES_AS_FAST_AS_LAME, least=True)
            lines.append(said)
    print("\n".join([*lines, watch.others(spent)]))
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
