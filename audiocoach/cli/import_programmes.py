"""`import` to a programme: of many workouts, or of a table of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.cli.console import line, lines, print_json
from audiocoach.cli.import_told import length_of_outcome, outcome_data, print_table, tell_kept, tell_notes
from audiocoach.errors import AudiocoachError
from audiocoach.quantities.units import plural
from audiocoach.script.library import SUFFIXES
from audiocoach.script.standard_input import DASH

if TYPE_CHECKING:
    from audiocoach.rendering.importing_files import Outcome


def make_programme(
    title: str, per_week: int, outcomes: Sequence[Outcome], output: str | None, *, force: bool, as_json: bool
) -> int:
    """Write one programme of all workouts; of none, where any of them cannot be imported."""
    from audiocoach.rendering.importing_programme import programme_script, session_numbers

    refused = [outcome.error for outcome in outcomes if outcome.error is not None]
    for error in refused:
        lines(error.on_command_line(), error=True)
    if refused:
        raise AudiocoachError(f"{plural(len(refused), 'workout')} of {len(outcomes)} cannot be imported: no programme")
    numbers = session_numbers(len(outcomes), per_week)
    text = programme_script(title, [outcome.script for outcome in outcomes if outcome.script], per_week)
    if not as_json:
        for outcome in outcomes:
            tell_notes(outcome, aside=output == DASH)
    files = [
        outcome_data(outcome, force=force) | {"session": number}
        for outcome, number in zip(outcomes, numbers, strict=True)
    ]
    rows = [
        (outcome.source.name, f"{number}  {length_of_outcome(outcome)}")
        for outcome, number in zip(outcomes, numbers, strict=True)
    ]
    apart = output == DASH or any(outcome.script.notes for outcome in outcomes if outcome.script)
    weeks = len(numbers) // per_week
    return _put_programme(title, text, output, rows, files if as_json else None, force=force, weeks=weeks, apart=apart)


def import_table(
    path: Path,
    title: str | None,
    per_week: int | None,
    language: str,
    output: str | None,
    *,
    force: bool,
    as_json: bool,
) -> int:
    """Make one programme of a table of sessions."""
    from audiocoach.rendering.importing_table import table_of, title_of

    called = title or title_of(path)
    found = table_of(path, called, per_week, language)
    place = f'{path}: sheet "{found.sheet}", row ' if found.sheet else f"{path}:"
    rows = [(f"{place}{row}", f"{number}  {named}") for row, number, named in found.sessions]
    files = [{"file": str(path), "line": row, "session": number} for row, number, _ in found.sessions]
    weeks = len({number.partition(".")[0] for _, number, _ in found.sessions})
    given = files if as_json else None
    for note in () if as_json else found.notes:
        line(f"  {path}: {note}", error=output == DASH)
    apart = output == DASH or bool(found.notes)
    return _put_programme(called, found.text, output, rows, given, force=force, weeks=weeks, apart=apart)


def _put_programme(
    title: str,
    text: str,
    output: str | None,
    rows: Sequence[tuple[str, str]],
    files: Sequence[dict[str, Any]] | None,
    *,
    force: bool,
    weeks: int,
    apart: bool,
) -> int:
    """Write a programme, unless another is there, and print what became of what; as data where `files` is given."""
    from audiocoach.rendering.importing_files import YAML, Kept
    from audiocoach.storage.whole_files import write_whole
    from audiocoach.text.file_names import safe_name

    target = None if output == DASH else Path(output or f"{safe_name(title) or 'programme'}{YAML}")
    if target is not None and (target.is_dir() or target.suffix.lower() not in SUFFIXES):
        target = target / f"{safe_name(title) or 'programme'}{YAML}"
    kept = Kept.of(target, text, title) if target is not None else None
    stays = kept is not None and kept.differs and not force
    if target is not None and not stays:
        write_whole(target, text.encode())
    if files is not None:
        shown = str(target) if target else None
        print_json({"programme": title, "output": shown, "kept": stays, "files": files})
        return 1 if stays else 0
    if target is None:
        lines(text.rstrip("\n"))
    print_table(rows, aside=target is None, apart=apart)
    if kept is not None and stays:
        tell_kept(kept)
        return 1
    line(f"{target or title}: {plural(len(rows), 'session')}, {plural(weeks, 'week')}", error=target is None)
    return 0
