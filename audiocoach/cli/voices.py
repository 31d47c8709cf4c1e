"""`voices`: what can speak here, and how it sounds."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.options import Json

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
    from audiocoach.speech.every_voice import every_voice

    voices, mute = every_voice(language)
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


def _try(words: str, language: str) -> None:
    """Speak `words` with each voice of a language, and print each one's file."""
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering.voice_samples import recorded_samples, write_samples
    from audiocoach.rendering.workshop import Workshop

    with progress_bar("voices", quiet=False) as progress:
        clips = recorded_samples(words, language, Workshop(progress=progress))
    for path in write_samples(clips):
        print(path)
