"""What is said of programmes that are wrong: one text for all of them, checked by eye (broken-messages.txt)."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.programme import load_programme as loading
from audiocoach.programme.load_programme import load_programme, parse_programme
from tests.support.golden_texts import GoldenText
from tests.support.processor_speed import at_most

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
MESSAGES = HERE / "broken-messages.txt"


def told(path: Path) -> str:
    """All that is said of a programme: its errors, or its warnings."""
    try:
        found = "\n".join(map(str, load_programme(path).warnings))
    except ScriptError as error:
        found = str(error)
    return found.replace(str(path.parent) + "/", "")


def test_each_broken_programme_is_told_in_words_that_mend_it(golden_text: GoldenText) -> None:
    found = "\n\n".join(told(path) for path in BROKEN) + "\n"
    assert found == golden_text(MESSAGES, found)


def test_there_are_many_of_them() -> None:
    assert len(BROKEN) >= 60


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_problem_says_where_and_none_is_told_twice(path: Path) -> None:
    try:
        problems = load_programme(path).warnings
    except ScriptError as error:
        problems = error.problems
    assert problems
    assert len({str(problem) for problem in problems}) == len(problems)
    for problem in problems:
        assert problem.where.line
        assert problem.where.source
        assert problem.where.column + problem.where.width - 1 <= max(1, len(problem.where.source) + 1)
    # One mistake has one message, however many sessions it stands in: no place is told twice in the same words.
    places = [(problem.where.file, problem.where.line, problem.where.column, problem.message) for problem in problems]
    assert len(set(places)) == len(places)


def test_an_error_of_the_template_stands_once_and_without_sessions_when_it_is_in_all_of_them() -> None:
    with pytest.raises(ScriptError) as caught:
        load_programme(HERE / "broken" / "template-errors-once.yaml")
    assert [problem.where.line for problem in caught.value.problems] == [9, 10, 12, 14, 17]
    assert "in session" not in str(caught.value)


def test_sessions_are_named_where_only_some_are_concerned() -> None:
    with pytest.raises(ScriptError) as caught:
        load_programme(HERE / "broken" / "plan-main-broken.yaml")
    (problem,) = caught.value.problems
    assert problem.message.endswith("(in session 2.1 and 1 more)")


def test_a_programme_of_too_many_steps_is_refused_before_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_WRITTEN_STEPS", 300)
    text = "programme: P\nweeks: 57\nper-week: 7\nsession:\n  session: One\n  steps:\n" + "    - work 9s\n" * 100
    with pytest.raises(ScriptError, match="more than 300 steps as written"):
        parse_programme(text)
    with pytest.raises(ScriptError, match="more than 300 steps as written"):
        parse_programme(text + "    - wrok 9s\n")


def test_four_hundred_sessions_are_read_in_seconds() -> None:
    text = "programme: P\nweeks: 57\nper-week: 7\nsession:\n  session: One\n  steps: [work 60s, rest 60s]\n"
    with at_most(5):
        assert len(parse_programme(text).sessions) == 399


HEAD = "programme: P\nweeks: 1\nper-week: 1\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "programme",
        "- programme: P",
        "programme: P",
        "programme: {}\nweeks: []\nper-week: {}\nsession: []\nplan: []\nprogression: []\nadapt: []\ndays: {}\ndose: []",
        "programme:\nweeks:\nper-week:\nsession:\nplan:\nprogression:\nadapt:\ndays:\ndose:",
        "programme: P\nweeks: ٣\nper-week: ²\nsession: {session: One, steps: [work 9s]}",
        HEAD + "plan: {" + "9" * 5000 + ": {a: 1}}\nsession: {session: A, steps: [work 9s]}",
        HEAD + "session: " + "x" * 300 + ".yaml",
        HEAD + 'session: "\\0.yaml"',
        HEAD + "session: ''",
        HEAD + "session: /etc/passwd",
        HEAD + "session: {session: A, blocks: [a], steps: [work 9s]}",
        HEAD + "session: {session: A, steps: {repeat: a, steps: [work 9s]}}",
        HEAD + "progression: {a: " + "1" * 300 + "}\nsession: {session: A, steps: [{work: a}]}",
        HEAD + "progression: {a: 1h}\nsession: {session: A, steps: [{work: "
        + "(" * 300 + "a" + ")" * 300 + "}]}",
        HEAD + "progression: {a: 1h}\nsession: {session: A, steps: [{work: a"
        + " * 99999" * 60 + "}]}",
    ],
)  # fmt: skip
def test_whatever_is_in_the_file_it_is_an_error_in_words(text: str, tmp_path: Path) -> None:
    (tmp_path / "programme.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(AudiocoachError) as caught:
        load_programme(tmp_path / "programme.yaml")
    assert str(caught.value)


def test_a_title_without_any_variable_needs_neither_rules_nor_a_plan() -> None:
    text = HEAD + "session: {session: A, steps: [work 9s]}"
    assert [planned.id for planned in parse_programme(text).sessions] == ["1.1"]
