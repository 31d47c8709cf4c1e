"""The same words by each voice, a file for each: to choose one by ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from audiocoach.labels.tags.id3 import id3
from audiocoach.labels.tags.tags import Tags
from audiocoach.mix.windows import Placed, windows
from audiocoach.output.mp3.encode_windows import encode_windows
from audiocoach.output.mp3.writer import write_mp3
from audiocoach.quantities.units import samples
from audiocoach.rendering.session import folder_for
from audiocoach.rendering.targets import DEFAULT_FOLDER
from audiocoach.rendering.workshop import Workshop
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Utterance, Voice
from audiocoach.speech.every_voice import every_voice
from audiocoach.speech.narrator import DEFAULT_RATE
from audiocoach.storage.whole_files import replacing

FOLDER = DEFAULT_FOLDER / "voices"


def recorded_samples(words: str, language: str, shop: Workshop) -> dict[Utterance, Clip]:
    """Speak `words` with each voice of a language.

    Raises:
        SpeechError: when no voice speaks it, or one cannot speak these words.
    """
    utterances = [Utterance(words, voice, DEFAULT_RATE) for voice in every_voice(language)[0]]
    return shop.studio.record(utterances, shop.stage("speaking"))


def write_samples(clips: dict[Utterance, Clip], folder: Path = FOLDER) -> Iterator[Path]:
    """Write each clip into a file named for its voice; yields each file's path as it is written.

    Raises:
        OutputError: when one cannot be written.
    """
    folder_for(folder / "a voice")
    written: set[Path] = set()
    for utterance, clip in clips.items():
        voice = utterance.voice
        path = folder / f"{_name(voice)}.mp3"
        if path in written:  # another engine's voice of the same name
            path = folder / f"{_name(voice)} {voice.engine} {len(written)}.mp3"
        written.add(path)
        with replacing(path) as file:
            pieces = encode_windows(windows([Placed(0, clip)], clip.length_ms))
            tags = Tags(f"{voice.name} ({voice.language})", voice.engine)
            write_mp3(file, pieces, samples(clip.length_ms), tag=id3(tags))
        yield path


def _name(voice: Voice) -> str:
    return re.sub(r"[^\w().-]+", " ", f"{voice.name} {voice.language}").strip()
