"""One session for many athletes: what they share is spoken and encoded once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.rendering.athletes import Athlete, athlete, file_stem
from audiocoach.rendering.session import Rendered, render_all
from audiocoach.rendering.streams import Output, as_files, hand_over, is_path
from audiocoach.rendering.watching import Cancel, Progress
from audiocoach.rendering.whole_programme import plain_title
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Order
from audiocoach.script.model import Session
from audiocoach.script.other_pace import run_at
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.studio import Studio
from audiocoach.storage.same_names import same_names
from audiocoach.text.file_names import safe_name


def render_many(
    session: Session,
    athletes: Iterable[str | Athlete],
    output: str | os.PathLike[str] | Callable[[str], Output],
    *,
    kind: str = "mp3",
    bitrate: int | None = None,
    studio: Studio | None = None,
    progress: Progress | None = None,
    on_done: Callable[[Rendered], None] | None = None,
    cancel: Cancel | None = None,
    limits: Limits = NO_LIMITS,
) -> list[Rendered]:
    """Render a session for each athlete, whose name `{athlete}` says, at their own pace if they have one.

    Args:
        session: as for `render`; its distances, where neither it nor they have a pace of their own, take each athlete
            as long as they need.
        athletes: their names, or names with another one for the file and a pace.
        output: the folder for files such as `First run Ann.mp3`, made if need be; or a function that gives the path or
            the stream for a name.
        kind: of files in the folder, and of streams: a suffix such as `mp3`.
        bitrate: as for `render`.
        studio: as for `render`.
        progress: told over the whole.
        on_done: told each file as it is finished, in the order given.
        cancel: as for `render`.
        limits: for the speech of all together, and for the session's length.

    Raises:
        AudiocoachError: for a name without a letter in it, or for two athletes with one file.
        ScriptError, SoundError, SpeechError, OutputError, OverLimitError, CancelledError: as `render`; files finished
            before stay.
    """
    everybody = [athlete(who) if isinstance(who, str) else who for who in athletes]
    stem = safe_name(plain_title(session)) or "session"
    outputs = [_output(output, stem, who, kind) for who in everybody]
    if both := same_names(str(each) for each in outputs if is_path(each)):
        known = " and ".join(dict.fromkeys(both))
        raise AudiocoachError(f"{known}: two athletes would get this file", "give each a name of its own")
    with as_files(outputs, kind) as files:
        orders = [
            Order(_for(session, who), file, name=who.name, make_folder=not callable(output))
            for who, file in zip(everybody, files, strict=True)
        ]
        shop = Workshop(studio or Studio(), bitrate=bitrate, progress=progress, cancel=cancel, limits=limits)
        done: list[Rendered] = []
        with closing(render_all(orders, shop)) as rendered:
            for each, target in zip(rendered, outputs, strict=True):
                hand_over(each.path, target)
                done.append(each)
                if on_done is not None:
                    on_done(each)
        return done


def _for(session: Session, who: Athlete) -> Session:
    named = session.for_athlete(who.name)
    return run_at(named, who.pace, who.races)


def _output(output: str | os.PathLike[str] | Callable[[str], Output], stem: str, who: Athlete, kind: str) -> Output:
    if callable(output):
        return output(who.name)
    return Path(output) / f"{file_stem(stem, who)}.{kind.lower().lstrip('.')}"
