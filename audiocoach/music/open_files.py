"""Keep music files open while they play: each is read on from where it was left."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from audiocoach.errors import SoundError
from audiocoach.music.track import Track
from audiocoach.sound.decoding.decode import blocks, blocks_from
from audiocoach.sound.decoding.entry_places import place_before
from audiocoach.sound.stretching import stretched

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OPEN = 8
"""Files kept open while they do not play: one for each possible list, as each goes on where it stopped."""


class Reading:
    """A track being read, now at sample `position`."""

    def __init__(self, track: Track, most_back: int = 0, near: int = 0) -> None:
        """Open a track at its beginning, or at a later sample that lies before `near` and not far from it."""
        self.track, self.position = track, 0
        place = place_before(track.places, near) if track.speed == 1 else None
        self._source = blocks(track.path) if place is None else blocks_from(track.path, place)
        self._blocks = self._source if track.speed == 1 else stretched(self._source, track.speed)
        if place is not None:
            self.position = place.at
        self._left: NDArray[np.float32] | None = None
        self._passed: deque[NDArray[np.float32]] = deque()
        self._most_back, self._kept = most_back, 0

    def read(self, count: int) -> NDArray[np.float32]:
        """Return the next `count` samples as (2, count).

        Raises:
            SoundError: when the file is no longer as it was measured.
        """
        import numpy as np

        pieces = []
        while count:
            if self._left is None or not self._left.shape[1]:
                self._left = next(self._blocks, None)
                if self._left is None:
                    raise SoundError(f"{self.track.path}: this music has changed while it was played; render again")
            piece, self._left = self._left[:, :count], self._left[:, count:]
            pieces.append(piece)
            self._keep(piece)
            self.position += piece.shape[1]
            count -= piece.shape[1]
        return pieces[0].copy() if len(pieces) == 1 else np.concatenate(pieces, axis=1)

    def _keep(self, piece: NDArray[np.float32]) -> None:
        """Keep a piece as long as it may be gone back to."""
        if not self._most_back:
            return
        self._passed.append(piece)
        self._kept += piece.shape[1]
        while self._kept - self._passed[0].shape[1] >= self._most_back:
            self._kept -= self._passed.popleft().shape[1]

    def reaches(self, position: int) -> bool:
        """Tell whether it can go back, or on, to a position at the price of next to nothing."""
        return -self._kept <= position - self.position <= self._most_back

    def go_to(self, position: int) -> None:
        """Go on, or back within what is kept, to a position."""
        import numpy as np

        if position < self.position:
            back = np.concatenate(self._passed, axis=1)
            count = self.position - position
            rest = back[:, -count:]
            self._left = rest if self._left is None else np.concatenate((rest, self._left), axis=1)
            self._passed.clear()
            self._kept = 0
            self.position = position
            self._keep(back[:, :-count])
        self.skip(position - self.position)

    def skip(self, count: int) -> None:
        """Read `count` samples and discard them."""
        while count > 0:
            count -= self.read(min(count, 1 << 16)).shape[1]

    def close(self) -> None:
        """Close the file."""
        self._source.close()


class Shelf:
    """The readings of a session: those that stopped on the way are kept, to be continued."""

    def __init__(self, most_back: int = 0, *, seeks: bool = False) -> None:
        """Keep of each reading `most_back` samples, within which it can be taken up again; `seeks`: see `Music`."""
        self._kept: list[Reading] = []
        self._most_back, self._seeks = most_back, seeks

    def take(self, track: Track, offset: int) -> Reading:
        """Return a reading that is at sample `offset` of a track."""
        for reading in self._kept:
            if reading.track == track and reading.reaches(offset):
                self._kept.remove(reading)
                break
        else:
            reading = Reading(track, self._most_back, offset - self._most_back if self._seeks else 0)
        reading.go_to(offset)
        return reading

    def put_back(self, reading: Reading) -> None:
        """Keep a reading that may be continued; close one at its end."""
        if reading.position >= reading.track.samples:
            reading.close()
            return
        self._kept.append(reading)
        if len(self._kept) > _OPEN:
            self._kept.pop(0).close()

    def close(self) -> None:
        """Close all files."""
        while self._kept:
            with suppress(SoundError):
                self._kept.pop().close()
