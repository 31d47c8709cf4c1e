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
@pytest.mark.parametrize(("code", "written", "spoken"), TABLE)
def test_a_sentence_is_said_as_its_coach_would(code: str, written: str, spoken: str) -> None:
    language = language_of(code)
    assert language.speakable(written) == spoken
    assert list(language.unread(written)) == []
    assert language.speakable(spoken) == spoken


@pytest.mark.parametrize(("code", "written", "spoken"), SAID)
def test_shorthand_is_heard_as_it_is_said(code: str, written: str, spoken: str) -> None:
    assert heard(language_of(code).speakable(written), code) == heard(spoken, code)


def test_each_language_has_sixty_sentences() -> None:
    for code in {base(each) for each in LANGUAGES}:
        written = {each[1] for each in [*TABLE, *SAID] if base(each[0]) == code}
        assert len(written) >= 60, code
