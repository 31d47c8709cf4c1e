"""`doctor`: every part tried for real on this computer."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from audiocoach.errors import AudiocoachError


def examine() -> bool:
    """Try each part and print how it went; True when all of it works."""
    results = [_try(name, attempt) for name, attempt in _PARTS]
    return all(results)


def _try(name: str, attempt: Callable[[], str]) -> bool:
    try:
        print(f"ok       {name}: {attempt()}")
    except (AudiocoachError, OSError, ImportError) as error:
        print(f"BROKEN   {name}: {error}")
        return False
    return True


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} ({sys.executable})"


def _voices() -> str:
    from audiocoach.speech.choose import choose_voice
    from audiocoach.speech.engines.catalogue import get_engine

    engine = get_engine("pyttsx3")
    count = len(engine.voices())
    return f"{count} voices of pyttsx3; English is spoken by '{choose_voice(engine, None, 'en').name}'"


def _other_engines() -> str:
    from audiocoach.cli.voices import all_voices
    from audiocoach.script.engine_names import plugins

    voices, mute = all_voices(None)
    for name in plugins():
        if name in mute:
            raise AudiocoachError(mute[name])
    count = {name: sum(voice.engine == name for voice in voices) for name in {voice.engine for voice in voices}}
    found = [f"{count[name]} of {name}" for name in sorted(count) if name != "pyttsx3"]
    return "; ".join([", ".join(found) or "none", *(f"{name}: {why}" for name, why in mute.items())])


def _speech() -> str:
    import tempfile

    from audiocoach.speech.choose import choose_voice
    from audiocoach.speech.engines.catalogue import get_engine
    from audiocoach.speech.engines.interface import Utterance
    from audiocoach.speech.kept_clips import ClipCache
    from audiocoach.speech.narrator import DEFAULT_RATE
    from audiocoach.speech.studio import Studio
    from audiocoach.storage.store import Store

    utterance = Utterance("Ready, steady, go.", choose_voice(get_engine("pyttsx3"), None, "en"), DEFAULT_RATE)
    with tempfile.TemporaryDirectory() as folder:
        clip = Studio(ClipCache(Store(Path(folder)))).record([utterance])[utterance]
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
    ("cache", _cache),
    ("output", _here),
)
