"""Answers typed at a terminal."""

from __future__ import annotations

import io
import sys

import pytest


class Keyboard(io.StringIO):
    """What is typed, at something that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let these lines be typed, one for each question."""
    monkeypatch.setattr(sys, "stdin", Keyboard("".join(f"{line}\n" for line in lines)))
