"""A second server, for phones nearby: it shows one shared folder, to be read, and knows nothing of the studio.

It ends by its button, with the studio, and when nobody has the page open any more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from audiocoach.sharing.server import Place, application, open_place, places, server_of

if TYPE_CHECKING:
    from uvicorn import Server

_END_SECONDS = 5.0
_LOOK_SECONDS = 15.0
"""How often it is looked whether somebody has the page open."""


class PhoneServer:
    """Serves at most one folder at a time.

    Args:
        lan: to the local network, else to this computer alone.
        look_seconds: how often it is looked whether it is wanted still.
    """

    def __init__(self, *, lan: bool = True, look_seconds: float = _LOOK_SECONDS) -> None:
        self._lan, self._look_seconds = lan, look_seconds
        self._turn = Lock()
        self._ended = Event()
        self._running: tuple[Server, Thread, Place] | None = None

    def show(self, folder: Path, is_wanted: Callable[[], bool] = lambda: True) -> str:
        """Serve a shared folder in place of the one before, on a port of its own; return its address.

        Args:
            folder: what is shown.
            is_wanted: asked from time to time; it ends when nobody wants it any more.

        Raises:
            AudiocoachError: when this computer is in no network.
        """
        from audiocoach.sharing.connections import GuardedConnection, Reception

        with self._turn:
            self._end()
            place = open_place(0, lan=self._lan)
            app = application(folder, place.secret, place.hosts)
            server = server_of(app, partial(GuardedConnection, reception=Reception(places())))
            thread = Thread(target=server.run, kwargs={"sockets": [place.listening]}, name="for phones", daemon=True)
            thread.start()
            self._running, self._ended = (server, thread, place), Event()
            Thread(target=self._watch, args=(self._ended, is_wanted), name="whether phones are", daemon=True).start()
            return place.url

    def _watch(self, ended: Event, is_wanted: Callable[[], bool]) -> None:
        while not ended.wait(self._look_seconds):
            with self._turn:
                if not ended.is_set() and not is_wanted():
                    self._end()

    def end(self) -> None:
        """Serve nothing any more; what is being sent then has a second to end."""
        with self._turn:
            self._end()

    def url(self) -> str | None:
        """Return the address of what is served now."""
        running = self._running
        return running[2].url if running else None

    def _end(self) -> None:
        if self._running is not None:
            server, thread, place = self._running
            server.should_exit = True
            thread.join(_END_SECONDS)
            self._ended.set()
            place.listening.close()  # a server that is ended before it has begun leaves it open
            self._running = None

    def code(self, url: str) -> str:
        """Draw an address as a QR code, for a phone's camera: an SVG."""
        import segno

        out = BytesIO()
        segno.make_qr(url).save(out, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, omitsize=True)
        return out.getvalue().decode()
