"""Play the music of a bed: passages at their loudness, faded and joined, read as they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocoach.music.arrangement import Passage, Stretch
from audiocoach.music.bed import Bed
from audiocoach.music.open_files import Reading, Shelf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]


class Music:
    """The passages of a bed, read in order from the session's start, or a later sample, to its end."""

    def __init__(self, bed: Bed, start: int = 0, *, seeks: bool = False) -> None:
        """Take a bed; `start` is the sample from which on it is asked for.

        `seeks`: files are read from near the place where they are to be heard, which takes a moment; else from their
        beginning. What is read is the same to the bit, but for AAC whose coder wrote only how loud a noise is: decoders
        make that up, another one each time. A song that is stretched is always read from its beginning.
        """
        self._bed = bed
        self._coming = [
            (stretch, passage)
            for stretch in bed.stretches
            for passage in stretch.passages
            if min(passage.end, stretch.end) > start
        ]
        self._coming.sort(key=lambda each: -each[1].start)
        self._playing: list[tuple[Stretch, Passage, Reading]] = []
        self._shelf = Shelf(bed.most_back, seeks=seeks)

    def between(self, start: int, end: int) -> Sound | None:
        """Return the music from `start` to `end` as (2, n), before it is ducked; None where there is none."""
        import numpy as np

        found: Sound | None = None
        playing = self._playing
        self._playing = []
        while playing or (self._coming and self._coming[-1][1].start < end):
            if playing:
                stretch, passage, reading = playing.pop(0)
            else:
                stretch, passage = self._coming.pop()
                over = max(0, start - passage.start)
                reading = self._shelf.take(passage.track, passage.offset + over)
            first, last = max(start, passage.start), min(end, passage.end, stretch.end)
            sound = reading.read(last - first)
            sound *= self._bed.gain(passage.track)
            _fade(sound, first, passage.start, passage.end, passage.fade_in, passage.fade_out)
            _fade(sound, first, stretch.start, stretch.end, stretch.fade_in, stretch.fade_out)
            if found is None and last - first == end - start:
                found = sound
            else:
                if found is None:
                    found = np.zeros((2, end - start), np.float32)
                found[:, first - start : last - start] += sound
            if last == end and last < min(passage.end, stretch.end):
                self._playing.append((stretch, passage, reading))
            else:
                self._shelf.put_back(reading)
        return found

    def close(self) -> None:
        """Close all files."""
        for _, _, reading in self._playing:
            reading.close()
        self._shelf.close()


def _fade(sound: Sound, at: int, start: int, end: int, fade_in: int, fade_out: int) -> None:
    """Fade a sound that begins at `at` in after `start` and out before `end`, with equal power."""
    import numpy as np

    def quarter(first: int, last: int, begin: int, length: int) -> NDArray[np.float64]:
        return np.asarray((np.arange(first, last) - begin + 0.5) * (np.pi / 2 / length))

    stop = at + sound.shape[1]
    if at < start + fade_in:
        last = min(stop, start + fade_in)
        sound[:, : last - at] *= np.sin(quarter(at, last, start, fade_in)).astype(np.float32)
    if stop > end - fade_out:
        first = max(at, end - fade_out)
        sound[:, first - at :] *= np.cos(quarter(first, stop, end - fade_out, fade_out)).astype(np.float32)
