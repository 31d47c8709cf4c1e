"""Text as XML can hold it. Pure."""

from __future__ import annotations

from audiocoach.text.late_pattern import LatePattern

_NO_XML = LatePattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Named one by one: all but what XML allows takes many times as long to compile."""


def xml_text(text: str) -> str:
    """Replace by a space each character that XML 1.0 cannot hold, not even escaped."""
    return _NO_XML.sub(" ", text)
