"""Drive Piper, and nothing else does: a script run in a process of its own, in the modes of `pyttsx3_worker.py`.

    python -P piper_worker.py fork AT_ONCE MODEL
    python -P piper_worker.py one MODEL

The model is loaded once; a forked child speaks each utterance with it. Piper's voices vary rhythm and tone at
random, which keeps them from sounding flat. The dice are seeded when the model is loaded, and every child begins
with them as they were then: the same words give the same bytes, in whatever order and company they are spoken.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

# Where the package was found only in the folder that the command was started in: this process has another path.
sys.path.append(__file__.rsplit(os.sep, 4)[0])

from audiocoach.speech.engines import pyttsx3_worker
from audiocoach.speech.engines.onnx_models import load_model, read_model
from audiocoach.speech.engines.worker_children import Job, Speaker
from audiocoach.text.packed import packed

GAP_S = 0.15
"""Silence between sentences: Piper speaks each on its own and leaves next to nothing after it."""

_STRETCH, _POWER = 1.3, 1.36
"""How far sounds are stretched: 1.3 at 150 words a minute, and by the power 1.36 of the rate. Not in proportion, as
the model gives each sound whole frames. Measured on cues of the shipped scripts, `joe` then lasts as long as
espeak from 120 words a minute to 200: within 5 % over all of them, within 25 % for single ones."""

LONGEST = 300
"""The most characters spoken at once. The memory a model takes grows with their square."""

_ENDS = re.compile(r"(?<=[.!?;:,…])\s+")


class Piper(NamedTuple):
    """A voice, loaded."""

    voice: Any

    @property
    def again(self) -> bool:
        """Say no: Piper varies what it says, and only the first words of a process are the same each time."""
        return False

    def speak(self, job: Job) -> None:
        """Speak one job with Piper; see `worker_children.Speaker`.

        Raises:
            Exception: whatever Piper and onnxruntime raise.
        """
        import wave

        import numpy as np
        from piper import SynthesisConfig

        stretch = _STRETCH * (150 / job["rate"]) ** _POWER
        config = SynthesisConfig(
            length_scale=self.voice.config.length_scale * stretch,
            # Or else each sentence is made as loud as the loudest, and a short soft one louder than it is.
            normalize_audio=False,
        )
        rate = self.voice.config.sample_rate
        gap = np.zeros(round(rate * GAP_S), "<i2")
        with wave.open(job["file"], "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            written = False
            for piece in pieces(job["text"]):
                for chunk in self.voice.synthesize(piece, config):
                    if written:
                        file.writeframesraw(gap.tobytes())
                    file.writeframesraw(chunk.audio_int16_array.astype("<i2").tobytes())
                    written = True

    def list_voices(self) -> list[list[Any]]:
        """Return nothing: a model is one voice, and the parent knows it."""
        return []


def pieces(text: str) -> list[str]:
    """Cut a text too long to be spoken at once into parts, where one would take a breath; else return it alone."""
    return list(packed((word for part in _ENDS.split(text) for word in _fitting(part)), LONGEST))


def _fitting(part: str) -> Iterator[str]:
    """Give a part whole or, where it is too long, its words, and of those that are, as much as may be at a time."""
    if len(part) <= LONGEST:
        yield part
        return
    for word in part.split():
        yield from (word[at : at + LONGEST] for at in range(0, len(word), LONGEST))


def prepare(model: str) -> Speaker:
    """Load a model from its `.onnx` file and the `.onnx.json` beside it.

    Raises:
        Exception: whatever is wrong with the files or with Piper.
    """
    session = load_model(read_model([model]))
    from piper import PiperVoice
    from piper.config import PiperConfig

    with open(f"{model}.json", encoding="utf-8") as file:  # noqa: PTH123  # no more imports than needed
        config = PiperConfig.from_dict(json.load(file))
    voice = PiperVoice(session=session, config=config)
    voice.phonemize("a")  # loads the dictionary, so that no child needs to
    return Piper(voice)


if __name__ == "__main__":
    mode, *arguments, model = sys.argv[1:]
    pyttsx3_worker.main(partial(prepare, model), mode, *arguments)
