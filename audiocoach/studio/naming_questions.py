"""The questions about what the file of a script is called: one more like it, another name. Nothing is written over."""

from __future__ import annotations

import os
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.programme.following import JOURNAL_SUFFIX, WAITING_SUFFIX
from audiocoach.studio.asked import Answer, Asked, text_in
from audiocoach.studio.desk import Desk
from audiocoach.studio.file_questions import opened


def duplicate(desk: Desk, asked: Asked) -> Answer:
    """Make another script like one, as it is saved, and give it to be written in."""
    name = text_in(asked, "path")
    path = desk.folder.script(name)
    new = desk.folder.free_name(text_in(asked, "name", "") or path.stem, path.suffix, beside=name)
    desk.files.copy(name, new)
    return opened(desk, desk.files.read(new), asked)


def rename(desk: Desk, asked: Asked) -> Answer:
    """Call a script's file otherwise, unless something goes by its name; say which scripts speak of it."""
    name = text_in(asked, "path")
    path = desk.folder.script(name)
    if desk.drafts.of(name):
        raise AudiocoachError(f"{name}: something was written in it and not saved", "open it, and save it first")
    if desk.tabs.have(name) - {text_in(asked, "tab", "")}:
        raise AudiocoachError(f"{name}: it is open in another tab", "close that one first")
    if mine := _by_its_name(path):
        raise AudiocoachError(f"{name}: {mine} goes by its name, and would be lost to it", "duplicate it instead")
    new = desk.folder.other_name(name, text_in(asked, "name"))
    named_in = [each.path for each in desk.folder.scripts() if each.path != name and _names(desk, each.path, path)]
    desk.files.rename(name, new)
    notes = [f"{each} may mean this file by its old name, {path.name}" for each in named_in]
    return {"path": new, "notes": notes}


def _by_its_name(path: Path) -> str:
    """Name the journal that follows a programme, one of those if each athlete has their own; "" for none."""
    for entry in sorted(os.listdir(path.parent)):  # noqa: PTH208
        stem, suffix = os.path.splitext(entry)  # noqa: PTH122
        mine = stem == path.stem or stem.startswith(f"{path.stem} ")
        if suffix in (JOURNAL_SUFFIX, WAITING_SUFFIX) and mine:
            return entry
    return ""


def _names(desk: Desk, other: str, path: Path) -> bool:
    try:
        return path.name in desk.files.read(other).form.text
    except AudiocoachError:
        return False
