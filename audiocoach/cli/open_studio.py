"""`studio`: a page of one's own to write scripts, see, hear and send them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.console import line
from audiocoach.cli.options import Quiet


def studio(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Where the scripts are. Default: here.", show_default=False)
    ] = Path(),
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Which port; 0: any that is free.")] = 0,
    *,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, and open nothing.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write scripts in a browser: see and hear them, and make files of them.

    For this computer alone; nothing leaves it. The address is good for one visit.
    """
    from audiocoach.studio.running_studio import run_studio

    def told(url: str) -> None:
        opened = not no_browser and _opened(url)
        line(url, flush=True)  # also of what was opened: where that is a computer far away it may never be seen
        if not quiet:
            where = "  opened in your browser" if opened else "  open it in a browser; it is good for one visit"
            line(f"{where}; 'Close the studio' there, or Ctrl-C here, ends it", flush=True)

    try:
        run_studio(folder, port, told)
    except KeyboardInterrupt:
        if not quiet:
            line()
    if not quiet:
        line("closed")


def _opened(url: str) -> bool:
    """Open an address in the browser; False where there is none to be seen."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    in_terminal = isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    )
    return not in_terminal and browser.open(url)
