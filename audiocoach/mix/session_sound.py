"""All that sounds in a session, before it is a file: clips at their times, and the music under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter
from typing import TYPE_CHECKING

from audiocoach.mix.clicks import clicks
from audiocoach.quantities.units import MINUTE, samples
from audiocoach.sound.layout import FOLDED, MONO, STEREO, Layout
from audiocoach.timeline.timeline import Timeline

if TYPE_CHECKING:
    from audiocoach.mix.windows import Placed, Window
    from audiocoach.music.bed import Bed, Names
    from audiocoach.script.sound_wishes import MusicWish
    from audiocoach.sound.clip import Clip
    from audiocoach.sound.loaded_signals import SoundShelf
    from audiocoach.speech.narrator import Narrator
    from audiocoach.storage.store import Store


LONGEST_WINDOW = MINUTE
"""A window is mixed and encoded in one piece. Coaches pause before that; a script need not."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """A session's sound: 24 kHz mono, or 48 kHz stereo (mono if `folded`) where there is music. Nothing is mixed yet.

    `placed` are words, signals and the clicks of metronomes in order of their start; `words_ms` is when words and
    signals begin and end, under which the music goes down.
    """

    length_ms: int
    placed: tuple[Placed, ...]
    words_ms: tuple[tuple[int, int], ...] = ()
    bed: Bed | None = None
    folded: bool = False

    @property
    def layout(self) -> Layout:
        """Return its rate and channels."""
        return MONO if self.bed is None else FOLDED if self.folded else STEREO

    @property
    def total_samples(self) -> int:
        """Count the samples of each channel, at the layout's rate."""
        return self.length_ms * self.layout.rate // 1000

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what the runner should know of the music."""
        return self.bed.notes if self.bed else ()

    def windows(self) -> tuple[Window, ...]:
        """Return the stretches in which something sounds, where there is no music."""
        from audiocoach.mix.windows import windows

        return windows(self.placed, self.length_ms)

    def whole_windows(self) -> tuple[Window, ...] | None:
        """Return the windows where each is encoded in one piece; None where it sounds for so long without a pause that
        it is encoded as a stream, a chunk at a time.
        """
        if self.bed is not None:
            return None
        windows = self.windows()
        return None if any(each.length > samples(LONGEST_WINDOW) for each in windows) else windows

    def blocks(self, start_ms: int = 0) -> Iterator[bytes]:
        """Yield 16-bit samples (channels interleaved) from a moment on, in blocks of any length, made as asked for.

        They are those of the whole. Music is sought for a moment that is not the start (see `music.passages.Music`).

        Raises:
            SoundError: when a music file is no longer as it was measured.
        """
        if self.bed is None:
            from audiocoach.mix.stream import blocks_of

            yield from blocks_of(self.windows(), self.length_ms, start_ms)
        else:
            from audiocoach.music.mix import mixed
            from audiocoach.sound.folding import folded

            start = start_ms * STEREO.rate // 1000
            blocks = mixed(self.bed, self._clips, self.words_ms, start=start, seeks=start_ms > 0)
            yield from folded(blocks) if self.folded else blocks

    def apart(self, start_ms: int = 0) -> Iterator[bytes]:
        """Yield 16-bit samples at 48 kHz in the channels of `music.apart`, music or not, as `blocks` does."""
        from audiocoach.music.apart import apart
        from audiocoach.music.bed import Bed

        start = start_ms * STEREO.rate // 1000
        yield from apart(self.bed or Bed(self.length_ms), self._clips, self.words_ms, start)

    @property
    def _clips(self) -> Iterator[tuple[int, Clip]]:
        return ((each.at, each.clip) for each in self.placed)


def sounding_of(
    timeline: Timeline,
    music: MusicWish | None,
    narrator: Narrator,
    shelf: SoundShelf,
    on_measured: Callable[[int, int], None] | None = None,
    heard: Mapping[Names, int] | None = None,
) -> Sounding:
    """Gather the clips of a timeline, whose words have been measured, over the music that is requested.

    `on_measured` is told of music files as they are measured; `heard` is how far sessions before have played them.

    Raises:
        ScriptError, SoundError: with all that is wrong with the music's files.
    """
    from audiocoach.mix.windows import Placed

    events = sorted(
        (
            Placed.at_ms(event.start_ms + after_ms, clip)
            for event in timeline.events
            for after_ms, clip in (
                narrator.clips(event.words) if event.words else [(0, shelf.clip(event.sound, event.where))]
            )
        ),
        key=attrgetter("at"),
    )
    spans = tuple((event.start_ms, event.end_ms) for event in timeline.events)
    bed = bed_of(music, timeline, narrator.studio.cache.store, on_measured, heard)
    pulses = [pulse for pulse in timeline.pulses if bed is None or pulse.start_ms not in bed.in_step]
    beats = (Placed(at, clip) for at, clip in clicks(pulses, shelf.clip))
    return Sounding(timeline.sound_ms, tuple(merge(events, beats, key=attrgetter("at"))), spans, bed)


def bed_of(
    wish: MusicWish | None,
    timeline: Timeline,
    store: Store,
    on_each: Callable[[int, int], None] | None = None,
    heard: Mapping[Names, int] | None = None,
) -> Bed | None:
    """Find, measure and lay out over its timeline the music a session requests; None where there is to be none.

    Raises:
        ScriptError, SoundError: with all that is wrong with its files.
    """
    if wish is None:
        return None
    from audiocoach.music.bed import prepare

    spans = ((event.start_ms, event.end_ms) for event in timeline.events)
    rates = {each.start_ms: each.rate if each.to is None and not each.stages else None for each in timeline.pulses}
    return prepare(
        wish,
        timeline.intervals,
        timeline.sound_ms,
        store,
        on_each,
        spans_ms=spans,
        heard=heard,
        metronomes=rates,
    )
