"""A script as large as it may be ends soon and in little memory: as a value, or as an error with its place.

How soon is counted in seconds of a processor where limits are set (`tests/support/processor_speed.py`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.bounds import MAX_BYTES
from tests.support.processor_speed import run_timed

resource = pytest.importorskip("resource", reason="only Unix tells what a child has used")
pytestmark = pytest.mark.slow

HEAD = "session: x\nsteps:\n"
PROGRAMME = "programme: x\nweeks: 57\nper-week: 7\n"
TEMPLATE = "session:\n  session: x\n  steps:\n"
CPU_SECONDS, MEGABYTES = 6.0, 300
ORDINARY_SECONDS = 2.5


def filled(head: str, line: str, tail: str = "", most: int = MAX_BYTES) -> str:
    """A text of at most so many bytes with as many of the lines as go into it, each with its number."""
    size = len(head.encode()) + len(tail.encode())
    lines: list[str] = []
    while size + len(added := line.format(len(lines))) <= most:
        lines.append(added)
        size += len(added.encode())
    return head + "".join(lines) + tail


def said(words: str) -> Callable[[], str]:
    """Give five hundred different sentences, each as long as one may be."""
    return lambda: (
        f"{HEAD}  - work: 23h\n    cues:\n"
        + "".join(
            f'      - {{at: {100 * number + 10}s, say: "{number} {words * (1_900 // len(words))}"}}\n'
            for number in range(500)
        )
    )


BOMBS: dict[str, Callable[[], str]] = {
    "cues every second": lambda: f"{HEAD}  - work: 24h\n    cues:\n" + "    - {every: 1s, say: a}\n" * 300,
    "sessions of ten thousand steps": lambda: f'{PROGRAMME}{TEMPLATE}    - "9999 x (work 8s)"\n',
    "unused blocks": lambda: filled("session: x\nsteps: work 60s\nblocks:\n", "  b{}: work 60s\n"),
    "blocks in a chain": lambda: filled("session: x\nsteps: b0\nblocks:\n", "  b{0}: [c{0}]\n"),
    "a shuffled list": lambda: filled(
        f"{HEAD}  - work: 23h\n    cues:\n    - every: 10s\n      shuffle: true\n      say:\n",
        "      - Say {}.\n",
        most=15_000,
    ),
    "cues in rounds": lambda: filled(
        f"{HEAD}  - repeat: 9999\n    steps:\n    - work: 8s\n      cues:\n", "      - {{at: 4s, on: {}, say: a}}\n"
    ),
    "cues at once": lambda: filled(f"{HEAD}  - work: 24h\n    cues:\n", "    - {{at: 9s, say: a{}}}\n"),
    "words in braces": lambda: (
        f"{HEAD}  - repeat: 9999\n    steps:\n    - work: 8s\n      name: {'x' * 150}\n"
        f"      say: '{'{name} ' * 280}'\n"
    ),
    "deep lists": lambda: "session: x\nsteps: " + "[" * 500_000 + "\n",
    "many keys": lambda: filled("session: x\nsteps: work 60s\n", "k{}: v\n"),
    "one key again": lambda: f"{HEAD}  - {{work: 60s{', say: v' * 125_000}}}\n",
    "many anchors": lambda: filled(HEAD, "  - &a{0} work 1s\n"),
    "many problems": lambda: filled(HEAD, "  - wrok{} 90s\n"),
    "much that is no YAML": lambda: filled(HEAD, "  - work: 60s\n    say: a: {}\n"),
    "commas": lambda: f"{HEAD}  - {{work: 60s, say: a{', b' * 340_000}}}\n",
    "one long line": lambda: f"{HEAD}  - work 60s {'a 1, ' * 200_000}\n",
    "open brackets": lambda: f"{HEAD}  - work 60s {'(a, ' * 250_000}\n",
    "a long text": lambda: f"{HEAD}  - work: 60s\n    say: {'go ' * 340_000}\n",
    "question marks": lambda: "? " * 500_000,
    "talks as long as their words": lambda: filled(HEAD, f"  - {{{{talk: auto, say: '{'go ' * 600}{{}}'}}}}\n"),
    "fractions": said("1/2 "),
    "numbers and signs": said("(1"),
    "metres or minutes": said("10m>"),
    "hyphens": said("a-"),
    "numbers and hyphens": said("1-"),
    "primes": said("1' "),
    "a programme of problems": lambda: filled(PROGRAMME + TEMPLATE, "    - wrok {}s\n"),
    "a programme of blocks": lambda: filled(
        f"{PROGRAMME}{TEMPLATE}    - work 60s\n  blocks:\n", "    b{}: work 60s\n"
    ),
    "a programme of variables": lambda: filled(
        f"{PROGRAMME}progression:\n", "  v{}: 1\n", f"{TEMPLATE}    - work 60s\n"
    ),
    "a programme of growth": lambda: filled(
        f"{PROGRAMME}progression:\n", "  v{}: {{start: 1m, grow: 1s}}\n", f"{TEMPLATE}    - work v0\n"
    ),
}  # fmt: skip


# Started by a small process: what a system says of a child's memory counts the process that it was forked from.
STARTED = """
import json, os, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
child = subprocess.Popen([sys.executable, "-m", "audiocoach", *sys.argv[1:]], stderr=subprocess.STDOUT)
_, status, usage = os.wait4(child.pid, 0)
used = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
print(json.dumps([os.waitstatus_to_exitcode(status), *used]), file=sys.stderr)
"""


def used(path: Path, *arguments: str) -> tuple[int, str, float, float]:
    """Run a command; return its exit code, what it says, and what it took: seconds of a processor as fast as the one
    where limits are set, and megabytes.
    """
    ran = run_timed([sys.executable, "-c", STARTED, *arguments], path.parent)
    code, seconds, kilobytes = json.loads(ran.err)
    return code, ran.out, seconds / ran.slower, kilobytes / 1024 / (1024 if sys.platform == "darwin" else 1)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_goes_out(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    path.write_text(BOMBS[name](), encoding="utf-8")
    assert path.stat().st_size <= MAX_BYTES
    command = ["plan"] if name.startswith(("a programme", "sessions")) else ["check", "--fast"]
    code, told, seconds, megabytes = used(path, *command, path.name)
    assert code in (0, 1), told[:2_000]
    assert told.startswith("bomb.yaml:") or code == 0
    assert len(told.splitlines()) < 1_000
    assert seconds < CPU_SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.parametrize(
    "steps",
    ["  - 3333 x (work 8s Run, rest 9s Walk, drill 8s Hop)\n", "  - work: 8s\n    name: Run\n" * 9_999],
    ids=["in sets", "written out"],
)
def test_an_ordinary_session_of_ten_thousand_steps_is_no_bomb(steps: str, tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text(HEAD + steps, encoding="utf-8")
    tried = [used(path, "check", "--fast", path.name) for _ in range(3)]
    assert all(code == 0 and ": good." in told for code, told, _, _ in tried)
    assert min(seconds for _, _, seconds, _ in tried) < ORDINARY_SECONDS, "what it takes when least else is done"
