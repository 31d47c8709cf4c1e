"""The formats that are written, by the suffix of their files. A format is a line in `WRITERS`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from audiocoach.exchange.fit_outline import without_fit_tool
from audiocoach.exchange.outgoing import Exported, Outgoing

_MODULES = {"zwo": "zwo_out:write_zwo", "fit": "fit_out:write_fit", "txt": "icu_out:write_icu"}

WRITERS = tuple(_MODULES)
"""The suffixes, without their dot; `txt` is intervals.icu's text."""


def check_written(suffixes: Iterable[str]) -> None:
    """See that what writes some formats is installed, before anything takes long.

    Raises:
        AudiocoachError: when it is not.
    """
    if "fit" in suffixes and find_spec("fit_tool") is None:
        raise without_fit_tool("written")


def write_workout(out: Outgoing, suffix: str, session_id: str = "") -> Exported:
    """Write a session in a format; `session_id`: its number in a programme, which tells it from others like it.

    Raises:
        AudiocoachError: when what writes it is not installed.
    """
    module, _, name = _MODULES[suffix].partition(":")
    writer: Callable[..., Exported] = getattr(import_module(f"audiocoach.exchange.writers.{module}"), name)
    return writer(out, session_id) if suffix == "fit" else writer(out)
