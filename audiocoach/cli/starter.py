"""`new`: a commented script to begin with."""

from __future__ import annotations

from pathlib import Path

from audiocoach.errors import OutputError, file_problem
from audiocoach.suggest import quoted

_STARTER = """\
# yaml-language-server: $schema=session.schema.json
# (For completion in an editor: audiocoach schema > session.schema.json)
#
# A workout of your own. Change a number or a sentence, then:
#   audiocoach check {file}      finds mistakes
#   audiocoach show {file}       shows what is said when
#   audiocoach render {file}     makes the MP3

session: {title}
description: Six short runs with easy walking between them.

steps:
  # A step: its kind, how long it lasts, and what to do.
  # Kinds: talk, warm-up, drill, work, rest, stretch, cool-down.   Lengths: 90s, 2m30s, 2:30, 5 min.
  - warm-up 3m Brisk walk

  # The main set: brackets hold what is repeated.
  - 6 x (work 60s Run, rest 90s Walk)

  # The same step in its full form, with words of your own. The coach adds the rest: start
  # commands, what comes next, halfway, the countdown.
  - cool-down: 3m
    name: Easy walk
    say: Well done. Walk until you breathe easily.
    cues:
      - at: halfway                # or 20s, -10s (before the end), 25%
        say: Shake out your arms and legs.
"""


def write_starter(name: str) -> Path:
    """Write a starter script `NAME.yaml`; what is there already is never overwritten."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(path.name + ".yaml")
    title = " ".join(path.stem.replace("-", " ").replace("_", " ").split())
    if not title:
        raise OutputError(f"'{name}' is no name for a script\n  write one such as my-workout")
    text = _STARTER.format(title=quoted(title[:1].upper() + title[1:]), file=path)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise OutputError(f"{path}: this file is there already\n  choose another name") from None
    except OSError as error:
        raise OutputError(file_problem(path, error)) from None
    return path
