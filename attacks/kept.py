"""What a campaign keeps between runs: inputs that made something new happen, and those that broke something."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

MOST_INPUTS = 2000


@dataclass(frozen=True)
class Finding:
    """An input that broke something, as small as it could be made, in a folder of its own."""

    target: str
    broken: str
    folder: Path

    @property
    def input(self) -> Path:
        """Return the file of its bytes."""
        return self.folder / "input"


@dataclass(frozen=True)
class Kept:
    """All that is kept, in one folder."""

    home: Path

    def corpus(self, target: str) -> list[bytes]:
        """Read the inputs of a target, in no order of time."""
        return [path.read_bytes() for path in sorted(self._of(target, "corpus").iterdir())]

    def keep(self, target: str, kind: str, data: bytes, random: Random) -> None:
        """Keep an input by what it made happen; one of many goes where there is no room."""
        folder = self._of(target, "corpus")
        present = list(folder.iterdir())
        if len(present) >= MOST_INPUTS:
            random.choice(present).unlink(missing_ok=True)
        (folder / _name(kind)).write_bytes(data)

    def known(self, target: str, kind: str) -> bool:
        """Tell whether an input is kept that makes this happen."""
        return (self._of(target, "corpus") / _name(kind)).exists()

    def now(self, target: str, number: int) -> Path:
        """Return the file of what worker `number` tries at this moment: what is left when it dies is to blame."""
        return self._of(target, "now") / str(number)

    def attempts(self, target: str) -> int:
        """Say how many attempts all runs have made: a run goes on where the last has stopped."""
        path = self._of(target, ".") / "attempts.json"
        return int(json.loads(path.read_text())) if path.exists() else 0

    def begin(self, target: str) -> None:
        """Begin a campaign: all that a target begins with is to be tried once more."""
        self._tried(target).unlink(missing_ok=True)

    def tried(self, target: str) -> set[str]:
        """List, by their digests, the seeds that this campaign has tried."""
        path = self._tried(target)
        return set(path.read_text().split()) if path.exists() else set()

    def note_tried(self, target: str, data: bytes) -> None:
        """Note that a seed was tried."""
        with self._tried(target).open("a") as file:
            file.write(f"{digest(data)}\n")

    def count(self, target: str, attempts: int) -> None:
        """Add attempts to those of earlier runs."""
        (self._of(target, ".") / "attempts.json").write_text(json.dumps(self.attempts(target) + attempts))

    def found(self, target: str, broken: str, data: bytes, trace: str) -> Finding:
        """Keep an input that broke something, with how to try it again; the smaller one, when two broke the same."""
        folder = self.home / "findings" / target / _name(broken)
        finding = Finding(target, broken, folder)
        if not finding.input.exists() or len(data) < finding.input.stat().st_size:
            folder.mkdir(parents=True, exist_ok=True)
            finding.input.write_bytes(data)
            again = f"python -m attacks again {target} {finding.input}"
            (folder / "what.txt").write_text(f"{broken}\n{again}\n\n{trace}", encoding="utf-8")
        return finding

    def findings(self, target: str) -> list[Finding]:
        """List what was found in a target, in this run or earlier."""
        folder = self.home / "findings" / target
        if not folder.exists():
            return []
        lines = {path.parent: path.read_text(encoding="utf-8").partition("\n")[0] for path in folder.glob("*/what.txt")}
        return [Finding(target, broken, path) for path, broken in sorted(lines.items())]

    def _tried(self, target: str) -> Path:
        return self._of(target, ".") / "tried"

    def _of(self, target: str, what: str) -> Path:
        folder = self.home / target / what
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _name(kind: str) -> str:
    return digest(kind.encode(errors="surrogatepass"))


def digest(data: bytes) -> str:
    """Make a name of bytes."""
    return sha256(data).hexdigest()[:16]
