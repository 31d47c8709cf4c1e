"""Export scripts as workouts of other programs: one file a session, named as its sound would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.exchange.outgoing import Exported, outgoing
from audiocoach.exchange.written_formats import write_workout
from audiocoach.programme.programme import Programme
from audiocoach.rendering.orders import load_script
from audiocoach.rendering.timelines import build_timeline, timeline_of
from audiocoach.rendering.whole_programme import file_name, plain_title
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.library import find_script
from audiocoach.script.model import Session
from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """A session to be exported into a file; `id` is its number in a programme, if it is of one."""

    session: Session
    path: Path
    id: str = ""

    @property
    def suffix(self) -> str:
        """Return the format, as `written_formats.WRITERS` names it."""
        return self.path.suffix.lower().lstrip(".")


def export_orders(
    name: str, output: Path, formats: Sequence[str], change: Callable[[Session], Session], session: str | None = None
) -> list[ExportOrder]:
    """Find what is to be exported.

    Args:
        name: a script's path, or a shipped one's name.
        output: a file, or the folder for several.
        formats: suffixes; none: that of the file.
        change: applied to each session.
        session: of a programme, which.

    Raises:
        AudiocoachError: when a programme has one file alone to go to, or there is no such session.
    """
    path = find_script(name)
    found = load_script(path)
    single = isinstance(found, Session)
    if single and session is not None:
        raise AudiocoachError(f"{path}: this is a single session", option="'--session' picks one of a programme")
    if not formats and not single and session is None:
        raise AudiocoachError(
            f"{path}: this is a programme, and each of its sessions becomes a file",
            option="name a folder and the kinds of file: '-o FOLDER --as zwo,fit'; or one session: '--session 1.1'",
        )
    named = [(found, path.stem, "")] if isinstance(found, Session) else list(_named(found, session))
    if not formats:
        return [ExportOrder(change(each), output, id_) for each, _, id_ in named]
    return [
        ExportOrder(change(each), output / f"{stem}.{suffix}", id_) for each, stem, id_ in named for suffix in formats
    ]


def _named(programme: Programme, session: str | None) -> Iterator[tuple[Session, str, str]]:
    for planned in programme.sessions if session is None else [programme.find(session)]:
        stem = file_name(planned, plain_title(planned.session), programme.weeks).removesuffix(".mp3")
        yield planned.session, stem, planned.id


def exported(order: ExportOrder, shop: Workshop | None, *, with_coach: bool = False) -> tuple[Exported, Timeline]:
    """Export a session; nothing is written.

    Args:
        order: which.
        shop: where its words are spoken, to know how long they last; None: they are estimated.
        with_coach: the coach's words too, and not only the author's.
    """
    session = order.session
    timeline = build_timeline(session, fast=True) if shop is None else timeline_of(session, shop)
    return write_workout(outgoing(session, timeline, with_coach=with_coach), order.suffix, order.id), timeline
