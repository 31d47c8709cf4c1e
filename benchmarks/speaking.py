"""What new words cost: a hundred cues over the time that they last, and thirty athletes over one.

    python benchmarks/speaking.py [--runs 5] [--voice joe] [--voice af_heart] [--voice pyttsx3]

Measured is the whole process of `audiocoach render`, with an empty cache and an empty folder: it loads the voice,
speaks, levels, mixes and encodes. Times are medians of `--runs`; each memory is of one more run, whose time does not
count (see `measuring.py`).

The hundred cues are all distinct. The athletes run the shipped first session, which names them in its title, in the
long talk at its beginning and in two more of its cues.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from measuring import LINUX, Run, measured, median, memory, surroundings
from sessions import DOING, HOW
from verdicts import Verdict

CUES = 100
CUE_EVERY_S = 15
MOST_OF_LENGTH = {"joe": 0.15, "af_heart": 0.20}
"""By voice, the time that speaking may take of what the words last: the neural ones are slow, on two cores."""

FIRST_SESSION = Path(__file__).parents[1] / "scripts" / "backwards-first.yaml"
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
MOST_OF_ONE = 3.0
"""How often the time of one athlete all of them may take."""


def hundred_cues() -> str:
    """Write a session with a hundred cues, no two of them the same."""
    first = ("Now the first side:", "Now the other side:")
    sentences = [f"{side} {doing.lower()}, {how}" for side, doing, how in product(first, DOING, HOW)][:CUES]
    lines = ["session: A hundred cues", "coach: beeps-only", "steps:", f"  - work: {CUES * CUE_EVERY_S}s", "    cues:"]
    for n, sentence in enumerate(sentences):
        lines += [f"      - at: {n * CUE_EVERY_S + 2}s", f'        say: "{sentence}"']
    return "\n".join(lines) + "\n"


def named_session() -> str:
    """Return the first session, naming somebody."""
    text = FIRST_SESSION.read_text(encoding="utf-8")
    for words, naming in NAMING.items():
        if text.count(words) != 1:
            raise SystemExit(f"{FIRST_SESSION}: {words!r} is not in it once")
        text = text.replace(words, naming)
    return text


class Bench:
    """Scripts in a folder of their own, spoken by one voice with a cache of its own."""

    def __init__(self, folder: Path, voice: str, runs: int) -> None:
        self.folder, self.voice, self.runs = folder, voice, runs
        self.environment = surroundings(folder / "cache")
        self.cues, self.named, self.club = folder / "cues.yaml", folder / "named.yaml", folder / "club.csv"
        self.cues.write_text(hundred_cues(), encoding="utf-8")
        self.named.write_text(named_session(), encoding="utf-8")
        self.club.write_text("\n".join(["name", *ATHLETES]) + "\n", encoding="utf-8")

    def command(self, *arguments: str | Path) -> list[str]:
        """Return a command line of audiocoach, in this voice."""
        return [sys.executable, "-m", "audiocoach", *map(str, arguments), "--voice", self.voice]

    def spoken_s(self) -> float:
        """Sum the lengths of the hundred cues, in seconds."""
        command = self.command("show", self.cues, "--json")
        shown = subprocess.run(command, env=self.environment, check=True, capture_output=True)
        spoken = [event for event in json.loads(shown.stdout)["events"] if event["type"] == "say"]
        assert len({event["text"] for event in spoken}) == CUES
        return sum(event["end_ms"] - event["start_ms"] for event in spoken) / 1000

    def render(self, what: str, *arguments: str | Path) -> Run:
        """Print and return the median of some cold runs."""
        output, found = self.folder / "output", []
        for number in range(self.runs + 1):
            for folder in (self.folder / "cache", output):
                shutil.rmtree(folder, ignore_errors=True)
            command = self.command("render", *arguments, "-o", output)
            found.append(measured(command, self.environment, watched=number == self.runs and LINUX))
        run = median(found)
        print(
            f"{self.voice:<10}{what:<14}{run.wall_s:>7.2f} s {run.cpu_s:>7.2f} s {memory(run.peak_mb):>10}", flush=True
        )
        return run


def main() -> int:
    """Measure and print; 1 when something takes too long."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="of each; times are their medians (default 5)")
    parser.add_argument("--voice", action="append", help="joe and af_heart are neural (default: joe and pyttsx3)")
    chosen = parser.parse_args()
    verdicts: list[Verdict] = []
    print("                           wall       CPU   peak PSS")
    for voice in chosen.voice or ["joe", "pyttsx3"]:
        with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as name:
            bench = Bench(Path(name), voice, chosen.runs)
            lasting = bench.spoken_s()
            cues = bench.render(f"{CUES} cues", bench.cues)
            one = bench.render("one athlete", bench.named, "--athlete", "Ann")
            club = bench.render(f"{len(ATHLETES)} athletes", bench.named, "--athletes", bench.club)
        share = cues.wall_s / lasting
        what = f"{voice}, {CUES} new cues of {lasting:.0f} s, time over their length"
        if voice in MOST_OF_LENGTH:
            verdicts.append(Verdict(what, share, MOST_OF_LENGTH[voice]))
        else:
            print(f"{what}: {share:.3g}")
        verdicts.append(
            Verdict(f"{voice}, {len(ATHLETES)} athletes over one, time", club.wall_s / one.wall_s, MOST_OF_ONE)
        )
    print("", *verdicts, sep="\n")
    return int(not all(verdict.met for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
