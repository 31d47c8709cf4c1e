"""Know the names a voice may have, without importing an engine."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from audiocoach.vocabulary import ENGINES

GROUP = "audiocoach.engines"


def plugins() -> dict[str, EntryPoint]:
    """The engines that other packages bring, by name. None of them is imported; none takes the place of ours."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in ENGINES}


def is_command_line(name: str) -> bool:
    """Whether a voice's name is a command itself, which only the user's own command line may give."""
    return "{file}" in name or "{text}" in name
