"""What is to be made of scripts: which sessions, for whom, into which files, and how many of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError, Problem, ScriptError, nobody_served
from audiocoach.quantities.units import MINUTE
from audiocoach.rendering.athletes import Athlete, about, file_stem, given_of, naming
from audiocoach.rendering.targets import DEFAULT_FOLDER, claim, fitting, notes_of, targets
from audiocoach.rendering.told_programmes import run_of, told_to
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Order
from audiocoach.script.coach_sheets import coach_of
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


_Read = Mapping[Path, "Session | Programme"]
"""Scripts as they are read for somebody."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for besides the scripts: a change of each session, which sessions of programmes, and for whom.

    `keep_going`: what is wrong for some athletes keeps the others from nothing. `files` are those of single sessions,
    for each script and athlete, where they have been chosen already.
    """

    change: Callable[[Session], Session] = lambda session: session
    sessions: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    athletes: Sequence[Athlete | None] = (None,)
    keep_going: bool = False
    files: Sequence[Path] = ()

    def change_for(self, who: Athlete | None) -> Callable[[Session], Session]:
        """Give `change`, for somebody."""
        return naming(who, self.change)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made, in this order.

    `singles` has for each script that is one session its file, or one for each athlete. `programmes` are those of each
    script that is a programme, for each athlete. `notes` is what the user should know beforehand; `refused` are the
    athletes who get nothing, and why.
    """

    singles: tuple[tuple[Order, ...], ...]
    programmes: tuple[ProgrammeOrder, ...]
    notes: tuple[str, ...] = ()
    refused: tuple[tuple[Athlete, AudiocoachError], ...] = ()


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
    read, refused = _read_for_each(paths, wishes)
    programmes = {path: found for path, found in read[0][1].items() if not isinstance(found, Session)}
    singles = [(path, found) for path in paths if isinstance(found := read[0][1][path], Session)]
    if singles and (wishes.sessions or wishes.weeks):
        raise AudiocoachError(
            f"{singles[0][0]}: this is a single session", option="'--session' and '--week' pick of a programme"
        )
    orders = tuple(_single_orders([path for path, _ in singles], read, output, wishes))
    notes = [
        f"{path}: nothing in it says {{athlete}}, so it names nobody"
        for (path, _), (first, *_) in zip(singles, orders, strict=True)
        if wishes.athletes[0] is not None and not names_somebody(first.session, coach_of(first.session))
    ]
    ordered = tuple(_programme_orders(list(programmes), read, output, wishes))
    if output is None or not output.suffix or output.is_dir():
        notes += notes_of([*(each.path for group in orders for each in group), *(each.folder for each in ordered)])
    return Wanted(orders, ordered, tuple(notes), refused)


def _read_for_each(
    paths: Sequence[Path], wishes: Wishes
) -> tuple[list[tuple[Athlete | None, _Read]], tuple[tuple[Athlete, AudiocoachError], ...]]:
    """Read scripts for each athlete: once for all to whom they are the same.

    Returns:
        Who gets them as they are read; and those for whom they are wrong, if it is to go on without them.

    Raises:
        AudiocoachError: with all that is wrong for anybody, or when nobody is left.
    """
    known: dict[object, _Read] = {}
    found: list[tuple[Athlete | None, _Read]] = []
    refused: list[tuple[Athlete, AudiocoachError]] = []
    for who in wishes.athletes:
        key = who.reads if who else None
        try:
            with about(who):
                if key not in known:
                    with given_of(who):
                        known[key] = _loaded(paths)
                found.append((who, known[key]))
        except AudiocoachError as error:
            if who is None:
                raise
            refused.append((who, error))
    if refused and (not wishes.keep_going or not found):
        raise nobody_served([error for _, error in refused], len(wishes.athletes))
    return found, tuple(refused)


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
    singles: Sequence[Path], read: Sequence[tuple[Athlete | None, _Read]], output: Path | None, wishes: Wishes
) -> Iterator[tuple[Order, ...]]:
    if not singles:
        return
    named = [path.with_name(file_stem(path.stem, who) + path.suffix) for path in singles for who, _ in read]
    files = iter(wishes.files or targets(named, output))
    make_folder = output is None or not output.suffix
    for path in singles:
        own = [wishes.change_for(who)(each) for who, scripts in read if isinstance(each := scripts[path], Session)]
        yield tuple(
            Order(each, target, target.name, make_folder=make_folder) for each, target in zip(own, files, strict=False)
        )


def _programme_orders(
    programmes: Sequence[Path], read: Sequence[tuple[Athlete | None, _Read]], output: Path | None, wishes: Wishes
) -> Iterator[ProgrammeOrder]:
    if not programmes:
        return
    from audiocoach.rendering.whole_programme import ProgrammeOrder

    picked = {
        (path, who): _picked(_programme(scripts[path]), wishes, who) for path in programmes for who, scripts in read
    }
    if STDIN in programmes:
        hint = "save it in a file, whose name the folder gets"
        raise AudiocoachError(f"{STDIN}: a programme becomes a folder, and this one has no name", hint)
    if output is not None and output.suffix and not output.is_dir():
        raise AudiocoachError(f"{output}: a programme needs a folder, not a file", option="give '-o' a folder's name")
    claimed: dict[str, Path] = {}
    for path in programmes:
        for who, scripts in read:
            folder = fitting(output or DEFAULT_FOLDER, file_stem(path.stem, who))
            claim(claimed, folder.name, folder, path)
            told = told_to(who, path, _programme(scripts[path]), own=len(wishes.athletes) > 1)
            run = run_of(who, path, _programme(scripts[path]))
            yield ProgrammeOrder.of(told, folder, wishes.change_for(who), picked[path, who], run)


def _programme(read: Session | Programme) -> Programme:
    assert not isinstance(read, Session)  # what it is does not hang on who it is for
    return read


def _picked(programme: Programme, wishes: Wishes, who: Athlete | None) -> list[PlannedSession]:
    if not wishes.sessions and not wishes.weeks:
        with about(who):
            return list(programme.since(who.first_session if who else ""))
    chosen = {programme.find(session).id for session in wishes.sessions}
    for week in wishes.weeks:
        found = {planned.id for planned in programme.sessions if planned.week == week}
        if not found:
            raise AudiocoachError(f"{programme.title}: there is no week {week}", f"it has {programme.weeks}")
        chosen |= found
    return [planned for planned in programme.sessions if planned.id in chosen]


def _loaded(paths: Sequence[Path]) -> dict[Path, Session | Programme]:
    """Read each script.

    Raises:
        ScriptError: with all that is wrong in any of them.
    """
    loaded: dict[Path, Session | Programme] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
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
