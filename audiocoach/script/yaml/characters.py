"""Which characters are text: what a terminal obeys, or what turns a line round, is none.

Scripts come from strangers, and their titles and words are printed.
"""

from __future__ import annotations

import re

from audiocoach.errors import Problem, Where

_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
"""They turn the order of what is shown round: a line may say something else than it seems to."""

UNPRINTABLE = re.compile(f"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[{_OVERRIDES}]")
NO_TEXT = re.compile(f"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[{_OVERRIDES}]")
"""As `UNPRINTABLE`, in a value: there no line ends in another way than with a line feed."""


def unprintable(text: str, file: str, lines: list[str]) -> list[Problem]:
    """Find the first character of a file that is not text, if there is one; `lines` are as they may be shown."""
    found = UNPRINTABLE.search(text)
    if found is None:
        return []
    before = (UNPRINTABLE.sub("\ufffd", text[: found.start()]) + "\ufffd").splitlines()
    where = Where(file, len(before), len(before[-1]), 1, lines[len(before) - 1])
    return [Problem(f"a character that is not text (U+{ord(found[0]):04X})", where, "delete it")]
