"""A programme to its MP3s: what is up to date stays, every sentence is spoken once, every file is whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError
from audiocoach.labels.embedded.origin import Origin, badge_of
from audiocoach.output.session_tracks import PLAYLIST, listed_tracks, written_as
from audiocoach.output.write import MP3
from audiocoach.programme.programme import PlannedSession, Programme
from audiocoach.rendering.fingerprint import fingerprint
from audiocoach.rendering.programme_timelines import called
from audiocoach.rendering.programme_voices import note_voices, other_voices
from audiocoach.rendering.session import Rendered, render_all
from audiocoach.rendering.timelines import timeline_of
from audiocoach.rendering.watching import Cancel, Progress
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Order
from audiocoach.script.going_on import before
from audiocoach.script.model import Session
from audiocoach.speech.casting import Casting, cast_of, named_cast
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.studio import Studio
from audiocoach.storage.digests import KeptDigests
from audiocoach.storage.same_names import as_there
from audiocoach.text.file_names import safe_part
from audiocoach.version import __version__

if TYPE_CHECKING:
    from audiocoach.labels.side_files import Facts
    from audiocoach.speech.engines.interface import Voice


def render_programme(
    programme: Programme,
    folder: str | os.PathLike[str],
    *,
    select: Sequence[PlannedSession] | None = None,
    change: Callable[[Session], Session] | None = None,
    bitrate: int | None = None,
    force: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
    on_done: Callable[[Rendered], None] | None = None,
    cancel: Cancel | None = None,
    limits: Limits = NO_LIMITS,
) -> tuple[list[Rendered], list[Path]]:
    """Render sessions of a programme into `folder`, which is made if need be.

    Args:
        programme: what `load_programme` gave.
        folder: where the files go: `W03S2 Title.mp3`, so that players sort them.
        select: which sessions; None: all.
        change: applied to each session, such as another voice.
        bitrate: kb/s; None: 48 for voice alone, 128 with music.
        force: render what is up to date as well.
        studio: where words are spoken.
        progress: told over the whole.
        on_done: told each file as it is finished.
        cancel: asked as the work goes on.
        limits: how much may be asked for, of all sessions together.

    Returns:
        What was rendered, and the files that were up to date: same inputs, and whole to the last byte. Where files
        that are there were spoken by another voice, the first one's notes say so.

    Raises:
        ScriptError: with all that cannot be placed in any of them, or music that cannot be used; nothing is written
            then.
        SpeechError, OutputError: as `render`; files finished before stay.
    """
    shop = Workshop(studio or Studio(), bitrate=bitrate, progress=progress, cancel=cancel, limits=limits)
    order = ProgrammeOrder.of(programme, Path(folder), change, select)
    due, fresh = order.due(shop, force=force)
    changed = order.changed_voices(shop) if due else ""
    rendered: list[Rendered] = []
    with closing(render_all(due, shop)) as files:
        for done in files:
            rendered.append(replace(done, notes=(changed, *done.notes)) if changed and not rendered else done)
            if on_done is not None:
                on_done(rendered[-1])
    return rendered, fresh


@dataclass(frozen=True, slots=True)
class ProgrammeOrder:
    """A programme to be made, changed as it is to be heard: which of its sessions, and the folder they go to.

    Those that were `run` already keep their files, whatever has changed in the programme since.
    """

    programme: Programme
    folder: Path
    sessions: tuple[PlannedSession, ...]
    run: frozenset[str] = frozenset()
    suffix: str = MP3

    @classmethod
    def of(
        cls,
        programme: Programme,
        folder: Path,
        change: Callable[[Session], Session] | None = None,
        select: Sequence[PlannedSession] | None = None,
        run: Collection[str] = (),
        suffix: str = MP3,
    ) -> ProgrammeOrder:
        """Order a programme as `change` makes it; `select`: which of its sessions, None for all; `suffix`: of files."""
        changed = programme.changed(change)
        picked = changed.sessions if select is None else tuple(changed.find(planned.id) for planned in select)
        return cls(changed, folder, picked, frozenset(run), suffix)

    def path(self, planned: PlannedSession) -> Path:
        """Name a session's file."""
        return self.folder / file_name(planned, plain_title(planned.session), self.programme.weeks, self.suffix)

    def due(self, shop: Workshop, *, force: bool = False) -> tuple[list[Order], list[Path]]:
        """Find what is to be rendered, and the files that are up to date; `force`: none is."""
        casting, digests = Casting(shop.studio.engine), shop.digests
        earlier: dict[int, str] = {}
        orders = [self._order(planned, shop, casting, earlier) for planned in self.sessions]
        fresh = [
            order.path
            for order in orders
            if not force and (self._was_run(order) or _is_whole(order, digests, split=shop.split))
        ]
        return [order for order in orders if order.path not in fresh], fresh

    def _was_run(self, order: Order) -> bool:
        """Tell whether the session was run with the file, or the tracks, that are there: nobody runs it again."""
        if order.planned is None or order.planned.id not in self.run:
            return False
        # Its title may have changed with the plan, and its file's name with that.
        return any(files_of_session(order.path, split=split) for split in (False, True))

    def changed_voices(self, shop: Workshop) -> str:
        """Say which of the programme's files are spoken by other voices than would speak them now; nothing if none."""
        casting, now = Casting(shop.studio.engine), {}
        for each in self.programme.sessions:
            path = written_as(as_there(self.path(each)), split=shop.split)
            if path.is_file():
                # What is wrong with a session that is not asked for stops nobody.
                with suppress(AudiocoachError):
                    now[path] = cast_of(each.session, shop.sheets.of(each.session), casting)
        return other_voices(shop.store, now)

    def made_from(self, shop: Workshop, version: str) -> dict[str, str]:
        """Give what each session's file is made from by another version of audiocoach, by the session's id."""
        casting, earlier = Casting(shop.studio.engine), dict[int, str]()
        return {each.id: self._made_from(each, shop, casting, earlier, version)[0] for each in self.sessions}

    def _order(self, planned: PlannedSession, shop: Workshop, casting: Casting, earlier: dict[int, str]) -> Order:
        made_from, cast = self._made_from(planned, shop, casting, earlier, __version__)
        note_voices(shop.store, made_from, cast)
        path, name = as_there(self.path(planned)), called(planned)
        return Order(planned.session, path, name, self.programme, planned, made_from, make_folder=True)

    def _made_from(
        self, planned: PlannedSession, shop: Workshop, casting: Casting, earlier: dict[int, str], version: str
    ) -> tuple[str, list[Voice]]:
        """Give what a session's file is made from, and who speaks in it; `earlier` has the same of those before it, by
        their identity.
        """
        session, sheet = planned.session, shop.sheets.of(planned.session)
        settings = [str(shop.bitrate), self.programme.title, Origin(programme=self.programme, planned=planned).track]
        for earlier_one in before(session):  # where its music begins is worked out from them
            if id(earlier_one) not in earlier:
                own = shop.sheets.of(earlier_one)
                earlier[id(earlier_one)] = fingerprint(
                    earlier_one, own, named_cast(cast_of(earlier_one, own, casting), casting), (), version
                )
            settings.append(earlier[id(earlier_one)])
        # Only where they are asked for: what was rendered before there were such wishes stays up to date.
        settings += ["folded"] if shop.folded and session.music is not None else []
        settings += ["split"] if shop.split else []
        settings += [self.suffix] if self.suffix != MP3 else []
        cast = cast_of(session, sheet, casting)
        return fingerprint(session, sheet, named_cast(cast, casting), settings, version), cast

    def facts(self, rendered: Sequence[Rendered], shop: Workshop) -> Iterator[Facts]:
        """Tell what files beside each session's need to know; what was not `rendered` just now is laid out anew."""
        from audiocoach.labels.side_files import Facts

        timelines = {done.path: done.timeline for done in rendered}
        for planned in self.sessions:
            path = as_there(self.path(planned))
            timeline = timelines.get(path) or timeline_of(planned.session, shop)
            yield Facts(timeline, path, self.programme.title, badge_of(planned.session))


