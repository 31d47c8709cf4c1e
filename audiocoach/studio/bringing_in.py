"""The question that brings a file: a workout of another program, a plan, a script, or a sound that was made here."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from pathlib import Path, PurePath

from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import AudiocoachError
from audiocoach.script.library import SUFFIXES
from audiocoach.storage.scratch import scratch_folder
from audiocoach.storage.whole_files import write_whole
from audiocoach.studio.asked import Answer, Asked, Unasked, text_in
from audiocoach.studio.commands_shown import shown_command
from audiocoach.studio.desk import Desk
from audiocoach.studio.file_questions import opened
from audiocoach.studio.text_form import TextForm
from audiocoach.text.file_names import safe_name
from audiocoach.vocabulary import AUDIO_SUFFIXES


def bring_in(desk: Desk, asked: Asked) -> Answer:
    """Make a script of a file that was chosen or dropped; nothing that is there is written over."""
    given = text_in(asked, "name")
    name = safe_name(PurePath(given.replace("\\", "/")).name) or "workout"
    try:
        data = b64decode(text_in(asked, "base64"), validate=True)
    except (Error, ValueError):
        raise Unasked("'base64' is not") from None
    if Path(name).suffix.lower() in AUDIO_SUFFIXES:
        path, notes = _taken_out(desk, name, data)
        command = shown_command("extract", name)
    else:
        text, notes = _script(name, data)
        path = desk.folder.free_name(Path(name).stem)
        desk.files.make(path, text)
        command = "" if name.endswith(SUFFIXES) else shown_command("import", name, "-o", desk.folder.typed_name(path))
    found = opened(desk, desk.files.read(path), asked)
    return {**found, "notes": [*found["notes"], *notes], "command": command}


def _script(name: str, data: bytes) -> tuple[str, list[str]]:
    """Write a file's workout as a script; return it with what is to be known of it."""
    from audiocoach.rendering.importing import import_script
    from audiocoach.rendering.importing_files import is_plan
    from audiocoach.rendering.importing_table import table_of, title_of
    from audiocoach.rendering.workshop import Workshop

    if name.endswith(SUFFIXES):
        if len(data) > MAX_BYTES:  # which takes long to be taken apart
            raise AudiocoachError(f"{name}: larger than 1 MiB, the most a script may have")
        try:
            return TextForm.of(data).text, []
        except UnicodeDecodeError:
            raise AudiocoachError(f"{name}: this is not UTF-8 text") from None
    with scratch_folder() as folder:
        path = folder / name
        path.write_bytes(data)
        if is_plan(path):
            table = table_of(path, title_of(path), None, "en")
            return table.text, [str(note) for note in table.notes]
    script = import_script(data, name, shop=Workshop())
    return script.text, [note.text for note in script.notes]


def _taken_out(desk: Desk, name: str, data: bytes) -> tuple[str, list[str]]:
    """Write the script in a sound file, with all that it needs; a script alone comes into the folder itself."""
    from audiocoach.labels.embedded.unpack import unpacking

    with scratch_folder() as folder:
        path = folder / name
        path.write_bytes(data)
        try:
            found = unpacking(path, folder / "in it", force=False)
        except AudiocoachError:  # its message names a folder of which nobody knows
            raise AudiocoachError(
                f"{name}: no script can be taken out of it",
                "sound files that audiocoach made carry theirs; 'audiocoach extract' says what is wrong with one",
            ) from None
        files, arguments = found.archive.files, found.archive.arguments
    script = arguments[0] if arguments and arguments[0] in files else ""
    if not script.endswith(SUFFIXES):
        raise AudiocoachError(f"{name}: there is no script in it that could be opened")
    notes = [f"not in the file, and needed: {needed}" for needed in found.needed]
    if len(files) == 1:
        free = desk.folder.free_name(Path(script).stem)
        desk.files.make(free, TextForm.of(files[script]).text)
        return free, notes
    into = desk.folder.free_name(Path(name).stem, "")
    for each in files:
        desk.folder.file(f"{into}/{each}")  # all or none
    for each, content in files.items():
        write_whole(desk.folder.file(f"{into}/{each}"), content)
    return f"{into}/{script}", notes
