"""How fast a session is rendered and how much memory it takes, against the two ways one would try first.

    python benchmarks/render.py [--runs 3] [--minutes 30 60] [--skip pydub] [--all]

The session: 200 spoken cues in 30 minutes, 60 of them distinct, every signal and countdown; 60 minutes are the same
twice. Measured, each as a process of its own:

    cold    `audiocoach render` with an empty cache: it speaks everything
    warm    the same with everything spoken already
    lameenc (a) the whole session's samples put together in memory and encoded by lameenc in one go
    pydub   (b) the usual way: each clip overlaid onto the whole base with pydub, the result encoded by lameenc

(a) and (b) get the finished clips and their times as a gift: they neither read a script nor speak. (b) takes minutes,
so it is measured once, over the shortest session, unless `--all` is given.

Wall time and CPU are of the process and all it starts; memory is the summed proportional set size (PSS) of its whole
tree, read every 20 ms, which only Linux tells. Reading it takes a fifth of one CPU, so it is read in a run of its own
whose time does not count (of `pydub` in the same run). Times are medians; ratios are against `cold`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from measuring import LINUX, Run, measured, median, memory

RESULTS = Path(__file__).with_name("results.json")

# Ten cues in each round of 90 s, each of which has six sentences in turn.
WORK_AT, REST_AT = (2, 11, 20, 29, 38, 47), (3, 9, 15, 21)
DOING = ("Run tall", "Quick feet", "Breathe out", "Soft hands", "Look ahead", "Land lightly")
HOW = (
    "and let your shoulders drop.",
    "with short and easy steps.",
    "as if the ground were warm.",
    "for ten more of them.",
    "like you did at the start.",
    "without any hurry.",
    "and count to four.",
    "one step at a time.",
    "then do it once more.",
    "and smile a little.",
)

TARGETS = {"cold_s": 4.0, "cold_mb": 250.0, "growth": 1.2}
"""For 30 minutes: seconds and megabytes; and how much more memory 60 minutes may take."""


def script(minutes: int) -> str:
    """A session of `minutes` (a multiple of 30) with 200 cues in each 30, 60 of them distinct in all."""
    lines = [f"session: Benchmark of {minutes} minutes", "coach: beeps-only", "steps:"]
    lines += [f"  - repeat: {minutes * 2 // 3}", "    steps:"]
    how = iter(HOW)
    for kind, length, moments in (("work", 60, WORK_AT), ("rest", 30, REST_AT)):
        lines += [f"      - {kind}: {length}s", "        cues:"]
        for at in moments:
            end = next(how)
            lines += [f"          - at: {at}s", "            say:"]
            lines += [f"              - {doing}, {end}" for doing in DOING]
    return "\n".join(lines) + "\n"


def lay_out(session: Path, cache: Path, folder: Path) -> None:
    """Write the clips of a session and their times for the others: `clips/N.pcm` and `events.json`."""
    os.environ["AUDIOCOACH_CACHE"] = str(cache)
    from audiocoach import load_session
    from audiocoach.narration import Narrator
    from audiocoach.rendering import build_timeline
    from audiocoach.shelf import SoundShelf

    loaded = load_session(session)
    timeline = build_timeline(loaded)
    narrator, shelf = Narrator(loaded.language), SoundShelf()
    narrator.measure([event.words for event in timeline.events if event.words])
    spoken = [event.text for event in timeline.events if event.type == "say"]
    print(
        f"{timeline.length_ms // 60_000} minutes: {len(spoken)} cues, {len(set(spoken))} of them distinct, and ", end=""
    )
    print(f"{len(timeline.events) - len(spoken)} signals")
    clips: dict[bytes, int] = {}
    events = []
    folder.mkdir()
    for event in timeline.events:
        pcm = (narrator.clip(event.words) if event.words else shelf.clip(event.sound, event.where)).pcm
        if pcm not in clips:
            (folder / f"{len(clips)}.pcm").write_bytes(pcm)
        events.append([event.start_ms, clips.setdefault(pcm, len(clips))])
    (folder / "events.json").write_text(json.dumps({"length_ms": timeline.length_ms, "events": events}))


LAID_OUT = """
import json, sys
from pathlib import Path
folder, target = map(Path, sys.argv[1:])
plan = json.loads((folder / "events.json").read_text())
clips = [(folder / f"{n}.pcm").read_bytes() for n in range(1 + max(n for _, n in plan["events"]))]

def encode(pcm):
    import lameenc
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(24_000)
    encoder.set_out_sample_rate(24_000)
    encoder.set_bit_rate(48)
    encoder.set_quality(3)
    target.write_bytes(bytes(encoder.encode(pcm)) + bytes(encoder.flush()))
"""

WHOLE = """
import numpy as np
whole = np.zeros(plan["length_ms"] * 24, np.int16)
for at, n in plan["events"]:
    clip = np.frombuffer(clips[n], np.int16)
    whole[at * 24 : at * 24 + len(clip)] += clip
encode(whole.tobytes())
"""

OVERLAID = """
import warnings
warnings.simplefilter("ignore")
from pydub import AudioSegment
base = AudioSegment.silent(plan["length_ms"], frame_rate=24_000)
for at, n in plan["events"]:
    base = base.overlay(AudioSegment(clips[n], sample_width=2, frame_rate=24_000, channels=1), position=at)
