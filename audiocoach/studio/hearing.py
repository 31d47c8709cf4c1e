"""The question that is answered by sound."""

from __future__ import annotations

from audiocoach.studio.asked import Answer, Asked, number_in, switch_in, text_in
from audiocoach.studio.commands_shown import shown_command
from audiocoach.studio.desk import Desk
from audiocoach.studio.folder_stamp import folder_stamp
from audiocoach.studio.heard_as import HeardAs
from audiocoach.studio.sound_pieces import Wanted


def play(desk: Desk, asked: Asked) -> Answer:
    """Say where a session is to be heard from a moment on, as it is written now."""
    name, heard, fast = text_in(asked, "path"), HeardAs.of(desk, asked), switch_in(asked, "fast")
    session = text_in(asked, "session", "")
    path = desk.folder.script(name)
    key = *heard.options, folder_stamp(desk.folder.home)  # its sheet, its music or a take may have changed
    wanted = Wanted(path, text_in(asked, "text"), session, fast, heard.change, key)
    piece, found = desk.sounds.prepare(wanted, number_in(asked, "from_ms", 0))
    options = [*heard.options, *(["--fast"] if fast else []), *([f"--session={session}"] if session else [])]
    return {
        "url": f"/api/sound/{piece}",
        "starts_ms": found.turns[0][1] if found.turns else found.from_ms,
        "length_ms": found.length_ms,
        "music": found.has_music,
        "turns": found.turns,
        "notes": list(found.notes),
        "command": shown_command("play", desk.folder.typed_name(name), *options),
    }