def _is_whole(order: Order, digests: KeptDigests, *, split: bool) -> bool:
    """Tell whether an order's file, or all its tracks, are there, to the last byte what was once made from the same."""
    made = digests.made_from(order.fingerprint)
    path = written_as(order.path, split=split)
    with suppress(OSError):
        if not made or digests.of(path) not in made:
            return False
        return not split or all(digests.of(track) == digest for track, digest in listed_tracks(path).items())
    return False


def files_of_session(path: Path, *, split: bool) -> list[Path]:
    """List the files of a session, or the playlists of its tracks, whatever its title was when they were made."""
    number = path.name.partition(" ")[0].removesuffix(path.suffix)
    found = path.parent.glob(f"{number}*/{number}*{PLAYLIST}" if split else f"{number}*{path.suffix}")
    return [each for each in found if each.stem.partition(" ")[0] == number and each.is_file()]


def older_files(programme: Programme, folder: Path, run: Collection[str] = ()) -> list[Path]:
    """Find files of a programme's sessions, and folders of their tracks, under names they no longer have, from before a
    title was changed; those of sessions that were `run` keep theirs.
    """
    from audiocoach.rendering.fingerprint import fingerprint_of

    now = [
        file_name(each, plain_title(each.session), programme.weeks, "")
        for each in programme.sessions
        if each.id not in run
    ]
    names = {name.partition(" ")[0]: name for name in now}
    files = [*folder.glob("W*S* *.mp3"), *folder.glob(f"W*S* */W*S* *{PLAYLIST}")]
    older = (path for path in files if names.get(path.stem.partition(" ")[0]) not in (None, path.stem))
    return sorted(path.parent if path.suffix == PLAYLIST else path for path in older if fingerprint_of(path))


def file_name(planned: PlannedSession, title: str, weeks: int = 0, suffix: str = MP3) -> str:
    """Name a file `W03S2 Title.mp3`, with nothing in it that any file system refuses; for a programme of `weeks`."""
    return f"W{planned.week:0{max(2, len(str(weeks)))}}S{planned.run} {safe_part(title)}".strip() + suffix


def plain_title(session: Session) -> str:
    """Give a session's title as it is written; `{length}` would need its spoken words, and is left out."""
    from audiocoach.quantities.variables import written
    from audiocoach.text.braces import fill

    def word(name: str) -> str:
        return written(session.variables[name]) if name in session.variables else ""

    return fill(session.session, word).replace(": ", " - ").replace(":", ".")
