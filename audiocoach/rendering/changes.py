"""What a command line changes in every session, as plain data: it goes to other processes as it is."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.script.going_on import before, behind
from audiocoach.script.model import Session


@dataclass(frozen=True, slots=True)
class Change:
    """A change of sessions: another voice (as `--voice` names it), coach or music, a rate (words a minute), a name.

    None leaves what the script says; no file of `music`, or 'none' alone, leaves its own, or none. Called with a
    session, it gives the changed one.
    """

    voice: str | None = None
    coach: str | None = None
    music: tuple[str, ...] = ()
    rate: int | None = None
    athlete: str | None = None

    def __call__(self, session: Session) -> Session:
        """Change a session, and those whose music goes on in it."""
        heard = [self._changed(each) for each in before(session)]
        return behind(self._changed(session), heard) if heard else self._changed(session)

    def _changed(self, session: Session) -> Session:
        if self.voice is not None:
            from audiocoach.speech.casting import voice_wish

            session = session.spoken_by(voice_wish(self.voice))
        if self.rate is not None:
            session = session.spoken_at(self.rate)
        if self.music:
            session = session.over_music([path for path in self.music if path != "none"])
        if self.athlete is not None:
            session = session.for_athlete(self.athlete)
        return session if self.coach is None else session.coached_by(self.coach)
