"""What rendering costs in time and memory, each beside the ways one would try first, in the same run.

    python benchmarks/render.py [--minutes 10 30 60 180] [--kinds voice music] [--runs 5] [--all]

Measured, each as a process of its own:

    cold      `audiocoach render` with nothing kept from before: it speaks, measures the music, encodes
    spoken    with the words kept
    measured  with the words and the loudness of the music kept
    changed   with everything kept, after one word of one cue has changed
    warm      with everything kept
    second    warm, in a process that has rendered it before: without Python's start and imports
    lameenc   (a) all samples of the session, encoded by lameenc in one go
    pydub     (b) each clip overlaid onto the whole with pydub
    ffmpeg    (c) the same mix by FFmpeg, where it is installed

The last three are given finished clips as a present (see `rivals.py`). For 30 minutes all are run as often as `--runs`
says; for other lengths those with music, and the last three, once, with music up to an hour; pydub, which takes
minutes, once and for 30 minutes alone, or for the shortest length. `--all` runs everything always. All of it takes half
an hour; `--minutes 30` is what most of the bounds are about.

Times are medians, memory is of one more run (see `measuring.py`). The table is followed by the figures of
`verdicts.py`; all runs are written as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import made_music
from measuring import LINUX, Run, measured, median, memory, surroundings
from rivals import FFMPEG, rival
from sessions import OTHER_WORDS, gift_of, script
from verdicts import Key, verdicts

RESULTS = Path(__file__).with_name("results.json")

KEPT: dict[str, tuple[str, ...] | None] = {
    "cold": (),
    "spoken": ("clips", "levels", "voices"),
    "measured": ("clips", "levels", "voices", "loudness"),
    "changed": None,
    "warm": None,
    "second": None,
}
"""What of the cache each way of ours begins with; None: all of it."""

RIVALS = ("lameenc", "pydub", "ffmpeg")
MOST_RIVAL_MUSIC = 60
BYTES_A_SECOND = {"voice": 6_000, "music": 16_000}

SECOND = """
import json, statistics, sys, time
from audiocoach import load_session, render
script, target, told = sys.argv[1:]
render(load_session(script), target)
walls, cpus = [], []
while len(walls) < 5 and sum(walls) < 10:
    wall, cpu = time.perf_counter(), time.process_time()
    render(load_session(script), target)
    walls.append(time.perf_counter() - wall)
    cpus.append(time.process_time() - cpu)
with open(told, "w") as file:
    json.dump([statistics.median(walls), statistics.median(cpus)], file)
