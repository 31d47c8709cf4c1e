"""What the studio's page shows of a script as it is typed: its steps and words in time, and its picture.

Nothing is written. Times are whole milliseconds from the session's start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocoach.errors import Problem, ScriptError
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.context import Reading
from audiocoach.script.load import parse_session
from audiocoach.script.source import kind_of, nodes_of
from audiocoach.studio.session_preview import nothing_shown, session_shown


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a script, as plain data; and what is wrong with it, errors first of all."""

    data: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


def preview(
    text: str,
    file: str,
    folder: Path | None = None,
    shop: Workshop | None = None,
    *,
    session: str = "",
    width: int = 960,
    every: bool = True,
    go_on: Callable[[], None] = lambda: None,
) -> Preview:
    """Lay a script out in time, and draw it.

    Args:
        text: the script.
        file: what messages call it.
        folder: where the files that it names lie.
        shop: by whose voice lengths are measured; None: they are estimated, in some milliseconds.
        session: of a programme, which of its sessions is laid out as well, such as `2.1`.
        width: of the picture, in pixels.
        every: whether all sessions of a programme are looked through for words without room; see `problems_in`.
        go_on: called between reading, laying out and drawing; what it raises ends the work.

    Returns:
        What there is to show: of a script that cannot be read, its kind alone.

    Raises:
        SpeechError, CancelledError: as `build_timeline`, with a shop.
    """
    kind = "session"
    try:
        kind = kind_of(nodes_of(text, Reading(file=file, folder=folder)))
        if kind == "programme":
            from audiocoach.studio.programme_preview import Looked, programme_preview

            looked = Looked(session, shop, width, every=every)
            return Preview(*programme_preview(text, file, folder, looked, go_on))
        if kind == "coach":
            return Preview(nothing_shown(kind))
        own = parse_session(text, file, folder)
    except ScriptError as error:
        return Preview(nothing_shown(kind), tuple(error.problems))
    go_on()
    return Preview(*session_shown(own, text, file, shop, width, go_on))
