"""Make a text ready for neural voices, which go by its marks. Pure."""

from __future__ import annotations

_ENDS = frozenset(".!?…:;。！？；：।؟")
_CLOSING = "\"'”’»)] \t\n"
_HANGING = " ,-–—\t\n"


def with_final_mark(text: str) -> str:
    """End a text with a full stop where it has no mark at its end.

    Neural voices learned to speak from whole sentences: of short cues without a mark `joe` loses one in five.
    """
    bare = text.rstrip(_CLOSING)
    if not bare or bare[-1] in _ENDS:
        return text
    return f"{text.rstrip(_HANGING)}."
