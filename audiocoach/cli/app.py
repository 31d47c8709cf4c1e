"""The command line as a whole: which commands there are, in the order in which `--help` lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.cache import cache
from audiocoach.cli.check import check
from audiocoach.cli.console import line
from audiocoach.cli.diff import diff
from audiocoach.cli.doctor import doctor
from audiocoach.cli.extract import extract
from audiocoach.cli.follow import history, log, next_session
from audiocoach.cli.list_scripts import list_scripts
from audiocoach.cli.new import new
from audiocoach.cli.plan import plan
from audiocoach.cli.play import play
from audiocoach.cli.record_list import record_list
from audiocoach.cli.render import render
from audiocoach.cli.schema import schema
from audiocoach.cli.serve import serve
from audiocoach.cli.share import share
from audiocoach.cli.show import show
from audiocoach.cli.voices import voices
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
        line(f"audiocoach {__version__}")
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


app.command()(render)
app.command()(share)
app.command()(serve)
app.command()(check)
app.command()(show)
app.command()(extract)
app.command()(play)
app.command()(diff)
app.command()(plan)
app.command()(log)
app.command(name="next")(next_session)
app.command()(history)
app.command()(voices)
app.command(name="record-list")(record_list)
app.command()(doctor)
app.command()(new)
app.command(name="list")(list_scripts)
app.command()(schema)
app.add_typer(cache, name="cache")
