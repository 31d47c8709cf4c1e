"""Where sentences surely end, in any of the languages here. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from audiocoach.text.late_pattern import LatePattern

_END = LatePattern(r"(?<![.!?…])([.!?…]++)\s+")
_WORD = LatePattern(r"\w*$")
_LONGEST = 20
"""Letters in front of a stop that are looked at: no abbreviation has more."""
_NO_ENDS = frozenset(
    ["approx", "aprox", "bspw", "circa", "evtl", "exkl", "incl", "inkl", "mind", "prof", "sept", "zzgl"]
)
"""Abbreviations of four letters and more; a full stop after fewer ends no sentence in any case."""


def sure_sentences(text: str, name: str = "") -> Iterator[str]:
    """Yield what certainly are sentences: what may be an abbreviation ends none, and no small letter begins one.

    A full stop behind `name`, in small letters, ends one: it is no abbreviation, however short.
    """
    begin = 0
    for end in _END.finditer(text):
        word = _WORD.search(text[max(begin, end.start() - _LONGEST) : end.start()])
        before, sign = word[0].casefold() if word else "", end[1]
        sure = (
            sign != "."
            or (len(before) > 3 and before not in _NO_ENDS)
            or (name != "" and text[begin : end.start()].casefold().endswith(name))
        )
        following = text[end.end()]
        if sure and not following.islower() and not (sign == "." and following.isdigit()):
            yield text[begin : end.end()].rstrip()
            begin = end.end()
    yield text[begin:]
