"""The JSON Schema that editors use: as printed, true of every script, and false of wrong ones."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from audiocoach.__main__ import main
from tests.support.shipped_files import keys

ROOT = Path(__file__).parents[2]
SCHEMAS = {"session": ROOT / "scripts/session.schema.json", "coach": ROOT / "scripts/coaches/coach.schema.json"}


class Resolving(yaml.SafeLoader):
    """What an editor sees: numbers and booleans as YAML 1.2 has them, everything else text."""


Resolving.yaml_implicit_resolvers = {}
Resolving.add_implicit_resolver("tag:yaml.org,2002:int", __import__("re").compile(r"[-+]?\d+$"), list("-+0123456789"))
Resolving.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("true$|false$"), list("tf"))


def read(text: str) -> Any:
    return yaml.load(text, Loader=Resolving)  # noqa: S506  # a SafeLoader with less to it


@cache
def validator(of: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMAS[of].read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def errors(of: str, text: str) -> list[str]:
    return [error.message for error in validator(of).iter_errors(read(text))]


@pytest.mark.parametrize("of", SCHEMAS)
def test_committed_as_printed(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", of]) == 0
    assert capsys.readouterr().out == SCHEMAS[of].read_text(encoding="utf-8")


SESSIONS = [
    path
    for path in [*sorted((ROOT / "scripts").glob("*.yaml")), *sorted((ROOT / "tests/samples").glob("*.yaml"))]
    if keys(path) >= {"session", "steps"}
]
SHEETS = [*sorted((ROOT / "scripts/coaches").glob("*.yaml")), ROOT / "tests/samples/coach-mine.yaml"]


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_sessions_are_valid(path: Path) -> None:
    assert errors("session", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_coach_sheets_are_valid(path: Path) -> None:
    assert errors("coach", path.read_text(encoding="utf-8")) == []


def test_the_samples_are_among_them() -> None:
    assert {"whiteboard", "first-steps"} < {path.stem for path in SESSIONS}
    assert len(SESSIONS) >= 12
    assert len(SHEETS) >= 3


@pytest.mark.parametrize(
    "path", [path for path in [*SESSIONS, *SHEETS] if "samples" not in path.parts], ids=lambda path: path.stem
)
def test_shipped_scripts_name_their_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    schema = "coach.schema.json" if path in SHEETS else "session.schema.json"
    assert first == f"# yaml-language-server: $schema={schema}"


STEP = "session: T\nsteps:\n  - "


@pytest.mark.parametrize(
    "text",
    [
        "session: T",
        "steps: [work 60s]",
        "session: [T]\nsteps: work 60s",
        "session: T\nsteps: []",
        "session: T\nsteps: work 60s\nlangauge: en",
        f"{STEP}{{wrok: 60s}}",
        f"{STEP}{{work: 60s, rest: 60s}}",
        f"{STEP}{{name: Run}}",
        f"{STEP}{{work: [60s]}}",
        f"{STEP}{{work: 60s, cadence: fast}}",
        f"{STEP}{{work: 60s, cadence: 1000}}",
        f"{STEP}{{work: 60s, coach: standard}}",
        f"{STEP}{{work: 60s, cues: {{at: start}}}}",
        f"{STEP}{{work: 60s, cues: [{{at: start, says: Go.}}]}}",
        f"{STEP}{{work: 60s, cues: [{{at: start, say: Go., on: third}}]}}",
        f"{STEP}{{repeat: three, steps: [work 60s]}}",
        f"{STEP}{{repeat: 0, steps: [work 60s]}}",
        f"{STEP}{{repeat: 3}}",
        "session: T\nsounds: {gong: none}\nsteps: work 60s",
        "session: T\nsounds: {work: bell.mp3}\nsteps: work 60s",
        "session: T\nvoice: {rate: brisk}\nsteps: work 60s",
        "session: T\nvoice: {speed: 150}\nsteps: work 60s",
        "session: T\nlanguage: english!\nsteps: work 60s",
        f"session: T\nsteps: [{{work: 60s, say: '{'a' * 2001}'}}]",
    ],
)
def test_wrong_sessions_are_refused(text: str) -> None:
    assert errors("session", text)


@pytest.mark.parametrize(
    "text",
    [
        "moments: []",
        "coach: C\nmoments: [{say: Go.}]",
        "coach: C\nmoments: [{when: sart, say: Go.}]",
        "coach: C\nmoments: [{when: start, kind: wrk, say: Go.}]",
        "coach: C\nmoment: [{when: start, say: Go.}]",
        "coach: C\nsounds: {tock: none}",
    ],
)
def test_wrong_coach_sheets_are_refused(text: str) -> None:
    assert errors("coach", text)
