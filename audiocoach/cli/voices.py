"""`voices`: what can speak here, and how it sounds."""

from __future__ import annotations

import re
from pathlib import Path

from audiocoach.errors import SpeechError
from audiocoach.speech.engines.catalogue import all_engines, get_engine
from audiocoach.speech.engines.interface import Utterance, Voice
from audiocoach.speech.narrator import DEFAULT_RATE

FOLDER = Path("output") / "voices"

_HIDDEN = "tone"
"""For tests and trials: nobody looks for it."""


def all_voices(language: str | None) -> tuple[list[Voice], dict[str, str]]:
    """The voices of every engine, English ones first; and of each engine that has none, why.

    Raises:
        SpeechError: when no voice speaks the language.
    """
    voices: list[Voice] = []
    mute: dict[str, str] = {}
    for name in all_engines():
        if name == _HIDDEN:
            continue
        try:
            found = get_engine(name).voices()
            voices += sorted(found, key=lambda voice: not voice.language.startswith("en"))  # what can be coached in
            if not found and name == "command":
                from audiocoach.storage.settings import settings_file

                mute[name] = f"no command is set up in {settings_file()}"
        except SpeechError as error:
            mute[name] = ": ".join(error.lines)
    wanted = [voice for voice in voices if language is None or voice.language.lower().startswith(language.lower())]
    if not wanted:
        known = ", ".join(sorted({voice.language for voice in voices}))
        more = "".join(f"\n{name}: {why}" for name, why in mute.items())
        raise SpeechError(f"no voice of this computer speaks '{language}'", f"they speak {known}{more}")
    return wanted, mute


def list_voices(language: str | None, *, as_json: bool = False) -> None:
    """Print a line for each voice, and how to get those of engines that have none."""
    voices, mute = all_voices(language)
    if as_json:
        from dataclasses import asdict

        from audiocoach.cli.console import print_json

        missing = [{"engine": name, "installed": False, "how": why} for name, why in mute.items()]
        print_json([*({**asdict(voice), "installed": True} for voice in voices), *missing])
        return
    rows = [("engine", "name", "language", "samples/s", "id")]
    rows += [(v.engine, v.name, v.language, str(v.sample_rate or "?"), _short(v.id)) for v in voices]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]))
    print()
    for name, why in mute.items():
        print(f"{name}: {why}")
    print("recorded: any folder with takes of your own; 'audiocoach record-list SCRIPT' says what to record")
    print("Use one in a script with 'voice: NAME', or for one rendering with '--voice NAME'.")


def _short(key: str) -> str:
    return key if len(key) <= _WIDTH else f"…{key[1 - _WIDTH :]}"


_WIDTH = 60


def try_voices(words: str, language: str) -> None:
    """Speak `words` with each voice of a language, a file for each."""
    from audiocoach.cli.console import progress_bar
    from audiocoach.labels.tags.id3 import id3
    from audiocoach.labels.tags.tags import Tags
    from audiocoach.mix.windows import Placed, windows
    from audiocoach.output.mp3.encode_windows import encode_windows
    from audiocoach.output.mp3.writer import write_mp3
    from audiocoach.quantities.units import samples
    from audiocoach.rendering.session import folder_for
    from audiocoach.speech.studio import Studio
    from audiocoach.storage.whole_files import replacing

    utterances = [Utterance(words, voice, DEFAULT_RATE) for voice in all_voices(language)[0]]
    with progress_bar("voices", quiet=False) as progress:
        clips = Studio().record(utterances, lambda done, total: progress("speaking", done, total) if progress else None)
    folder_for(FOLDER / "a voice")
    written: set[Path] = set()
    for utterance, clip in clips.items():
        voice = utterance.voice
        name = re.sub(r"[^\w().-]+", " ", f"{voice.name} {voice.language}").strip()
        path = FOLDER / f"{name}.mp3"
        if path in written:  # another engine's voice of the same name
            path = FOLDER / f"{name} {voice.engine} {len(written)}.mp3"
        written.add(path)
        with replacing(path) as file:
            pieces = encode_windows(windows([Placed(0, clip)], clip.length_ms))
            tags = Tags(f"{voice.name} ({voice.language})", voice.engine)
            write_mp3(file, pieces, samples(clip.length_ms), tag=id3(tags))
        print(path)
