"""Cut a stream of samples into stretches that may overlap a little, each read once and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Cuts:
    """A stream of samples, of `width` bytes each, to be cut. Holds a block and the overlap in memory."""

    def __init__(self, blocks: Iterable[bytes], width: int) -> None:
        self._blocks, self._width = iter(blocks), width
        self._held, self._held_at = b"", 0

    def between(self, start: int, end: int, keep: int) -> Iterator[bytes]:
        """Yield the samples from `start` to before `end`; the next stretch begins at `keep` or later.

        It has to be read to its end before the next one is begun, and begins where the one before it said or later.
        """
        width, data, at = self._width, self._held, self._held_at
        kept = bytearray()
        kept_at = max(keep, at)
        while True:
            ends = at + len(data) // width
            kept += data[max(0, kept_at - at) * width :]
            first, last = max(start, at), min(end, ends)
            if first < last:
                yield data[(first - at) * width : (last - at) * width]
            at = ends
            if at >= end or (following := next(self._blocks, None)) is None:
                break
            data = following
        self._held, self._held_at = bytes(kept), kept_at
