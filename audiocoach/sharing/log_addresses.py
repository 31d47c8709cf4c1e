"""Where runners' entries arrive: an address for each, which nobody can guess, in a file that its owner alone can read.

Whoever has somebody's address can say how their sessions went, and no more; another one is made with `renew`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from audiocoach.errors import AudiocoachError, file_problem
from audiocoach.programme.following import Followed
from audiocoach.rendering.athletes import Athlete
from audiocoach.storage.owner_only import keep_to_owner
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.whole_files import replacing
from audiocoach.text.one_line import one_line

SUFFIX = ".addresses"
BYTES = 16
ADDRESS = re.compile("[A-Za-z0-9_-]{22}")
"""128 bits, as addresses are written."""

_MOST_BYTES = 1024 * 1024
_LINE = re.compile(rf"({ADDRESS.pattern})(?:  (.*))?")
_HEAD = """\
# Where entries of {name} arrive while 'audiocoach serve --log' runs: an address for each athlete. Keep it to yourself.
# 'audiocoach serve --log --renew' makes new ones.
"""


def address_file(following: Followed) -> Path:
    """Return where a programme's addresses are kept: beside its journals."""
    return following.journal.with_name(f"{following.name}{SUFFIX}")


def addresses(path: Path, programme: str, names: Iterable[str], *, renew: bool = False) -> dict[str, str]:
    """Give the address of each of some athletes, "" for nobody by name; make those that are missing, or all of theirs.

    Raises:
        AudiocoachError: when the file cannot be read or written.
    """
    known = _read(path)
    names = list(dict.fromkeys(map(one_line, names)))
    fresh = {name: secrets.token_urlsafe(BYTES) for name in names if renew or name not in known}
    if fresh:
        known |= fresh
        _write(path, programme, known)
    return {name: known[name] for name in names}


def with_an_address(folder: Path, who: Athlete) -> list[Path]:
    """List the files of addresses in a club that have somebody's."""
    places = [folder, *([who.journals] if who.journals else [])]
    found = [path for place in places for path in sorted(place.glob(f"*{SUFFIX}"))]
    return [path for path in found if one_line(who.name) in _read(path)]


def forget_address(path: Path, who: Athlete) -> None:
    """Take somebody's address out of a file: nothing arrives at it any more.

    Raises:
        AudiocoachError: when the file cannot be read or written.
    """
    known = _read(path)
    known.pop(one_line(who.name), None)
    _write(path, path.stem, known)


def _write(path: Path, programme: str, known: Mapping[str, str]) -> None:
    lines = "".join(f"{address}  {name}".rstrip() + "\n" for name, address in known.items())
    with replacing(path) as file:
        keep_to_owner(file.fileno())
        file.write((_HEAD.format(name=one_line(programme)) + lines).encode(errors="replace"))


def _read(path: Path) -> dict[str, str]:
    try:
        with open_regular(path) as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    if len(data) > _MOST_BYTES:
        raise AudiocoachError(f"{path}: larger than 1 MiB, the most that addresses may have")
    found = map(_LINE.fullmatch, data.decode(errors="replace").splitlines())
    return {line[2] or "": line[1] for line in found if line}
