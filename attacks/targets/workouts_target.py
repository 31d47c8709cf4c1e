"""Workouts of other programs, damaged: each becomes a script that is read back, or is refused with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.exchange.formats import FORMATS
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.telling import told_by_content
from audiocoach.languages.lookup import language_of
from audiocoach.quantities.paces import Pace
from audiocoach.rendering.importing import import_script
from audiocoach.script.load import parse_session
from audiocoach.timeline.intervals import unroll

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
)


class Workouts:
    """What strangers' files of every format may be: the first byte says whether a pace is given."""

    name, share, most_mb = "workouts", 1, 120

    def seeds(self) -> Iterable[bytes]:
        """Give the samples."""
        for path in sorted(_SAMPLES.glob("*/*")):
            if not path.name.endswith(".expected.json"):
                yield b"\1" + path.read_bytes()

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Change a file."""
        data = random.choice(corpus) or b"\0"
        changed = mutated(data[1:], [other[1:] for other in random.sample(corpus, 1)], random, _TOKENS)
        return bytes([random.randrange(2)]) + changed

    def sort(self, data: bytes) -> str:
        """Name what its content is taken for."""
        return told_by_content(data[1:]) or "nothing known"

    def attempt(self, data: bytes, folder: Path) -> str:
        """Import it, and read what was written."""
        paced = bool(data[:1] == b"\1")
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
