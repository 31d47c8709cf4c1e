"""One programme of many imported workouts: each a session, in their order, week after week."""

from __future__ import annotations

import json
from collections.abc import Sequence

from audiocoach.bounds import MAX_BYTES, MAX_SESSIONS
from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.exchange.words_of_files import plain
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
        fits = [str(number) for number in range(1, 15) if count % number == 0]
        message = f"{count} workouts do not fill weeks of {per_week}"
        raise AudiocoachError(message, option=f"give '--per-week {' or '.join(fits)}', or other files")
    return [f"{at // per_week + 1}.{at % per_week + 1}" for at in range(count)]


def programme_script(title: str, scripts: Sequence[ImportedScript], per_week: int) -> str:
    """Write a programme of which each session is one of these workouts.

    Raises:
        AudiocoachError: when they do not fill weeks, or are more than a programme may hold.
    """
    numbers = session_numbers(len(scripts), per_week)
    languages = list(dict.fromkeys(script.workout.language for script in scripts if script.workout.language))
    lines = [
        "# Imported, a session a file. Change what you like; importing again overwrites nothing.",
        "",
        f"programme: {_quoted(title)}",
        f"weeks: {len(scripts) // per_week}",
        f"per-week: {per_week}",
        "plan:",
    ]
    for number, script in zip(numbers, scripts, strict=True):
        lines += [f"  {number}:", *_described(script), f"{_INDENT}title: {_quoted(script.workout.title)}"]
        lines += [f"{_INDENT}main:", *(_INDENT + line if line else line for line in script.steps)]
    lines += ["session:", '  session: "{title}"', *(f"  language: {_quoted(each)}" for each in languages[:1])]
    lines += (
        ["  coach: none  # no coach speaks it"] if any("\ncoach: none" in script.text for script in scripts) else []
    )
    lines += ["  steps:", "    - main"]
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MAX_BYTES:
        raise AudiocoachError("as one programme these workouts are larger than 1 MiB", "import fewer of them")
    try:
        parse_programme(text, title)
    except ScriptError as error:
        raise AudiocoachError(f"as one programme: {error.message}", error.hint) from None
    return text


def _described(script: ImportedScript) -> list[str]:
    found = [*script.workout.comments, plain(script.workout.description)]
    return [f"{_INDENT}# {comment}" for comment in found if comment]


def _quoted(title: str) -> str:
    """Quote a title: in a programme's, and in a variable, braces are only braces."""
    return json.dumps(plain(title)[:MAX_NAME_CHARACTERS].strip() or "Workout", ensure_ascii=False)
