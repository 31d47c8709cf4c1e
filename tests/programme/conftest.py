"""Programmes that are quick to render."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.short_programme import SHORT


@pytest.fixture
def short(here: Path) -> Path:
    """A programme of four sessions of half a minute, spoken in tones, alone in the current folder."""
    path = here / "short.yaml"
    path.write_text(SHORT, encoding="utf-8")
    return path
