"""A language is more than its own module: every table that has words in it has those of every language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import audiocoach
from audiocoach.labels.pictures.printed_words import WORDS
from audiocoach.labels.tags.tags import three_letters
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.script.library import find_script
from audiocoach.speech.shaping.measured_sentences import SENTENCES
from audiocoach.timeline.chapters import ROUND_WORDS

PAGE_WORDS = Path(audiocoach.__file__).parent / "sharing" / "web" / "words.json"


@pytest.mark.parametrize("language", sorted({code.partition("-")[0] for code in LANGUAGES}))
def test_each_language_is_in_every_table(language: str) -> None:
    assert language in ROUND_WORDS
    assert language in SENTENCES
    assert language in WORDS
    assert language in json.loads(PAGE_WORDS.read_text(encoding="utf-8"))
    assert three_letters(language) not in ("und", language)
    name = "standard.yaml" if language == "en" else f"standard.{language}.yaml"
    assert (find_script("backwards-first").parent / "coaches" / name).is_file()
