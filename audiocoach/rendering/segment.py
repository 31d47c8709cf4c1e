"""A session as a pydub segment: what is rendered, in memory, for whoever goes on with it in Python."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.quantities.units import BYTES_PER_SAMPLE, HOUR, clock
from audiocoach.rendering.listening import of_session
from audiocoach.rendering.watching import Progress
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.model import Session
from audiocoach.speech.studio import Studio

if TYPE_CHECKING:
    from pydub import AudioSegment

LONGEST = 3 * HOUR
"""Of a segment, which is in memory as a whole: half a gigabyte by then, or two with music."""


def as_segment(session: Session, *, studio: Studio | None = None, progress: Progress | None = None) -> AudioSegment:
    """Speak and mix a session into a pydub `AudioSegment` of 16 bits: the samples that `render` writes to a WAV file.

    Args:
        session: what `load_session` gave.
        studio: where words are spoken; None: the computer's own voices, with a cache on disk.
        progress: told as words are spoken and music is measured.

    Returns 24 kHz mono, or 48 kHz stereo where there is music.

    Raises:
        ScriptError: where the author's words cannot keep their time, or music cannot be used.
        SoundError: where music from the command line cannot be used.
        SpeechError: where something cannot be spoken.
        OutputError: when the session is longer than three hours.
    """
    shop = Workshop(studio or Studio(), progress=progress)
    listening = of_session(session, shop)
    assert listening.timeline is not None  # it is a session
    length_ms = listening.timeline.sound_ms
    if length_ms > LONGEST:
        raise OutputError(
            f"a session of {clock(length_ms)} is too long for a segment, which is in memory as a whole",
            f"'render' writes it to a file; a segment is at most {clock(LONGEST)} long",
        )
    from audiocoach.sound.summing import AudioSegment

    layout, samples = listening.layout, BytesIO()
    for block in listening.blocks():
        samples.write(block)
    return AudioSegment(
        data=samples.getvalue(), sample_width=BYTES_PER_SAMPLE, frame_rate=layout.rate, channels=layout.channels
    )
