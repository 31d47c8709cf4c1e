"""Workouts and plans of other programs, damaged: each becomes a script that is read back, or is refused in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.errors import AudiocoachError
from audiocoach.exchange.formats import FORMATS
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.telling import told_by_content
from audiocoach.languages.lookup import language_of
from audiocoach.programme.load_programme import parse_programme
from audiocoach.quantities.paces import Pace
from audiocoach.rendering.importing import import_script
from audiocoach.rendering.importing_table import table_programme
from audiocoach.script.load import parse_session
from audiocoach.timeline.intervals import unroll

_WITHOUT_PACE, _WITH_PACE, _TABLE, _FIRST_PART = range(4)
"""What the first byte of an input says of the rest: workouts, a table; from `_FIRST_PART` on, part of a workbook."""

_SAMPLES = Path(__file__).parents[2] / "tests" / "samples" / "workouts"
_PACE = Pace(330_000)
_TOKENS = (
    b"<",
    b"&#xA;",
    b"&#0;",
    b"]]>",
    b"{",
    b"}}",
    b"\x00",
    b'<?xml version="1.0" encoding="utf-7"?>',
    b"Duration",
    b'Repeat="99999"',
    b'timeoffset="-1"',
    b"NaN",
    b"1e30",
    b"\t",
    b"<!>",
    b"20^",
    b"3x\n",
    b"- 5m 90%\n",
    b"0:00",
    b"@ -0:10",
    b"[COURSE TEXT]",
    b"\xe2\x80\xae",
    b"--- \n",
    b"...",
    b"week,day,title,steps\n",
    b'"6 x (work 60s Run, rest 90s)"',
    b'<c r="A1048576" t="s"><v>999999</v></c>',
    b'<mergeCell ref="A1:XFD9"/>',
    b'<c r="D2"><f>A1</f></c>',
    b'<c r="A2" s="1" t="d"><v>1e400</v></c>',
)


def table() -> bytes:
    """Read the sample of a table."""
    return (_SAMPLES.parent / "plan.csv").read_bytes()


@cache
def workbook_parts() -> dict[str, bytes]:
    """Read the parts of the sample of a workbook."""
    with ZipFile(_SAMPLES.parent / "plan.xlsx") as zipped:
        return {name: zipped.read(name) for name in zipped.namelist() if not name.startswith("docProps")}


class Workouts:
    """What strangers' files of every format may be: workouts with a pace and without one, tables, and workbooks, whole
    or with one part of their zip changed.
    """

    name, share, most_mb = "workouts", 1, 120

    def seeds(self) -> Iterable[bytes]:
        """Give the samples."""
        for path in sorted(_SAMPLES.glob("*/*")):
            if not path.name.endswith(".expected.json"):
                yield bytes([_WITH_PACE]) + path.read_bytes()
        yield bytes([_TABLE]) + table()
        yield bytes([_TABLE]) + workbook()
        for number, part in enumerate(workbook_parts().values(), _FIRST_PART):
            yield bytes([number]) + part

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Change a file."""
        data = random.choice(corpus) or b"\0"
        changed = mutated(data[1:], [other[1:] for other in random.sample(corpus, 1)], random, _TOKENS)
        kind = data[:1] if data[0] >= _TABLE else bytes([random.choice((_WITHOUT_PACE, _WITH_PACE))])
        return kind + changed

    def sort(self, data: bytes) -> str:
        """Name what its content is taken for."""
        if data[:1] >= bytes([_FIRST_PART]):
            return "part of a workbook"
        return "table" if data[:1] == bytes([_TABLE]) else told_by_content(data[1:]) or "nothing known"

    def attempt(self, data: bytes, folder: Path) -> str:
        """Import it, and read what was written."""
        if data[:1] >= bytes([_TABLE]):
            return table_outcome(data[1:] if data[:1] == bytes([_TABLE]) else workbook(data[0] - _FIRST_PART, data[1:]))
        paced = data[:1] == bytes([_WITH_PACE])
        format_ = told_by_content(data[1:])
        return outcome(data[1:], ImportOptions(pace=_PACE if paced else None), format_ if format_ in FORMATS else "")


def outcome(data: bytes, options: ImportOptions, format_: str) -> str:
    """Import a file; what comes of it is a script that says the same, or a refusal.

    Returns:
        What happened, in few words.
    """
    try:
        found = import_script(data, "workout", options, format_)
    except ImportRefusedError as error:
        promised(error.message.strip(), "a refusal says nothing")
        promised(all(place.line or place.step for place in error.places), "a refusal names a place that is none")
        return f"{format_}: {error.message}"
    session = parse_session(found.text)
    intervals = [each for each in unroll(session, language_of(session.language)) if each.kind != "talk"]
    promised(
        [(each.kind, each.step.length) for each in intervals]
        == [(step.kind, step.length_ms) for _, step, _, _ in found.workout.intervals() if step.kind != "talk"],
        "the script has other steps",
    )
    return f"{format_}: read, with {sorted({note.id for note in found.notes})}"


def table_outcome(data: bytes) -> str:
    """Import a table of sessions; what comes of it is a programme with as many, or a refusal.

    Returns:
        What happened, in few words.
    """
    try:
        found = table_programme(data, "Plan")
    except AudiocoachError as error:
        promised(error.message.strip(), "a refusal says nothing")
        return f"table: {error.message[:60]}"
    programme = parse_programme(found.text, "Plan")
    told = {number for _, number, _ in found.sessions}  # in the table's order, which may be another
    promised({each.id for each in programme.sessions} == told and len(told) == len(found.sessions), "other sessions")
    return f"table: read, {len(found.notes)} notes"


def workbook(number: int = -1, part: bytes = b"") -> bytes:
    """Pack a workbook, with another of its parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        for at, (name, content) in enumerate(workbook_parts().items()):
            zipped.writestr(name, part if at == number % len(workbook_parts()) and part else content)
    return out.getvalue()
