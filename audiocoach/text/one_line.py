"""Text on one line, for formats that end an entry at a line's end."""

from __future__ import annotations

from audiocoach.text.late_pattern import LatePattern

_BREAKS = LatePattern("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff\\ufffe\\uffff]")
"""Line breaks, control characters, and those that change the order in which a line is shown."""


def one_line(text: str) -> str:
    """Return text without line breaks and control characters, for formats that end an entry at a line's end."""
    return " ".join(_BREAKS.sub(" ", text).split())
