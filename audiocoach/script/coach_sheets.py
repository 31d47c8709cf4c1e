"""Find and load the coach sheet of a session, each sheet once."""

from __future__ import annotations

from pathlib import Path

from audiocoach.errors import NOWHERE, Problem, ScriptError, Where
from audiocoach.languages.lookup import base
from audiocoach.script.checks import readings, words_in_braces
from audiocoach.script.checks.structure import check_voice
from audiocoach.script.context import Reading, place
from audiocoach.script.library import coaches_of, sheet_path
from audiocoach.script.model import Session
from audiocoach.script.named_files import check_sound_file
from audiocoach.script.sheet_model import CoachSheet, SheetMoment
from audiocoach.script.source import nodes_of, read_script
from audiocoach.script.validate import raise_errors, validate
from audiocoach.script.yaml.located import Mapping, Text, where_of
from audiocoach.vocabulary import KINDS


def coach_of(session: Session) -> CoachSheet | None:
    """Return the session's coach sheet; None for `coach: none`.

    Raises:
        ScriptError: when the sheet is missing or wrong, or does not speak the session's language.
    """
    if session.coach == "none":
        return None
    if session.is_written("coach"):
        return load_sheet(session.coach, session.folder, session.place("coach"), language=session.language)
    default = session.coach == type(session).model_fields["coach"].default
    where = session.value_place("language") if default and session.is_written("language") else NOWHERE
    return load_sheet(session.coach, where=where, anywhere=True, language=session.language)


class Sheets:
    """Coach sheets, each read only once: the sessions of a programme, or of a club, nearly always share theirs."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, Path | None], CoachSheet | None] = {}

    def of(self, session: Session) -> CoachSheet | None:
        """Return the coach sheet of a session; see `coach_of`."""
        key = (session.coach, session.language, session.folder if session.is_written("coach") else None)
        if key not in self._found:
            self._found[key] = coach_of(session)
        return self._found[key]


def load_sheet(
    name: str,
    folder: Path | None = None,
    where: Where = NOWHERE,
    *,
    anywhere: bool = False,
    language: str | None = None,
) -> CoachSheet:
    """Load a coach sheet, complete with what it extends.

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
    path = sheet_path(name, folder, where, language or "en", anywhere=anywhere)
    if path.resolve() in inside:
        raise ScriptError(
            [Problem(f"the coach sheet '{name}' extends itself", where, "take one 'extends' out of the circle")]
        )
    return _read(*read_script(path), where, language, (*inside, path.resolve()))


def parse_sheet(text: str, file: str = "sheet", folder: Path | None = None) -> CoachSheet:
    """Read a coach sheet from text, as `load_sheet` does from a file, complete with what it extends.

    `folder` is where the files lie that it names; None: it can name none.
    """
    context = Reading(file=file, folder=folder)
    return _read(nodes_of(text, context), context, NOWHERE, None, ())


def _read(root: Mapping, context: Reading, where: Where, language: str | None, around: tuple[Path, ...]) -> CoachSheet:
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
    words_in_braces.check_sheet(sheet, context)
    readings.check_sheet(sheet, language, context)
    raise_errors(context)
    sheet.with_warnings(sorted(context.problems, key=place))
    if sheet.extends is None:
        return sheet
    base_sheet = _sheet(sheet.extends, context.folder, sheet.value_place("extends"), language, around, anywhere=False)
    return extended(sheet, base_sheet).with_warnings((*base_sheet.warnings, *sheet.warnings))


def _spoken_in(sheet: CoachSheet, wanted: str | None, where: Where, context: Reading) -> str:
    """Return the language a sheet speaks: the one it names, which must be the wanted one, or else the wanted one."""
    own = sheet.language
    if wanted is None or base(own) == base(wanted):
        return wanted or own
    if sheet.is_written("language") and any(moment.say for moment in sheet.moments):
        hint = f"write 'language: {own}' in the session, or take another coach. {coaches_of(wanted)}"
        place = where if where.line else sheet.value_place("language")
        context.error(f"this coach sheet speaks '{own}', and the session '{wanted}'", place, hint)
    return wanted


def sheet_files(name: str, folder: Path | None = None, *, anywhere: bool = False, language: str = "en") -> list[Path]:
    """List the file of a coach sheet that `load_sheet` has read, and those of all that it extends."""
    found = [sheet_path(name, folder, NOWHERE, language, anywhere=anywhere)]
    while extends := read_script(found[-1])[0].get(Text("extends")):
        found.append(sheet_path(extends, found[-1].parent, NOWHERE, language, anywhere=False))
    return found


def extended(sheet: CoachSheet, base: CoachSheet) -> CoachSheet:
    """Return `sheet` with the base's moments that it does not replace (same `when` and kind) before its own.

    Kind by kind: a `halfway` for work alone leaves the base's `halfway` of a warm-up as it was.
    """
    kept: list[SheetMoment] = []
    for moment in base.moments:
        taken = {kind for own in sheet.moments if own.when == moment.when for kind in _kinds(own)}
        left = tuple(kind for kind in _kinds(moment) if kind not in taken)
        if left == _kinds(moment):
            kept.append(moment)
        elif left:
            kept.append(_with_kinds(moment, left))
    return sheet.model_copy(
        update={"moments": (*kept, *sheet.moments), "sounds": {**base.sounds, **sheet.sounds}, "extends": None}
    )


def _kinds(moment: SheetMoment) -> tuple[str, ...]:
    return moment.kind or KINDS


def _with_kinds(moment: SheetMoment, kinds: tuple[str, ...]) -> SheetMoment:
    return moment.model_copy(update={"kind": kinds})
