"""Prove a file that is not an MP3, before it appears under its name: its sounds are decoded again, and nothing between.

Over music there is no telling what the whole should be without mixing it once more: there, each word and signal is
looked for in what was decoded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.output.proof import Missing, Samples, lost, prove, prove_words
from audiocoach.quantities.units import MINUTE, RATE, SECOND, samples, whole_ms

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from numpy.typing import NDArray

    from audiocoach.mix.session_sound import Sounding
    from audiocoach.mix.windows import Placed

_LEAD_MS = 120
"""Decoding begins so much before a sound: 80 ms let Opus settle (RFC 7845, 4.6), and three frames AAC."""

_UNTOLD = samples(SECOND)
"""How long a packet may be that does not say so, as FLAC's do not: theirs have 4,608 samples, 0.2 s."""

_TOGETHER = samples(2 * _LEAD_MS) + _UNTOLD

_Span = tuple[int, int]


def prove_file(path: Path, sounding: Sounding, codec: str) -> None:
    """See that all that sounds in a session is in its file.

    Raises:
        OutputError: when something is not, with its time and the codec.
    """
    import av

    starts, longest = (
        [part.at for part in sounding.placed],
        max((p.clip.frame_count for p in sounding.placed), default=0),
    )
    for first, got, rate in _decoded(path, _spans(sounding)):
        count = len(got) * RATE // rate
        near = sounding.placed[bisect_left(starts, first - longest) : bisect_left(starts, first + count)]
        try:
            if sounding.bed is None:
                prove(_together(near, first, count), got[:: rate // RATE, 0], RATE)
            else:
                prove_words(near, got, first * rate // RATE, rate)
        except Missing as missing:
            at = first + (missing.at if sounding.bed is None else missing.at * RATE // rate)
            raise lost(whole_ms(at), f"FFmpeg's {codec} (PyAV {av.__version__})") from None


def _spans(sounding: Sounding) -> list[_Span]:
    """List where to look, in samples at 24 kHz: where something sounds, a minute at most at a time."""
    found: list[_Span] = []
    sounds: Iterable[_Span] = (
        ((part.at, part.end) for part in sounding.placed)
        if sounding.bed is not None
        else ((window.start, window.end) for window in sounding.windows())
    )
    for start, end in sounds:
        # What one packet may hold both of is looked at together: a packet is decoded once.
        if found and start <= found[-1][1] + _TOGETHER:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    longest = samples(MINUTE)
    return [(at, min(at + longest, end)) for start, end in found for at in range(start, end, longest)]


def _together(placed: Sequence[Placed], first: int, count: int) -> Samples:
    """Sum what sounds in a part of a session."""
    import numpy as np

    total = np.zeros(count, np.float32)
    for part in placed:
        start, end = max(part.at, first), min(part.end, first + count)
        if start < end:
            clip = np.frombuffer(part.clip.pcm, "<i2")
            total[start - first : end - first] += clip[start - part.at : end - part.at]
    return total


def _decoded(path: Path, spans: Sequence[_Span]) -> Iterator[tuple[int, Samples, int]]:
    """Decode parts of a file: yield the first sample (24 kHz) of each, its 16-bit values of shape (n, channels), and
    their rate. What cannot be decoded is silence.
    """
    import av
    import numpy as np
    from av.error import FFmpegError

    left = iter(spans)
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        rate, channels = stream.codec_context.sample_rate, stream.codec_context.channels
        lead, span = samples(_LEAD_MS), next(left, None)

        def opened(span: _Span | None) -> NDArray[np.float32]:
            length = 0 if span is None else (span[1] - span[0]) * rate // RATE
            return np.zeros((length, channels), np.float32)

        held = opened(span)
        for packet in container.demux(stream):
            begins = None if packet.pts is None else round(packet.pts * packet.time_base * RATE)
            while span is not None and begins is not None and begins > span[1] + lead:
                yield span[0], held, rate
                span = next(left, None)
                held = opened(span)
            if span is None:
                return
            lasts = round(packet.duration * packet.time_base * RATE) if packet.duration else _UNTOLD
            if begins is not None and begins + lasts < span[0] - lead:
                continue
            try:
                frames = packet.decode()
            except FFmpegError:
                continue
            for frame in frames:
                _lay(frame, held, span[0], rate)
        while span is not None:
            yield span[0], held, rate
            span = next(left, None)
            held = opened(span)


def _lay(frame: AudioFrame, held: NDArray[np.float32], first: int, rate: int) -> None:
    """Put a frame's samples at their place among those of a stretch that begins at `first` (24 kHz)."""
    import numpy as np

    values = frame.to_ndarray()
    rows = values.T if frame.format.is_planar else values.reshape(-1, held.shape[1])
    at = round(frame.time * rate) - first * rate // RATE if frame.time is not None else 0
    start, end = max(0, at), min(len(held), at + len(rows))
    if start < end:
        part = rows[start - at : end - at].astype(np.float32)
        held[start:end] = part * 32768 if values.dtype.kind == "f" else part
