"""How to render a file again, as far as the file itself can be trusted to say so. Pure.

The file may come from anybody, and its options end up in a command that its finder is told to run: only options that
`render` writes into files are taken, and none that would run a program, read another file or write one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from audiocoach.labels.embedded.archive import Archive
from audiocoach.text.late_pattern import LatePattern

OWN_ENGINES = ("command", "recorded")
"""The engines that speak with the user's own program or takes."""

_PLAIN = LatePattern(r"[^-/\\{}][^/\\{}]*")
"""A plain name: not an option, not a path, not a command with places to fill in."""


@dataclass(frozen=True, slots=True)
class Again:
    """The options for `render`, what is needed besides the archive, and the options that were refused."""

    options: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def again(archive: Archive, place: Callable[[str], str] = str) -> Again:
    """Work out the options to render an archive again; `place` returns the path at which a file of it has been put."""
    options: dict[str, str] = {}
    needed, refused = list(archive.missing), []
    rest = list(archive.arguments[1:])
    while rest:
        option = rest.pop(0)
        if option not in _OPTIONS or option in options or not rest or rest[0].startswith("-"):
            refused.append(option)
            continue
        value = rest.pop(0)
        if option in ("--coach", "--athletes") and value in archive.files:
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
    "--session": LatePattern(r"[0-9]{1,4}\.[0-9]{1,4}").fullmatch,
    "--coach": _is_coach,
    "--voice": _is_voice,
    "--rate": LatePattern("[0-9]{2,3}").fullmatch,
    "--bitrate": LatePattern("[0-9]{1,3}").fullmatch,
    "--athlete": _PLAIN.fullmatch,
    "--athletes": lambda _: False,  # but for a table that is in the file
    "--pace": LatePattern(r"[0-9]{1,2}:[0-9]{2}(?:\.[0-9]{1,3})?/(?:km|mi)").fullmatch,
    "--race": LatePattern(r"(?:(?:half|marathon|[0-9.]{1,16} ?[a-z]{1,10})=[0-9:.]{4,14}(?:,(?!$)|$)){1,20}").fullmatch,
    "--units": LatePattern("km|mi").fullmatch,
}
"""The options that a file may name, each with the test that its value must pass."""
