"""`diff`: what differs between two scripts, or between two programmes session by session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiocoach.cli.console import line
from audiocoach.cli.options import Athlete, Fast, Json, Pace, Race, Units, changing, paced, reading
from audiocoach.quantities.units import clock, plural, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiocoach.rendering.comparing_scripts import Pair
    from audiocoach.timeline.comparing import Difference

TIMES_DIFFER = 1
"""The exit code where they do; words may differ."""


def diff(
    first: Annotated[
        str,
        typer.Argument(
            metavar="A",
            help="A script: a path, a shipped name, or '-' for standard input.",
            show_default=False,
            callback=reading,
        ),
    ],
    second: Annotated[
        str,
        typer.Argument(metavar="B", help="The script to compare it with.", show_default=False, callback=reading),
    ],
    session: Annotated[
        list[str] | None,
        typer.Option(metavar="3.2", help="Of programmes: which session. Twice: of A, and of B. Default: all of them."),
    ] = None,
    athlete: Athlete = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    *,
    as_json: Json = False,
    fast: Fast = False,
) -> int:
    """Compare two scripts by steps, cues and times.

    For a session in two languages, or last year's plan and this one's. Ends with 1 when times differ; words alone end
    with 0, and are only compared in one language.
    """
    from audiocoach.cli.console import progress_bar
    from audiocoach.rendering.comparing_scripts import compared

    if session and len(session) > 2:
        raise typer.BadParameter("one session, or one of each", param_hint="--session")
    with paced(pace, units, race), progress_bar("comparing", quiet=as_json) as progress:
        change = changing(None, None, athlete=athlete)
        pairs = compared((first, second), session or (), change, fast=fast, progress=progress)
    differ = any(pair.times_differ for pair in pairs)
    if as_json:
        from audiocoach.cli.console import print_json

        print_json({"times_differ": differ, "sessions": [_data(pair) for pair in pairs]})
    else:
        for text in _lines(pairs):
            line(text)
    return TIMES_DIFFER if differ else 0


def _lines(pairs: Sequence[Pair]) -> Iterator[str]:
    """Write what differs in each session, and how many are alike."""
    alike = 0
    for pair in pairs:
        if not pair.differences:
            alike += 1
            continue
        yield f"{pair.title}  {_total(pair)}"
        yield from map(_line, pair.differences)
        yield ""
    if len(pairs) == 1 and alike:
        yield f"The same steps, cues and times: {_total(pairs[0])}."
    elif alike:
        yield f"{plural(alike, 'session')} with the same steps, cues and times."
    if any(pair.languages[0] != pair.languages[1] for pair in pairs):
        yield f"In two languages ({' and '.join(pairs[0].languages)}): times are compared, words are not."


def _total(pair: Pair) -> str:
    totals = ["–" if length is None else clock(to_the_second(length)) for length in pair.lengths_ms]
    return totals[0] if totals[0] == totals[1] else " → ".join(totals)


def _line(difference: Difference) -> str:
    return f"  {difference.sign} {clock(difference.at_ms):>7}  {difference.text}"


def _data(pair: Pair) -> dict[str, Any]:
    """Give a comparison as plain data."""
    from dataclasses import asdict

    return {
        "session": pair.title,
        "lengths_ms": list(pair.lengths_ms),
        "languages": list(pair.languages),
        "times_differ": pair.times_differ,
        "differences": [asdict(each) for each in pair.differences],
    }
