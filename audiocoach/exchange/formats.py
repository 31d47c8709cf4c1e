"""The formats that are read, how each is told by its content, and the one door through which all are. Pure.

A format is a line in `FORMATS`: a module in `readers/` whose function takes bytes and options, and either returns what
was imported or raises `ImportRefusedError`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from audiocoach.bounds import MAX_BYTES
from audiocoach.exchange.import_options import NO_OPTIONS, ImportOptions
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.telling import told_by_content
from audiocoach.exchange.workout import Imported

Reader = Callable[[bytes, ImportOptions], Imported]


@dataclass(frozen=True, slots=True)
class WorkoutFormat:
    """A format: what people call it, and its reader as `module:function`, imported when it is needed."""

    title: str
    reader: str

    def read(self, data: bytes, options: ImportOptions) -> Imported:
        """Read a file of this format."""
        module, _, function = self.reader.partition(":")
        reader: Reader = getattr(import_module(f"audiocoach.exchange.readers.{module}"), function)
        return reader(data, options)


FORMATS = {
    "zwo": WorkoutFormat("Zwift (.zwo)", "zwo:read_zwo"),
    "icu": WorkoutFormat("intervals.icu text", "icu:read_icu"),
    "fit": WorkoutFormat("FIT workouts", "fit_workout:read_fit"),
    "garmin": WorkoutFormat("Garmin's JSON", "garmin_json:read_garmin"),
    "cues": WorkoutFormat("cue scripts", "cue_script:read_cues"),
    "zwiftout": WorkoutFormat("zwiftout", "zwiftout:read_zwiftout"),
    "mrc": WorkoutFormat("ERG and MRC", "mrc:read_mrc"),
    "tcx": WorkoutFormat("TCX workouts", "tcx:read_tcx"),
}
"""Each format by its name, as `--from` gives it."""


def read_workout(data: bytes, title: str, options: ImportOptions = NO_OPTIONS, format_: str = "") -> Imported:
    """Read a workout of any format.

    Args:
        data: the file's bytes.
        title: what it is called where it has no title: the file's name without its suffix.
        options: what the file leaves open.
        format_: a name in `FORMATS`; empty: it is told by the content.

    Raises:
        ImportRefusedError: when it is no workout, or needs something more; without a file's name as yet.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefusedError("larger than 1 MiB, the most a workout may have")
    if not data.strip():
        raise ImportRefusedError("the file is empty", "export it again from the program that wrote it")
    found = format_ or told_by_content(data)
    if found not in FORMATS:
        known = ", ".join(each.title for each in FORMATS.values())
        raise ImportRefusedError("this is no workout of a format that is known here", f"known are: {known}")
    imported = FORMATS[found].read(data, options)
    if imported.workout.title.strip():
        return imported
    return replace(imported, workout=replace(imported.workout, title=title))