"""


@dataclass(frozen=True)
class Bench:
    """One session, and where everything of it lies."""

    folder: Path
    minutes: int
    kind: str

    @property
    def session(self) -> Path:
        """Return the path of its script."""
        return self.folder / f"{self.minutes}-{self.kind}.yaml"

    @property
    def full(self) -> Path:
        """Return the path of a cache with everything in it."""
        return self.folder / f"cache-{self.minutes}-{self.kind}"

    @property
    def gift(self) -> Path:
        """Return the path of the folder that the rivals are given."""
        return self.folder / f"gift-{self.minutes}-{self.kind}"

    def write(self, word: str = "shoulders") -> Path:
        """Write its script, or one in which a word is another."""
        path = self.session if word == "shoulders" else self.session.with_stem(f"{self.session.stem}-{word}")
        path.write_text(script(self.minutes, music=self.kind == "music", word=word), encoding="utf-8")
        return path

    def prepare(self, ways: Sequence[str]) -> None:
        """Fill the cache, and lay out what the rivals are given."""
        self.write()
        subprocess.run(
            _render(self.session, self.folder / "first.mp3"),
            env=surroundings(self.full),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        if any(way in RIVALS for way in ways):
            gift = gift_of(self.session, self.full, bed="pydub" in ways)
            gift.write(self.gift, self.folder / "music" if self.kind == "music" else None)

    def run(self, way: str, number: int, *, watched: bool) -> Run:
        """Measure one way once."""
        target = self.folder / f"{way}.mp3"
        if way in RIVALS:
            music = self.folder / "music" if self.kind == "music" else None
            found = measured(rival(way, self.gift, target, music=music), dict(os.environ), watched=watched)
        else:
            found = self._ours(way, number, target, watched=watched)
        wanted = self.minutes * 60 * BYTES_A_SECOND[self.kind]
        if abs(target.stat().st_size / wanted - 1) > 0.1:
            raise SystemExit(f"{way} wrote {target.stat().st_size} bytes, which is not {self.minutes} minutes")
        return found

    def _ours(self, way: str, number: int, target: Path, *, watched: bool) -> Run:
        kept = KEPT[way]
        cache = self.full if kept is None else self.folder / "cache-of-this-run"
        for kind in kept or ():
            if (self.full / kind).is_dir():
                shutil.copytree(self.full / kind, cache / kind)
        if way == "second":
            told = self.folder / "second.json"
            command = [sys.executable, "-c", SECOND, str(self.session), str(target), str(told)]
            whole = measured(command, surroundings(cache), watched=watched)
            wall, cpu = json.loads(told.read_text())
            return Run(wall, cpu, whole.peak_mb)
        session = self.write(OTHER_WORDS[number % len(OTHER_WORDS)]) if way == "changed" else self.session
        found = measured(_render(session, target), surroundings(cache), watched=watched)
        if kept is not None:
            shutil.rmtree(cache)
        return found


def _render(session: Path, target: Path) -> list[str]:
    return [sys.executable, "-m", "audiocoach", "render", str(session), "-o", str(target), "--quiet"]


def ways_of(minutes: int, kind: str, chosen: argparse.Namespace) -> dict[str, int]:
    """Choose the ways to measure, and how often each is run."""
    ours = [way for way in KEPT if way != "measured" or kind == "music"]
    found = dict.fromkeys(ours, chosen.runs if kind == "voice" or minutes == 30 or chosen.all else 1)
    with_pydub = 30 if 30 in chosen.minutes else min(chosen.minutes)
    for way in RIVALS:
        if way == "ffmpeg" and FFMPEG is None:
            continue
        if chosen.all:
            found[way] = chosen.runs
        elif (way != "pydub" or minutes == with_pydub) and (kind == "voice" or minutes <= MOST_RIVAL_MUSIC):
            found[way] = chosen.runs if minutes == 30 and way != "pydub" else 0
    return {way: runs for way, runs in found.items() if way not in chosen.skip}


def measure(bench: Bench, ways: dict[str, int]) -> dict[str, list[Run]]:
    """Measure all ways in turn, so that all meet the same machine; the last run of each is watched."""
    bench.prepare(list(ways))
    found: dict[str, list[Run]] = {way: [] for way in ways}
    most = max(ways.values())
    for number in range(most):
        for way, runs in ways.items():
            if number < runs:
                found[way].append(bench.run(way, number, watched=False))
    for way in ways:
        found[way].append(bench.run(way, most, watched=LINUX))
    return found


def table(key: Key, medians: dict[str, Run]) -> Iterator[str]:
    """Write the medians as lines, and how many times as long as `warm` each takes."""
    minutes, kind = key
    yield f"{f'{minutes} min, {kind}':<16} wall       CPU   peak PSS   wall/warm"
    base = medians.get("warm")
    for way, run in medians.items():
        times = f"{run.wall_s / base.wall_s:>8.2f} x" if base else ""
        yield f"{way:<10}{run.wall_s:>9.3f} s {run.cpu_s:>7.2f} s {memory(run.peak_mb):>10}  {times}".rstrip()


def main() -> int:
    """Measure, print, and keep the figures; 1 when one is out of bounds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="timed runs, besides the one for memory (default 5)")
    parser.add_argument("--minutes", type=int, nargs="+", default=[10, 30, 60, 180], help="multiples of ten")
    parser.add_argument("--kinds", nargs="+", default=["voice", "music"], choices=["voice", "music"])
    parser.add_argument("--skip", nargs="+", default=[], choices=[*KEPT, *RIVALS], help="leave these ways out")
    parser.add_argument("--all", action="store_true", help="run every way at every length, as often as the others")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where the figures go as JSON")
    chosen = parser.parse_args()
    if any(minutes <= 0 or minutes % 10 for minutes in chosen.minutes):
        parser.error("--minutes takes multiples of ten")
    if not LINUX:
        print("This system does not tell PSS: no memory is measured.")
    if FFMPEG is None:
        print("FFmpeg is not installed: it is not measured.")
    runs: dict[Key, dict[str, list[Run]]] = {}
    with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as name:
        folder = Path(name)
        if "music" in chosen.kinds:
            made_music.make(folder / "music")
        for minutes in sorted(set(chosen.minutes)):
            for kind in chosen.kinds:
                ways = ways_of(minutes, kind, chosen)
                bench = Bench(folder, minutes, kind)
                found = runs[minutes, kind] = measure(bench, ways)
                print(
                    "\n".join(["", *table((minutes, kind), {way: median(of) for way, of in found.items()})]), flush=True
                )
                shutil.rmtree(bench.gift, ignore_errors=True)
    medians = {key: {way: median(of) for way, of in found.items()} for key, found in runs.items()}
    judged = list(verdicts(medians))
    print("\n" + "\n".join(map(str, judged or ["No bound is about these lengths."])))
    _keep(chosen.output, runs, medians, [{**asdict(each), "met": each.met} for each in judged])
    print(f"\nEvery run: {chosen.output}")
    return int(not all(each.met for each in judged))


def _keep(
    path: Path,
    runs: dict[Key, dict[str, list[Run]]],
    medians: dict[Key, dict[str, Run]],
    judged: list[dict[str, object]],
) -> None:
    figures = [
        {
            "minutes": minutes,
            "kind": kind,
            "medians": {way: asdict(run) for way, run in medians[minutes, kind].items()},
            "runs": {way: [asdict(run) for run in of] for way, of in found.items()},
        }
        for (minutes, kind), found in runs.items()
    ]
    about = {"python": sys.version.split()[0], "system": sys.platform, "cpus": os.cpu_count()}
    path.write_text(json.dumps({**about, "verdicts": judged, "sessions": figures}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
