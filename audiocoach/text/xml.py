"""Text as XML can hold it. Pure."""

from __future__ import annotations

import re

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Replace by a space each character that XML 1.0 cannot hold, not even escaped."""
    return _NO_XML.sub(" ", text)
