"""What a script may name, of what is here: voices, coaches, and files beside it; and the questions that ask for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from audiocoach.assist.completion import Nearby, completions
from audiocoach.assist.text_edits import from_utf16, utf16
from audiocoach.errors import AudiocoachError
from audiocoach.script.library import shipped_sheets
from audiocoach.studio.asked import Answer, Asked, number_in, text_in
from audiocoach.studio.desk import Desk

_MOST = 200


def complete(desk: Desk, asked: Asked) -> Answer:
    """Say what may be written at a place; see `assist.completion`."""
    name, text = text_in(asked, "path"), text_in(asked, "text")
    found = completions(text, from_utf16(text, number_in(asked, "offset")), _nearby(desk, name))
    return {
        "from": utf16(text, found.start),
        "to": utf16(text, found.end),
        "options": [
            {"label": each.label, "detail": each.detail, "type": each.type, "text": each.text} for each in found.options
        ],
    }


def choices(desk: Desk, asked: Asked) -> Answer:
    """Say by which other voices and coaches a session of a language may be heard."""
    language = text_in(asked, "language", "en")
    voices = [(name, spoken) for name, spoken in _voices() if _base(spoken) == _base(language)]
    found = _nearby(desk, text_in(asked, "path"))
    shipped = set(shipped_sheets(language))
    return {
        "voices": [{"name": name, "language": spoken} for name, spoken in voices[:_MOST]],
        "coaches": [*sorted(shipped), *(each for each in found.coaches if each.endswith((".yaml", ".yml")))],
    }


def _nearby(desk: Desk, name: str) -> Nearby:
    """Gather what a script may name; files by their names from its folder."""
    folder, music = desk.folder.script(name).parent, desk.folder.music()
    listed = [(each, (desk.folder.home / each.path)) for each in desk.folder.scripts()]
    beside = [
        (each.seen.kind, path.relative_to(folder).as_posix()) for each, path in listed if path.is_relative_to(folder)
    ]
    return Nearby(
        coaches=[*sorted(shipped_sheets()), "none", *(path for kind, path in beside if kind == "coach")],
        voices=[name for name, _ in _voices()],
        sounds=[each for each in music if Path(each).suffix.lower() == ".wav"],
        music=music,
        scripts=[path for kind, path in beside if kind == "session"],
    )


@lru_cache(1)
def _voices() -> tuple[tuple[str, str], ...]:
    """List the voices of this computer with their languages, the useful ones first: they take a moment to be asked."""
    from audiocoach.speech.every_voice import every_voice

    try:
        voices, _ = every_voice(None)
    except AudiocoachError:
        return ()
    return tuple((voice.name, voice.language) for voice in voices)


def _base(language: str) -> str:
    return language.partition("-")[0].lower()
