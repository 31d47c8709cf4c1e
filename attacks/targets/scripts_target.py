"""Scripts: read, or refused with what is wrong; what was read is laid out in time, and goes there and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from attacks.targets.grammar import TOKENS, script
from audiocoach.programme.load_programme import load_programme
from audiocoach.rendering.programme_timelines import all_timelines
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.coach_sheets import load_sheet
from audiocoach.script.dump import dump
from audiocoach.script.load import load_session, parse_session
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of_file

ROOT = Path(__file__).parents[2]
MOST_LAID_OUT = 300
"""Steps from which a session takes seconds to lay out, as it may; whether in proportion, the tests say."""


class Scripts:
    """The door that every workout comes in by."""

    name, share, most_mb = "scripts", 6, 300

    def seeds(self) -> Iterable[bytes]:
        """Give the shipped scripts, the samples, and all that is known to be broken."""
        for folder in ("scripts", "scripts/coaches", "tests/samples", "tests/script/broken"):
            yield from (path.read_bytes() for path in sorted((ROOT / folder).glob("*.yaml")))

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Write a script by the grammar, or change one of the corpus."""
        if random.random() < 0.4:
            return script(random)
        # The smallest of three: what small ones find is small already, and they take less time.
        return mutated(min(random.choices(corpus, k=3), key=len), corpus, random, TOKENS)

    def sort(self, data: bytes) -> str:
        """Name what the script says that it is, roughly."""
        begins = {"programme": b"programme:", "coach sheet": b"coach:", "session": b"session:"}
        return next((kind for kind, word in begins.items() if data.startswith(word)), "anything else")

    def attempt(self, data: bytes, folder: Path) -> str:
        """Read the script as what it is meant to be."""
        path = folder / "script.yaml"
        path.write_bytes(data)
        kind = kind_of_file(path)
        if kind == "coach":
            sheet = load_sheet(str(path), anywhere=True)
            return f"a sheet with {min(len(sheet.moments), 9)} moments"
        if kind == "programme":
            programme = load_programme(path)
            if len(programme.sessions) < 10:
                all_timelines(programme, fast=True)
            return f"a programme with {min(len(programme.sessions), 9)} sessions and {_general(programme.warnings)}"
        return self._session(load_session(path), folder)

    def _session(self, session: Session, folder: Path) -> str:
        again = parse_session(dump(session), folder=folder)
        promised(again == session, "a session written out and read again is another one")
        if len(list(session.steps)) > MOST_LAID_OUT:
            return "a long session"
        timeline = build_timeline(session, fast=True)
        ends = [event.end_ms for event in timeline.events]
        promised(max(ends, default=0) <= timeline.sound_ms, "something sounds after the file's end")
        promised(
            sum(each.length_ms for each in timeline.intervals) == timeline.length_ms,
            "intervals do not tile the session",
        )
        kinds = sorted({event.type for event in timeline.events})
        return f"a session with {kinds}, {bool(timeline.pulses)}, {_general(timeline.warnings)}"


def _general(warnings: Sequence[object]) -> str:
    return f"{min(len(warnings), 3)} warnings"
