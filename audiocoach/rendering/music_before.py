"""How far a programme's music has been played when a session of it begins: worked out anew each time, from the sessions
before it. Nothing is kept of what anybody has listened to, and every session is the same whenever it is rendered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from audiocoach.mix.session_sound import bed_of
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.going_on import before
from audiocoach.script.model import Session
from audiocoach.speech.narrator import Narrator
from audiocoach.timeline.timeline import Timeline

if TYPE_CHECKING:
    from audiocoach.music.bed import Names

Heard = dict["Names", int]


class MusicBefore:
    """Follows music that goes on from session to session; each session is laid out once."""

    def __init__(
        self, shop: Workshop, narrator: Narrator | None = None, known: Iterable[tuple[Session, Timeline]] = ()
    ) -> None:
        """Take what sessions are laid out with; `known` are timelines that are there already."""
        self._shop, self._narrator = shop, narrator
        self._timelines = {id(session): timeline for session, timeline in known}
        self._after: dict[tuple[int, ...], Heard] = {}

    def of(self, session: Session) -> Mapping[Names, int] | None:
        """Return how far each list of a session has been played before it, in samples; None: by no session.

        Raises:
            ScriptError, SoundError, SpeechError: when a session before it cannot be laid out.
        """
        if not before(session):
            return None
        heard: Heard = {}
        done: tuple[int, ...] = ()
        for each in before(session):
            done = (*done, id(each))
            if done not in self._after:
                timeline = self._timelines.get(id(each)) or self._laid_out(each)
                bed = bed_of(each.music, timeline, self._shop.store, self._shop.stage("measuring music"), heard)
                self._after[done] = heard | dict(bed.heard if bed else ())
            heard = self._after[done]
        return heard

    def _laid_out(self, session: Session) -> Timeline:
        self._narrator = self._narrator or self._shop.narrator()
        timeline = self._narrator.timeline(session, self._shop.sheets.of(session), self._shop.signals)
        self._timelines[id(session)] = timeline
        return timeline