encode(base.raw_data)
"""


def commands(name: str, session: Path, laid_out: Path, target: Path) -> list[str]:
    """The process that is measured."""
    if name in ("cold", "warm"):
        return [sys.executable, "-m", "audiocoach", "render", str(session), "-o", str(target), "--quiet"]
    return [sys.executable, "-c", LAID_OUT + (WHOLE if name == "lameenc" else OVERLAID), str(laid_out), str(target)]


def measure(minutes: int, names: list[str], once: set[str], runs: int, folder: Path) -> dict[str, list[Run]]:
    """The runs over a session of `minutes`, in turn, so that all meet the same machine; some only `once`."""
    session, warm, laid_out = folder / f"{minutes}.yaml", folder / f"cache-{minutes}", folder / f"clips-{minutes}"
    session.write_text(script(minutes), encoding="utf-8")
    lay_out(session, warm, laid_out)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["AUDIOCOACH_CACHE"] = str(warm)
    subprocess.run(commands("warm", session, laid_out, folder / "first.mp3"), env=environment, check=True)
    found: dict[str, list[Run]] = {name: [] for name in names}
    for run in range(runs + 1):
        last = run == runs
        for name in names:
            if name in once and not last:
                continue
            target = folder / f"{name}.mp3"
            cache = folder / f"cold-{minutes}-{run}" if name == "cold" else warm
            here = {**environment, "AUDIOCOACH_CACHE": str(cache)}
            command = commands(name, session, laid_out, target)
            found[name].append(measured(command, here, watched=last and LINUX))
            size = target.stat().st_size
            if abs(size / (minutes * 60 * 6000) - 1) > 0.01:
                raise SystemExit(f"{name} wrote {size} bytes, which is not {minutes} minutes")
    return found


def table(minutes: int, medians: dict[str, Run]) -> Iterator[str]:
    """The medians, and how many times as much as `cold` each takes."""
    yield f"{minutes} min    wall      CPU   peak PSS   wall/cold   PSS/cold"
    base = medians["cold"]
    for name, run in medians.items():
        more = "-" if run.peak_mb is None or not base.peak_mb else f"{run.peak_mb / base.peak_mb:.1f} x"
        yield (
            f"{name:<8}{run.wall_s:>6.2f} s {run.cpu_s:>6.2f} s {memory(run.peak_mb):>10}"
            f"  {run.wall_s / base.wall_s:>8.1f} x {more:>10}"
        )


def verdicts(medians: dict[int, dict[str, Run]]) -> Iterator[tuple[str, float, float]]:
    """Each target: what it is, what was measured, and what it may be."""
    shorter = medians.get(30)
    if shorter is None:
        return
    cold = shorter["cold"]
    yield "30 minutes cold, seconds", cold.wall_s, TARGETS["cold_s"]
    if cold.peak_mb is None:
        return
    yield "30 minutes cold, MB of PSS", cold.peak_mb, TARGETS["cold_mb"]
    longer = medians.get(60)
    if longer and longer["cold"].peak_mb:
        yield "60 minutes' memory over 30's", longer["cold"].peak_mb / cold.peak_mb, TARGETS["growth"]


def main() -> int:
    """Measure, print, and keep the figures; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--runs", type=int, default=3, help="timed runs of each, besides the one for memory (default 3)"
    )
    parser.add_argument("--minutes", type=int, nargs="+", default=[30, 60], choices=[30, 60, 90, 120])
    parser.add_argument("--skip", nargs="+", default=[], choices=["warm", "lameenc", "pydub"], help="leave these out")
    parser.add_argument("--all", action="store_true", help="measure the pydub way in every run and at every length")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where the figures go as JSON")
    chosen = parser.parse_args()
    if not LINUX:
        print("This system does not tell PSS: no memory is measured.")
    names = [name for name in ("cold", "warm", "lameenc", "pydub") if name not in chosen.skip]
    runs: dict[int, dict[str, list[Run]]] = {}
    with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as folder:
        for minutes in sorted(chosen.minutes):
            these = [name for name in names if chosen.all or name != "pydub" or minutes == min(chosen.minutes)]
            runs[minutes] = measure(minutes, these, set() if chosen.all else {"pydub"}, chosen.runs, Path(folder))
    medians = {minutes: {name: median(of) for name, of in found.items()} for minutes, found in runs.items()}
    for minutes, found in medians.items():
        print()
        for line in table(minutes, found):
            print(line)
    print()
    missed = False
    for what, value, most in verdicts(medians):
        missed |= value > most
        print(f"{'MISSED' if value > most else 'met':<7} {what}: {value:.2f}, at most {most:g}")
    figures = {
        str(minutes): {name: [asdict(run) for run in of] for name, of in found.items()}
        for minutes, found in runs.items()
    }
    about = {"python": sys.version.split()[0], "system": sys.platform, "cpus": os.cpu_count()}
    chosen.output.write_text(json.dumps({**about, "runs": figures}, indent=1) + "\n", encoding="utf-8")
    print(f"\nEvery run: {chosen.output}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
