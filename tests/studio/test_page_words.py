"""The page's own words are there in every language, and all that it says is among them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import audiocoach.studio
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.studio.templates import TEMPLATES
from audiocoach.vocabulary import KINDS

PAGE = Path(audiocoach.studio.__file__).with_name("page")
WORDS = json.loads((PAGE / "words.json").read_text(encoding="utf-8"))
MODULES = {path.name: path.read_text(encoding="utf-8") for path in PAGE.glob("*.js") if path.name != "editor.js"}


def test_each_word_is_there_in_every_language_with_the_same_gaps() -> None:
    languages = {code.partition("-")[0] for code in LANGUAGES}
    assert {key: set(texts) for key, texts in WORDS.items()} == dict.fromkeys(WORDS, languages)
    gaps = {key: {text.count("{}") for text in texts.values()} for key, texts in WORDS.items()}
    assert [key for key, found in gaps.items() if len(found) > 1] == []


def test_all_that_the_page_says_is_among_its_words() -> None:
    said = {key for text in MODULES.values() for key in re.findall(r"\bw\(\s*\"([^\"]+)\"", text)}
    said |= {f"kind-{kind}" for kind in KINDS}
    numbers = ("start", "grow", "at-least", "round-to", "target", "finish", "hold", "ease-every", "ease-to", "week")
    said |= {f"value-{part}" for part in numbers}
    said |= {f"{what}-{template.id}" for template in TEMPLATES for what in ("template", "about")}
    assert said - WORDS.keys() == set()


def test_no_module_takes_markup_from_anywhere() -> None:
    ways = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|https?://(?!www\.w3\.org/2000/svg)"
    )
    assert {name: found for name, text in MODULES.items() if (found := ways.findall(text))} == {}


def test_modules_of_the_page_are_short() -> None:
    assert {name: count for name, text in MODULES.items() if (count := len(text.splitlines())) > 300} == {}
