"""uvicorn's connections, with limits that it has not: for a request's head, for idle sending, and for how many."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from audiocoach.sharing.answers import HEADERS
from audiocoach.sharing.doorkeeper import Doorkeeper, Guest
from audiocoach.sharing.entry_desk import body_first
from audiocoach.sharing.turns import NewestFirst

_SWEEP_SECONDS = 0.5
_ANSWERED_AT_ONCE = 8
"""Answers that are looked for at once; finding a file takes a millisecond."""


class Reception:
    """The connections of one server, looked through twice a second for as long as there are any."""

    def __init__(self, places: int, *, takes_bodies: bool = False) -> None:
        self.takes_bodies = takes_bodies
        self._keeper = Doorkeeper(places)
        self._connections: dict[Guest, GuardedConnection] = {}
        self._sweeping = False
        self.turns = NewestFirst(_ANSWERED_AT_ONCE)

    def came(self, connection: GuardedConnection) -> None:
        """Let a connection in, and end those that have been idle longest where there is no place for it."""
        self._connections[connection.guest] = connection
        self._end(self._keeper.came(connection.guest))
        if not self._sweeping:
            self._sweeping = True
            connection.loop.call_later(_SWEEP_SECONDS, self._sweep, connection.loop)

    def left(self, connection: GuardedConnection) -> None:
        """Forget a connection that has ended."""
        self._keeper.left(connection.guest)
        self._connections.pop(connection.guest, None)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        for connection in self._connections.values():
            connection.note_what_was_taken()
        self._end(self._keeper.overdue(loop.time()))
        self._sweeping = bool(self._connections)
        if self._sweeping:
            loop.call_later(_SWEEP_SECONDS, self._sweep, loop)

    def _end(self, guests: list[Guest]) -> None:
        for guest in guests:
            self._connections[guest].transport.abort()


class GuardedConnection(H11Protocol):
    """A connection that tells the reception when it begins and ends, asks, and takes what is sent to it."""

    def __init__(self, *arguments: Any, reception: Reception, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._reception = reception
        self._served = self.app
        self.app = self._while_connected
        self._answering: asyncio.Task[Any] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self.guest = Guest(self.client[0] if self.client else "", self.loop.time())
        self._reception.came(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._reception.left(self)
        super().connection_lost(exc)
        if self._answering is not None:
            self._answering.cancel()  # else a file would be read to its end for nobody

    def data_received(self, data: bytes) -> None:
        """Take in some of a request; one that is complete ends the waiting."""
        super().data_received(data)
        self._look_for_a_request()

    def on_response_complete(self) -> None:
        """Wait for the next request, which may have come already."""
        self.guest.waiting, self.guest.since = True, self.loop.time()
        super().on_response_complete()
        self._look_for_a_request()

    def resume_writing(self) -> None:
        """Note that something of an answer was taken."""
        self.guest.since = self.loop.time()
        super().resume_writing()

    def note_what_was_taken(self) -> None:
        """Note whether less is left to be sent than when this was last asked, or more, which follows on less."""
        unsent = self.transport.get_write_buffer_size()
        if unsent != self.guest.unsent:
            self.guest.unsent, self.guest.since = unsent, self.loop.time()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request with the headers of every answer, and with nothing in the middle of another."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.abort()
            return
        if self.cycle is not None:
            self.cycle.disconnected = True  # whatever it was about to say
        status = getattr(sys.exception(), "error_status_hint", 400)
        head = [("content-type", "text/plain; charset=utf-8"), ("connection", "close"), *HEADERS.items()]
        for event in (
            h11.Response(status_code=status, headers=head),
            h11.Data(data=msg.encode("ascii")),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _look_for_a_request(self) -> None:
        asked = self.cycle is not None and not self.cycle.response_complete
        if asked and self.guest.waiting:
            self.guest.waiting, self.guest.since = False, self.loop.time()

    async def _while_connected(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer for as long as somebody is there."""
        if self.transport.is_closing():
            self.cycle.disconnected = True
            return
        self._answering = asyncio.current_task()
        turns, has_turn = self._reception.turns, False

        async def send_on(message: Any) -> None:
            nonlocal has_turn
            if has_turn:  # the answer is found; how fast it is taken is not waited for
                has_turn = False
                turns.give_back()
            await send(message)

        try:
            if scope["method"] == "POST" and self._reception.takes_bodies:
                receive = await body_first(receive)
            await turns.take()
            has_turn = True
            await self._served(scope, receive, send_on)
        finally:
            self._answering = None
            if has_turn:
                turns.give_back()
