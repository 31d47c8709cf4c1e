"""Files to values: the doors through which every script and coach sheet comes in."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from audiocoach.errors import NOWHERE, AudiocoachError, Problem, ScriptError, Where, file_problem
from audiocoach.languages import base
from audiocoach.model import CoachSheet, Session
from audiocoach.script import spoken, words
from audiocoach.script.files import check_sound_file, inside_folder, is_file, refusal
from audiocoach.script.library import SUFFIXES, coaches_of, shipped_sheets
from audiocoach.script.located import Mapping, Node, Text, where_of
from audiocoach.script.nodes import read_nodes
from audiocoach.script.reading import Reading, place
from audiocoach.script.rules import COPY_SHEET, check_voice
from audiocoach.script.sheets import extended
from audiocoach.script.validate import raise_errors, validate
from audiocoach.suggest import did_you_mean

MAX_BYTES = 1024 * 1024


def load_session(path: str | os.PathLike[str]) -> Session:
    """Read a session from its YAML file.

    Returns:
        The session, frozen and valid; lengths in it are milliseconds. `warnings` holds what was noticed.

    Raises:
        ScriptError: with everything that is wrong in the file, each with its line.
        AudiocoachError: when the file cannot be read.
    """
    return _session(*read_script(Path(path)))


def parse_session(text: str, file: str = "script", folder: Path | None = None) -> Session:
    """Read a session from text, as `load_session` does from a file.

    Args:
        text: the script.
        file: what messages call it.
        folder: where the files lie that it names; None: it can name none.
    """
    context = Reading(file=file, folder=folder)
    return _session(nodes_of(text, context), context)


def _session(root: Mapping, context: Reading) -> Session:
    kind = kind_of(root)
    if kind != "session":
        others = {
            "programme": (
                "this is a programme, not a session",
                "give its sessions: 'audiocoach render PROGRAMME --session 1.1'",
            ),
            "coach": ("this is a coach sheet, not a session", "write 'coach: its-name' in a session, and render that"),
        }
        message, hint = others[kind]
        context.error(message, root.where, hint)
        raise_errors(context)
    session = validate(Session, root, context)
    words.check_session(session, context)
    spoken.check_session(session, context)
    _check_coach(session, context)
    raise_errors(context)
    return session.with_warnings(sorted(context.problems, key=place))


def _check_coach(session: Session, context: Reading) -> None:
    """That the coach sheet is there, so that one run reports it with all else that is wrong in the script.

    One that is not written may still be named on the command line.
    """
    if not session.is_written("coach") or session.coach == "none":
        return
    try:
        _sheet_path(session.coach, context.folder, session.value_place("coach"), session.language, anywhere=False)
    except ScriptError as error:
        for problem in error.problems:  # one that leads out of the folder is noted already
            context.error(problem.message, problem.where, problem.hint)


def load_sheet(
    name: str,
    folder: Path | None = None,
    where: Where = NOWHERE,
    *,
    anywhere: bool = False,
    language: str | None = None,
) -> CoachSheet:
    """A coach sheet, complete with what it extends.

    Args:
        name: a shipped sheet's name, or a file's path relative to `folder`.
        folder: the script's folder; None: paths count from here.
        where: the place that asks for it, for messages.
        anywhere: the path was given on the command line, and may lead out of the folder.
        language: what it must speak; a sheet that does not say its language speaks this one. None: its own.

    Raises:
        ScriptError: with everything that is wrong in it.
    """
    return _sheet(name, folder, where, language, (), anywhere=anywhere)


def _sheet(
    name: str, folder: Path | None, where: Where, language: str | None, inside: tuple[Path, ...], *, anywhere: bool
) -> CoachSheet:
    where = where_of(name) if isinstance(name, Text) else where
    path = _sheet_path(name, folder, where, language or "en", anywhere=anywhere)
    if path.resolve() in inside:
        raise ScriptError(
            [Problem(f"the coach sheet '{name}' extends itself", where, "take one 'extends' out of the circle")]
        )
    root, context = read_script(path)
    if "steps" in root:
        raise ScriptError([Problem("this is a session, not a coach sheet", root.where, "a coach sheet has 'moments:'")])
    sheet = validate(CoachSheet, root, context)
    language = _spoken_in(sheet, language, where, context)
    for role, sound in sheet.sounds.items():
        check_sound_file(sound, sheet.place("sounds"), context, role)
    for moment in sheet.moments:
        check_voice(moment.voice, context)
        if moment.sound is not None:
            check_sound_file(moment.sound, moment.place("sound"), context)
    words.check_sheet(sheet, context)
    spoken.check_sheet(sheet, language, context)
    raise_errors(context)
    sheet.with_warnings(sorted(context.problems, key=place))
    if sheet.extends is None:
        return sheet
    around = (*inside, path.resolve())
    base_sheet = _sheet(sheet.extends, path.parent, sheet.value_place("extends"), language, around, anywhere=False)
    return extended(sheet, base_sheet).with_warnings((*base_sheet.warnings, *sheet.warnings))


def _spoken_in(sheet: CoachSheet, wanted: str | None, where: Where, context: Reading) -> str:
    """The language a sheet's words are in: its own, which must be the one wanted, or else the one wanted."""
    own = sheet.language
    if wanted is None or base(own) == base(wanted):
        return wanted or own
    if sheet.is_written("language") and any(moment.say for moment in sheet.moments):
        hint = f"write 'language: {own}' in the session, or take another coach. {coaches_of(wanted)}"
        place = where if where.line else sheet.value_place("language")
        context.error(f"this coach sheet speaks '{own}', and the session '{wanted}'", place, hint)
    return wanted


