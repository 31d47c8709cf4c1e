"""The command line as a whole: which commands there are, in the order in which `--help` lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.cache import cache
from audiocoach.cli.commands import looking, making, training
from audiocoach.cli.extract import extract
from audiocoach.version import __version__

app = typer.Typer(
    name="audiocoach",
    help="Voice-guided audio coaching: a short workout script in, an MP3 to run with out.",
    epilog="Begin with: audiocoach list · audiocoach render backwards-first · audiocoach new my-workout",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(*, wanted: bool) -> None:
    if wanted:
        print(f"audiocoach {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda value: _version(wanted=value), is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    pass


app.command()(making.render)
app.command()(making.share)
app.command()(making.serve)
app.command()(looking.check)
app.command()(looking.show)
app.command()(extract)
app.command()(making.play)
app.command()(looking.plan)
app.command()(training.log)
app.command(name="next")(training.next_session)
app.command()(training.history)
app.command()(looking.voices)
app.command(name="record-list")(looking.record_list)
app.command()(looking.doctor)
app.command()(making.new)
app.command(name="list")(looking.list_scripts)
app.command()(looking.schema)
app.add_typer(cache, name="cache")
