"""Where a command takes a path, an address such as `s3://bucket/run/` is refused before anything else is done.

As a path it would be a folder called `s3:`, made without a word.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand

from audiocoach.errors import AudiocoachError
from audiocoach.text.addresses import is_address, scheme_of

READ = {
    "paths", "path", "file", "folder", "first", "second", "athletes", "table", "coach", "sheet", "source", "programme",
    "programmes",
}  # fmt: skip
"""Parameters of any command that name what it reads. Music, and what is served, have messages of their own."""

WRITTEN = {"output", "picture", "chart", "name"}
"""Those that name what it writes."""

STORES = {("render", "output"), ("join", "paths"), ("serve", "paths")}
"""Where a command itself knows what an address is, and which it takes."""

FOLDERS = ("AUDIOCOACH_CACHE", "AUDIOCOACH_SETTINGS", "AUDIOCOACH_VOICES")
"""What the environment names."""


class PathsHere(TyperCommand):
    """A command whose paths are on this computer."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Look at what was typed, before it becomes paths that hide what it was."""
        typed, _, _ = self.make_parser(ctx).parse_args(args=[*args])
        for param in self.get_params(ctx):
            name = param.name or ""
            if name in READ | WRITTEN and (self.name, name) not in STORES:
                for address in filter(is_address, _texts(typed.get(name))):
                    hint = param.opts[0] if param.opts[0].startswith("-") else param.human_readable_name
                    raise typer.BadParameter(_told(address, written=name in WRITTEN), param_hint=hint)
        return super().parse_args(ctx, args)


def check_environment() -> None:
    """See that folders which the environment names are on this computer.

    Raises:
        AudiocoachError: when one is an address.
    """
    for name in FOLDERS:
        if is_address(address := os.environ.get(name, "")):
            raise AudiocoachError(f"{name}: {_what(address)}", "set it to a path of this computer, or not at all")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


def _what(address: str) -> str:
    """Say what an address is, of which no more is shown than its kind: it may hold a password."""
    return f"'{scheme_of(address)}://…' is an address, and no file or folder of this computer"


def _told(address: str, *, written: bool) -> str:
    """Say what is wrong with an address, and what to do instead."""
    if scheme_of(address) == "file":
        way = "leave out 'file://'"
    elif written:
        way = "write to a path of this computer, and copy that there; 'render' alone puts files into object stores"
    else:
        way = "bring it to this computer first, and name what it is there"
    return f"{_what(address)}: {way}"
