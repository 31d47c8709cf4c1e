"""What a script of one's own may begin as."""

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
description: Six quick minutes with easy ones between them.
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
    return read_text(own if base(language) in LANGUAGES and own.is_file() else scripts / f"{template.id}.yaml")


def template_of(wanted: str) -> Template | None:
    """Find a template by its id."""
    return next((each for each in TEMPLATES if each.id == wanted), None)
