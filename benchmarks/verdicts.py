"""What rendering may cost, and whether it does: ratios within one run, so that they hold on any computer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from measuring import Run

Key = tuple[int, str]
"""Minutes, and "voice" or "music"."""

Medians = Mapping[Key, Mapping[str, Run]]


@dataclass(frozen=True)
class Verdict:
    """A figure and its bound: an upper one, or with `least` a lower one."""

    what: str
    value: float
    bound: float
    least: bool = False

    @property
    def met(self) -> bool:
        """Tell whether it holds."""
        return self.value >= self.bound if self.least else self.value <= self.bound

    def __str__(self) -> str:
        most = "at least" if self.least else "at most"
        return f"{'met' if self.met else 'MISSED':<7} {self.what}: {self.value:.3g}, {most} {self.bound:g}"


def verdicts(medians: Medians) -> Iterator[Verdict]:
    """Yield every verdict that the measured ways allow."""
    half, long = medians.get((30, "voice"), {}), medians.get((180, "voice"), {})
    if "warm" in half:
        yield Verdict("30 minutes of voice, warm, the whole process, seconds", half["warm"].wall_s, 0.5)
        yield from _faster(half, "warm", "lameenc", 8)
    if "second" in half:
        yield Verdict("30 minutes of voice after imports, seconds", half["second"].wall_s, 0.1)
        yield from _faster(half, "second", "lameenc", 30)
        yield from _faster(half, "second", "pydub", 500)
    if "warm" in half and "warm" in long:
        yield Verdict("180 minutes of voice over 30, warm, time", long["warm"].wall_s / half["warm"].wall_s, 1.5)
        yield from _memory("180 minutes of voice over 30, warm, memory", long["warm"], half["warm"], 1.1)
    for (minutes, kind), found in medians.items():
        if kind != "music":
            continue
        for way, most in (("spoken", 0.75), ("measured", 0.65)):
            if way in found and "lameenc" in found:
                ratio = found[way].wall_s / found["lameenc"].wall_s
                yield Verdict(f"{minutes} minutes over music, {way}, time over lameenc's", ratio, most)
        peaks = [run.peak_mb for way, run in found.items() if way in ("cold", "spoken", "measured") and run.peak_mb]
        if peaks:
            yield Verdict(f"{minutes} minutes over music, MB of PSS", max(peaks), 300)


def _faster(found: Mapping[str, Run], way: str, rival: str, times: float) -> Iterator[Verdict]:
    if rival in found:
        ratio = found[rival].wall_s / found[way].wall_s
        yield Verdict(f"30 minutes of voice, {way}, times as fast as {rival}", ratio, times, least=True)


def _memory(what: str, one: Run, other: Run, most: float) -> Iterator[Verdict]:
    if one.peak_mb and other.peak_mb:
        yield Verdict(what, one.peak_mb / other.peak_mb, most)
