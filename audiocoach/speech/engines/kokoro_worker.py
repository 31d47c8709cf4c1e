"""Drive Kokoro, and nothing else does: a script run in a process of its own, in the modes of `pyttsx3_worker.py`.

    python -P kokoro_worker.py fork AT_ONCE SHA256 MODEL...
    python -P kokoro_worker.py one SHA256 MODEL...

The model may come in several files, which are its parts. It is loaded once, and only if its digest is the one it had
when it was found. A job's voice is `ESPEAK_VOICE NAME STYLE_FILE`: who says how the words sound, the voice's name, and
the file its style is in. The model has no dice: the same words give the same bytes on the same kind of processor.
"""

from __future__ import annotations

import os
import sys
from functools import cache, partial
from typing import Any, NamedTuple

# Where the package was found only in the folder that the command was started in: this process has another path.
sys.path.append(__file__.rsplit(os.sep, 4)[0])

from audiocoach.speech.engines import pyttsx3_worker
from audiocoach.speech.engines.espeak_sounds import Espeak
from audiocoach.speech.engines.kokoro_pace import GAP_S, RATE, bare, pace_of, speed_of, with_longer_pauses
from audiocoach.speech.engines.kokoro_symbols import MOST, numbers_of, pieces_of
from audiocoach.speech.engines.onnx_fields import UnusableModel
from audiocoach.speech.engines.onnx_models import load_model, read_model
from audiocoach.speech.engines.worker_children import Job, Speaker

_WIDTH = 256
"""Numbers in a row of a voice's style."""

_espeak = cache(Espeak)


class Kokoro(NamedTuple):
    """The model, loaded. espeak only says how words sound; each process initialises its own."""

    session: Any

    @property
    def again(self) -> bool:
        """Say yes: neither the model nor how words sound hangs on what was said before."""
        return True

    def speak(self, job: Job) -> None:
        """Speak one job with Kokoro; see `worker_children.Speaker`.

        Raises:
            ValueError: when nothing of the text can be said, or the voice's file holds no style.
            Exception: whatever espeak and onnxruntime raise.
        """
        import wave

        import numpy as np

        espeak_voice, name, path = job["voice"].split(" ", 2)
        style = style_of(path, name)
        sounds = _espeak().sounds(job["text"], espeak_voice)
        pace = pace_of(sounds, job["rate"])
        parts = []
        for piece in pieces_of(sounds):
            numbers = numbers_of(piece)
            if not numbers:
                continue
            given = {
                self.session.get_inputs()[0].name: np.array([[0, *numbers, 0]], np.int64),
                "style": style[len(numbers) - 1],
                "speed": np.array([speed_of(piece, pace)], np.float32),
            }
            parts += [bare(self.session.run(None, given)[0].ravel()), np.zeros(round(GAP_S * RATE), np.float32)]
        if not parts:
            raise ValueError("this voice can say nothing of it")
        sound = with_longer_pauses(np.concatenate(parts[:-1]), pace)
        with wave.open(job["file"], "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes())

    def list_voices(self) -> list[list[Any]]:
        """Return nothing: the voices lie in files, and the parent knows them."""
        return []


def style_of(path: str, name: str) -> Any:
    """Read a voice's style, a row for each number of symbols: from a file of its own, or the file of all voices.

    Raises:
        ValueError: when there is none in it.
        OSError: when it cannot be read.
    """
    import numpy as np

    if os.path.basename(path) == f"{name}.bin":  # noqa: PTH119  # no more imports than needed
        style = np.fromfile(path, "<f4")
    else:
        with np.load(path, allow_pickle=False) as styles:
            style = styles[name]
    if style.size != MOST * _WIDTH or style.dtype != np.float32 or not np.isfinite(style).all():
        raise ValueError(f"{path} holds no voice {name}; get it anew")
    return style.reshape(MOST, 1, _WIDTH)


def prepare(digest: str, *model: str) -> Speaker:
    """Load the model from its parts.

    Raises:
        Exception: whatever is wrong with the files or with onnxruntime.
    """
    # With its steps fused it takes 0.75 s to load instead of 0.45, and speaks the same bytes no sooner.
    session = load_model(read_model(model, digest), fusing=False)
    names = [each.name for each in session.get_inputs()]
    if len(names) != 3 or set(names[1:]) != {"style", "speed"}:
        raise UnusableModel("this is no model of Kokoro, version 1.0")
    return Kokoro(session)


if __name__ == "__main__":
    mode, *arguments = sys.argv[1:]
    own = arguments[:1] if mode == "fork" else []
    pyttsx3_worker.main(partial(prepare, *arguments[len(own) :]), mode, *own)
