"""Bring voices into the user's folder, and take them out again: from their publishers, or from files one has."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from audiocoach.errors import AudiocoachError, SpeechError, file_problem
from audiocoach.speech.engines.kokoro_files import (
    ALL_VOICES,
    MODEL,
    MODEL_PREFIX,
    MODEL_SHA256,
    PART,
    RECOMMENDED,
    STYLE_BYTES,
    is_voice_name,
    joined_sha256,
    model_here,
    styles_here,
    styles_in,
)
from audiocoach.speech.engines.piper_models import SUFFIX, voice_of
from audiocoach.speech.engines.voices_folder import voices_folder
from audiocoach.speech.voice_sources import VOICE_SHA256, Source, model_source, voice_source
from audiocoach.storage.digests import KeptDigests
from audiocoach.storage.fetching import Unfetched, fetch
from audiocoach.storage.installation import how_to_add
from audiocoach.storage.regular_files import open_regular, read_regular, refuse_irregular
from audiocoach.storage.store import Store
from audiocoach.storage.whole_files import replacing
from audiocoach.text.suggest import did_you_mean

KOKORO = "kokoro"
"""The name that means Kokoro with its recommended voices."""

_MOST_BYTES = 500_000_000
"""Of a file that is added: the largest model of Kokoro has 326 MB, of Piper 120 MB."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be fetched into a folder; nothing when all of it is there, byte for byte as it was published."""

    sources: tuple[Source, ...]
    folder: Path

    @property
    def size(self) -> int:
        """Return the bytes of all of it."""
        return sum(source.file.size for source in self.sources)

    @property
    def replaced(self) -> list[str]:
        """Name the files that are there, and are not what was published."""
        return [source.file.name for source in self.sources if (self.folder / source.file.name).exists()]

    def by_hand(self) -> str:
        """Say what to put where, for who fetches it in another way."""
        lines = [f"{source.address}\n  as {self.folder / source.file.name}" for source in self.sources]
        return "\n".join(["By hand, from another computer:", *lines])


def wanted(names: Iterable[str]) -> Wanted:
    """Find out what of Kokoro is missing or damaged: `kokoro` is the model with the recommended voices, others are
    voices.

    Raises:
        AudiocoachError: when there is no such voice, what runs the model is not installed, or a file cannot be read.
    """
    names = list(names)
    for name in names:
        if name != KOKORO and name not in VOICE_SHA256:
            known = [KOKORO, *VOICE_SHA256]
            hint = did_you_mean(name, known, f"There are: {', '.join(known)}; or files that you have, by their paths")
            raise AudiocoachError(f'no voice "{name}" can be fetched', hint)
    if not (find_spec("onnxruntime") and find_spec("espeakng_loader")):
        raise AudiocoachError("Kokoro is not installed", f"{how_to_add(KOKORO)}\nbrings what runs it; then try again")
    folder = voices_folder()
    voices = dict.fromkeys(each for name in names for each in (RECOMMENDED if name == KOKORO else (name,)))
    there = styles_here(folder)
    sources = [voice_source(name) for name in voices if not _is_whole(name, there.get(name))]
    model = [] if _has_model(folder) else [model_source()]
    return Wanted((*model, *sources), folder)


def _is_whole(name: str, path: Path | None) -> bool:
    """Tell whether a voice is there: in a file of its own as it was published, or in the file of all voices."""
    if path is None or path.name == ALL_VOICES:
        return path is not None
    try:
        return KeptDigests(Store()).of(path) == VOICE_SHA256[name]
    except OSError as error:
        raise AudiocoachError(file_problem(path, error)) from None


def _has_model(folder: Path) -> bool:
    """Tell whether there is a model: the one that is fetched as it was published, or another form of it."""
    model = model_here(folder)
    if model is None or model.parts[0].name not in (MODEL, PART):
        return model is not None
    return joined_sha256(model) == MODEL_SHA256


def fetch_all(what: Wanted, on_bytes: Callable[[str, int, int], None] | None = None) -> None:
    """Fetch all of it. `on_bytes` is called with the file's name, and the bytes of all files so far and in all.

    Raises:
        Unfetched: when something cannot be had, with what to put where by hand.
        OutputError: when it cannot be written.
    """
    done = 0
    for source in what.sources:

        def told(have: int, name: str = source.file.name, before: int = done) -> None:
            if on_bytes is not None:
                on_bytes(name, before + have, what.size)

        try:
            fetch(source.address, source.file, what.folder, told)
        except Unfetched as error:
            missing = Wanted(what.sources[what.sources.index(source) :], what.folder)
            raise Unfetched(error.message, "\n".join(filter(None, [error.hint, missing.by_hand()]))) from None
        done += source.file.size


def is_file_name(name: str) -> bool:
    """Tell whether a file is meant, and not the name of a voice: so is any other that lies here."""
    if name == KOKORO or name in VOICE_SHA256:
        return False
    return name.endswith((SUFFIX, ".bin")) or Path(name).name != name or os.path.lexists(name)


