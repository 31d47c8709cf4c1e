"""`render`: sessions to files, programmes to folders of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.cli.console import file_size, progress_bar
from audiocoach.errors import AudiocoachError, Problem, ScriptError
from audiocoach.programme.programme import PlannedSession, Programme
from audiocoach.quantities.units import MINUTE, clock, plural, to_the_second
from audiocoach.rendering.athletes import Athlete, file_stem
from audiocoach.rendering.session import Rendered, render_all
from audiocoach.rendering.targets import DEFAULT_FOLDER, targets
from audiocoach.rendering.timelines import build_timeline
from audiocoach.rendering.write_files import Order
from audiocoach.script.coach_sheets import Sheets, coach_of
from audiocoach.script.library import find_script
from audiocoach.script.load import load_session
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of_file
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import estimated
from audiocoach.speech.studio import Studio
from audiocoach.timeline.arrange import Draft
from audiocoach.timeline.athlete import names_somebody
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words

MOST_TOGETHER = 100
"""Athletes whose files are made together."""

MOST_OWN_MS = 20 * MINUTE
"""What is said to each of them alone, all together: 60 MB of sound, and for a while twice that."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for besides the scripts."""

    change: Callable[[Session], Session]
    bitrate: int | None = None
    sessions: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    beside: tuple[str, ...] = ()
    force: bool = False
    quiet: bool = False
    athletes: Sequence[Athlete | None] = (None,)

    def change_for(self, who: Athlete | None) -> Callable[[Session], Session]:
        """`change`, for somebody."""
        return self.change if who is None else lambda session: self.change(session).for_athlete(who.name)


def load_one(name: str, session: str | None) -> Session:
    """The session meant: a session's file, or one session of a programme.

    Raises:
        AudiocoachError: when a programme's session is not named, or there is none such.
    """
    path = find_script(name)
    programme = _load(path)
    if isinstance(programme, Session):
        if session is not None:
            raise AudiocoachError(f"{path}: this is a single session", "'--session' picks one of a programme")
        return programme
    if session is None:
        hint = "name one of its sessions: '--session 1.1'; 'audiocoach plan' shows them all"
        raise AudiocoachError(f"{path}: this is a programme", hint)
    return programme.find(session).session


def render_scripts(names: Sequence[str], output: Path | None, wishes: Wishes) -> None:
    """Render each script; all of them are read before the first is rendered."""
    paths = [find_script(name) for name in names]
    loaded = _loaded(paths)
    programmes = {path: found for path, found in loaded.items() if isinstance(found, Programme)}
    singles = [(path, found) for path in paths if isinstance(found := loaded[path], Session)]
    if singles and (wishes.sessions or wishes.weeks):
        raise AudiocoachError(
            f"{singles[0][0]}: this is a single session", "'--session' and '--week' pick of a programme"
        )
    orders = _orders(singles, output, wishes)
    picked = {path: _picked(programme, wishes) for path, programme in programmes.items()}
    studio = Studio()
    for own in orders:
        _render_single(own, studio, wishes, make_folder=output is None or not output.suffix)
    for path, programme in programmes.items():
        for who in wishes.athletes:
            _render_programme(path, programme, picked[path], output, studio, wishes, who)


def _orders(singles: Sequence[tuple[Path, Session]], output: Path | None, wishes: Wishes) -> list[list[Order]]:
    """For each script that is a single session, its file, or one for each athlete."""
    names = [path.with_name(file_stem(path.stem, who) + path.suffix) for path, _ in singles for who in wishes.athletes]
    files = iter(targets(names, output) if names else [])
    orders = []
    for path, session in singles:
        own = [wishes.change_for(who)(session) for who in wishes.athletes]
        if wishes.athletes[0] is not None and not names_somebody(own[0], coach_of(own[0])):
            print(f"note: {path}: nothing in it says {{athlete}}, so it names nobody", file=sys.stderr)
        orders.append([Order(each, target, target.name) for each, target in zip(own, files, strict=False)])
    return orders


