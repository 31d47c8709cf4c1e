"""What a script of one's own may begin as: nothing in it is told that the first change would make false."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiocoach.languages.lookup import LANGUAGES, base
from audiocoach.script.source import read_text
from audiocoach.script.starter import starter_text, title_of
from audiocoach.storage.shipped import shipped_dir
from audiocoach.text.suggest import quoted


@dataclass(frozen=True, slots=True)
class Template:
    """A beginning: its id, which is a shipped script's name or one of our own, its title, and what it is for."""

    id: str
    title: str
    about: str


PLAIN, PROGRAMME, OVER_MUSIC = "workout", "programme", "intervals-over-music"

_OVER_MUSIC = """\
# Intervals over music of your own: files or folders that lie beside this script. It goes down while the coach speaks.
session: {title}
description: Fast and easy by turns, over music.
{music}
steps:
  - warm-up 5m Easy jog
  - 6 x (work 60s Fast, rest 60s Easy)
  - cool-down 4m Walk
"""
_NO_MUSIC = "# music: my-song.mp3        # or a folder, or a list of both"

TEMPLATES = (
    Template("first-run", "Run and walk", "Short runs with walking between them: for a first time, or a comeback."),
    Template("backwards-first", "First run backwards", "A first session of running backwards, with its drills."),
    Template(
        "backwards-8-weeks",
        "Backwards in eight weeks",
        "A little more running backwards each time, with warm-up, drills and stretches.",
    ),
    Template(OVER_MUSIC, "Intervals over music", "Fast and easy by turns, over music of your own."),
    Template(PROGRAMME, "A programme", "Sessions over weeks: one session, and what grows in it from run to run."),
    Template(PLAIN, "An empty workout", "One step of each kind, with comments that explain it."),
)


def template_text(template: Template, name: str, music: str = "", language: str = "en") -> str:
    """Write the script that begins as a template.

    Args:
        template: which.
        name: the file's, from which it has its title.
        music: a music file beside it, if there is any.
        language: in which it is written, if it comes in that.
    """
    if template.id in (PLAIN, PROGRAMME):
        return starter_text(Path(name), programme=template.id == PROGRAMME)
    if template.id == OVER_MUSIC:
        return _OVER_MUSIC.format(title=title_of(Path(name)), music=f"music: {quoted(music)}" if music else _NO_MUSIC)
    scripts = shipped_dir("scripts")
    own = scripts / f"{template.id}.{base(language)}.yaml"
    path = own if base(language) in LANGUAGES and own.is_file() else scripts / f"{template.id}.yaml"
    return _unclaimed(read_text(path), path.stem)


def _unclaimed(text: str, name: str) -> str:
    """Leave out of a shipped script what it tells of its own lengths and numbers, which are to be changed."""
    for claim, other in CLAIMS.get(name, ()):
        text = text.replace(claim, other)
    head, *lines = text.split("\n")
    while lines and lines[0].startswith("#"):
        del lines[0]
    return "\n".join([head, f"# This began as {name}, which comes with audiocoach.", *lines])


CLAIMS = {
    "first-run": (("Six one-minute runs", "Short runs"),),
    "backwards-first": (
        ("jog backwards for two minutes in four short rounds", "jog backwards in short rounds"),
        (
            "Today takes twenty-five minutes. You jog backwards for only two of them, in four short rounds,",
            "You jog backwards in short rounds only,",
        ),
        ("Two minutes is plenty for your first time.", "That is plenty for a first time."),
    ),
    "backwards-first.de": (
        ("dann zwei Minuten rückwärtstraben, in vier kurzen Durchgängen", "dann in kurzen Durchgängen rückwärtstraben"),
        (
            "Heute dauert es fünfundzwanzig Minuten. Nur zwei davon trabst du rückwärts, in vier kurzen\n"
            "      Durchgängen, denn",
            "Du trabst nur in kurzen\n      Durchgängen rückwärts, denn",
        ),
        ("Zwei Minuten sind reichlich für das erste Mal.", "Das ist reichlich für das erste Mal."),
    ),
    "backwards-first.es": (
        ("trota hacia atrás dos minutos, en cuatro series cortas", "trota hacia atrás en series cortas"),
        (
            "Hoy son veinticinco minutos. Solo trotas hacia atrás dos de ellos, en\n      cuatro series cortas,",
            "Solo trotas hacia atrás en\n      series cortas,",
        ),
        ("Dos minutos son más que suficientes para una primera vez.", "Es más que suficiente para una primera vez."),
    ),
    "backwards-8-weeks": (
        (
            "From two minutes of running backwards to ten, a little more each time",
            "Running backwards, a little more each time",
        ),
        (
            "    # Five minutes of brisk walking in all: most of it here, "
            "the rest before each thing that goes backwards.\n",
            "",
        ),
    ),
    "backwards-8-weeks.de": (
        (
            "Von zwei Minuten Rückwärtslaufen auf zehn, jedes Mal ein wenig mehr",
            "Rückwärtslaufen, jedes Mal ein wenig mehr",
        ),
        ("    # Insgesamt fünf Minuten zügiges Gehen: das meiste hier, der Rest vor allem, was rückwärts geht.\n", ""),
    ),
    "backwards-8-weeks.es": (
        (
            "De dos minutos corriendo hacia atrás a diez, un poco más cada vez",
            "Correr hacia atrás, un poco más cada vez",
        ),
        ("    # Cinco minutos a paso ligero en total: casi todos aquí, el resto antes de cada cosa hacia atrás.\n", ""),
    ),
}
"""By shipped script: what it tells of its own lengths and numbers, and what a copy to be changed has instead."""


def template_of(wanted: str) -> Template | None:
    """Find a template by its id."""
    return next((each for each in TEMPLATES if each.id == wanted), None)
