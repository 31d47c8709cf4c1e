"""Which tabs of browsers have which script open, by what they ask: one that asks nothing for a while is gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

GONE_SECONDS = 90.0
"""After which a tab counts as gone. Browsers let one that is not looked at ask once a minute."""

_MOST = 200


class OpenTabs:
    """The tabs of one studio, by names that they have given themselves; `now` is a clock in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen: dict[str, tuple[str, float]] = {}
        self._turn = Lock()

    def seen(self, tab: str, name: str) -> int:
        """Note that a tab has a script open; return how many others have it, too."""
        with self._turn:
            now = self._now()
            if tab:
                self._seen.pop(tab, None)
                self._seen[tab] = name, now
            self._seen = {each: about for each, about in self._seen.items() if now - about[1] <= GONE_SECONDS}
            while len(self._seen) > _MOST:
                del self._seen[next(iter(self._seen))]
            return sum(each != tab and about[0] == name for each, about in self._seen.items())

    def any(self) -> bool:
        """Tell whether any tab has a script open."""
        with self._turn:
            return any(self._now() - at <= GONE_SECONDS for _, at in self._seen.values())

    def left(self, tab: str) -> None:
        """Note that a tab is closed."""
        with self._turn:
            self._seen.pop(tab, None)

    def have(self, name: str) -> set[str]:
        """Name the tabs that have a script open."""
        with self._turn:
            now = self._now()
            return {tab for tab, (open_in, at) in self._seen.items() if open_in == name and now - at <= GONE_SECONDS}
