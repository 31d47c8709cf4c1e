"""A stable share of athletes, for many computers that know nothing of one another: the third of a hundred, `3/100`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from audiocoach.errors import Unreadable
from audiocoach.rendering.athletes import Athlete
from audiocoach.text.late_pattern import LatePattern

MOST_SHARDS = 100_000

_WRITTEN = LatePattern(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", re.ASCII)
_FORM = "write it as 3/100: the third of a hundred shares"


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`th, from 1, of so many shares."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read `3/100`.

        Raises:
            Unreadable: when it is none.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise Unreadable(f"'{text[:40]}' is no share", _FORM)
        number, of = int(found[1]), int(found[2])
        if not 1 <= of <= MOST_SHARDS:
            raise Unreadable(f"there are 1 to {MOST_SHARDS} shares, and not {of}", _FORM)
        if not 1 <= number <= of:
            hint = "an array that counts from 0 is to begin with 1" if number == 0 else f"they are 1/{of} to {of}/{of}"
            raise Unreadable(f"there is no share {number} of {of}", hint)
        return cls(number, of)

    def takes(self, who: Athlete) -> bool:
        """Tell whether somebody is in this share: by their id, or else by what their files are called after.

        Each is in one alone, whoever else is there, and whatever is changed of them but that.
        """
        digest = sha256((who.id or who.file).encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"
