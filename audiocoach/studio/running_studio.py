"""A studio that runs: where it listens, and until when."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from audiocoach.sharing.server import open_place, places, server_of
from audiocoach.studio.asgi import LARGE_PATHS, application
from audiocoach.studio.closed_door import ClosedDoor
from audiocoach.studio.desk import Desk
from audiocoach.studio.opened_folder import OpenedFolder


def run_studio(folder: Path, port: int, told: Callable[[str], None]) -> None:
    """Serve a folder's studio to this computer alone, until its page closes it or somebody interrupts it.

    Args:
        folder: what is opened.
        port: where to listen; 0: any that is free.
        told: called with the address, as soon as it can be opened.

    Raises:
        AudiocoachError: when there is no such folder, or the port is taken.
    """
    from audiocoach.sharing.connections import Reception
    from audiocoach.studio.page_connections import PageConnection

    opened = OpenedFolder(folder)
    listening = open_place(port).listening
    with listening:
        door = ClosedDoor(_port_of(listening), LARGE_PATHS)

        def end() -> None:
            server.should_exit = True

        desk = Desk(opened, end)
        server = server_of(application(desk, door), partial(PageConnection, reception=Reception(places())))
        told(door.url)
        try:
            server.run(sockets=[listening])
        finally:
            desk.shut()


def _port_of(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])
