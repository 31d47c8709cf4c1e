"""One programme of many imported workouts: each a session, in their order, week after week."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from audiocoach.bounds import MAX_BYTES, MAX_SESSIONS
from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.exchange.words_of_files import plain
from audiocoach.programme.file import MAX_PER_WEEK
from audiocoach.programme.load_programme import parse_programme
from audiocoach.rendering.importing import ImportedScript
from audiocoach.script.values.readers import MAX_NAME_CHARACTERS

_INDENT = " " * 4


def session_numbers(count: int, per_week: int) -> list[str]:
    """Number sessions by their week and their place in it: `1.1`, `1.2`, `2.1`.

    Raises:
        AudiocoachError: when they do not fill whole weeks, as a programme's do.
    """
    if count > MAX_SESSIONS:
        raise AudiocoachError(f"{count:,} workouts are more than a programme may have ({MAX_SESSIONS} sessions)")
    if count % per_week:
        fits = [str(number) for number in range(1, MAX_PER_WEEK + 1) if count % number == 0]
        message = f"{count} workouts do not fill weeks of {per_week}"
        raise AudiocoachError(message, option=f"give '--per-week {' or '.join(fits)}', or other files")
    return [f"{at // per_week + 1}.{at % per_week + 1}" for at in range(count)]


def programme_script(title: str, scripts: Sequence[ImportedScript], per_week: int) -> str:
    """Write a programme of which each session is one of these workouts.

    Raises:
        AudiocoachError: when they do not fill weeks, or are more than a programme may hold.
    """
    numbers = session_numbers(len(scripts), per_week)
    planned = [
        PlannedLines(number, script.workout.title, script.steps, tuple(_described(script)))
        for number, script in zip(numbers, scripts, strict=True)
    ]
    languages = list(dict.fromkeys(script.workout.language for script in scripts if script.workout.language))
    silent = any("\ncoach: none" in script.text for script in scripts)
    return written_programme(title, planned, per_week, language=languages[0] if languages else "", silent=silent)


@dataclass(frozen=True, slots=True)
class PlannedLines:
    """A session of a programme to be: its number, its title, its steps as lines of a script, and comments."""

    number: str
    title: str
    steps: Sequence[str]
    comments: tuple[str, ...] = ()


def written_programme(
    title: str,
    sessions: Sequence[PlannedLines],
    per_week: int,
    *,
    days: Sequence[str] = (),
    language: str = "",
    silent: bool = False,
) -> str:
    """Write a programme of sessions that are spelled out; `silent`: no coach speaks its language.

    Raises:
        AudiocoachError: when they are more than a programme may hold.
    """
    lines = [
        "# Imported. Change what you like; importing again overwrites nothing.",
        "",
        f"programme: {_quoted(title)}",
        f"weeks: {len(sessions) // per_week}",
        f"per-week: {per_week}",
        *([f"days: [{', '.join(days)}]"] if days else []),
        "plan:",
    ]
    for session in sessions:
        lines += [f"  {session.number}:", *(f"{_INDENT}# {comment}" for comment in session.comments)]
        lines += [f"{_INDENT}title: {_quoted(session.title)}", f"{_INDENT}main:"]
        lines += [_INDENT + line if line else line for line in session.steps]
    lines += ["session:", '  session: "{title}"', *([f"  language: {_quoted(language)}"] if language else [])]
    lines += ["  coach: none  # no coach speaks it"] if silent else []
    lines += ["  steps:", "    - main"]
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MAX_BYTES:
        raise AudiocoachError("as one programme this is larger than 1 MiB", "import less")
    try:
        parse_programme(text, title)
    except ScriptError as error:
        raise AudiocoachError(f"as one programme: {error.message}", error.hint) from None
    return text


def _described(script: ImportedScript) -> list[str]:
    found = [*script.workout.comments, plain(script.workout.description)]
    return [comment for comment in found if comment]


def _quoted(title: str) -> str:
    """Quote a title: in a programme's, and in a variable, braces are only braces."""
    return json.dumps(plain(title)[:MAX_NAME_CHARACTERS].strip() or "Workout", ensure_ascii=False)
