"""Both parsers of YAML give the same events, wherever the fast one is asked: its messages are never shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.script.load import parse_session
from audiocoach.script.yaml.yaml_events import exact_events, fast_events
from tests.script.test_language_fuzz import TEXTS, mutated

ROOT = Path(__file__).parents[2]
FILES = [*sorted(ROOT.glob("scripts/**/*.yaml")), *sorted(ROOT.glob("tests/**/*.yaml"))]
SIGNS = "{}[]()|>&*!%@`'\"#:,-?=<~^\\/\t\n  - : , é😀½\x85\u2028\ufeff\xa0\x0b"
PIECES = [
    "? ",
    "- ",
    ": ",
    " #",
    "*a",
    "&a ",
    "!x ",
    "---\n",
    "...\n",
    "|\n",
    ">-\n",
    "''",
    '""',
    "{a: b}",
    "[a, b]",
    "\n",
]
needs_libyaml = pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML was built without libyaml")


def read(events: Iterable[yaml.Event]) -> list[tuple[object, ...]]:
    """What is taken from events: not the places of what has none of its own."""
    found: list[tuple[object, ...]] = []
    for event in events:
        own = [type(event).__name__]
        if isinstance(event, yaml.AliasEvent | yaml.ScalarEvent | yaml.CollectionStartEvent):
            assert event.start_mark is not None
            assert event.end_mark is not None
            own += [event.anchor or "", event.start_mark.line, event.start_mark.column]
            if not isinstance(event, yaml.CollectionStartEvent):
                own += [event.end_mark.line, event.end_mark.column, event.end_mark.index]
            if isinstance(event, yaml.ScalarEvent):
                own += [event.value, event.tag or "", not event.style]
            elif isinstance(event, yaml.CollectionStartEvent):
                own += [event.tag or "", bool(event.flow_style)]
        found.append(tuple(own))
    return found


def same_or_refused(text: str) -> bool:
    """Compare the events of both; False where the fast parser is not asked, or refuses the text."""
    events = fast_events(text)
    if events is None:
        return False
    try:
        fast = read(events)
    except yaml.YAMLError:
        return False
    assert fast == read(exact_events(text)), text
    return True


@pytest.mark.slow
@needs_libyaml
def test_every_script_here_has_the_same_events_by_both() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    assert sum(same_or_refused(text) for text in texts) > len(texts) / 2


@pytest.mark.slow
@needs_libyaml
@settings(max_examples=400, deadline=None, derandomize=True)
@given(mutated())
def test_a_script_with_slips_has_the_same_events_by_both(text: str) -> None:
    same_or_refused(text)


@pytest.mark.slow
@needs_libyaml
@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(SIGNS, max_size=3), st.just("work: 60s")), max_size=12))
def test_any_signs_have_the_same_events_by_both(pieces: list[str]) -> None:
    same_or_refused("".join(pieces))


def test_without_libyaml_all_is_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = [
        parse_session(text) for text in TEXTS if "moments:" not in text and "weeks:" not in text and ".yaml" not in text
    ]
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    assert fast_events("a: b") is None
    again = [
        parse_session(text + "\n")
        for text in TEXTS
        if "moments:" not in text and "weeks:" not in text and ".yaml" not in text
    ]
    assert again == fast
    assert fast
