"""How a text stands in its file: its encoding, its mark and the ends of its lines, so that saving changes none of them.

Where the ends of lines are mixed, each line that stays keeps its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from audiocoach.text.decoding import utf16_of

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_MOST_COMPARED = 400
"""Lines between the first and the last change that are looked through one against the other."""

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class TextForm:
    """A file's text with `\\n` at the end of each line, and all that is needed to write it as it was.

    `encoding` is one of Python's without a mark; `has_mark` tells whether there is one; `ends` are those of the lines,
    in order: one for each that has one.
    """

    text: str
    encoding: str = "utf-8"
    has_mark: bool = False
    ends: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: bytes) -> TextForm:
        """Read a file's bytes.

        Raises:
            UnicodeDecodeError: when they are neither UTF-8 nor UTF-16.
        """
        encoding = utf16_of(data) or "utf-8"
        if encoding == "utf-16":
            encoding = "utf-16-le" if data[:2] == b"\xff\xfe" else "utf-16-be"
        whole = data.decode(encoding)
        has_mark = whole.startswith(_MARK)
        lines = _LINE.findall(whole.removeprefix(_MARK))
        ends = tuple(end for line in lines if (end := _end_of(line)))
        text = "".join(_bare(line) + ("\n" if _end_of(line) else "") for line in lines)
        return cls(text, encoding, has_mark, ends)

    @property
    def is_mixed(self) -> bool:
        """Tell whether its lines end in different ways."""
        return len(set(self.ends)) > 1

    @property
    def usual_end(self) -> str:
        """Return how most of its lines end."""
        return Counter(self.ends).most_common(1)[0][0] if self.ends else "\n"

    def written(self, text: str) -> bytes:
        """Write another text, with `\\n` at the end of each line, as this one stands in its file.

        Raises:
            UnicodeEncodeError: when it holds half a character.
        """
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if self.is_mixed:
            text = self._with_own_ends(text)
        elif self.usual_end != "\n":
            text = text.replace("\n", self.usual_end)
        return ((_MARK if self.has_mark else "") + text).encode(self.encoding)

    def _with_own_ends(self, text: str) -> str:
        """End each line as it did, and new ones as most do."""
        old, new = self.text.split("\n"), text.split("\n")
        kept, usual = _kept(old, new), self.usual_end
        ends = [*self.ends, usual]  # the last line may have had none
        ended = (line + (ends[kept[number]] if number in kept else usual) for number, line in enumerate(new[:-1]))
        return "".join(ended) + new[-1]


def _kept(old: list[str], new: list[str]) -> dict[int, int]:
    """Find for lines of a new text which of the old ones they are."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    kept = {number: number for number in range(first)}
    kept |= {len(new) - 1 - back: len(old) - 1 - back for back in range(last)}
    between = old[first : len(old) - last], new[first : len(new) - last]
    if max(map(len, between)) > _MOST_COMPARED:
        return kept
    for start, other, size in SequenceMatcher(None, *between, autojunk=False).get_matching_blocks():
        kept |= {first + other + each: first + start + each for each in range(size)}
    if len(between[0]) == len(between[1]):  # lines that were changed in their places
        kept = {first + each: first + each for each in range(len(between[0]))} | kept
    return kept


def _end_of(line: str) -> str:
    return line[len(_bare(line)) :]


def _bare(line: str) -> str:
    return line.rstrip("\r\n")
