"""Compile a pattern when it is first used: most starts need none of those that only serve mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class LatePattern:
    """A regular expression that costs nothing until it is asked for something."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """Match from a place on; see `re.Pattern.match`."""
        return self._compiled.match(text, at)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match the whole text; see `re.Pattern.fullmatch`."""
        return self._compiled.fullmatch(text)

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        """Search from a place on; see `re.Pattern.search`."""
        return self._compiled.search(text, at)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find all, one by one; see `re.Pattern.finditer`."""
        return self._compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        """List the texts of all, for a pattern without groups; see `re.Pattern.findall`."""
        return self._compiled.findall(text)

    def split(self, text: str) -> list[str]:
        """Split a text at what matches; see `re.Pattern.split`."""
        return self._compiled.split(text)

    def sub(self, instead: str, text: str, count: int = 0) -> str:
        """Put another text in place of each; see `re.Pattern.sub`."""
        return self._compiled.sub(instead, text, count)
