"""`2.30 min`: a decimal wherever it is a length; where many write it for 2:30, `check` tells both."""

from __future__ import annotations

import pytest

from audiocoach.programme.load_programme import parse_programme
from audiocoach.quantities.lengths import parse_length
from audiocoach.script.load import parse_session

TOLD = "'{}' could be {} or {}, and {}"
SESSION = "session: A\nlanguage: {}\nsteps:\n  - {}\n"
PROGRAMME = """programme: A
weeks: 1
per-week: 1
progression:
  tempo: {{start: 2.30 min, grow: 10s}}
plan:
  1: {{main: "2 x (work 1.15 min Schnell, rest 1m)"}}
session:
  session: Woche
  language: {}
  steps:
    - work: tempo
      name: Los
    - main
"""


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("work 2.30 min Los", [("2.30 min", "2m30s", "2m18s", "is 2m18s here")]),
        ("2 x (work 1.15 min Los, rest 2.5 min)", [("1.15 min", "1m15s", "1m9s", "is 1m9s here")]),
        ("work: 1.30 h", [("1.30 h", "1h30m", "1h18m", "is 1h18m here")]),
        ("{work: 5m, say: 'Erst 2.30 min, dann 1.45 Min.'}",
         [("2.30 min", "2m30s", "2m18s", "is read as 2m30s"), ("1.45 Min", "1m45s", "1m27s", "is read as 1m27s")]),
        ("{work: 5m, cues: [{at: -1.30 min, say: Los}]}", [("1.30 min", "1m30s", "1m18s", "is 1m18s here")]),
        ("{work: 5m, say: 'Noch 2,5 min, dann 2.00 min, um 8.30 Uhr'}", []),
        ("work: 2:30", []),
        ("work: 2.5 min", []),
        ("work: 2.75 min", []),
        ("work: 90.25 s", []),
    ],
)  # fmt: skip
def test_a_length_with_two_meanings_is_told_where_it_stands(step: str, told: list[tuple[str, ...]]) -> None:
    warnings = parse_session(SESSION.format("de", step)).warnings
    assert [warning.message for warning in warnings] == [TOLD.format(*each) for each in told]
    for warning, (part, clock, decimal, _) in zip(warnings, told, strict=True):
        assert warning.hint == f"write '{clock}' or '{decimal}' to be sure"
        assert warning.where.source[warning.where.column - 1 :].startswith(part)
    assert parse_session(SESSION.format("en", step)).warnings == ()


def test_both_forms_of_the_hint_are_lengths_of_one_meaning() -> None:
    ((warning,)) = parse_session(SESSION.format("fr", "work 2.30 min Los")).warnings
    _, clock, _, decimal, _ = warning.hint.split("'")
    assert (parse_length(clock), parse_length(decimal)) == (150_000, parse_length("2.30 min"))


def test_a_programme_tells_it_of_its_variables_and_of_what_it_plans() -> None:
    messages = [warning.message for warning in parse_programme(PROGRAMME.format("de")).warnings]
    assert [message for message in messages if "could be" in message] == [
        TOLD.format("2.30 min", "2m30s", "2m18s", "is 2m18s here"),
        TOLD.format("1.15 min", "1m15s", "1m9s", "is 1m9s here"),
    ]
    assert not any("could be" in warning.message for warning in parse_programme(PROGRAMME.format("en")).warnings)
