"""A session's sound from a moment on: what is over by then is neither mixed nor read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiocoach.mix.session_sound import Sounding
from audiocoach.quantities.units import BYTES_PER_SAMPLE, SAMPLES_PER_MS, samples
from audiocoach.sound import layout

if TYPE_CHECKING:
    from audiocoach.mix.windows import Placed
    from audiocoach.music.arrangement import Passage, Stretch
    from audiocoach.music.bed import Bed


def from_moment(sounding: Sounding, start_ms: int) -> Sounding:
    """Give what of a session's sound is left at `start_ms` of it; there, its own time begins anew.

    Words are cut where that is in the middle of them. Where several sounds meet there, the limiter, which knows only
    what follows, may be a little louder than in the whole.
    """
    if start_ms <= 0:
        return sounding
    left = sounding.length_ms - start_ms
    placed = (_later(each, samples(start_ms)) for each in sounding.placed)
    return replace(
        sounding,
        length_ms=left,
        placed=tuple(each for each in placed if each is not None),
        words_ms=tuple(
            (max(0, start - start_ms), end - start_ms) for start, end in sounding.words_ms if end > start_ms
        ),
        bed=sounding.bed and _later_bed(sounding.bed, start_ms),
    )


def _later(placed: Placed, start: int) -> Placed | None:
    """Give what of a clip sounds from a sample on, or None."""
    if placed.at >= start:
        return replace(placed, at=placed.at - start)
    over = start - placed.at
    if placed.end <= start or over % SAMPLES_PER_MS:  # a metronome's click lies between milliseconds; it is short
        return None
    clip = placed.clip
    return replace(placed, at=0, clip=replace(clip, pcm=clip.pcm[over * BYTES_PER_SAMPLE :]))


def _later_bed(bed: Bed, start_ms: int) -> Bed:
    start = start_ms * layout.SAMPLES_PER_MS
    stretches = tuple(_later_stretch(each, start) for each in bed.stretches if each.end > start)
    in_step = frozenset(each - start_ms for each in bed.in_step)
    return replace(bed, length_ms=bed.length_ms - start_ms, stretches=stretches, in_step=in_step)


def _later_stretch(stretch: Stretch, start: int) -> Stretch:
    passages = tuple(_later_passage(each, start) for each in stretch.passages if each.end > start)
    return replace(stretch, start=stretch.start - start, end=stretch.end - start, passages=passages)


def _later_passage(passage: Passage, start: int) -> Passage:
    over = max(0, start - passage.start)
    return replace(
        passage,
        offset=passage.offset + over,
        start=max(0, passage.start - start),
        end=passage.end - start,
        fade_in=0 if over else passage.fade_in,
    )
