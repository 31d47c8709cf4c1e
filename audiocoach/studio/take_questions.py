"""The questions about a voice of one's own: which sentences a script says, and a take of one, looked at and kept."""

from __future__ import annotations

import base64
import binascii
import io
import wave
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from audiocoach.assist.board_lines import as_scalar
from audiocoach.errors import AudiocoachError
from audiocoach.studio.asked import Answer, Asked, Unasked, switch_in, text_in
from audiocoach.studio.commands_shown import shown_command
from audiocoach.studio.desk import Desk

if TYPE_CHECKING:
    from audiocoach.speech.engines.recorded_takes import Takes

FOLDER = "takes"
"""Where takes are kept, unless somebody calls it otherwise."""

_MOST_S = 120
"""Seconds of a take: a talk of a minute, said slowly."""


def takes(desk: Desk, asked: Asked) -> Answer:
    """List all that a script may say, in its order, and what of it has a take in the folder."""
    from audiocoach.rendering.takes_to_record import takes_to_record
    from audiocoach.speech.engines.recorded_takes import take_of

    path, folder = desk.folder.script(text_in(asked, "path")), _beside(asked)
    there = _there(desk, folder)
    listed = takes_to_record(str(path), lambda session: session)
    return {
        "folder": _name(asked),
        "sentences": [
            {"text": text, "file": file, "there": there is not None and take_of(there, text) is not None}
            for file, text in listed.items()
        ],
        "voice": f"voice: {{engine: recorded, name: {as_scalar(_name(asked), flow=True)}}}",
        "command": shown_command("record-list", desk.folder.typed_name(text_in(asked, "path"))),
    }


def take(desk: Desk, asked: Asked) -> Answer:
    """Keep a take of a sentence, once it is one: as long as the words, speech, and not cut off.

    Raises:
        AudiocoachError: when it is none, or there is one already and nobody said to do it again.
    """
    from audiocoach.speech.engines.recorded_takes import file_name
    from audiocoach.storage.scratch import scratch_folder
    from audiocoach.storage.whole_files import write_whole

    folder, text, again = _beside(asked), text_in(asked, "text"), switch_in(asked, "again")
    sound = _sound(text_in(asked, "wav"))
    _target(desk, folder, text, again=again)
    with scratch_folder() as place:
        (place / file_name(text)).write_bytes(sound)
        _accept(place, text)
    # Found once more: that took seconds, in which another tab may have kept one, or somebody put a link there.
    target = _target(desk, folder, text, again=again)
    write_whole(target, sound)
    return {"file": f"{folder}/{target.name}"}


def _target(desk: Desk, folder: str, text: str, *, again: bool) -> Path:
    """Find the file of a take, which is there already only if it is to be recorded again.

    Raises:
        AudiocoachError: when it leads out of the folder, or something says the text that is not to be replaced.
    """
    from audiocoach.speech.engines.recorded_takes import file_name, take_of

    file, there = file_name(text), _there(desk, folder)
    known = None if there is None else take_of(there, text)
    if known is not None and (known.name != file or not again):
        way = "take it away first" if known.name != file else "say that it is to be recorded again"
        raise AudiocoachError(f"{folder}/{known.name} says this already", way)
    return desk.folder.file(f"{folder}/{file}")


def _beside(asked: Asked) -> str:
    """Name the folder of takes as the page names files: beside the script, where a script looks for it."""
    return (PurePosixPath(text_in(asked, "path")).parent / _name(asked)).as_posix()


def _name(asked: Asked) -> str:
    folder = text_in(asked, "folder", "") or FOLDER
    if "/" in folder:
        raise AudiocoachError(f"{folder[:200]!r} is no name of a folder of takes", "one beside the script, like takes")
    return folder


def _there(desk: Desk, folder: str) -> Takes | None:
    from audiocoach.speech.engines.recorded_takes import read_takes

    path = desk.folder.place(folder)
    return read_takes(path) if path.is_dir() else None


def _sound(sent: str) -> bytes:
    """Read what the page sent: a WAV of one channel, 16 bits a sample.

    Raises:
        Unasked: when it is none.
        AudiocoachError: when it is too long.
    """
    try:
        data = base64.b64decode(sent, validate=True)
        with wave.open(io.BytesIO(data)) as file:
            shape, rate, count = (file.getnchannels(), file.getsampwidth()), file.getframerate(), file.getnframes()
            whole = len(file.readframes(count)) == 2 * count
    except (binascii.Error, ValueError, wave.Error, EOFError) as error:
        raise Unasked(f"'wav' is no sound: {error}") from None
    if shape != (1, 2) or not whole or not 8_000 <= rate <= 192_000:
        raise Unasked("'wav' is not mono with 16 bits a sample")
    if count > _MOST_S * rate:
        raise AudiocoachError(f"this is longer than {_MOST_S} s", "record one sentence at a time")
    return data


def _accept(folder: Path, text: str) -> None:
    """Have the one take in a folder spoken, as a script's are.

    Raises:
        AudiocoachError: when it cannot be what was to be said, with the reason.
    """
    from audiocoach.speech.engines.interface import Utterance
    from audiocoach.speech.engines.recorded_engine import RecordedEngine
    from audiocoach.speech.kept_clips import ClipCache
    from audiocoach.speech.plausible import NATURAL
    from audiocoach.speech.studio import Studio, Unspoken
    from audiocoach.storage.store import Store

    engine = RecordedEngine()
    voice = engine.find(str(folder))
    assert voice is not None  # it was made just now
    studio = Studio(ClipCache(Store(folder / "cache")), {engine.name: lambda: engine})
    try:
        studio.record([Utterance(text, voice, NATURAL)])
    except Unspoken as error:
        (reason,) = error.reasons.values()
        raise AudiocoachError(reason, "listen to it, and record it again") from None
