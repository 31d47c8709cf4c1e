"""Have models speak in workers: what the engines of neural voices share.

A model is loaded once for all that its voices say. On Linux children are forked that speak; elsewhere each utterance
loads it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from audiocoach.errors import SpeechError
from audiocoach.quantities.units import BYTES_PER_SAMPLE
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.engines.spoken_text import with_final_mark
from audiocoach.speech.engines.worker_jobs import Job, WorkerFatal, spoken
from audiocoach.speech.plausible import most_bytes
from audiocoach.storage.scratch import scratch_folder
from audiocoach.text.speakable import without_controls

FORKS = sys.platform not in ("darwin", "win32")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a voice needs: the worker's arguments for its model, the voice's name there, and the model's for people."""

    arguments: tuple[str, ...]
    voice: str
    title: str


@dataclass(frozen=True, slots=True)
class ModelWorkers:
    """Workers of one engine.

    `script` is what they run, `fork` whether children speak; an utterance may take `limit_s` seconds, and one more for
    every `characters` it has, and its process ends `grace_s` later. `at_once` speak at once; `how` says how to get what
    runs the model, and the model with it; `another`, how to get a model that works, where that is another thing. A text
    that `pieces` cuts is spoken piece by piece, side by side with others, and joined with `gap_s` of silence, which
    hangs on the rate.
    """

    script: Path
    fork: bool
    limit_s: float
    characters: float
    grace_s: float
    at_once: int
    how: Callable[[], str]
    another: Callable[[], str] | None = None
    pieces: Callable[[str], Sequence[str]] = lambda text: (text,)
    gap_s: Callable[[int], float] = lambda _rate: 0.0

    def speak(
        self,
        utterances: Sequence[Utterance],
        loaded: Callable[[Voice], Loaded | None],
        on_each: Callable[[], None] | None,
    ) -> list[Clip | Refusal]:
        """Speak the utterances of each model together; see `Engine.speak`. `loaded` gives None for no voice of ours.

        Raises:
            SpeechError: when a model cannot be used.
        """
        results: dict[int, Clip | Refusal] = {}
        by_model: dict[tuple[str, ...], list[tuple[int, Loaded]]] = {}
        known = {voice: loaded(voice) for voice in {utterance.voice for utterance in utterances}}
        for n, utterance in enumerate(utterances):
            needed = known[utterance.voice]
            if needed is None:
                results[n] = Refusal(f"there is no voice {utterance.voice.id!r}")
                if on_each is not None:
                    on_each()
            else:
                by_model.setdefault(needed.arguments, []).append((n, needed))
        for arguments, wanted in by_model.items():
            with scratch_folder() as folder:
                jobs: dict[int, list[Job]] = {}
                numbers = count()
                for n, needed in wanted:
                    jobs[n] = list(self._jobs(numbers, utterances[n], needed.voice, folder))
                reasons = self._run(arguments, wanted[0][1].title, jobs.values(), on_each)
                for n, own in jobs.items():
                    results[n] = _joined([spoken(job, reasons[job.n]) for job in own], self.gap_s(utterances[n].rate))
        return [results[n] for n in range(len(utterances))]

    def _run(
        self,
        arguments: tuple[str, ...],
        title: str,
        of_each: Collection[Sequence[Job]],
        on_each: Callable[[], None] | None,
    ) -> dict[int, str]:
        """Speak the jobs of each utterance. Return for each job why it failed, empty if it did not."""
        from audiocoach.speech.engines.worker_processes import run_forking, run_one_by_one

        # The longest first: a long one that comes last is waited for with nothing beside it.
        jobs = sorted((job for own in of_each for job in own), key=lambda job: -len(job.text))
        heard = _last(len(of_each), len(jobs), on_each)
        # -P: the worker lies in this package, whose modules must not be imported by their bare names.
        command = [sys.executable, "-P", str(self.script)]
        try:
            if self.fork:
                return run_forking([*command, "fork", str(self.at_once), *arguments], jobs, heard, self.grace_s)
            return run_one_by_one([*command, "one", *arguments], jobs, heard, self.grace_s, self.at_once)
        except WorkerFatal as fatal:
            how = self.another if self.another and fatal.of_model else self.how
            raise SpeechError(f"the neural voice in {title} cannot be used: {fatal}", how()) from fatal

    def _jobs(self, numbers: Iterator[int], utterance: Utterance, voice: str, folder: Path) -> Iterator[Job]:
        # Piper takes what stands between [[ and ]] for phonemes instead of letters.
        text = with_final_mark(without_controls(utterance.text).replace("[", " ").replace("]", " "))
        for piece, n in zip(self.pieces(text), numbers, strict=False):
            limit = self.limit_s + len(piece) / self.characters
            most = most_bytes(piece, utterance.rate)
            yield Job(n, piece, voice, utterance.rate, str(folder / f"{n}.wav"), limit, most)


def _last(wanted: int, jobs: int, on_each: Callable[[], None] | None) -> Callable[[], None] | None:
    """Return what hears of each job, and tells of as many as were wanted: the last ones, as pieces come first."""
    if on_each is None:
        return None
    done = count(1)

    def heard() -> None:
        if next(done) > jobs - wanted:
            on_each()

    return heard


def _joined(pieces: Sequence[Clip | Refusal], gap_s: float) -> Clip | Refusal:
    """Join the pieces of an utterance, or say why the first of those failed that did."""
    clips = [each for each in pieces if isinstance(each, Clip)]
    if len(clips) < len(pieces):
        return next(each for each in pieces if isinstance(each, Refusal))
    first = clips[0]
    gap = bytes(round(gap_s * first.rate) * first.channels * BYTES_PER_SAMPLE)
    return first if len(clips) == 1 else replace(first, pcm=gap.join(clip.pcm for clip in clips))
