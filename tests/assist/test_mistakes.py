"""What is wrong with a script is found as it is typed: of every kind, warnings too, whatever the text is."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from audiocoach.assist.mistakes import mistakes, problems_in
from audiocoach.bounds import MAX_BYTES
from audiocoach.rendering import timelines
from tests.support.shipped_files import PROGRAMMES

PROGRAMME = """\
programme: P
weeks: 4
per-week: 2
plan:
  1: {long: 60s}
  2: {long: 50s}
  3: {long: 4s}
  4: {long: 90s}
session:
  session: S
  steps:
    - talk: long
      cues:
        - {at: 1s, say: These words go on for longer than a step of four seconds has room for by far and farther.}
    - rest 10s
"""


def messages(text: str, folder: Path | None = None, *, every: bool = True) -> list[str]:
    return [mistake.problem.message for mistake in mistakes(text, "x.yaml", folder, every=every)]


def test_a_script_without_mistakes_has_none() -> None:
    assert messages("session: Tempo\nsteps:\n  - work 60s Run\n") == []


def test_warnings_are_told() -> None:
    text = "session: Tempo\nblocks:\n  spare: work 60s\nsteps:\n  - work 60s\n"
    (mistake,) = mistakes(text)
    assert (mistake.problem.severity, mistake.problem.where.line) == ("warning", 3)


def test_words_that_find_no_time_are_told_by_their_estimated_lengths() -> None:
    cues = "    cues:\n      - {at: 20s, say: One two three.}\n      - {at: 20s, say: X.}\n"
    text = f"session: T\nsteps:\n  - work: 60s\n{cues}"
    (message,) = messages(text)
    assert message.startswith("two cues at once")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("coach: Mine\nmoments:\n  - {when: strat, say: Go.}\n", "there is no moment 'strat'"),
        (
            "programme: P\nweeks: 2\nsession: {session: S, steps: work 60s}\n",
            "this programme does not say",
        ),
        ("session: T\nmusic: gone.mp3\nsteps: work 60s\n", "there is no music file or folder 'gone.mp3'"),
        ("session: T\ncoach: gone.yaml\nsteps: work 60s\n", "there is no coach sheet 'gone.yaml'"),
        ("", "the file is empty"),
        ("just words", "a script is keys and values, and this is text"),
        ("session: [\n", "the '[' that begins here is not closed"),
        ("a: 1\x00", "a character that is not text (U+0000)"),
    ],
)
def test_mistakes_of_every_kind_of_script_are_found(text: str, message: str, tmp_path: Path) -> None:
    assert [each for each in messages(text, tmp_path) if each.startswith(message)] != []


def test_a_text_that_is_too_large_is_not_read() -> None:
    (message,) = messages("# é\n" * (MAX_BYTES // 4))
    assert "1 MiB" in message


def test_they_come_in_the_order_of_lines() -> None:
    text = "session: T\nsteps:\n  - wrok 60s\n  - work 90\n  - {work: 60s, efort: 5}\n"
    lines = [problem.where.line for problem in problems_in(text)]
    assert lines == sorted(lines) == [3, 4, 5]


def test_of_a_programme_the_sessions_with_least_time_are_laid_out_as_one_types(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid_out: list[int] = []
    arranged = timelines.arranged

    def counted(named: list[object], *others: object) -> object:
        laid_out.append(len(named))
        return arranged(named, *others)  # type: ignore[arg-type]

    monkeypatch.setattr("audiocoach.rendering.programme_timelines.arranged", counted)
    typed, rested = messages(PROGRAMME, every=False), messages(PROGRAMME)
    assert laid_out == [3, 8]
    assert [message.partition(" (in")[0] for message in typed] == [message.partition(" (in")[0] for message in rested]
    assert typed != []


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_no_shipped_programme_has_mistakes_as_one_types(path: Path) -> None:
    assert messages(path.read_text(encoding="utf-8"), path.parent, every=False) == []


def test_a_long_script_is_read_once_and_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """At each key that is pressed: what costs by the line is done once, however many lines there are."""
    done: list[str] = []

    def counted(where: str, name: str) -> None:
        module = importlib.import_module(where)
        work = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, **named: (done.append(name), work(*given, **named))[1])

    counted("audiocoach.script.source", "read_nodes")
    counted("audiocoach.script.load", "validate")
    counted("audiocoach.rendering.timelines", "arrange")
    lines = ["session: Long", "steps:"]
    while len(lines) < 300:
        lines += ["  - work: 2m", "    name: Run", "    cues:", f"      - {{at: 20s, say: Number {len(lines)}.}}"]
    assert messages("\n".join(lines)) == []
    assert done == ["read_nodes", "validate", "arrange"]
    done.clear()
    assert messages("\n".join([*lines, "  - wrok 60s"])) == ["'wrok' is not a kind of step"]
    assert done == ["read_nodes", "validate"]
