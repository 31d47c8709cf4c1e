"""How a script is to be heard this time: by another voice or coach than it says, as the command line's options do.

The page names voices and coaches that are here. What starts a program is set up in the user's settings, by nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.errors import AudiocoachError
from audiocoach.script.checks.structure import engine_and_name
from audiocoach.script.engine_names import is_command_line
from audiocoach.script.library import SUFFIXES
from audiocoach.studio.asked import Asked, text_in
from audiocoach.studio.desk import Desk

if TYPE_CHECKING:
    from audiocoach.script.model import Session


@dataclass(frozen=True, slots=True)
class HeardAs:
    """What is changed, and the options that would do so on the command line."""

    change: Callable[[Session], Session]
    options: tuple[str, ...] = ()

    @classmethod
    def of(cls, desk: Desk, asked: Asked) -> HeardAs:
        """Read what a question wishes.

        Raises:
            AudiocoachError: when it names a program, or a file outside the folder.
        """
        voice, coach = text_in(asked, "voice", ""), text_in(asked, "coach", "")
        chosen = _voice_here(desk, voice)
        options = [f"--voice={voice}"] if voice else []
        sheet = coach
        if coach.endswith(SUFFIXES):
            sheet = str(desk.folder.script(coach))
            options.append(f"--coach={desk.folder.typed_name(coach)}")
        elif coach:
            options.append(f"--coach={coach}")

        def changed(session: Session) -> Session:
            from audiocoach.speech.casting import voice_wish

            session = session.spoken_by(voice_wish(chosen)) if chosen else session
            return session.coached_by(sheet) if sheet else session

        def change(session: Session) -> Session:
            from audiocoach.script.going_on import before, behind

            heard = [changed(each) for each in before(session)]
            return behind(changed(session), heard) if heard else changed(session)

        return cls(change, tuple(options))


def _voice_here(desk: Desk, voice: str) -> str:
    """Name a voice as the engines do. Takes and models are files of the folder; a command line is no voice."""
    if is_command_line(voice):
        hint = "name a program of your own in the settings, and choose that"
        raise AudiocoachError("a program cannot be set up on a page", hint)
    engine, name = engine_and_name(voice)
    if engine != "recorded" and not name.lower().endswith(".onnx"):
        return voice
    return f"{engine}:{desk.folder.file(name)}" if engine else str(desk.folder.file(name))
