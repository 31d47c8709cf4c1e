"""The jobs of workers, the tally of their answers, and the sound they leave behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal
from audiocoach.speech.engines.onnx_fields import UnusableModel
from audiocoach.speech.engines.sound_sizes import MOST_BYTES, too_large

GIVE_UP_AFTER = 3
"""A voice that has spoken nothing and hung on this many jobs is not asked for the rest."""

HOPELESS = f"it was not tried, because the voice hung on {GIVE_UP_AFTER} others"


@dataclass(frozen=True, slots=True)
class Job:
    """One utterance for a worker. `file` is where the sound goes, of `most_bytes` at most; `limit` is in seconds, and
    `gap_ms` is kept between words by voices that can.
    """

    n: int
    text: str
    voice: str
    rate: int
    file: str
    limit: float
    most_bytes: int = MOST_BYTES
    gap_ms: int = 0

    def line(self) -> bytes:
        """Return the job as a line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"


class WorkerFatal(Exception):  # it names what the worker said
    """The worker says that nothing can be spoken on this machine."""

    @property
    def of_model(self) -> bool:
        """Tell whether the model is at fault, and not what runs it."""
        return str(self).startswith(f"{UnusableModel.__name__}:")


class Tally:
    """The answers so far: by job number, the reason why it was not spoken, empty for what was spoken."""

    def __init__(self, jobs: Sequence[Job], on_each: Callable[[], None] | None) -> None:
        self.missing = {job.n for job in jobs}
        self.reasons: dict[int, str] = {}
        self._on_each = on_each
        self._spoken = self._late = 0

    def take(self, line: bytes, of: Job | None = None) -> bool:
        """Note one line from a worker, which had the job `of` alone where that is given. Return whether it made sense.

        Raises:
            WorkerFatal: when that is what it says.
        """
        try:
            answer = json.loads(line)
            if "fatal" in answer:
                raise WorkerFatal(str(answer["fatal"]))
            n, reason = int(answer["n"]), str(answer["error"])
        except (ValueError, KeyError, TypeError):
            return False
        if n not in self.missing or (of is not None and n != of.n):
            return False
        self.note(n, reason, late=bool(answer.get("late")))
        return True

    def note(self, n: int, reason: str, *, late: bool = False) -> None:
        """Note how one job ended."""
        self.missing.remove(n)
        self.reasons[n] = reason
        self._spoken += not reason
        self._late += late
        if self._on_each is not None:
            self._on_each()

    @property
    def hopeless(self) -> bool:
        """Tell whether this voice only hangs."""
        return not self._spoken and self._late >= GIVE_UP_AFTER

    def give_up(self, reason: str) -> dict[int, str]:
        """Note the same reason for all that is missing, and return everything."""
        for n in sorted(self.missing):
            self.note(n, reason)
        return self.reasons


def spoken(job: Job, reason: str) -> Clip | Refusal:
    """Read the sound of a job that ended; with a `reason`, return that as its refusal.

    Raises:
        OutputError: when it failed, and there is no room for temporary files: that is the reason then.
    """
    from audiocoach.sound.pcm_files import read_pcm
    from audiocoach.storage.scratch import check_scratch

    why = reason or too_large(Path(job.file), job.most_bytes)
    if why:
        check_scratch()
        return Refusal(why)
    try:
        clip = read_pcm(Path(job.file))
    except OSError:
        check_scratch()
        return Refusal("the voice wrote nothing")
    except ValueError as error:
        check_scratch()
        return Refusal(str(error))
    return clip if clip.pcm else Refusal("the voice stayed silent")
