"""`record-list`: what a coach has to record for a script, and under which names."""

from __future__ import annotations

from audiocoach.cli.console import line
from audiocoach.cli.options import Athlete, Coach, Json, Script, changing


def record_list(path: Script, coach: Coach = None, athlete: Athlete = None, *, as_json: Json = False) -> None:
    """List the sentences to record for a script.

    With the name of the file for each, for a voice of your own: 'voice: {engine: recorded, name: FOLDER}'.
    """
    from audiocoach.rendering.takes_to_record import takes_to_record

    files = takes_to_record(path, changing(None, coach, athlete=athlete))
    if as_json:
        from audiocoach.cli.console import print_json

        print_json([{"text": text, "file": file} for file, text in files.items()])
        return
    width = max(map(len, files), default=0)
    for file, text in files.items():
        line(f"{file.ljust(width)}  {text}")
