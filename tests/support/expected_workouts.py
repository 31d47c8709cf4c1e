"""What each sample of another program's file must become: the JSON beside it, read and compared.

A key that ends in `?` is one that the format does not decide; the value is what the rules of ours give.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocoach.exchange.formats import FORMATS
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.workout import ImportNote
from audiocoach.quantities.lengths import parse_length
from audiocoach.quantities.paces import parse_pace

SAMPLES = Path(__file__).parents[1] / "samples" / "workouts"
FOLDERS = {"garmin-json": "garmin"}
"""Folders that are not called like their format."""


@dataclass(frozen=True)
class Sample:
    """A file, the flags it is read with, and what must come of that."""

    path: Path
    expected: Mapping[str, Any]

    @property
    def flags(self) -> list[str]:
        return list(self.expected.get("options", ()))

    @property
    def options(self) -> ImportOptions:
        return options_of(self.flags)

    def __str__(self) -> str:
        return " ".join([f"{self.path.parent.name}/{self.path.name}", *self.flags])


def options_of(flags: Sequence[str]) -> ImportOptions:
    """Read flags as the command line does."""
    given = dict(zip(flags[::2], flags[1::2], strict=True))
    return ImportOptions(
        pace=parse_pace(given["--pace"]) if "--pace" in given else None,
        open_ms=parse_length(given.get("--open", "5m")),
        durations=given.get("--durations"),  # type: ignore[arg-type]
        language=given.get("--language", ""),
    )


def samples(*formats: str) -> Iterator[Sample]:
    """Yield every sample of the formats that are read (or of some), with each way of reading it."""
    for expected in sorted(SAMPLES.glob("*/*.expected.json")):
        name = FOLDERS.get(expected.parent.name, expected.parent.name)
        if name not in (formats or FORMATS):
            continue
        (path,) = (
            each
            for each in expected.parent.iterdir()
            if each.stem == expected.name.removesuffix(".expected.json") and each != expected
        )
        data = json.loads(expected.read_text(encoding="utf-8"))
        yield Sample(path, {key: value for key, value in data.items() if key != "also"})
        for other in data.get("also", ()):
            yield Sample(path, other)


def told(data: Mapping[str, Any], key: str) -> Any:
    """Return a value, whoever decides it; None where it is not told."""
    return data.get(key, data.get(key + "?"))


def missing_notes(expected: Sequence[Mapping[str, Any]], found: Sequence[ImportNote]) -> list[str]:
    """List the notes that are not there though they must be, and those that are there though nobody expects them."""
    left = [(note.id, note.place.line, note.place.step) for note in found]
    wrong = []
    for note in expected:
        wanted = (note["id"], note.get("line", 0), note.get("step", 0))
        if wanted in left:
            left.remove(wanted)
        elif not note.get("optional"):
            wrong.append(f"missing {wanted}")
    return wrong + [f"unexpected {note}" for note in left]
