"""`voices`: what can speak here, and how it sounds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import line
from audiocoach.cli.options import Json

if TYPE_CHECKING:
    from audiocoach.speech.every_voice import VoiceGroup

_MORE_VOICES = "https://huggingface.co/rhasspy/piper-voices (each has its licence in its MODEL_CARD)"

_WIDTH = 60


def voices(
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", metavar="CODE", help="Only voices of a language, such as en or en-GB."),
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(
            "--try",
            metavar="TEXT",
            help="Speak TEXT with each voice into output/voices/ (English unless --language is given).",
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """List the voices of this computer, or hear them."""
    if words is None:
        _list(language, as_json=as_json)
    else:
        _try(words, language or "en")


def _list(language: str | None, *, as_json: bool) -> None:
    """Print a line for each voice, and how to get those of engines that have none."""
    from audiocoach.speech.engines.piper_engine import voices_folder
    from audiocoach.speech.every_voice import every_voice, grouped

    voices, mute = every_voice(language)
    if as_json:
        from dataclasses import asdict

        from audiocoach.cli.console import print_json

        missing = [{"engine": name, "installed": False, "how": why} for name, why in mute.items()]
        print_json([*({**asdict(voice), "installed": True} for voice in voices), *missing])
        return
    _print_groups(grouped(voices))
    line()
    for name, why in mute.items():
        line(f"{name}: {why}")
    line("recorded: any folder with takes of your own; 'audiocoach record-list SCRIPT' says what to record")
    line(f"More neural voices, German ones among them: {_MORE_VOICES}")
    line(f"  Put a voice's two files, NAME.onnx and NAME.onnx.json, into {voices_folder()}")
    line("Slower: '--rate slow', or 'voice: {rate: slow}' in a script. To hear: 'audiocoach voices --try \"Hello\"'.")
    line("Use one in a script with 'voice: NAME', or for one rendering with '--voice NAME'.")


def _print_groups(groups: Sequence[VoiceGroup]) -> None:
    """Print a line for each voice in columns, under the name of its group."""
    titles = ("engine", "name", "language", "licence", "id")
    rows = {
        group.title: [(v.engine, v.name, v.language, v.licence or "?", _short(v.id)) for v in group.voices]
        for group in groups
    }
    widths = [max(len(row[column]) for row in chain([titles], *rows.values())) for column in range(len(titles) - 1)]

    def columns(row: Sequence[str]) -> str:
        return "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])

    line(columns(titles))
    for title, found in rows.items():
        line()
        line(title)
        for row in found:
            line(columns(row))


def _short(key: str) -> str:
    return key if len(key) <= _WIDTH else f"…{key[1 - _WIDTH :]}"


def _try(words: str, language: str) -> None:
    """Speak `words` with each voice of a language, and print each one's file."""
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering.voice_samples import recorded_samples, write_samples
    from audiocoach.rendering.workshop import Workshop

    with progress_bar("voices", quiet=False) as progress:
        clips = recorded_samples(words, language, Workshop(progress=progress))
    for path in write_samples(clips):
        line(path)
