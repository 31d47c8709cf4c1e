"""What is to be made of scripts: which sessions, for whom, into which files, and how many of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError, Problem, ScriptError
from audiocoach.quantities.paces import Pace
from audiocoach.quantities.units import MINUTE
from audiocoach.rendering.athletes import Athlete, file_stem
from audiocoach.rendering.targets import DEFAULT_FOLDER, fitting, notes_of, targets
from audiocoach.rendering.told_programmes import told_to
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Order
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.context import at_pace
from audiocoach.script.library import find_script
from audiocoach.script.load import load_session
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of_file
from audiocoach.script.standard_input import STDIN
from audiocoach.speech.narrator import estimated
from audiocoach.timeline.arrange import Draft
from audiocoach.timeline.athlete import names_somebody
from audiocoach.timeline.wording import Words

if TYPE_CHECKING:
    from audiocoach.programme.programme import PlannedSession, Programme
    from audiocoach.rendering.whole_programme import ProgrammeOrder

MOST_TOGETHER = 100
"""Athletes whose files are made together."""

MOST_OWN_MS = 20 * MINUTE
"""What is said to each of them alone, all together: 60 MB of sound, and for a while twice that."""


_ByPace = Mapping["Pace | None", Mapping[Path, "Session | Programme"]]
"""Scripts as they are read at each athlete's pace."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for besides the scripts: a change of each session, which sessions of programmes, and for whom."""

    change: Callable[[Session], Session] = lambda session: session
    sessions: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    athletes: Sequence[Athlete | None] = (None,)

    def change_for(self, who: Athlete | None) -> Callable[[Session], Session]:
        """Give `change`, for somebody."""
        return self.change if who is None else lambda session: self.change(session).for_athlete(who.name)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made, in this order.

    `singles` has for each script that is one session its file, or one for each athlete. `programmes` are those of each
    script that is a programme, for each athlete. `notes` is what the user should know beforehand.
    """

    singles: tuple[tuple[Order, ...], ...]
    programmes: tuple[ProgrammeOrder, ...]
    notes: tuple[str, ...] = ()


def wanted(names: Sequence[str], output: Path | None, wishes: Wishes) -> Wanted:
    """Read scripts, and find what is to be made of them; nothing is spoken or written.

    Args:
        names: scripts' paths, or names of shipped ones.
        output: a file, for a single session, or a folder; None: the usual folder.
        wishes: what else is asked for.

    Raises:
        ScriptError: with all that is wrong in any of the scripts.
        AudiocoachError: when a script is missing, wishes do not fit it, or there can be no such files.
    """
    paths = [find_script(name) for name in names]
    by_pace = {pace: _loaded(paths, pace) for pace in dict.fromkeys(map(_pace_of, wishes.athletes))}
    loaded = by_pace[_pace_of(wishes.athletes[0])]
    programmes = {path: found for path, found in loaded.items() if not isinstance(found, Session)}
    singles = [(path, found) for path in paths if isinstance(found := loaded[path], Session)]
    if singles and (wishes.sessions or wishes.weeks):
        raise AudiocoachError(
            f"{singles[0][0]}: this is a single session", option="'--session' and '--week' pick of a programme"
        )
    orders = tuple(_single_orders([path for path, _ in singles], by_pace, output, wishes))
    notes = [
        f"{path}: nothing in it says {{athlete}}, so it names nobody"
        for (path, _), (first, *_) in zip(singles, orders, strict=True)
        if wishes.athletes[0] is not None and not names_somebody(first.session, coach_of(first.session))
    ]
    ordered = tuple(_programme_orders(programmes, by_pace, output, wishes))
    if output is None or not output.suffix or output.is_dir():
        notes += notes_of([*(each.path for group in orders for each in group), *(each.folder for each in ordered)])
    return Wanted(orders, ordered, tuple(notes))


def check_single(names: Sequence[str], wishes: Wishes) -> None:
    """See that one file alone is asked for, as a stream carries.

    Raises:
        AudiocoachError: when scripts or athletes are several, or the script is a programme.
    """
    several = "scripts" if len(names) > 1 else "athletes" if len(wishes.athletes) > 1 else ""
    if several:
        raise AudiocoachError(f"several {several} need a folder, not a stream", option="give '-o' a folder's name")
    path = find_script(names[0])
    if kind_of_file(path) == "programme":
        option = "give '-o' a folder's name"
        raise AudiocoachError(f"{path}: a programme needs a folder, not a stream", option=option)


def load_one(name: str, session: str | None, who: Athlete | None = None) -> Session:
    """Read the session meant: a session's file, or one session of a programme; the next one says what the journal does.

    `who`: whose journal.

    Raises:
        AudiocoachError: when a programme's session is not named, or there is none such.
    """
    path = find_script(name)
    found = load_script(path)
    if isinstance(found, Session):
        if session is not None:
            raise AudiocoachError(f"{path}: this is a single session", option="'--session' picks one of a programme")
        return found
    if session is None:
        hint = "name one of its sessions: '--session 1.1'; 'audiocoach plan' shows them all"
        raise AudiocoachError(f"{path}: this is a programme", option=hint)
    return told_to(who, path, found).find(session).session


def sessions_of(path: Path) -> list[Session]:
    """Read all sessions of a script: one, or those of a programme."""
    found = load_script(path)
    return [found] if isinstance(found, Session) else [planned.session for planned in found.sessions]


def batches(orders: Sequence[Order], shop: Workshop) -> Iterator[tuple[Order, ...]]:
    """Part orders of the same session for different athletes into those that are rendered together."""
    most = _most_together(orders, shop)
    return (tuple(orders[first : first + most]) for first in range(0, len(orders), most))


def _most_together(orders: Sequence[Order], shop: Workshop) -> int:
    if len(orders) < 2:
        return 1
    one, other = (
        {
            Words(part, words.voice, words.language)
            for words in draft.spaced_words
            for part in words.parts or (words.text,)
        }
        for draft in (
            Draft.of(each.session, shop.sheets.of(each.session), estimated, shop.signals.length) for each in orders[:2]
        )
    )
    own_ms = sum(estimated(list(one - other)).values())
    return max(1, min(MOST_TOGETHER, MOST_OWN_MS // max(1, own_ms)))


def _single_orders(
    singles: Sequence[Path], by_pace: _ByPace, output: Path | None, wishes: Wishes
) -> Iterator[tuple[Order, ...]]:
    if not singles:
        return
    named = [path.with_name(file_stem(path.stem, who) + path.suffix) for path in singles for who in wishes.athletes]
    files = iter(targets(named, output))
    make_folder = output is None or not output.suffix
    for path in singles:
        sessions = [(who, by_pace[_pace_of(who)][path]) for who in wishes.athletes]
        own = [wishes.change_for(who)(each) for who, each in sessions if isinstance(each, Session)]
        yield tuple(
            Order(each, target, target.name, make_folder=make_folder) for each, target in zip(own, files, strict=False)
        )


def _programme_orders(
    programmes: dict[Path, Programme], by_pace: _ByPace, output: Path | None, wishes: Wishes
) -> Iterator[ProgrammeOrder]:
    if not programmes:
        return
    from audiocoach.rendering.whole_programme import ProgrammeOrder

    picked = {path: _picked(programme, wishes) for path, programme in programmes.items()}
    if STDIN in programmes:
        hint = "save it in a file, whose name the folder gets"
        raise AudiocoachError(f"{STDIN}: a programme becomes a folder, and this one has no name", hint)
    if output is not None and output.suffix and not output.is_dir():
        raise AudiocoachError(f"{output}: a programme needs a folder, not a file", option="give '-o' a folder's name")
    for path in programmes:
        for who in wishes.athletes:
            folder = fitting(output or DEFAULT_FOLDER, file_stem(path.stem, who))
            programme = by_pace[_pace_of(who)][path]
            assert not isinstance(programme, Session)  # what it is does not hang on anybody's pace
            told = told_to(who, path, programme, own=len(wishes.athletes) > 1)
            yield ProgrammeOrder.of(told, folder, wishes.change_for(who), picked[path])


def _picked(programme: Programme, wishes: Wishes) -> list[PlannedSession]:
    chosen = {programme.find(session).id for session in wishes.sessions}
    for week in wishes.weeks:
        found = {planned.id for planned in programme.sessions if planned.week == week}
        if not found:
            raise AudiocoachError(f"{programme.title}: there is no week {week}", f"it has {programme.weeks}")
        chosen |= found
    return [planned for planned in programme.sessions if not chosen or planned.id in chosen]


def _pace_of(who: Athlete | None) -> Pace | None:
    return who.pace if who else None


def _loaded(paths: Sequence[Path], pace: Pace | None) -> dict[Path, Session | Programme]:
    """Read each script, at somebody's pace.

    Raises:
        ScriptError: with all that is wrong in any of them.
    """
    loaded: dict[Path, Session | Programme] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            with at_pace(pace):
                loaded[path] = load_script(path)
        except ScriptError as error:
            problems += error.problems
    if problems:
        wrong = len(set(paths)) - len(loaded)
        heading = f"nothing was rendered: {wrong} of {len(set(paths))} scripts must be mended first"
        raise ScriptError(problems, heading if len(paths) > 1 else "")
    return loaded


def load_script(path: Path) -> Session | Programme:
    """Read a script: a programme, or what is to be a session.

    Raises:
        ScriptError: with all that is wrong in it.
    """
    if kind_of_file(path) != "programme":
        return load_session(path)
    from audiocoach.programme.load_programme import load_programme

    return load_programme(path)
