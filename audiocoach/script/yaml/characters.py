"""Which characters are text: what a terminal obeys, or what turns a line round, is none.

Scripts come from strangers, and their titles and words are printed.
"""

from __future__ import annotations

import re

from audiocoach.errors import Hint, Problem, Where

_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
"""They turn the order of what is shown round: a line may say something else than it seems to."""

_NEVER = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff{_OVERRIDES}"
"""Named one by one: all that is not text as the rest of Unicode takes six times as long to compile, at every start."""

UNPRINTABLE = re.compile(f"[{_NEVER}]")
NO_TEXT = re.compile(f"[\r\x85{_NEVER}]")
"""As `UNPRINTABLE`, in a value: there no line ends in another way than with a line feed."""


def unprintable(text: str, file: str, lines: list[str]) -> list[Problem]:
    """Find the first character of a file that is not text, if there is one; `lines` are as they may be shown."""
    found = UNPRINTABLE.search(text)
    if found is None:
        return []
    before = (UNPRINTABLE.sub("\ufffd", text[: found.start()]) + "\ufffd").splitlines()
    where = Where(file, len(before), len(before[-1]), 1, lines[len(before) - 1])
    return [Problem(f"a character that is not text (U+{ord(found[0]):04X})", where, Hint("delete it", ""))]
