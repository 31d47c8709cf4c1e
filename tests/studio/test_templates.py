"""What templates tell stays true when their lengths and numbers are changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiocoach.storage.shipped import shipped_dir
from audiocoach.studio.templates import CLAIMS, TEMPLATES, Template, template_text
from tests.support.studio_page import Page

LANGUAGES = ("en", "de", "es")
COUNTED = re.compile(r"(?<!mp)\d|\b(two|four|five|six|minutes?|zwei|vier|fünf|Minuten?|dos|cuatro|cinco|minutos?)\b")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.id)
def test_no_comment_at_its_head_and_no_description_counts_anything(template: Template, language: str) -> None:
    text = template_text(template, "mine.yaml", language=language)
    head = re.split(r"^steps:|^blocks:|^weeks:", text, flags=re.MULTILINE)[0]
    told = [
        line
        for line in head.splitlines()
        if "audiocoach" not in line and not line.startswith(("session:", "programme:"))
    ]
    assert [line for line in told if COUNTED.search(line)] == []
    comments = [line for line in text.splitlines() if line.strip().startswith("#") and "Lengths: " not in line]
    assert not [line for line in comments if "Total" in line or re.search(r"\d:\d\d", line)]


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_left_out_stands_in_what_ships(name: str) -> None:
    text = (shipped_dir("scripts") / f"{name}.yaml").read_text(encoding="utf-8")
    assert [claim for claim, _ in CLAIMS[name] if claim not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.id)
def test_every_template_has_no_mistake(tmp_path: Path, template: Template, language: str) -> None:
    page = Page(tmp_path)
    page.enter()
    opened = page.ask("new", template=template.id, name="", language=language, tab="a")
    found = page.ask("check", path=opened["path"], text=opened["text"])
    assert [each for each in found["problems"] if each["severity"] == "error"] == []
    assert found["svg"]
