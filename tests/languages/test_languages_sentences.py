"""Sentences as coaches write them, and how each is said: one file for each language, and one with some of all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from as_heard import heard

from audiocoach.languages.lookup import LANGUAGES, base, language_of

HERE = Path(__file__).parent
SAID = [(each["language"], each["written"], each["spoken"]) for each in json.loads((HERE / "spoken.json").read_text())]


def written_and_spoken(code: str) -> list[tuple[str, str]]:
    """A language's sentences; how each is said stands below it, indented."""
    lines = (HERE / "sentences" / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    return [(written, spoken.strip()) for written, spoken in zip(lines[::2], lines[1::2], strict=True)]


TABLE = [
    (path.stem, *pair) for path in sorted((HERE / "sentences").glob("*.txt")) for pair in written_and_spoken(path.stem)
]


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted({code for code, _, _ in TABLE}))
def test_sentences_are_said_as_their_coach_would(code: str) -> None:
    language = language_of(code)
    pairs = [(written, spoken) for of, written, spoken in TABLE if of == code]
    assert [(written, language.speakable(written)) for written, _ in pairs] == pairs
    assert [(written, list(language.unread(written))) for written, _ in pairs if any(language.unread(written))] == []
    assert [(spoken, language.speakable(spoken)) for _, spoken in pairs] == [(spoken, spoken) for _, spoken in pairs]


@pytest.mark.parametrize(("code", "written", "spoken"), SAID)
def test_shorthand_is_heard_as_it_is_said(code: str, written: str, spoken: str) -> None:
    assert heard(language_of(code).speakable(written), code) == heard(spoken, code)


def test_each_language_has_sixty_sentences() -> None:
    for code in {base(each) for each in LANGUAGES}:
        written = {each[1] for each in [*TABLE, *SAID] if base(each[0]) == code}
        assert len(written) >= 60, code
