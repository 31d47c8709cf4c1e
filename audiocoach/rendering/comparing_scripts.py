"""Compare two scripts: sessions with each other, programmes session by session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audiocoach.errors import AudiocoachError
from audiocoach.rendering.orders import load_script
from audiocoach.rendering.timelines import build_timeline
from audiocoach.rendering.watching import Progress
from audiocoach.script.library import find_script
from audiocoach.script.model import Session
from audiocoach.timeline.comparing import Difference, differences
from audiocoach.timeline.timeline import Timeline

_Change = Callable[[Session], Session]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sessions that were compared; the length of one that is not there is None, and its language empty."""

    title: str
    lengths_ms: tuple[int | None, int | None]
    languages: tuple[str, str]
    differences: tuple[Difference, ...] = ()

    @property
    def times_differ(self) -> bool:
        """Tell whether they differ in more than words."""
        return any(each.times for each in self.differences)


def compared(
    names: tuple[str, str],
    picked: Sequence[str],
    change: _Change = lambda session: session,
    *,
    fast: bool = False,
    progress: Progress | None = None,
) -> list[Pair]:
    """Compare two scripts; sessions of programmes that have the same number, unless some are picked.

    Args:
        names: their paths, or names of shipped ones.
        picked: the number of a programme's session, for both, or one for each; a script that is a session needs none.
        change: applied to each session.
        fast: estimate spoken lengths.
        progress: told as words are spoken.

    Raises:
        AudiocoachError: when one has errors, or a session is compared with a whole programme.
    """
    ids = (picked[0], picked[-1]) if picked else (None, None)
    first, second = (_sessions(name, chosen) for name, chosen in zip(names, ids, strict=True))
    if set(first) == set(second) or (len(first) > 1 and len(second) > 1):
        couples = [(number, first.get(number), second.get(number)) for number in dict.fromkeys([*first, *second])]
    elif len(first) == len(second) == 1:
        (one, a), (other, b) = *first.items(), *second.items()
        couples = [(f"{one} → {other}" if one and other else one or other, a, b)]
    else:
        raise AudiocoachError(
            f"{names[0]} and {names[1]}: a session and a programme",
            option="pick one of its sessions: '--session 1.1'",
        )

    def laid(session: Session | None) -> Timeline | None:
        return None if session is None else build_timeline(change(session), fast=fast, progress=progress)

    return [_pair(title, laid(one), laid(other)) for title, one, other in couples]


def _pair(title: str, first: Timeline | None, second: Timeline | None) -> Pair:
    """Compare two sessions, one of which may not be there."""
    if first and second:
        return Pair(
            title or first.title,
            (first.length_ms, second.length_ms),
            (first.language, second.language),
            tuple(differences(first, second)),
        )
    alone = Difference("-" if first else "+", 0, f"session {title}")
    lengths = (first.length_ms if first else None, second.length_ms if second else None)
    return Pair(title, lengths, (first.language if first else "", second.language if second else ""), (alone,))


def _sessions(name: str, picked: str | None) -> dict[str, Session]:
    """Read a script's sessions by their number; a single one has the number ""."""
    script = load_script(find_script(name))
    if isinstance(script, Session):
        return {"": script}
    chosen = script.sessions if picked is None else [script.find(picked)]
    return {planned.id: planned.session for planned in chosen}
