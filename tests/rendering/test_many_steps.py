"""What it costs to lay out a session grows with its steps, and no faster: ten thousand of them are as many as allowed.

Counted are the calls, of Python and of C, so that no clock has a say.
"""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable
from contextlib import suppress

import pytest

from audiocoach.errors import ScriptError
from audiocoach.languages.lookup import language_of
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import parse_session
from audiocoach.script.model import Session

WARM_UP, FEW, DOUBLE, FOURFOLD = 10, 150, 300, 600

SCRIPTS: dict[str, Callable[[int], str]] = {
    "named steps": lambda n: listed(n, "name: Step {}"),
    "words in braces": lambda n: listed(n, "name: Step {}, say: '{{name}}, {{length}}. {{plan}} {{session}}'"),
    "a set of many": lambda n: "  - repeat: 2\n    steps:\n" + listed(n // 2, "name: Step {}", indent=6),
    "many rounds": lambda n: f"  - {{repeat: {n // 2}, steps: [work 8s Run, rest 8s]}}",
    "many sets": lambda n: "".join(f"  - {{repeat: 2, steps: [rest 8s Rest {i}]}}\n" for i in range(n // 2)),
    "words over each countdown": lambda n: listed(n, "cues: [{{at: 6s, say: Now. {}}}]"),
    "warnings everywhere": lambda n: listed(n, "cues: [{{at: 0s, sound: work}}, {{at: 7s, sound: rest}}]"),
    "two at once everywhere": lambda n: listed(
        n, "cues: [{{at: 1s, say: Keep it up for long}}, {{at: 1.5s, say: Or not {}}}]"
    ),
    "metronomes": lambda n: listed(n, "cadence: 160, say: Step {}."),
}


def listed(count: int, keys: str, indent: int = 2) -> str:
    """Steps whose words no session of another length has: what is kept of a shorter one would make this one cheaper."""
    return "".join(f"{' ' * indent}- {{work: 8s, {keys.format(f'{i} in {count}')}}}\n" for i in range(count))


def calls(session: Session) -> int:
    """How many it takes to arrange a session or to tell what is wrong with it."""
    profile = cProfile.Profile()
    with suppress(ScriptError):
        profile.runcall(build_timeline, session, fast=True)
    total: int = pstats.Stats(profile).total_calls
    return total


@pytest.mark.slow
@pytest.mark.parametrize("kind", SCRIPTS)
def test_twice_the_steps_cost_twice_the_work(kind: str) -> None:
    _, few, double, fourfold = (
        calls(parse_session(f"session: Long\nsteps:\n{SCRIPTS[kind](steps)}"))
        for steps in (WARM_UP, FEW, DOUBLE, FOURFOLD)  # the first loads what all share
    )
    # Twice as much is added as before; where each step looked at all others, it would be near four times as much.
    assert fourfold - double < 2.2 * (double - few)


def test_a_word_is_filled_in_without_working_out_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    spanish = language_of("es")
    length = spanish.length
    monkeypatch.setattr(spanish, "length", lambda milliseconds: asked.append(milliseconds) or length(milliseconds))
    steps = listed(3, "name: Step {}, say: '{{name}}.'")
    build_timeline(parse_session(f"session: Long\nlanguage: es\ncoach: none\nsteps:\n{steps}"), fast=True)
    assert asked == []
    build_timeline(
        parse_session(f"session: L\nlanguage: es\ncoach: none\nsteps:\n{steps}".replace("name}", "left}")), fast=True
    )
    assert asked == [8_000] * 3