def copy_in(path: Path) -> tuple[Path, ...]:
    """Copy a voice that one has into the user's folder, and return its files there: two, of Piper.

    Raises:
        AudiocoachError: when it is no voice of Piper or Kokoro, not all of one, or cannot be copied.
    """
    if path.name.endswith(f"{SUFFIX}.json"):  # the other of the two files of Piper's voice
        path = path.with_suffix("")
    try:
        return tuple(_copied(each) for each in _files_of(path))
    except OSError as error:
        raise AudiocoachError(file_problem(Path(error.filename or path), error)) from None


def _files_of(path: Path) -> Sequence[Path]:
    refuse_irregular(path)
    name, size = path.name, path.stat().st_size
    if size > _MOST_BYTES:  # they are read as a whole
        raise AudiocoachError(f"{path}: larger than {_MOST_BYTES // 1_000_000} MB, which no voice is; get it anew")
    if is_voice_name(path.stem) and path.suffix == ".bin":
        if size != STYLE_BYTES:
            raise AudiocoachError(
                f"{path}: a voice of Kokoro has {STYLE_BYTES:,} bytes, and this {size:,}; get it anew"
            )
        if not _are_numbers(read_regular(path)):
            raise AudiocoachError(f"{path}: this is no voice of Kokoro; get it anew")
        return (path,)
    if name == ALL_VOICES:
        styles = styles_in(read_regular(path))
        if not styles or not all(map(_are_numbers, styles)):
            raise AudiocoachError(f"{path}: this is no archive of Kokoro's voices, or not all of one; get it anew")
        return (path,)
    if path.suffix == SUFFIX and name.startswith(MODEL_PREFIX):
        _check_model(path)
        return (path,)
    if path.suffix == SUFFIX:
        voice_of(path)
        _check_model(path)
        return (path, path.with_name(f"{name}.json"))
    raise SpeechError(
        f"{path}: this is no voice that is known here",
        f"Piper's are NAME{SUFFIX} with NAME{SUFFIX}.json; Kokoro's {MODEL_PREFIX}….onnx, {ALL_VOICES} or af_heart.bin",
    )


def _are_numbers(style: bytes) -> bool:
    """Tell whether the bytes of a voice are numbers."""
    import numpy as np

    return bool(np.isfinite(np.frombuffer(style, "<f4")).all())


def _check_model(path: Path) -> None:
    """See that a file is a model, all of it and nothing beside it; raise AudiocoachError when it is not."""
    from audiocoach.speech.engines.onnx_fields import UnusableModel
    from audiocoach.speech.engines.onnx_models import check_model

    try:
        with open_regular(path) as file:
            check_model(file.read())
    except UnusableModel as error:
        raise AudiocoachError(f"{path}: {error}") from None


def _copied(path: Path) -> Path:
    target = voices_folder() / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.samefile(path):
        return target
    with open_regular(path) as file, replacing(target) as copy:
        shutil.copyfileobj(file, copy, 1 << 20)
    return target


def remove(name: str) -> tuple[Path, ...]:
    """Remove a voice of the user's folder, or Kokoro as a whole, and return the files that are gone.

    Raises:
        AudiocoachError: when there is none of that name, or it cannot be removed.
    """
    folder = voices_folder()
    found = _kokoro_files(folder) if name == KOKORO else _files_named(folder, name)
    if not found:
        styles = styles_here(folder)
        if name in styles:
            others = [other for other, path in styles.items() if path == styles[name] and other != name]
            with_it = f", and with it {', '.join(others)}" if others else ""
            hint = f"`audiocoach voices remove {ALL_VOICES}` takes that away{with_it}"
            raise AudiocoachError(f'the voice "{name}" is in {styles[name]}', hint)
        there = [path.stem for path in [*dict.fromkeys(styles.values()), *folder.glob(f"*{SUFFIX}")]]
        hint = did_you_mean(name, there, f"There are: {', '.join(there)}" if there else "There are none.")
        raise AudiocoachError(f'{folder} has no voice "{name}"', hint)
    for path in found:
        try:
            path.unlink()
        except OSError as error:
            raise AudiocoachError(file_problem(path, error)) from None
    return tuple(found)


def _kokoro_files(folder: Path) -> list[Path]:
    begun = [*folder.glob(f".{MODEL_PREFIX}*.unfinished"), *folder.glob(".*.bin.unfinished")]
    return [*folder.glob(f"{MODEL_PREFIX}*{SUFFIX}"), *dict.fromkeys(styles_here(folder).values()), *begun]


def _files_named(folder: Path, name: str) -> list[Path]:
    endings = (".bin", SUFFIX, f"{SUFFIX}.json")
    there = [path for ending in endings for path in folder.glob(f"*{ending}") if path.is_file()]
    return [path for path in there if name in (path.name, *(path.name.removesuffix(ending) for ending in endings))]
