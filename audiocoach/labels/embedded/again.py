"""How a file is rendered again, as far as its own word for that can be taken. Pure.

The file may be anybody's, and its options end up in a command that its finder is told to run: only those that `render`
writes into files are taken, and none that would run a program, read another file or write one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from audiocoach.labels.embedded.archive import Archive

OWN_ENGINES = ("command", "recorded")
"""Those that speak with a program or with takes of the user's own."""

_PLAIN = re.compile(r"[^-/\\{}][^/\\{}]*")
"""A name: neither an option nor a path, nor a command with places to fill in."""


@dataclass(frozen=True, slots=True)
class Again:
    """The options for `render`, what is needed besides the archive, and what was not taken."""

    options: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def again(archive: Archive, place: Callable[[str], str] = str) -> Again:
    """What to render an archive again with; `place` tells where a file of it has been put."""
    options: dict[str, str] = {}
    needed, refused = list(archive.missing), []
    rest = list(archive.arguments[1:])
    while rest:
        option = rest.pop(0)
        if option not in _OPTIONS or option in options or not rest or rest[0].startswith("-"):
            refused.append(option)
            continue
        value = rest.pop(0)
        if option == "--coach" and value in archive.files:
            options[option] = place(value)
        elif _OPTIONS[option](value):
            options[option] = value
        elif option == "--voice":
            engine, _, name = value.rpartition(":")
            needed.append(" ".join(filter(None, ["voice:", engine, PurePath(name).name])))
        elif option == "--coach":
            needed.append(f"coach: {PurePath(value).name}")
        else:
            refused += [option, value]
    return Again(tuple(part for pair in options.items() for part in pair), tuple(dict.fromkeys(needed)), tuple(refused))


def _is_voice(value: str) -> bool:
    is_own = value.partition(":")[0].strip().casefold() in OWN_ENGINES or value.strip().casefold().endswith(".onnx")
    return bool(_PLAIN.fullmatch(value)) and not is_own


def _is_coach(value: str) -> bool:
    return bool(_PLAIN.fullmatch(value)) and not value.lower().endswith((".yaml", ".yml"))


_OPTIONS: dict[str, Callable[[str], object]] = {
    "--session": re.compile(r"[0-9]{1,4}\.[0-9]{1,4}").fullmatch,
    "--coach": _is_coach,
    "--voice": _is_voice,
    "--bitrate": re.compile("[0-9]{1,3}").fullmatch,
    "--athlete": _PLAIN.fullmatch,
}
"""The options that a file may name, and what each of them may be."""
