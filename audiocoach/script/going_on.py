"""Music that goes on from one session of a programme to the next: each session knows those that heard it before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from audiocoach.script.model import Session
from audiocoach.script.private_values import kept


def before(session: Session) -> tuple[Session, ...]:
    """Return the sessions of its programme that have heard its music before it, where that is to go on."""
    return cast(tuple[Session, ...], kept(session, "_before"))


def behind(session: Session, sessions: Sequence[Session]) -> Session:
    """Return the same session, whose music goes on where these, which come before it, end."""
    changed = session.model_copy()
    changed._before = tuple(sessions)
    return changed
