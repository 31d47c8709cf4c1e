"""Each mend that a problem of the broken scripts gets does away with it, and touches no line that it is not about."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.assist.mends import Mend
from audiocoach.assist.mistakes import Mistake, mistakes, problems_in
from audiocoach.assist.text_edits import applied
from audiocoach.errors import Problem
from tests.script.test_language_broken import BROKEN
from tests.script.test_language_hints import WRONG_AS_WELL

PROGRAMMES = Path(__file__).parents[1] / "programme" / "broken"
SCRIPTS = sorted([*BROKEN.glob("*.yaml"), *PROGRAMMES.glob("*.yaml")])
SHIPPED = sorted((Path(__file__).parents[2] / "scripts").glob("*.yaml"))

WITHOUT_A_MEND = {
    "steps-in-steps.yaml": "where a list of lists ends is not known",
    "progression-distance.yaml": "it is told where the length is used",
    "tag.yaml": "the tag is to be taken out first",
    "key-beneath-unreadable-line.yaml": "the line that has the keys is wrong itself",
}
"""Scripts with a hint that asks "did you mean" and has no mend, each with the reason."""

THEN_SEEN = (
    "the target '10s' lies below|'bouts' makes (?:4[ms]|6m), and a number of|an operator is missing before 'Jog'"
    "|the key 'tick' stands here twice"
)
"""What is wrong besides, and seen once a value has the unit, the bracket or the name that it lacks."""


@cache
def found(path: Path) -> tuple[str, tuple[Mistake, ...]]:
    text = path.read_text(encoding="utf-8")
    return text, mistakes(text, "x.yaml", path.parent)


def errors(problems: tuple[Problem, ...]) -> Counter[str]:
    return Counter(problem.message for problem in problems if problem.severity == "error")


def lines_about(problem: Problem) -> tuple[int, int]:
    """The first line that a mend of a problem may touch, and the one behind the last."""
    places = [instead.lines for instead in problem.instead if instead.lines]
    at = problem.where.line
    first, last = min([at, *(first for first, _ in places)]), max([at, *(last for _, last in places)])
    return first, last + 1


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_each_mistake_is_mended_where_it_stands(path: Path) -> None:
    text, told = found(path)
    known = errors(tuple(mistake.problem for mistake in told))
    for problem, mend in ((mistake.problem, mend) for mistake in told for mend in mistake.mends):
        touches_its_own_lines(problem, mend, text)
        mended = applied(text, mend.edits)
        assert mended != text
        after = tuple(problems_in(mended, "x.yaml", path.parent))
        new = errors(after) - (known - Counter([problem.message]))
        assert [message for message in new if not re.match(f"{WRONG_AS_WELL}|{THEN_SEEN}", message)] == [], mend
        still = [each for each in after if (each.message, each.where) == (problem.message, problem.where)]
        assert still == [], mend
    asked = [mistake for mistake in told if "did you mean" in mistake.problem.hint]
    without = [mistake.problem for mistake in asked if not mistake.mends and mistake.problem.where.file == "x.yaml"]
    assert without == [] or path.name in WITHOUT_A_MEND


def touches_its_own_lines(problem: Problem, mend: Mend, text: str) -> None:
    first, end = lines_about(problem)
    for edit in mend.edits:
        before, touched = text[: edit.start], text[edit.start : edit.end]
        assert first <= before.count("\n") + 1
        assert before.count("\n") + touched.removesuffix("\n").count("\n") + 1 < end


def test_mends_are_many_and_say_what_they_write() -> None:
    mends = [mend for path in SCRIPTS for mistake in found(path)[1] for mend in mistake.mends]
    assert len(mends) >= 330
    assert [mend.title for mend in mends if not re.match(r"(?:write '.+'|take it out$)", mend.title)] == []
    assert [mend.title for mend in mends if "\n" in mend.title or len(mend.title) > 130] == []


def mends_of(text: str) -> list[str]:
    return [mend.title for mistake in mistakes(text) for mend in mistake.mends]


def test_a_mistyped_kind_is_mended_by_a_button() -> None:
    text = "session: Tempo\nsteps:\n  - wrok 60s Run  # fast\n"
    (mistake,) = mistakes(text)
    (mend,) = mistake.mends
    assert mend.title == "write 'work'"
    assert applied(text, mend.edits) == text.replace("wrok", "work")


def test_each_of_two_meanings_has_its_button() -> None:
    assert mends_of("session: Tempo\nsteps:\n  - work 90\n") == ["write '90s'", "write '90m'"]


def test_what_needs_a_line_of_its_own_gets_it_in_the_column_of_its_keys() -> None:
    text = "session: Tempo\nsteps:\n  - work: 90s Run\n    effort: 5\n"
    (mistake,) = mistakes(text)
    (mend,) = mistake.mends
    assert mend.title == "write '90s' and 'name: Run'"
    assert applied(text, mend.edits) == "session: Tempo\nsteps:\n  - work: 90s\n    name: Run\n    effort: 5\n"


def test_in_braces_it_stands_behind_a_comma() -> None:
    text = "session: Tempo\nsteps:\n  - {work: 90s Run, effort: 5}\n"
    ((mend,),) = [mistake.mends for mistake in mistakes(text)]
    assert applied(text, mend.edits).splitlines()[2] == "  - {work: 90s, name: Run, effort: 5}"


def test_a_missing_title_is_put_before_all_else() -> None:
    text = "# mine\nsteps:\n  - work 60s\n"
    ((mend,),) = [mistake.mends for mistake in mistakes(text)]
    assert mend.title == "write 'session: My workout'"
    assert applied(text, mend.edits) == "# mine\nsession: My workout\nsteps:\n  - work 60s\n"


def test_a_mistake_of_another_file_has_no_mend_in_this_one(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("coach: Mine\nmoments:\n  - {when: strat, say: Go.}\n")
    (mistake,) = mistakes("session: Tempo\ncoach: mine.yaml\nsteps: work 60s\n", "x.yaml", tmp_path)
    assert mistake.problem.where.file.endswith("mine.yaml")
    assert mistake.problem.instead != ()
    assert mistake.mends == ()


SIGNS = "{}[]()|>&*!%@'\"#:,-? \t\n\u00a0\u2028\x85\x00\u202e\U0001f600"


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SHIPPED + SCRIPTS[::7]), st.data())
def test_mends_of_any_text_are_edits_of_it(path: Path, data: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")[:600]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.text(SIGNS, max_size=3)) + text[at + data.draw(st.integers(0, 8)) :]
    for mistake in mistakes(text, "x.yaml", path.parent, every=False):
        for mend in mistake.mends:
            assert applied(text, mend.edits) != text
