"""`voices`: what can speak here, and how it sounds."""

from __future__ import annotations

import re
from pathlib import Path

from audiocoach.errors import SpeechError
from audiocoach.narration import DEFAULT_ENGINE, DEFAULT_RATE
from audiocoach.speech.engines import get_engine
from audiocoach.speech.interface import Utterance, Voice

FOLDER = Path("output") / "voices"


def _found(language: str | None) -> list[Voice]:
    voices = get_engine(DEFAULT_ENGINE).voices()
    voices = tuple(sorted(voices, key=lambda voice: not voice.language.startswith("en")))  # what can be coached in
    wanted = [voice for voice in voices if language is None or voice.language.lower().startswith(language.lower())]
    if not wanted:
        known = ", ".join(sorted({voice.language for voice in voices}))
        raise SpeechError(f"no voice of this computer speaks '{language}'\n  they speak {known}")
    return wanted


def list_voices(language: str | None) -> None:
    """Print a line for each voice."""
    rows = [("engine", "name", "language", "id"), *((v.engine, v.name, v.language, v.id) for v in _found(language))]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]))
    print("\nUse one in a script with 'voice: NAME', or for one rendering with '--voice NAME'.")


def try_voices(words: str, language: str) -> None:
    """Speak `words` with each voice of a language, a file for each."""
    from audiocoach.atomic import replacing
    from audiocoach.cli.console import progress_bar
    from audiocoach.labels.tags import Tags
    from audiocoach.mixer import Placed, windows
    from audiocoach.mp3.encode import encode_windows
    from audiocoach.mp3.tags import id3
    from audiocoach.mp3.writer import write_mp3
    from audiocoach.speech.studio import Studio
    from audiocoach.units import samples

    utterances = [Utterance(words, voice, DEFAULT_RATE) for voice in _found(language)]
    with progress_bar("voices", quiet=False) as progress:
        clips = Studio().record(utterances, lambda done, total: progress("speaking", done, total) if progress else None)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for utterance, clip in clips.items():
        voice = utterance.voice
        name = re.sub(r"[^\w().-]+", " ", f"{voice.name} {voice.language}").strip()
        path = FOLDER / f"{name}.mp3"
        with replacing(path) as file:
            pieces = encode_windows(windows([Placed(0, clip)], clip.length_ms))
            tags = Tags(f"{voice.name} ({voice.language})", voice.engine)
            write_mp3(file, pieces, samples(clip.length_ms), tag=id3(tags))
        print(path)
