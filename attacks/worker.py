"""One process that attacks one target for a while, and says each second how far it is."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from attacks.kept import Kept, digest
from attacks.shrinking import shrunk
from attacks.target import Target
from attacks.targets import target_named
from attacks.watching import LONGEST_S, watched

_MOST_BYTES = 4_000_000_000
"""The address space of a worker: an input that wants all memory gets an error and not the computer."""


@dataclass
class Tally:
    """What a worker has done: attempts, the slowest (s), the biggest (MB), and how many inputs were new.

    `cpu_s`: its seconds of the processor, with those of its children. `seeds` and `planned`: how many of what it begins
    with have been tried, of how many. `sorts`: the attempts by sort.
    """

    attempts: int = 0
    slowest_s: float = 0.0
    biggest_mb: float = 0.0
    new: int = 0
    cpu_s: float = 0.0
    seeds: int = 0
    planned: int = 0
    sorts: dict[str, int] = field(default_factory=dict)


def attack(
    target: Target, kept: Kept, seed: str, seconds: float, number: int, tell: Callable[[Tally], None] | None = None
) -> Tally:
    """Try inputs until the time is over: first all the seeds, then what is made of them. `tell` is told each second."""
    random = Random(seed)
    seeds = list(dict.fromkeys(target.seeds()))
    tried_before = kept.tried(target.name)
    pending = [data for data in reversed(seeds) if digest(data) not in tried_before]
    corpus = list(dict.fromkeys([*kept.corpus(target.name), *seeds]))
    tally = Tally(seeds=len(seeds) - len(pending), planned=len(seeds))
    until = time.monotonic() + seconds
    told = 0.0
    now = kept.now(target.name, number)
    while time.monotonic() < until:
        is_seed, tally.cpu_s = bool(pending), sum(os.times()[:4])
        data = pending.pop() if pending else target.next(corpus, random)
        now.write_bytes(data)
        if tell is not None and time.monotonic() - told > 1:
            told = time.monotonic()
            tell(tally)
        tried = watched(target, data)
        tally.attempts += 1
        sort = target.sort(data)
        tally.sorts[sort] = tally.sorts.get(sort, 0) + 1
        if is_seed:
            kept.note_tried(target.name, data)
            tally.seeds += 1
        tally.slowest_s, tally.biggest_mb = max(tally.slowest_s, tried.seconds), max(tally.biggest_mb, tried.memory_mb)
        if tried.broken:
            # Another worker goes on behind one that was broken off.
            _note(target, kept, data, tried.broken, tried.trace, slow=tried.seconds > LONGEST_S)
            if tried.hung:
                break
        elif not kept.known(target.name, tried.kind):
            tally.new += 1
            kept.keep(target.name, tried.kind, data, random)
            corpus.append(data)
    now.unlink()
    return tally


def _note(target: Target, kept: Kept, data: bytes, broken: str, trace: str, *, slow: bool) -> None:
    """Keep what broke, made small unless it is known already or each try takes seconds."""
    is_known = any(finding.broken == broken for finding in kept.findings(target.name))
    if not is_known and not slow:
        kept.found(target.name, broken, data, trace)
        data = shrunk(data, lambda smaller: watched(target, smaller).broken == broken)
    kept.found(target.name, broken, data, trace)


def bounded() -> None:
    """Bound the memory this process may have, where the system can."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


def main(arguments: list[str]) -> None:
    """Attack by command: target, folder, seed, seconds, number."""
    name, home, seed, seconds, number = arguments
    bounded()
    # What the product, or a library under it, prints goes nowhere: the campaign reads what is told here.
    with os.fdopen(os.dup(1), "w") as out, open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)

        def tell(tally: Tally) -> None:
            print(json.dumps(asdict(tally)), file=out, flush=True)

        tell(attack(target_named(name), Kept(Path(home)), seed, float(seconds), int(number), tell))


if __name__ == "__main__":
    main(sys.argv[1:])
