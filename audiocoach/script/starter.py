"""A commented script to begin with."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from audiocoach.errors import AudiocoachError, OutputError, file_problem
from audiocoach.script.library import find_script
from audiocoach.script.source import read_text
from audiocoach.storage.same_names import as_there
from audiocoach.storage.shipped import shipped_dir
from audiocoach.storage.whole_files import sweep, whole_file
from audiocoach.text.suggest import quoted

_STARTER = """\
# yaml-language-server: $schema=session.schema.json
# (For completion in an editor: audiocoach schema > session.schema.json)
#
# A workout of your own. Change a number or a sentence, then:
#   audiocoach check {file}      finds mistakes
#   audiocoach show {file}       shows what is said when
#   audiocoach render {file}     makes the MP3

session: {title}
description: Short runs with easy walking between them.

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


_PROGRAMME = """\
# yaml-language-server: $schema=programme.schema.json
# (For completion in an editor: audiocoach schema programme > programme.schema.json)
#
# A plan of your own: one session, and what grows in it from run to run. Change a number, then:
#   audiocoach plan {file}       shows every session
#   audiocoach render {file}     makes all the MP3s
#   audiocoach log 1.1 --felt 4     after the first run; then: audiocoach next

programme: {title}
description: An example. Not medical advice.
weeks: 6
per-week: 3
days: [Mon, Wed, Sat]

progression:
  running:
    start: 10m           # all the running of the first session
    grow: 10%            # from session to session; or a length, such as 30s
    round-to: 30s
    target: 20m          # where growing ends
    ease-every: 4        # every so many weeks one is easier
  bouts: {{week 1: 5, week 3: 4, week 5: 3}}     # how many runs that is, from which week on

session:
  session: "Week {{week}}, run {{run}}: {{running}} of running"
  steps:
    - warm-up 5m Brisk walk
    - repeat: bouts
      skip-last-rest: true
      steps:
        - work: running / bouts
          name: Run
        - rest: 90s
          name: Walk
    - cool-down: 3m
      name: Easy walk
      say: Well done. Walk until you breathe easily.
"""


def write_starter(name: str, *, source: str | None = None, programme: bool = False) -> Path:
    """Write a starter script `NAME.yaml`; what is there already is never overwritten.

    Args:
        name: the file's name or path; its stem is the title.
        source: a shipped script's name, to copy that; None: a commented example.
        programme: make it a programme's example.

    Raises:
        OutputError: when the name is none, or the file cannot be written.
        AudiocoachError: when no such script comes along.
    """
    original = None if source is None else _shipped(source)
    path = Path(name)
    if not path.name.strip(" .-_") or any(unicodedata.category(sign) == "Cc" for sign in path.name):
        raise OutputError(f"{name!r} is no name for a script", "write one such as my-workout")
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(path.name + ".yaml")
    text = original or starter_text(path, programme=programme)
    try:
        sweep(path.parent)
        if (there := as_there(path)) != path:
            raise OutputError(f"{there}: this file is there already", "choose another name")
        with whole_file(path, lasting=True, fresh=True) as out:
            out.write(text.encode("utf-8", "replace"))
    except FileExistsError:
        raise OutputError(f"{path}: this file is there already", "choose another name") from None
    except FileNotFoundError:
        raise OutputError(f"{path}: there is no folder {path.parent}", "make it first") from None
    except (OSError, ValueError) as error:
        what = file_problem(path, error) if isinstance(error, OSError) else f"'{name}' is no name for a file"
        raise OutputError(what) from None
    return path


def starter_text(path: Path, *, programme: bool = False) -> str:
    """Write a commented script, or a programme's example, to stand in a file, from whose name it has its title."""
    # The name as text: where the locale is no UTF-8, it comes as bytes that only the file system understands.
    return (_PROGRAMME if programme else _STARTER).format(
        title=title_of(path), file=os.fsencode(path).decode("utf-8", "replace")
    )


def title_of(path: Path) -> str:
    """Make a title of a file's name, as it is written in a script: `my-workout.yaml` becomes `My workout`."""
    shown = os.fsencode(path.stem).decode("utf-8", "replace")
    title = " ".join(shown.replace("-", " ").replace("_", " ").split())
    return quoted((title[:1].upper() + title[1:]).replace("{", "{{").replace("}", "}}"))


def _shipped(name: str) -> str:
    """Read a script that comes along.

    Raises:
        AudiocoachError: when it is none.
    """
    path = find_script(name)
    if not path.resolve().is_relative_to(shipped_dir("scripts").resolve()):
        raise AudiocoachError(f"{path}: this is a script of yours", "copy the file, and what lies beside it")
    return read_text(path)
