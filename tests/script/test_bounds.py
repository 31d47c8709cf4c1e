"""Each bound of the language: what is within it is read, what is beyond it is refused with its place and the bound."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from audiocoach import bounds
from audiocoach.errors import Problem, ScriptError
from audiocoach.programme import load_programme as loading
from audiocoach.programme.load_programme import parse_programme
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import parse_session
from audiocoach.script.model import Cue, Session, Step
from audiocoach.timeline import tally

HEAD = "session: A\nsteps:\n"


def check(text: str) -> None:
    build_timeline(parse_session(text), fast=True)


def refused(text: str, read: Callable[[str], object] = check) -> Problem:
    with pytest.raises(ScriptError) as found:
        read(text)
    problem = found.value.problems[-1]
    assert problem.where.line or problem.where.argument
    assert problem.hint
    return problem


def chain(blocks: int) -> str:
    links = "".join(f"  b{number}: b{number + 1}\n" for number in range(1, blocks))
    return f"session: A\nblocks:\n{links}  b{blocks}: work 60s\nsteps: b1\n"


def test_blocks_use_each_other_twenty_deep() -> None:
    assert bounds.MAX_CHAIN == 20
    check(chain(20))
    for blocks in (21, 200, 2_000):
        problem = refused(chain(blocks))
        assert problem.message == "more than 20 blocks use each other, one the next"
        assert problem.where.source == "  b20: b21"


def test_a_block_is_spelled_out_once_however_often_it_is_used() -> None:
    wide = "".join(f"  b{number}: b{number + 1}, b{number + 1}, b{number + 1}\n" for number in range(1, 19))
    (problem,) = [
        problem
        for problem in refused_all(f"session: A\nblocks:\n{wide}  b19: wrok 60s\nsteps: b1\n")
        if problem.severity == "error"
    ]
    assert problem.message == "'wrok' is not a kind of step or a block"


def refused_all(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ScriptError) as found:
        check(text)
    return found.value.problems


def test_a_list_has_a_thousand_sentences() -> None:
    def listing(count: int) -> str:
        return f"{HEAD}  - work: 60s\n    say: [{', '.join(f'Go {number}.' for number in range(count))}]\n"

    check(listing(1_000))
    problem = refused(listing(1_001))
    assert (problem.message, problem.where.line) == ("this list has 1,001 sentences, more than 1,000", 4)


@pytest.mark.slow
def test_a_hundred_problems_are_told_and_how_many_more_there_are() -> None:
    told = refused_all(HEAD + "  - work 90\n" * 100)
    assert len(told) == 100
    told = refused_all(HEAD + "  - work 90\n" * 150)
    assert len(told) == 101
    assert told[-1].message == "50 more problems: no more than 100 are told at once"
    assert (told[-1].where.line, told[-1].severity) == (103, "error")
    told = refused_all(HEAD + "  - work 90\n" * 5_000)
    assert told[-1].message.startswith("at least 900 more problems")


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["  - *a{}\n", "  - !a{} x\n", "  - work: 60s\n    name: A #{}\n", "  - say: v\n    say: {}\n"]
)
def test_no_more_of_what_is_wrong_with_lines_is_told(line: str) -> None:
    told = refused_all(HEAD + "".join(line.format(number) for number in range(3_000)))
    assert len(told) == 101


def test_no_more_warnings_are_told() -> None:
    blocks = "".join(f"  b{number}: work 60s\n" for number in range(300))
    session = parse_session(f"session: A\nsteps: work 60s\nblocks:\n{blocks}")
    assert len(session.warnings) == 101
    assert session.warnings[-1].severity == "warning"
    assert session.warnings[-1].message.startswith("200 more problems")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that are soon met; `test_bombs` meets those that there are."""
    monkeypatch.setattr(tally, "MAX_EVENTS", 1_000)
    monkeypatch.setattr(loading, "MAX_INTERVALS", 2_000)


@pytest.mark.usefixtures("few")
def test_a_session_has_so_many_cues_and_signals() -> None:
    often = "      - {every: 1s, sound: tick}\n" * 2
    check(f"{HEAD}  - work: 8m\n    cues:\n{often}")
    problem = refused(f"{HEAD}  - work: 9m\n    cues:\n{often}")
    assert problem.message == "this session has more than 1,000 cues and signals, counted each time that they come"
    assert problem.where.line == 6
    rounds = "".join(f"          - {{at: {number % 7 + 1}s, sound: tick}}\n" for number in range(20))
    problem = refused(f"{HEAD}  - repeat: 60\n    steps:\n      - work: 8s\n        cues:\n{rounds}")
    assert "1,000" in problem.message


