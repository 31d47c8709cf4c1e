"""What the user says to an import, where a file leaves something open. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audiocoach.quantities.paces import Pace
from audiocoach.quantities.units import MINUTE


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The answers; each has a flag of its name.

    Args:
        pace: for distances that have none of their own (`--pace`).
        open_ms: how long a step lasts that ends with the lap button, or at a heart rate (`--open`).
        durations: what a .zwo's lengths are, if it does not say (`--durations`).
        language: of the words (`--language`); empty: that of the file, else English.
        targets: power, heart rate and pace become effort and words (not with `--no-targets`).
        metronome: a cadence becomes a metronome (`--metronome`).
    """

    pace: Pace | None = None
    open_ms: int = 5 * MINUTE
    durations: Literal["seconds", "metres"] | None = None
    language: str = ""
    targets: bool = True
    metronome: bool = False


NO_OPTIONS = ImportOptions()
