"""The command that would have done what the page does, to be copied."""

from __future__ import annotations

import shlex


def shown_command(*words: str) -> str:
    """Write a command as a shell reads it."""
    return shlex.join(["audiocoach", *words])
