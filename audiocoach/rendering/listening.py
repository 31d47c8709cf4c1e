"""What is listened to here and now: a session, or a file, as a stream of samples that knows its time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from audiocoach.errors import SoundError
from audiocoach.languages.lookup import language_of
from audiocoach.mix.session_sound import Sounding, sounding_of
from audiocoach.quantities.units import clock
from audiocoach.rendering.music_before import MusicBefore
from audiocoach.rendering.session import notes_of
from audiocoach.rendering.timelines import check_music
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.model import Session
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.sound.layout import MONO, SAMPLES_PER_MS, STEREO, Layout
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import Narrator
from audiocoach.timeline.paces_used import pace_notes
from audiocoach.timeline.skim import clock_times, skim
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words

CLOCK_RATE = 220
"""Words a minute of the clock: quicker than a coach, for nobody acts on it."""


class Blocks(Protocol):
    """Gives samples from a moment of the stream on; they are those of the whole."""

    def __call__(self, start_ms: int = 0) -> Iterator[bytes]:
        """Yield them in blocks of any length."""
        ...


@dataclass(frozen=True, slots=True)
class Listening:
    """A stream of 16-bit samples (channels interleaved) in blocks of any length, made as it is asked for.

    `turns` tells for moments of the stream which moment of the session is heard then, both in milliseconds; without
    them they are the same. `notes` is what was noticed. `sounding` is what the blocks are made of, but for a file.
    """

    layout: Layout
    blocks: Blocks
    timeline: Timeline | None = None
    turns: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()
    sounding: Sounding | None = None

    def session_ms(self, sample: int) -> int:
        """Give the session's time when this sample of the stream is heard."""
        at = sample * 1000 // self.layout.rate
        if not self.turns:
            return at
        position = max(0, bisect_right(self.turns, at, key=lambda turn: turn[0]) - 1)
        begin, session_ms = self.turns[position]
        later = self.turns[position + 1][1] if position + 1 < len(self.turns) else session_ms + max(0, at - begin)
        return min(session_ms + max(0, at - begin), later)

    def stream_ms(self, session_ms: int) -> int:
        """Give the stream's time from which on the session is heard from a moment on, or a word after it."""
        if not self.turns:
            return session_ms
        position = bisect_left(self.turns, session_ms, key=lambda turn: turn[1])
        if position < len(self.turns):
            return self.turns[position][0]
        return self.sounding.length_ms if self.sounding else self.turns[-1][0]


def layout_of(session: Session, *, fast: bool) -> Layout:
    """Tell how a session will be heard: in stereo where there is music."""
    return MONO if fast or session.music is None else STEREO


def of_session(session: Session, shop: Workshop | None = None, *, fast: bool = False) -> Listening:
    """Listen to a session as it is rendered; `fast`: to its words and signals alone, without the silence between them
    and with the clock before each cue.

    Raises:
        ScriptError, SoundError, SpeechError: as `session.render`.
    """
    if not fast:
        check_music(session)
    shop = shop or Workshop()
    narrator, paces = shop.narrator(), pace_notes([session])
    timeline = narrator.timeline(session, shop.sheets.of(session), shop.signals)
    if fast:
        sounding, turns = skimmed(session, timeline, narrator, shop.signals)
        notes = (*paces, *filter(None, [narrator.studio.trouble]))
        return Listening(MONO, sounding.blocks, timeline, turns, notes, sounding)
    heard = MusicBefore(shop, narrator).of(session)
    sounding = sounding_of(timeline, session.music, narrator, shop.signals, shop.stage("measuring music"), heard)
    notes = (*paces, *notes_of(sounding, narrator.studio))
    return Listening(sounding.layout, sounding.blocks, timeline, notes=notes, sounding=sounding)


def skimmed(
    session: Session, timeline: Timeline, narrator: Narrator, shelf: SoundShelf
) -> tuple[Sounding, tuple[tuple[int, int], ...]]:
    """Gather a session's words and signals without the silence between them, with the clock before each cue; and give
    its `Listening.turns`.
    """
    from audiocoach.mix.windows import Placed

    language, voice = language_of(session.language), VoiceWish(rate=CLOCK_RATE).over(session.voice)

    def clock(milliseconds: int) -> Words:
        return Words(language.length(milliseconds), voice, session.language)

    times = dict.fromkeys(clock_times(timeline.events).values())
    lengths = narrator.measure(list(dict.fromkeys(clock(time) for time in times)))
    heard, length_ms = skim(timeline.events, clock, lengths)
    placed = []
    for each in heard:
        words = each.clock or (each.event.words if each.event else None)
        if words is not None:
            placed += [Placed.at_ms(each.at_ms + after_ms, clip) for after_ms, clip in narrator.clips(words)]
        else:
            assert each.event is not None
            placed.append(Placed.at_ms(each.at_ms, shelf.clip(each.event.sound, each.event.where)))
    return Sounding(length_ms, tuple(placed)), tuple((each.at_ms, each.session_ms) for each in heard)


def of_file(path: Path) -> Listening:
    """Listen to a file of sound as it is, in 48 kHz stereo.

    Raises:
        SoundError: from its blocks, for a file that is damaged or no sound.
    """
    return Listening(STEREO, partial(_decoded, path))


def _decoded(path: Path, start_ms: int = 0) -> Iterator[bytes]:
    import numpy as np

    from audiocoach.sound.decoding.decode import blocks

    over = start_ms * SAMPLES_PER_MS
    for each in blocks(path):
        block, over = each[:, over:], max(0, over - each.shape[1])
        yield np.rint(np.clip(block.T * 32768, -32768, 32767)).astype("<i2").tobytes()
    if over:
        raise SoundError(f"{path}: it is over before {clock(start_ms)}", "choose an earlier moment")
