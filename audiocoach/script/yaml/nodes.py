"""YAML text to located nodes: reading goes on beyond what is no YAML, so that one run reports all there is.

Plain scalars are text and nothing else: `2:30` is never 150, `on` is never true. What YAML would lose
or change without a word (duplicate keys, merge keys, tags, a sentence cut at a comma or a `#`) is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.script.yaml import line_slips
from audiocoach.script.yaml.blanks import blanks_among_nodes
from audiocoach.script.yaml.characters import UNPRINTABLE, unprintable
from audiocoach.script.yaml.draft import Draft, Mend
from audiocoach.script.yaml.located import Mapping, Node, Sequence, Text
from audiocoach.script.yaml.node_builder import Builder
from audiocoach.script.yaml.written_lines import WrittenLines
from audiocoach.script.yaml.yaml_events import exact_events, fast_events

_MAX_SYNTAX_ERRORS = 20
_MAX_REREAD = 2 * 1024 * 1024
"""Characters that are read again to find further errors; a large file tells fewer of them at once."""


def read_nodes(text: str, file: str, folder: Path | None = None) -> tuple[Node, list[Problem]]:
    """Compose one YAML document.

    A syntax error is translated, its line corrected in memory, and reading goes on, so that one run
    reports all there is. `folder` is where files lie that the text names, if it has one.

    Returns:
        The root node, and the problems found so far (reading can go on despite them).

    Raises:
        ScriptError: when the text cannot be read any further.
    """
    if not text.strip():
        raise ScriptError([Problem("the file is empty", Where(file), "see 'audiocoach new' for a start")])
    problems: list[Problem] = []
    lines = UNPRINTABLE.sub("\ufffd", text).splitlines()
    problems += unprintable(text, file, lines)
    draft = Draft(file, lines, folder)
    for _ in range(min(_MAX_SYNTAX_ERRORS, max(2, _MAX_REREAD // len(text)))):
        written = WrittenLines(draft)
        try:
            root, noted = _read_fast(draft) or (
                Builder(draft.text, exact_events(draft.text), written).document(),
                written.problems,
            )
        except yaml.MarkedYAMLError as error:
            from audiocoach.script.yaml.corrections import translate  # only after a mistake

            dashed = line_slips.steps_without_dashes(draft)
            problem, mend = (dashed.problem, dashed) if dashed else translate(error, draft)
            problems.append(problem)
            if mend is None or not draft.apply(mend):
                raise _all(problems, written.problems) from None
        except ScriptError as error:
            raise _all(problems, error.problems) from None
        else:
            mend = blanks_among_nodes(draft, root, noted) or _slip_of_all(draft, root)
            if mend is None or not draft.apply(mend):
                return root, problems + noted
            problems.append(mend.problem)
    raise _all(problems, [])


def _slip_of_all(draft: Draft, root: Node) -> Mend | None:
    """Find what makes a whole script, or all of its steps, one long text: a colon or dashes that are missing."""
    if isinstance(root, Text) and root.plain and draft.at(root.where) + 1 < len(draft.lines):
        return line_slips.key_without_colon(draft, draft.at(root.where))
    return None if _has_list(root) else line_slips.steps_without_dashes(draft)


def _has_list(root: Node) -> bool:
    """Tell whether a script's steps are a list already, or something else is written in one line."""
    steps = root.get(Text("steps")) if isinstance(root, Mapping) else None
    return steps is None or isinstance(steps, Sequence) or (isinstance(steps, Mapping) and steps.flow)


def _read_fast(draft: Draft) -> tuple[Node, list[Problem]] | None:
    """Build a draft's document, and tell what is wrong with its lines; None where only the exact parser can do it.

    Raises:
        ScriptError: where it cannot be read any further, with all that was noted before.
    """
    events = fast_events(draft.text)
    if events is None:
        return None
    written = WrittenLines(draft)
    try:
        return Builder(draft.text, events, written).document(), written.problems
    except yaml.YAMLError:
        return None


def _all(syntax: Iterable[Problem], others: Iterable[Problem]) -> ScriptError:
    return ScriptError(sorted([*syntax, *others], key=lambda problem: (problem.where.line, problem.where.column)))
