"""Every part tried for real on this computer."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.storage.scratch import scratch_folder

_NEAR = 0.1
"""Seconds by which music may be read as longer or shorter: codecs work in frames."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How it went with a part: `told` is what it did, or what to do about what does not work."""

    name: str
    works: bool
    told: str


def tried_parts() -> Iterator[Tried]:
    """Try each part, one after the other."""
    return (_try(name, attempt) for name, attempt in _PARTS)


def _try(name: str, attempt: Callable[[], str]) -> Tried:
    try:
        return Tried(name, works=True, told=attempt())
    except Exception as error:  # a library of another version than is known may raise anything
        return Tried(name, works=False, told=_told(error))


def _told(error: Exception) -> str:
    """Tell what an error says; with its kind, where nobody wrote it to be read."""
    return (
        str(error) if isinstance(error, (AudiocoachError, OSError, ImportError)) else f"{type(error).__name__}: {error}"
    )


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} ({sys.executable})"


def _voices() -> str:
    from audiocoach.speech.choose import choose_voice
    from audiocoach.speech.engines.catalogue import get_engine

    engine = get_engine("pyttsx3")
    count = len(engine.voices())
    return f"{count} voices of pyttsx3; English is spoken by '{choose_voice(engine, None, 'en').name}'"


def _other_engines() -> str:
    from audiocoach.script.engine_names import plugins
    from audiocoach.speech.every_voice import every_voice

    voices, mute = every_voice(None)
    for name in plugins():
        if name in mute:
            raise AudiocoachError(mute[name])
    count = {name: sum(voice.engine == name for voice in voices) for name in {voice.engine for voice in voices}}
    found = [f"{count[name]} of {name}" for name in sorted(count) if name != "pyttsx3"]
    return "; ".join([", ".join(found) or "none", *(f"{name}: {why}" for name, why in mute.items())])


def _speech() -> str:
    from audiocoach.speech.choose import choose_voice
    from audiocoach.speech.engines.catalogue import get_engine
    from audiocoach.speech.engines.interface import Utterance
    from audiocoach.speech.kept_clips import ClipCache
    from audiocoach.speech.narrator import DEFAULT_RATE
    from audiocoach.speech.studio import Studio
    from audiocoach.storage.store import Store

    utterance = Utterance("Ready, steady, go.", choose_voice(get_engine("pyttsx3"), None, "en"), DEFAULT_RATE)
    with scratch_folder() as folder:
        clip = Studio(ClipCache(Store(folder))).record([utterance])[utterance]
    return f"'{utterance.text}' was spoken, {clip.length_ms / 1000:.1f} s long"


def _sounds() -> str:
    from audiocoach.sound.signal_files import load_shipped
    from audiocoach.vocabulary import SOUND_ROLES

    for role in SOUND_ROLES:
        load_shipped(role)
    return f"{len(SOUND_ROLES)} signals are there"


def _mp3() -> str:
    from audiocoach.mix.windows import Placed, windows
    from audiocoach.output.mp3.encode_windows import encode_windows
    from audiocoach.output.mp3.writer import write_mp3
    from audiocoach.quantities.units import samples
    from audiocoach.sound.signal_files import load_shipped

    clip = load_shipped("work")
    size = write_mp3(BytesIO(), encode_windows(windows([Placed.at_ms(500, clip)], 2_000)), samples(2_000))
    return f"two seconds were mixed and encoded into {size} bytes"


def _other_files() -> str:
    from audiocoach.output.other_formats import FORMATS

    problems = []
    with scratch_folder() as folder:
        for suffix in FORMATS:
            try:
                _write_second(folder / f"second{suffix}")
            except Exception as error:
                problems.append(f"{suffix}: {_told(error)}")
    if problems:
        raise AudiocoachError("; ".join(problems))
    return f"a second was encoded into each of {', '.join(suffix.removeprefix('.') for suffix in FORMATS)}"


def _music() -> str:
    from threading import Event

    from audiocoach.music.tracks import measure
    from audiocoach.sound.layout import RATE

    with scratch_folder() as folder:
        path = folder / "second.m4a"
        _write_second(path)
        count, loudness, _ = measure(path, Event())
    seconds = count / RATE
    if abs(seconds - 1) > _NEAR:
        raise AudiocoachError(f"of a second of music, {seconds:.2f} s were read; install audiocoach anew")
    return f"a second was encoded, read again and measured: {loudness:.0f} LUFS"


def _write_second(path: Path) -> None:
    """Write a second of a tone as what the suffix says."""
    import numpy as np

    from audiocoach.output.other_formats import write_audio
    from audiocoach.quantities.units import RATE

    tone = np.sin(np.arange(RATE) * (2 * np.pi * 440 / RATE)) * 2**13
    write_audio(path, [tone.astype("<i2").tobytes()], rate=RATE, channels=1, total_samples=RATE)


def _cache() -> str:
    from audiocoach.storage.store import cache_folder

    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise AudiocoachError(
            f"{folder} cannot be written, so words are spoken anew each time; set AUDIOCOACH_CACHE to another folder"
        )
    return f"spoken words are kept in {folder}"


def _here() -> str:
    folder = Path.cwd()
    if not os.access(folder, os.W_OK):
        raise AudiocoachError(f"{folder} cannot be written; go to another folder, or say '-o FOLDER'")
    return f"files are written to {folder / 'output'}"


_PARTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Python", _python),
    ("voices", _voices),
    ("other voices", _other_engines),
    ("speech", _speech),
    ("signals", _sounds),
    ("MP3", _mp3),
    ("other files", _other_files),
    ("music", _music),
    ("cache", _cache),
    ("output", _here),
)
