"""Read a script's text and its nodes, and tell its kind."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import AudiocoachError, Problem, ScriptError, Where, file_problem
from audiocoach.script.context import Reading
from audiocoach.script.standard_input import given
from audiocoach.script.yaml.located import Mapping, Node, Text
from audiocoach.script.yaml.nodes import read_nodes
from audiocoach.storage.regular_files import IrregularFileError, open_regular
from audiocoach.text.decoding import decoded, utf16_of
from audiocoach.vocabulary import AUDIO_SUFFIXES


def kind_of(root: Mapping) -> Literal["session", "programme", "coach"]:
    """Tell what a script is meant to be, by its keys."""
    if "programme" in root or "weeks" in root or "progression" in root:
        return "programme"
    is_sheet = "moments" in root or "extends" in root or ("coach" in root and not {"session", "steps"} & root.keys())
    return "coach" if is_sheet else "session"


def kind_of_file(path: Path) -> Literal["session", "programme", "coach"]:
    """Tell what a file is meant to be. One that cannot be read counts as a session, whose reading will say why.

    Raises nothing.
    """
    try:
        root, _ = read_script(path)
    except AudiocoachError:
        return "session"
    return kind_of(root)


def read_script(path: Path) -> tuple[Mapping, Reading]:
    """Read a file's nodes; return them with the reading that collects what is wrong with them.

    Raises:
        AudiocoachError: when the file cannot be read.
        ScriptError: when it is no YAML.
    """
    context = Reading(file=str(path), folder=path.parent)
    return nodes_of(read_text(path), context), context


def nodes_of(text: str, context: Reading) -> Mapping:
    """Read nodes from text, as `read_script` does from a file."""
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
    """Read a script's nodes once, both to tell its kind and to read it: no node is ever changed."""
    root, problems = read_nodes(text, file, folder)
    return root, tuple(problems)


def read_text(path: Path) -> str:
    """Read a script's text: UTF-8, or UTF-16 as some editors save it; at most 1 MiB.

    Raises:
        AudiocoachError: when it is no such file.
    """
    data = given(path)
    if data is None:
        data = _data_of(path)
    if len(data) > MAX_BYTES:
        raise AudiocoachError(f"{path}: larger than 1 MiB, the most a script may have")
    try:
        if b"\x00" in data and not utf16_of(data):
            raise AudiocoachError(
                f"{path}: this is not a text file", "a script is plain text, as a simple editor writes it"
            )
        text = decoded(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AudiocoachError(
            f"{path}:{line}: this is not UTF-8 text", "save the file again with the encoding UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _data_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise AudiocoachError(
                f"{path}: this is a folder, not a script", f"name a file in it, such as {path / 'my-workout.yaml'}"
            )
        with open_regular(path) as file:
            data = file.read(MAX_BYTES + 1)
    except IrregularFileError:
        raise AudiocoachError(f"{path}: this is not a regular file") from None
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None
    if path.suffix.lower() in AUDIO_SUFFIXES:
        raise AudiocoachError(
            f"{path}: this is a sound file, not a script",
            "'audiocoach extract' gives the script in it, 'audiocoach play' plays it",
        )
    return data
