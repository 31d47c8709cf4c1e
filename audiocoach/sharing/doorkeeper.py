"""Say whose connection ends so that there is always a place for the next one. Pure: times are handed in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice

PLACES = 400
"""Connections at once. A club's phones have several each."""

MOST = 2 * PLACES
"""Connections at once while many arrive in one moment, none of which had the time to say anything yet."""

WAITING_PER_ADDRESS = 64
"""Connections from one address that have not asked for anything in full; one that has is never counted."""

HEAD_SECONDS = 10.0
"""Seconds until a request must have come, from the connection's beginning or the last answer's end."""

SEND_SECONDS = 60.0
"""Seconds in which some of an answer must be taken: a player that pauses comes back with a range of bytes."""

GRACE_SECONDS = 0.5
"""Seconds in which a connection cannot be called idle: what it sent may not have been read yet."""


@dataclass(eq=False, slots=True)
class Guest:
    """A connection: from where, since when it did nothing, and whether no request of it is being answered.

    What arrives of a request before it is complete counts for nothing, or a byte a second would hold a place for ever.
    """

    address: str
    since: float
    waiting: bool = True
    unsent: int = 0


class Doorkeeper:
    """All connections, and which of them have to go. Times are seconds of any one clock."""

    def __init__(self, places: int = PLACES) -> None:
        self.places = places
        self._guests: set[Guest] = set()

    def __len__(self) -> int:
        return len(self._guests)

    def came(self, guest: Guest) -> list[Guest]:
        """Let somebody in; return those who make place, the one that has been idle longest first."""
        self._guests.add(guest)
        excess = len(self._guests) - self.places
        if excess <= 0:
            return []
        hard = len(self._guests) - self.places * MOST // PLACES
        idle = sorted(self._guests - {guest}, key=lambda each: each.since)[:excess]
        gone = [each for number, each in enumerate(idle) if number < hard or guest.since - each.since > GRACE_SECONDS]
        self._guests.difference_update(gone)
        return gone

    def left(self, guest: Guest) -> None:
        """Note that a connection has ended."""
        self._guests.discard(guest)

    def overdue(self, now: float) -> list[Guest]:
        """Return those who took too long, or are too many from one address; they are let in no more."""
        waiting = Counter(each.address for each in self._guests if each.waiting)
        gone = [each for each in self._guests if now - each.since > _allowed(each)]
        for address, count in waiting.items():
            if count > WAITING_PER_ADDRESS:
                idle = sorted((each for each in self._guests if each.waiting and each.address == address), key=_since)
                gone += [each for each in islice(idle, count - WAITING_PER_ADDRESS) if now - each.since > GRACE_SECONDS]
        self._guests.difference_update(gone)
        return list(dict.fromkeys(gone))


def _since(guest: Guest) -> float:
    return guest.since


def _allowed(guest: Guest) -> float:
    """Return the seconds that a connection may do nothing; one that waits may still be taking the last answer."""
    return HEAD_SECONDS if guest.waiting and not guest.unsent else SEND_SECONDS