def _together(orders: Sequence[Order], sheets: Sheets) -> int:
    """How many of the same session for different athletes are rendered together."""
    if len(orders) < 2:
        return 1
    shelf = SoundShelf()
    one, other = (
        {Words(part, words.voice, words.language) for words in draft.words for part in words.parts or (words.text,)}
        for draft in (Draft.of(each.session, sheets.of(each.session), estimated, shelf.length) for each in orders[:2])
    )
    own_ms = sum(estimated(list(one - other)).values())
    return max(1, min(MOST_TOGETHER, MOST_OWN_MS // max(1, own_ms)))


def _loaded(paths: Sequence[Path]) -> dict[Path, Session | Programme]:
    """What is in each script.

    Raises:
        ScriptError: with all that is wrong in any of them.
    """
    loaded: dict[Path, Session | Programme] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            loaded[path] = _load(path)
        except ScriptError as error:
            problems += error.problems
    if problems:
        wrong = len(set(paths)) - len(loaded)
        heading = f"nothing was rendered: {wrong} of {len(set(paths))} scripts must be mended first"
        raise ScriptError(problems, heading if len(paths) > 1 else "")
    return loaded


def _load(path: Path) -> Session | Programme:
    if kind_of_file(path) != "programme":
        return load_session(path)
    from audiocoach.programme.load_programme import load_programme

    return load_programme(path)


def _picked(programme: Programme, wishes: Wishes) -> list[PlannedSession]:
    chosen = {programme.find(session).id for session in wishes.sessions}
    for week in wishes.weeks:
        found = {planned.id for planned in programme.sessions if planned.week == week}
        if not found:
            raise AudiocoachError(f"{programme.title}: there is no week {week}", f"it has {programme.weeks}")
        chosen |= found
    return [planned for planned in programme.sessions if not chosen or planned.id in chosen]


def _render_single(orders: Sequence[Order], studio: Studio, wishes: Wishes, *, make_folder: bool) -> None:
    told: set[str] = set()
    sheets = Sheets()
    most = _together(orders, sheets)

    def on_done(done: Rendered) -> None:
        _report(done, wishes, told)
        _write_beside(done.timeline, done.path, wishes)

    for together in (orders[first : first + most] for first in range(0, len(orders), most)):
        title = together[0].path.name if len(together) == 1 else plural(len(together), "file")
        with progress_bar(title, quiet=wishes.quiet) as progress:
            render_all(
                together,
                bitrate=wishes.bitrate,
                make_folder=make_folder,
                studio=studio,
                progress=progress,
                on_done=on_done,
                sheets=sheets,
            )


def _render_programme(
    path: Path,
    programme: Programme,
    picked: list[PlannedSession],
    output: Path | None,
    studio: Studio,
    wishes: Wishes,
    who: Athlete | None,
) -> None:
    from audiocoach.labels.embedded.origin import badge_of
    from audiocoach.rendering.whole_programme import file_name, older_files, plain_title, render_programme

    if output is not None and output.suffix and not output.is_dir():
        raise AudiocoachError(f"{output}: a programme needs a folder, not a file", "give '-o' a folder's name")
    folder = (output or DEFAULT_FOLDER) / file_stem(path.stem, who)
    change = wishes.change_for(who)
    for warning in programme.warnings:
        print(warning, file=sys.stderr)
    told: set[str] = set()
    with progress_bar(path.stem, quiet=wishes.quiet) as progress:
        rendered, fresh = render_programme(
            programme,
            folder,
            select=picked,
            change=change,
            bitrate=wishes.bitrate,
            force=wishes.force,
            studio=studio,
            progress=progress,
            on_done=lambda done: _report(done, wishes, told),
        )
    if wishes.beside:
        timelines = {done.path: done.timeline for done in rendered}
        for planned in picked:
            session = change(planned.session)
            target = folder / file_name(planned, plain_title(session), programme.weeks)
            timeline = timelines.get(target) or build_timeline(session, studio=studio)
            _write_beside(timeline, target, wishes, programme.title, badge_of(session))
    for stale in older_files(programme, folder, change):
        print(f"note: {stale}: an older file of a session that is now called otherwise; delete it", file=sys.stderr)
    if not wishes.quiet:
        old = f", {len(fresh)} up to date" if fresh else ""
        print(f"{folder}: {len(rendered)} rendered{old}")


def _write_beside(timeline: Timeline, target: Path, wishes: Wishes, programme: str = "", badge: str = "") -> None:
    if not wishes.beside:
        return
    from audiocoach.labels.side_files import Facts, write_beside

    for path in write_beside(Facts(timeline, target, programme, badge), wishes.beside):
        if not wishes.quiet:
            print(path)


def _report(done: Rendered, wishes: Wishes, told: set[str]) -> None:
    """Say what was made; what was noticed in it only where it has not been `told` of another file already."""
    notes = [*map(str, done.timeline.warnings), *(f"note: {note}" for note in done.notes)]
    for note in notes:
        if note not in told:
            told.add(note)
            print(note, file=sys.stderr)
    if not wishes.quiet:
        print(f"{done.path}  {clock(to_the_second(done.length_ms))}  {file_size(done.size)}  in {done.seconds:.1f} s")
