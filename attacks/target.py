"""What a target is: something that takes bytes, and what must hold whatever they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Protocol

SCRATCH = "AUDIOCOACH_ATTACKS_SCRATCH"
"""Names a folder, in the environment, that lasts as long as the campaign: what takes long to prepare is kept there."""


class BrokenPromise(AssertionError):
    """What came out is neither a value as it should be nor an error of ours."""


class Target(Protocol):
    """One door of the product, attacked with inputs that are bytes, so that each can be kept and tried again."""

    name: str
    """What the campaign, its folders and its table call it."""

    share: int
    """How much of the time it gets, compared to the others."""

    most_mb: int
    """How much memory one attempt may take, in megabytes."""

    def seeds(self) -> Iterable[bytes]:
        """Give inputs to begin with, good ones and those that once did harm."""
        ...

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Make an input: a new one, or one of the corpus with something changed."""
        ...

    def sort(self, data: bytes) -> str:
        """Say what sort of attempt this is, of a few dozen: the campaign's report counts them."""
        ...

    def attempt(self, data: bytes, folder: Path) -> str:
        """Try an input; `folder` is empty, and for this attempt alone.

        Returns:
            What happened, in few words and without the input's own: an input that makes something new happen is kept.

        Raises:
            AudiocoachError: is fine as well; its message says what happened.
            BrokenPromise: when something came out that should not.
        """
        ...


def promised(holds: object, what: str) -> None:
    """Raise unless something holds."""
    if not holds:
        raise BrokenPromise(what)
