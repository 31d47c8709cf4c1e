"""What a worker would speak and encode with: compared before anything is made, since another voice would be heard."""

from __future__ import annotations

import platform
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError
from audiocoach.music.files import contents
from audiocoach.rendering.athletes import given_of
from audiocoach.script.library import find_script
from audiocoach.storage.digests import sha256_of
from audiocoach.timeline.signals import own_sounds
from audiocoach.version import __version__

if TYPE_CHECKING:
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.rendering.athletes import Athlete
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.script.model import Session

HERE = "this computer"

_PACKAGES = (
    *("numpy", "lameenc", "av", "pydub", "pyttsx3", "num2words", "mutagen", "pillow", "fontpkg-inter"),
    *("python-stretch", "audioop-lts"),
)
"""What decides which bytes become of the same script, beside audiocoach and what speaks: words, sound, tags, covers."""

_MOST_KINDS = 20
"""Athletes with a voice, a language or a coach of their own, whose voices are looked for."""

_MOST_NAMED = 4

_SHOWN = 12
"""Hexadecimal digits of a digest that are compared, and shown."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with versions, in this order: what has to be the same everywhere."""

    values: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        return dict(self.values).get(name, "none")


def facts_here(order: OrderForMany, athletes: Sequence[Athlete | None]) -> Facts:
    """Find what an order would be made with in this process: versions, and each voice that speaks for some athletes.

    A script that cannot be read, or a voice that is not there, is told as one of them; what scripts say, as a digest.
    """
    values = {"audiocoach": __version__, "Python": ".".join(platform.python_version_tuple()[:2])}
    values["system"] = f"{platform.system()} {platform.machine()}"
    values |= {name: _version(name) for name in _PACKAGES}
    values["zlib"] = zlib.ZLIB_RUNTIME_VERSION  # the script in each file is deflated; another one deflates otherwise
    try:
        order.enter_folder()
        with order.reading():
            values |= _voices(order, athletes)
            values["scripts, sheets and music"] = _content(order, athletes)
    except AudiocoachError as error:
        values["scripts and voices"] = error.message
    return Facts(tuple(values.items()))


def kinds_of_athletes(athletes: Iterable[Athlete | None]) -> tuple[Athlete | None, ...]:
    """Give one of those who have the same voice, language and coach of their own; not of too many."""
    found: dict[object, Athlete | None] = {}
    for who in athletes:
        found.setdefault(who.own.keys if who else None, who)
        if len(found) == _MOST_KINDS:
            break
    return tuple(found.values())


def differences(found: Mapping[str, Facts]) -> tuple[str, ...]:
    """Say of each thing that is not the same everywhere who has what; nothing where all agree.

    `found` has the facts of each worker by its address, and those of this computer as `HERE`.
    """
    names = dict.fromkeys(name for facts in found.values() for name, _ in facts.values)
    said = []
    for name in names:
        whose: dict[str, list[str]] = {}
        for who, facts in found.items():
            whose.setdefault(facts[name], []).append(who)
        if len(whose) > 1:
            each = (f"{value} ({_some(who)})" for value, who in whose.items())
            said.append(f"{name}: {', '.join(each)}")
    return tuple(said)


def _some(who: Sequence[str]) -> str:
    more = f" and {len(who) - _MOST_NAMED} more" if len(who) > _MOST_NAMED else ""
    return f"{', '.join(who[:_MOST_NAMED])}{more}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _voices(order: OrderForMany, athletes: Sequence[Athlete | None]) -> dict[str, str]:
    """Name the engines that speak, with their versions, and their voices."""
    from audiocoach.rendering.orders import wanted
    from audiocoach.speech.casting import Casting, cast_of

    found = wanted(order.scripts, Path(order.folder), order.wishes(athletes, ()))
    if found.refused and len(found.refused) == len(athletes):
        raise found.refused[0][1]
    shop = order.workshop()
    casting = Casting(shop.studio.engine)
    sessions = [each.session for group in found.singles for each in group]
    sessions += [each.session for programme in found.programmes for each in programme.sessions]
    cast = {voice for session in sessions for voice in cast_of(session, shop.sheets.of(session), casting)}
    engines = {f"engine {name}": casting.engine(name).version() for name in sorted({each.engine for each in cast})}
    return engines | {"voices": " · ".join(sorted(f"{voice.engine} {voice.id}" for voice in cast))}


def _content(order: OrderForMany, athletes: Sequence[Athlete | None]) -> str:
    """Give a digest of what the scripts say to some athletes, their coach sheets, sounds and music.

    Nothing of a journal is in it: somebody may run, and say so, while files are made.
    """
    from audiocoach.rendering.orders import sessions_of

    shop, found = order.workshop(), sha256()
    for who in athletes:
        with suppress(AudiocoachError), given_of(who):  # for whom it is wrong gets nothing anywhere
            for path in map(find_script, order.scripts):
                with suppress(OSError):
                    found.update(sha256_of(path))  # with its comments, which are in each file
                for session in sessions_of(path):
                    for part in _parts(order.change(session), shop):
                        found.update(part)
    return found.hexdigest()[:_SHOWN]


def _parts(session: Session, shop: Workshop) -> Iterator[bytes]:
    sheet = shop.sheets.of(session)
    yield repr((session, sorted(session.variables.items(), key=str), sheet)).encode()
    for path in own_sounds(session, sheet):
        with suppress(OSError):
            yield sha256_of(path)
    if session.music is not None:
        yield contents(session.music).encode()
