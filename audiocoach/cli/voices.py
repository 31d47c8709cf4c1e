"""`voices`: what can speak here, and how it sounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, astuple
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.asking import agreed
from audiocoach.cli.console import line
from audiocoach.cli.options import Json

if TYPE_CHECKING:
    from audiocoach.speech.engines.interface import Voice
    from audiocoach.speech.every_voice import VoiceGroup
    from audiocoach.speech.voice_files import Wanted

_MORE_VOICES = "https://huggingface.co/rhasspy/piper-voices (each has its licence in its MODEL_CARD)"

_WIDTH = 60


voices = typer.Typer(name="voices", invoke_without_command=True, rich_markup_mode=None)


@voices.callback()
def _show(
    context: typer.Context,
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
    if context.invoked_subcommand is not None:
        for given, option in ((language, "--language"), (words, "--try"), (as_json, "--json")):
            if given:
                raise typer.BadParameter("it goes with 'audiocoach voices' alone", param_hint=option)
    elif words is None:
        _list(language, as_json=as_json)
    else:
        _try(words, language or "en")


@voices.command()
def add(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="'kokoro', or one of Kokoro's voices, such as af_bella: fetched from its publishers. Or the file of a "
            "voice of Piper or Kokoro that you have.",
            show_default=False,
        ),
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Fetch without asking.")] = False,
) -> None:
    """Add voices: Kokoro's from their publishers, or files that you have.

    Before anything is fetched it says what, how much, from where and under which licence, and asks.
    """
    from audiocoach.speech.voice_files import copy_in, is_file_name, wanted

    for name in names:
        if is_file_name(name):
            for path in copy_in(Path(name)):
                line(path)
    to_fetch = [name for name in names if not is_file_name(name)]
    if to_fetch:
        _fetch(wanted(to_fetch), to_fetch, yes=yes)


@voices.command()
def remove(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...", help="Voices in your own folder, or 'kokoro' for all of Kokoro.", show_default=False
        ),
    ],
) -> None:
    """Remove voices from your own folder."""
    from audiocoach.speech import voice_files

    for name in names:
        for path in voice_files.remove(name):
            line(f"removed {path}")


def _fetch(what: Wanted, names: Sequence[str], *, yes: bool) -> None:
    """Fetch voices once it is agreed to, and say how to use them."""
    from audiocoach.cli.console import file_size, progress_bar
    from audiocoach.speech.voice_files import fetch_all

    if what.sources:
        line(f"To be fetched into {what.folder}:")
        for source in what.sources:
            line(f"  {source.file.name:<22} {file_size(source.file.size):>8}  {source.licence}  {source.address}")
        for name in what.replaced:
            line(f"  {name} is there, and is not what was published: it is replaced")
        if not agreed(f"Fetch {file_size(what.size)} in all?", "fetching", yes=yes):
            line("Nothing was fetched.")
            return
        with progress_bar("voices", quiet=False) as progress:
            fetch_all(what, progress)
    line(f"All of it is here: {', '.join(names)}. To hear: '--voice {names[0]}', or 'voice: {names[0]}' in a script.")


def _list(language: str | None, *, as_json: bool) -> None:
    """Print a line for each voice, and how to get those of engines that have none."""
    from audiocoach.speech.best_voice import heard
    from audiocoach.speech.engines.voices_folder import voices_folder
    from audiocoach.speech.every_voice import every_voice, grouped

    voices, mute = every_voice(language)
    if as_json:
        from audiocoach.cli.console import print_json

        missing = [{"engine": name, "installed": False, "how": why} for name, why in mute.items()]
        print_json([*({**asdict(voice), "installed": True, **_figures(voice)} for voice in voices), *missing])
        return
    _print_groups(grouped(voices))
    line()
    for name, why in mute.items():
        line(f"{name}: {why}")
    line("recorded: any folder with takes of your own; 'audiocoach record-list SCRIPT' says what to record")
    if any(heard(voice) for voice in voices):
        line("heard: words that a recogniser heard, in quiet and in noise as loud as the voice; see '--voice best'")
    line(f"More neural voices, German ones among them: {_MORE_VOICES}")
    line(f"  Put a voice's two files, NAME.onnx and NAME.onnx.json, into {voices_folder()}")
    line("Slower: '--rate slow', or 'voice: {rate: slow}' in a script. To hear: 'audiocoach voices --try \"Hello\"'.")
    line("Use one in a script with 'voice: NAME', or for one rendering with '--voice NAME'.")


def _print_groups(groups: Sequence[VoiceGroup]) -> None:
    """Print a line for each voice in columns, under the name of its group; words heard where any were measured."""
    from audiocoach.speech.best_voice import heard

    measured = any(heard(voice) for group in groups for voice in group.voices)
    titles = ("engine", "name", "language", "licence", *(["heard"] if measured else []), "id")
    rows = {
        group.title: [
            (v.engine, v.name, v.language, v.licence or "?", *([_heard(v)] if measured else []), _short(v.id))
            for v in group.voices
        ]
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


def _heard(voice: Voice) -> str:
    """Write the words heard of a voice, in quiet and in noise."""
    from audiocoach.speech.best_voice import heard

    found = heard(voice)
    shares = () if found is None else astuple(found)
    return " / ".join("–" if share is None else f"{int(share * 100)} %" for share in shares)


def _figures(voice: Voice) -> dict[str, dict[str, float | None]]:
    from audiocoach.speech.best_voice import heard

    found = heard(voice)
    return {} if found is None else {"heard": asdict(found)}


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