def sheet_files(name: str, folder: Path | None = None, *, anywhere: bool = False, language: str = "en") -> list[Path]:
    """The file of a coach sheet that `load_sheet` has read, and those of all that it extends."""
    found = [_sheet_path(name, folder, NOWHERE, language, anywhere=anywhere)]
    while extends := read_script(found[-1])[0].get(Text("extends")):
        found.append(_sheet_path(extends, found[-1].parent, NOWHERE, language, anywhere=False))
    return found


def _sheet_path(name: str, folder: Path | None, where: Where, language: str, *, anywhere: bool) -> Path:
    shipped = shipped_sheets(language)
    if name in shipped:
        return shipped[name]
    if name.endswith(SUFFIXES):
        if folder is None and not where.line:  # a program names it
            folder = Path()
        path = (folder or Path()) / name if anywhere else inside_folder(name, folder)
        if path is None:
            raise ScriptError([Problem(*refusal(name, folder, where, COPY_SHEET))])
        if is_file(path):
            return path
        raise ScriptError([Problem(f"there is no coach sheet '{name}'", where, f"looked for {path}")])
    if name in shipped_sheets():
        raise ScriptError([Problem(f"the coach '{name}' does not speak '{language}'", where, coaches_of(language))])
    hint = did_you_mean(name, [*shipped, "none"], coaches_of(language))
    raise ScriptError([Problem(f"there is no coach '{name}'", where, hint)])


def kind_of(root: Mapping) -> Literal["session", "programme", "coach"]:
    """What a script is meant to be, by its keys."""
    if "programme" in root or "weeks" in root or "progression" in root:
        return "programme"
    is_sheet = "moments" in root or "extends" in root or ("coach" in root and not {"session", "steps"} & root.keys())
    return "coach" if is_sheet else "session"


def kind_of_file(path: Path) -> Literal["session", "programme", "coach"]:
    """As `kind_of`; a file that cannot be read counts as a session, whose reading will say why.

    Raises nothing.
    """
    try:
        root, _ = read_script(path)
    except AudiocoachError:
        return "session"
    return kind_of(root)


def read_script(path: Path) -> tuple[Mapping, Reading]:
    """A file's nodes, and the reading that collects what is wrong with them.

    Raises:
        AudiocoachError: when the file cannot be read.
        ScriptError: when it is no YAML.
    """
    context = Reading(file=str(path), folder=path.parent)
    return nodes_of(read_text(path), context), context


def nodes_of(text: str, context: Reading) -> Mapping:
    """As `read_script`, from text."""
    root, problems = _composed(text, context.file, context.folder)
    context.problems += problems
    if isinstance(root, Mapping):
        return root
    where = root.where
    if isinstance(root, Text) and not root.strip():
        raise ScriptError([Problem("the file is empty", Where(context.file), "see 'audiocoach new' for a start")])
    what = "text" if isinstance(root, Text) else "a list"
    raise ScriptError(
        [
            *context.problems,
            Problem(
                f"a script is keys and values, and this is {what}",
                where,
                "begin with 'session: My workout', then 'steps:'",
            ),
        ]
    )


@lru_cache(maxsize=16)
def _composed(text: str, file: str, folder: Path | None) -> tuple[Node, tuple[Problem, ...]]:
    """A script's nodes, once for asking of what kind it is and for reading it: nobody changes a node."""
    root, problems = read_nodes(text, file, folder)
    return root, tuple(problems)


def read_text(path: Path) -> str:
    """A script's text: UTF-8, or UTF-16 with its mark, as some editors save it; at most 1 MiB.

    Raises:
        AudiocoachError: when it is no such file.
    """
    try:
        if path.is_dir():
            raise AudiocoachError(
                f"{path}: this is a folder, not a script\n  name a file in it, such as {path / 'my-workout.yaml'}"
            )
        if not path.is_file() and path.exists():
            raise AudiocoachError(f"{path}: this is not a regular file")
        from audiocoach.writing import suffixes

        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    if path.suffix.lower() in suffixes():
        raise AudiocoachError(
            f"{path}: this is a sound file, not a script\n"
            "  'audiocoach extract' gives the script in it, 'audiocoach play' plays it"
        )
    if len(data) > MAX_BYTES:
        raise AudiocoachError(f"{path}: larger than 1 MiB, the most a script may have")
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = data.decode("utf-16")
        elif b"\x00" in data:
            raise AudiocoachError(
                f"{path}: this is not a text file\n  a script is plain text, as a simple editor writes it"
            )
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AudiocoachError(
            f"{path}:{line}: this is not UTF-8 text\n  save the file again with the encoding UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
