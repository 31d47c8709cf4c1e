"""Play sound faster or slower and keep its pitch, a block at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from audiocoach.sound.layout import RATE, SAMPLES_PER_MS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

LITTLE = 0.04
"""Up to 4 % FFmpeg's `atempo` does well: it repeats and leaves out pieces of 43 ms where they fit, which puts a beat
of music off by 17 ms at most, and begins to be heard beyond."""

MUCH = 0.08
"""Up to 8 % python-stretch does, which takes sound apart into its tones; a beat is off by less than 2 ms. Beyond that a
song is another song."""

_AHEAD_SLOWER, _AHEAD_FASTER = 16 * SAMPLES_PER_MS, 7 * SAMPLES_PER_MS
"""What comes out of `atempo` is ahead, by 9 to 23 ms where it slows down, and from 23 ms ahead to 10 behind elsewhere,
as its pieces fit: so much is put before it, that beats are as often early as late. Measured on marks in songs."""


@cache
def most() -> float:
    """Return by how much sound can be stretched with what is installed, such as 0.04."""
    return MUCH if find_spec("python_stretch") else LITTLE


def stretched(blocks: Iterator[Sound], speed: float) -> Iterator[Sound]:
    """Play blocks of 48 kHz stereo, (2, n) each, `speed` times as fast.

    What was at sample s is at s / speed. Raises ValueError for a speed further from 1 than `most()`.
    """
    if abs(speed - 1) > most():
        raise ValueError(f"sound cannot be played {speed} times as fast")
    return _by_pieces(blocks, speed) if abs(speed - 1) <= LITTLE else _by_tones(blocks, speed)


def _by_pieces(blocks: Iterator[Sound], speed: float) -> Iterator[Sound]:
    from fractions import Fraction

    import numpy as np
    from av.audio.frame import AudioFrame
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(format="fltp", sample_rate=RATE, layout="stereo", time_base=Fraction(1, RATE))
    tempo, planar = graph.add("atempo", f"{speed:.9f}"), graph.add("aformat", "sample_fmts=fltp")
    sink = graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(planar)
    planar.link_to(sink)
    graph.configure()
    yield np.zeros((2, _AHEAD_SLOWER if speed < 1 else _AHEAD_FASTER), np.float32)
    at = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        at += block.shape[1]
        graph.push(frame)
        yield from _ready(graph)
    graph.push(None)
    yield from _ready(graph)


def _ready(graph: Any) -> Iterator[Sound]:
    import numpy as np
    from av.error import BlockingIOError as NotYet
    from av.error import EOFError as Ended

    while True:
        try:
            frame = graph.pull()
        except (NotYet, Ended):
            return
        yield np.asarray(frame.to_ndarray(), np.float32)


def _by_tones(blocks: Iterator[Sound], speed: float) -> Iterator[Sound]:
    import numpy as np
    from python_stretch import Signalsmith

    machine = Signalsmith.Stretch()
    machine.preset(2, RATE)
    machine.setTimeFactor(speed)
    for block in blocks:
        yield np.asarray(machine.process(np.ascontiguousarray(block, np.float32)), np.float32)
