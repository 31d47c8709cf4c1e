"""The connections of the studio's page: what is being answered takes as long as it takes."""

from __future__ import annotations

from audiocoach.sharing.connections import GuardedConnection


class PageConnection(GuardedConnection):
    """A connection that is ended for idling only while no request of it is being answered.

    The page listens for hours to what goes on, and a player that pauses takes nothing of its sound.
    """

    def note_what_was_taken(self) -> None:
        """Note that an answer goes on."""
        super().note_what_was_taken()
        if not self.guest.waiting:
            self.guest.since = self.loop.time()
