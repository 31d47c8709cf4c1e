"""Scripts as large as they may be, each a fuse of another kind."""

from __future__ import annotations

from collections.abc import Callable

from audiocoach.bounds import MAX_BYTES

HEAD = "session: x\nsteps:\n"
PROGRAMME = "programme: x\nweeks: 57\nper-week: 7\n"
TEMPLATE = "session:\n  session: x\n  steps:\n"


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