@pytest.mark.usefixtures("few")
def test_a_coach_has_no_more_either(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("coach: A\nmoments:\n" + "  - {when: every, every: 1s, say: Go.}\n" * 2)
    problem = refused(
        "session: A\ncoach: mine.yaml\nsteps:\n  - work: 1h\n",
        lambda text: build_timeline(parse_session(text, folder=tmp_path), fast=True),
    )
    assert "1,000 cues and signals" in problem.message
    assert Path(problem.where.file).name == "mine.yaml"


@pytest.mark.slow
def test_a_session_speaks_two_hundred_thousand_words() -> None:
    say = "go " * 600
    problem = refused(f"{HEAD}  - work: 23h\n    cues:\n      - every: 4m\n        say: {say}\n")
    assert problem.message == "this session speaks more than 200,000 words, counted each time that they are spoken"
    assert problem.where.line == 6
    glued = "{name}" * 300
    name = "x" * 150
    problem = refused(
        f'{HEAD}  - repeat: 9999\n    steps:\n      - work: 8s\n        name: {name}\n        say: "{glued}"\n'
    )
    assert "200,000 words" in problem.message


@pytest.mark.usefixtures("few")
def test_sessions_built_in_code_keep_to_the_same_bounds() -> None:
    cues = [Cue(every="1s", sound="tick") for _ in range(2)]
    session = Session(session="A", steps=[Step(work="1h", cues=cues)])
    with pytest.raises(ScriptError, match="1,000 cues and signals") as found:
        build_timeline(session, fast=True)
    assert found.value.problems[0].where.argument == "steps[0].cues[0]"
    with pytest.raises(ScriptError, match="1,001 sentences"):
        Step(work="60s", say=["Go."] * 1_001)


PROGRAMME = "programme: A\nweeks: {}\nper-week: {}\nsession:\n  session: A\n  steps: {}\n"


def test_a_programme_has_four_hundred_sessions() -> None:
    assert len(parse_programme(PROGRAMME.format(57, 7, "work 8s")).sessions) == 399
    problem = refused(PROGRAMME.format(58, 7, "work 8s"), parse_programme)
    assert "400 sessions" in problem.message


@pytest.mark.usefixtures("few")
def test_a_programme_has_so_many_steps() -> None:
    assert parse_programme(PROGRAMME.format(4, 5, "100 x (work 8s)")).sessions
    problem = refused(PROGRAMME.format(4, 5, "101 x (work 8s)"), parse_programme)
    assert problem.message == "the sessions of this programme have more than 2,000 steps together"
    assert problem.where.line == 4


def test_a_broken_programme_is_not_read_for_each_of_its_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_FOUND", 50)
    wrong = PROGRAMME.format(52, 7, "\n" + "".join(f"    - wrok {number}s\n" for number in range(1, 31)))
    counted = calls(lambda: refused(wrong, parse_programme))
    few = calls(
        lambda: refused(wrong.replace("weeks: 52", "weeks: 1").replace("per-week: 7", "per-week: 2"), parse_programme)
    )
    assert counted < 1.2 * few


def calls(work: Callable[[], object]) -> int:
    """Count the functions that are called."""
    count = 0

    def counting(*_: object) -> None:
        nonlocal count
        count += 1

    work()  # what is found out once is known then
    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_a_fraction_of_a_metre_or_a_minute_can_be_read() -> None:
    check(f"{HEAD}  - work: 60s\n    say: Only ½m x left.\n")


def lines(line: str, count: int) -> str:
    """As many lines, each with its number (from 1), and with nine times its number."""
    return "".join(line.format(number, nine=9 * number) for number in range(1, count + 1))


GROWING: dict[str, Callable[[int], str]] = {
    "unused blocks": lambda n: "session: A\nsteps: work 60s\nblocks:\n" + lines("  b{}: work 60s\n", n),
    "used blocks": lambda n: (
        "session: A\nblocks:\n" + lines("  b{}: work 9s\n", n) + "steps:\n" + lines("  - b{}\n", n)
    ),
    "steps": lambda n: HEAD + lines("  - work 9s Run {}\n", n),
    "keys": lambda n: HEAD + lines("  - work: 9s\n    name: Run\n    say: Go {}.\n", n),
    "unused anchors": lambda n: HEAD + lines("  - &a{} work 9s\n", n),
    "cues": lambda n: f"{HEAD}  - work: 23h\n    cues:\n" + lines("      - {{at: {nine}s, sound: tick}}\n", n),
    "commas": lambda n: f"{HEAD}  - {{work: 60s, say: a" + ", b" * n + "}\n",
    "rounds with cues": lambda n: (
        f"{HEAD}  - repeat: {n}\n    steps:\n      - work: 8s\n        cues:\n"
        + lines("          - {{at: 4s, on: {}, sound: tick}}\n", n)
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", GROWING)
def test_work_grows_with_the_script_and_no_faster(kind: str) -> None:
    def work(size: int) -> Callable[[], object]:
        again = iter(range(9))

        def once() -> None:
            with suppress(ScriptError):
                check(GROWING[kind](size) + f"# {next(again)}\n")  # no text is read twice

        return once

    counts = [calls(work(size)) for size in (60, 120, 240)]
    assert counts[2] - counts[1] < 2.3 * (counts[1] - counts[0])
