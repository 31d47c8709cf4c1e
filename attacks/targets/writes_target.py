"""Writing: at every file operation the system fails, or ends the process. Files are whole, or as they were."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from attacks.target import SCRATCH
from attacks.trials import COMMANDS, SIGNALS, Trial
from tests.support.failing_system import HOW

_ERRORS = ("EIO", "ENOSPC", "EACCES")
_WAYS = (*HOW, "EACCES", "part", *SIGNALS)


class Writes:
    """What must hold of files when the system fails."""

    name, share, most_mb = "writes", 4, 300

    def __init__(self) -> None:
        if scratch := os.environ.get(SCRATCH):
            self._home = Path(scratch, "trials")
        else:
            self._home = Path(tempfile.mkdtemp(prefix="attack-writes-"))
            atexit.register(shutil.rmtree, self._home)
        self._trials: dict[str, Trial] = {}

    def seeds(self) -> Iterable[bytes]:
        """Give each operation of each command: an error at it, and a signal; what is written fails in every way."""
        planned = []
        for command in COMMANDS:
            for number, step in enumerate(self._trial(command).steps, 1):
                writes = (*HOW, "EACCES", "part") if step.startswith("write") else (_ERRORS[number % len(_ERRORS)],)
                planned += [json.dumps([command, number, way]).encode() for way in (*writes, _signal(command, number))]
        Random(1).shuffle(planned)  # in a minute too, something of each
        return planned

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Choose a command, one of the operations it does, and how this fails."""
        command = random.choice(list(COMMANDS))
        number = random.randrange(len(self._trial(command).steps)) + 1
        return json.dumps([command, number, random.choice(_WAYS)]).encode()

    def sort(self, data: bytes) -> str:
        """Name the command, and how it failed."""
        try:
            command, _, way = json.loads(data)
        except (ValueError, TypeError):
            return "nothing"
        return f"{command}: {'ended by a signal' if way in SIGNALS else 'an operation failed'}"

    def attempt(self, data: bytes, folder: Path) -> str:
        """Run a command on a failing system, look at what is there, and run it again on a good one."""
        try:
            command, number, way = json.loads(data)
            number = int(number)
        except (ValueError, KeyError, TypeError):
            return "no command"
        if way not in _WAYS or command not in COMMANDS or number < 1:
            return "no way to fail"
        return self._trial(command).of(folder, number, way)

    def _trial(self, command: str) -> Trial:
        if command not in self._trials:
            self._trials[command] = Trial(self._home, command)
        return self._trials[command]


def _signal(command: str, number: int) -> str:
    """Choose signals by turns, another first for each command: the same operations come in several."""
    return SIGNALS[(number + list(COMMANDS).index(command)) % len(SIGNALS)]
