"""What a beginner does wrong, in families: several slips at once, mended in one go by writing what the messages say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, product

import pytest

from audiocoach.errors import Problem, ScriptError
from audiocoach.script.load import parse_session

FAMILIES = {
    "words for kinds": (
        "  - walk 5 min\n  - 6 x (run 2min, walk 1min)\n  - cool down 3m\n",
        "  - rest 5 min Walk\n  - 6 x (work 2min Run, rest 1min Walk)\n  - cool-down 3m\n",
    ),
    "lengths": (
        "  - warm-up: 5\n  - work 1h 30 Easy run\n  - rest 90 sec. Walk\n  - rest: 2 Minuten\n",
        "  - warm-up: 5m\n  - work 1h30m Easy run\n  - rest 1m30s Walk\n  - rest: 2m\n",
    ),
    "distances and paces": (
        "  - work 400m Run\n  - work: 5:30/km\n  - work 90s 400m Run\n",
        '  - work 2:30 Run\n  - work: 2:30\n  - work: 90s\n    name: "400m Run"\n',
    ),
    "sets": (
        "  - repeat 6\n      - work 2m Run\n      - rest 1m Walk\n  - 3 times (work 60s, rest 60s)\n"
        "  - repeat: 4\n    - work 30s Hop\n    - rest 30s\n",
        "  - 6 x (work 2m Run, rest 1m Walk)\n  - 3 x (work 60s, rest 60s)\n"
        "  - repeat: 4\n    steps:\n    - work 30s Hop\n    - rest 30s\n",
    ),
    "keys beneath a line": (
        "  - warm-up 5m Jog\n    say: Easy now.\n  - work 2m Run\n    cues:\n      - at: halfway\n        say: Half.\n",
        "  - warm-up: 5m\n    name: Jog\n    say: Easy now.\n  - work: 2m\n    name: Run\n    cues:\n"
        "      - at: halfway\n        say: Half.\n",
    ),
    "columns": (
        "  - warm-up 3m Walk\n - work 2m Run\n    - rest: 1m\n      name: Walk\n\t- work 1m\n",
        " - warm-up 3m Walk\n - work 2m Run\n - rest: 1m\n   name: Walk\n - work 1m\n",
    ),
    "colons and dashes": (
        "  - warm-up 3m Walk\n  -work 2m Run\n  work 1m Hop\n  - rest:1m\n",
        "  - warm-up 3m Walk\n  - work 2m Run\n  - work 1m Hop\n  - rest 1m\n",
    ),
    "sentences": (
        "  - work: 5m\n    say: Remember: breathe.\n    cues:\n      - {at: 2:20, say: How is it? Zero to ten.}\n"
        '      - {at: halfway, say: Stop, turn, check.}\n      - at: 4m\n        say: "Go\n',
        '  - work: 5m\n    say: "Remember: breathe."\n    cues:\n      - {at: 2:20, say: "How is it? Zero to ten."}\n'
        '      - {at: halfway, say: "Stop, turn, check."}\n      - at: 4m\n        say: "Go"\n',
    ),
    "keys and moments": (
        "  - wrok: 5m\n    title: Run\n    halfway: Come on!\n  - work: 2m\n    text: Go.\n    cues:\n"
        "      - when: 30s\n        speak: Tall.\n",
        "  - work: 5m\n    name: Run\n    cues:\n      - at: halfway\n        say: Come on!\n  - work: 2m\n"
        "    say: Go.\n    cues:\n      - at: 30s\n        say: Tall.\n",
    ),
    "blanks": (
        "  -\u00a0work 2m Run\n  - work 30s Hop\n  - work: 60s\n    say:\u00a0\u201cGo\u201d now.\n",
        "  - work 2m Run\n  - work 30s Hop\n  - work: 60s\n    say: \u201cGo\u201d now.\n",
    ),
    "names of what there is": (
        "  - work 2m Run\ncoach: clam\nlanguage: english\nvoice: {engine: pipr}\n",
        "  - work 2m Run\ncoach: calm\nlanguage: en\nvoice: {engine: piper}\n",
    ),
}
CHOSEN = {"work 2:30 Run", "work: 2:30"}
"""Lines that a beginner has to choose: no message can know how long a distance takes."""


@pytest.mark.parametrize("family", FAMILIES)
def test_all_that_is_wrong_is_mended_at_once_by_what_is_said(family: str) -> None:
    wrong, right = (f"session: My run\nsteps:\n{steps}" for steps in FAMILIES[family])
    with pytest.raises(ScriptError) as caught:
        parse_session(wrong)
    offered = "\n".join(map("\n".join, written(caught.value.problems)))
    for line in set(right.splitlines()) - set(wrong.splitlines()):
        words = line.strip().removeprefix("- ")
        items = [words] if words in offered else re.split(r"[(),]", words)  # a hint may be for one item of a set
        assert words in CHOSEN or all(item.strip() in offered + wrong for item in items)
    parse_session(right)


def written(problems: tuple[Problem, ...]) -> Iterator[list[str]]:
    """Write each hint's own lines, and each line of the script with what is underlined as its hints have it."""
    for source, several in groupby(problems, key=lambda problem: problem.where.source):
        told = list(several)
        yield [problem.hint for problem in told]
        for choice in product(*(re.findall("'([^']+)'", problem.hint) or [""] for problem in told)):
            line = source
            for problem, words in sorted(zip(told, choice, strict=True), key=lambda each: -each[0].where.column):
                start = problem.where.column - 1
                line = line[:start] + words + line[start + problem.where.width :]
            yield [line]
