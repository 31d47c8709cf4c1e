"""Find scripts and coach sheets: a shipped one by its name, any other by its path."""

from __future__ import annotations

from pathlib import Path

from audiocoach.errors import AudiocoachError, Problem, ScriptError, Where, file_problem
from audiocoach.languages.lookup import base
from audiocoach.script.named_files import inside_folder, is_file, refusal
from audiocoach.script.standard_input import DASH, STDIN, given
from audiocoach.storage.shipped import shipped_dir
from audiocoach.text.suggest import did_you_mean

SUFFIXES = (".yaml", ".yml")

COPY_SHEET = "copy the sheet beside the script, or give it to a rendering: 'audiocoach render SCRIPT --coach SHEET'"


def shipped_scripts() -> list[Path]:
    """Return the sessions that come with audiocoach, by name."""
    return sorted(shipped_dir("scripts").glob("*.yaml"), key=lambda path: path.stem)


WITHOUT_WORDS = ("beeps-only",)
"""Coach sheets that say nothing, and so suit every language."""


def shipped_sheets(language: str = "en") -> dict[str, Path]:
    """Return the coach sheets that come with audiocoach and speak a language: name → file.

    `standard.de.yaml` is the coach `standard` in German; a name without a language is English.
    """
    found: dict[str, Path] = {}
    for path in sorted((shipped_dir("scripts") / "coaches").glob("*.yaml")):
        name, _, speaks = path.stem.partition(".")
        if name in WITHOUT_WORDS or (speaks or "en") == base(language) or (speaks == language):
            found[name] = path
    return found


def coaches_of(language: str) -> str:
    """List for the user all that `coach:` may be in a language."""
    return f"Coaches in '{language}' are: {', '.join(shipped_sheets(language))}, none, or a sheet's file"


def sheet_path(name: str, folder: Path | None, where: Where, language: str, *, anywhere: bool) -> Path:
    """Find the file of a coach sheet; see `coach_sheets.load_sheet`.

    Raises:
        ScriptError: when there is none.
    """
    if anywhere and given(Path(name)) is not None:
        return STDIN
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


def find_script(name: str) -> Path:
    """Find the file meant by a path or by a shipped script's name; or `STDIN`, where the command was given a script.

    A file that exists takes precedence over a shipped name, so that the user's own `tabata.yaml` is never ignored.

    Raises:
        AudiocoachError: when there is neither.
    """
    if name == DASH and given(STDIN) is not None:
        return STDIN
    path = Path(name)
    try:
        if path.exists() or path.is_symlink():
            return path
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    shipped = {script.stem: script for script in shipped_scripts()}
    if name in shipped:
        return shipped[name]
    if any(sign in name for sign in "/\\") or path.suffix in SUFFIXES:
        beside = [entry.name for entry in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
        hint = did_you_mean(path.name, beside) or "'audiocoach list' shows the scripts that come with audiocoach"
        raise AudiocoachError(f"{name}: there is no such file", hint)
    if found := [f"{name}{suffix}" for suffix in SUFFIXES if is_file(Path(f"{name}{suffix}"))]:
        raise AudiocoachError(f"{name}: there is no file of this name", f"did you mean '{found[0]}'?")
    hint = did_you_mean(
        name, shipped, "'audiocoach list' shows the scripts that come with audiocoach; 'audiocoach new' starts one"
    )
    raise AudiocoachError(f"{name}: there is no file and no shipped script of this name", hint)
