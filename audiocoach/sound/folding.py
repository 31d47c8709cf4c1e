"""Two channels made one, for an ear that hears only one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def folded(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the mean of left and right, of interleaved 16-bit samples in blocks that hold whole pairs.

    Exact but for a half, which goes to the even neighbour, so that nothing is shifted. What is the same on both sides,
    such as every word, stays as it is; no peak gets higher.
    """
    import numpy as np

    for block in blocks:
        pairs = np.frombuffer(block, "<i2").reshape(-1, 2)
        yield np.rint(pairs.sum(axis=1, dtype=np.int32) / 2).astype("<i2").tobytes()
