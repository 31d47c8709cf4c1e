"""Have models speak in workers: what the engines of neural voices share.

A model is loaded once for all that its voices say. On Linux a child is forked for each utterance; elsewhere each
utterance loads it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import SpeechError
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
    every `characters` it has, and its process ends `grace_s` later. `at_once` speak at once; `how` says how to get a
    model that works.
    """

    script: Path
    fork: bool
    limit_s: float
    characters: float
    grace_s: float
    at_once: int
    how: Callable[[], str]

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
                jobs = [self._job(n, utterances[n], needed.voice, folder) for n, needed in wanted]
                reasons = self._run(arguments, wanted[0][1].title, jobs, on_each)
                results |= {job.n: spoken(job, reasons[job.n]) for job in jobs}
        return [results[n] for n in range(len(utterances))]

    def _run(
        self, arguments: tuple[str, ...], title: str, jobs: Sequence[Job], on_each: Callable[[], None] | None
    ) -> dict[int, str]:
        from audiocoach.speech.engines.worker_processes import run_forking, run_one_by_one

        # -P: the worker lies in this package, whose modules must not be imported by their bare names.
        command = [sys.executable, "-P", str(self.script)]
        try:
            if self.fork:
                return run_forking([*command, "fork", str(self.at_once), *arguments], jobs, on_each, self.grace_s)
            return run_one_by_one([*command, "one", *arguments], jobs, on_each, self.grace_s, self.at_once)
        except WorkerFatal as fatal:
            raise SpeechError(f"the neural voice in {title} cannot be used: {fatal}", self.how()) from fatal

    def _job(self, n: int, utterance: Utterance, voice: str, folder: Path) -> Job:
        limit = self.limit_s + len(utterance.text) / self.characters
        # Piper takes what stands between [[ and ]] for phonemes instead of letters.
        text = with_final_mark(without_controls(utterance.text).replace("[", " ").replace("]", " "))
        most = most_bytes(text, utterance.rate)
        return Job(n, text, voice, utterance.rate, str(folder / f"{n}.wav"), limit, most)
