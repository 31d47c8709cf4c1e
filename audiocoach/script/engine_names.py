"""Know the names a voice may have, without importing an engine."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from audiocoach.vocabulary import ENGINES

GROUP = "audiocoach.engines"


def plugins() -> dict[str, EntryPoint]:
    """Find the engines of other packages, by name. None of them is imported; none replaces a built-in one."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in ENGINES}


def is_command_line(name: str) -> bool:
    """Tell whether a voice's name is a command itself, which only the user's own command line may give."""
    return "{file}" in name or "{text}" in name
