"""Kinds of step by what people call them. Pure."""

from __future__ import annotations

import re

from audiocoach.text.late_pattern import LatePattern

_WORDS = (
    ("warm-up", LatePattern(r"\bwarm(?:ing)?[\s-]?up\b|\bwarmup\b", re.IGNORECASE)),
    ("cool-down", LatePattern(r"\bcool(?:ing)?[\s-]?down\b|\bcooldown\b|\bwarm[\s-]?down\b", re.IGNORECASE)),
    ("rest", LatePattern(r"\brecover\w*|\brest(?:ing)?\b|\beasy\b", re.IGNORECASE)),
)


def kind_of_words(name: str) -> str:
    """Return the kind that a name says in a word of its own; empty where it says none."""
    return next((kind for kind, words in _WORDS if words.search(name)), "")
