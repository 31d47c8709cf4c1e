"""What the file of a session for somebody is made from, as one number that costs next to nothing a row.

Which files lie beside it is no part of that: they change nothing in it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from audiocoach.rendering.fingerprint import fingerprint
from audiocoach.speech.casting import Casting, cast_of, named_cast
from audiocoach.timeline.athlete import ATHLETE
from audiocoach.version import __version__

if TYPE_CHECKING:
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.rendering.athletes import Athlete
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.script.model import Session


class MadeFrom:
    """Tells what the files of one script are made from. It is looked at once for all to whom it is the same."""

    def __init__(self, order: OrderForMany, shop: Workshop) -> None:
        self._shop, self._casting = shop, Casting(shop.studio.engine)
        folded = order.folded, order.split, order.spliced
        self._settings = [str(order.bitrate), *map(str, folded)]
        self._known: dict[object, str] = {}

    def of(self, session: Session, who: Athlete | None, name: str) -> str:
        """Give the digest of all that a file's content depends on, in hexadecimal.

        Args:
            session: as it is read and changed for `who`, with their name or without.
            who: for whom it is.
            name: the file's, without its suffix.

        Raises:
            ScriptError, SoundError, SpeechError: when music is missing, or a voice.
        """
        key = who.reads if who else None
        if key not in self._known:
            unnamed = session.with_variables({k: value for k, value in session.variables.items() if k != ATHLETE})
            sheet = self._shop.sheets.of(session)
            cast = named_cast(cast_of(session, sheet, self._casting), self._casting)
            self._known[key] = fingerprint(unnamed, sheet, cast, self._settings, "")
        return self.known(who, name)

    def known(self, who: Athlete | None, name: str, version: str = __version__) -> str:
        """Give the same for somebody to whom the script is as it was to another before; `version`: of audiocoach."""
        named = who.name if who else ""
        return sha256("\0".join([self._known[who.reads if who else None], version, named, name]).encode()).hexdigest()
