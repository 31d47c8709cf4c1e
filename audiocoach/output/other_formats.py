"""Write formats other than MP3, through PyAV: the same sound, each sample in its place and the length exact.

The samples come as a stream of blocks, so memory does not grow with the session. The same input gives the same bytes:
no date and no random number goes in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from audiocoach.labels.tags.other_tags import chapters, complete, metadata
from audiocoach.labels.tags.tags import Tags
from audiocoach.output.libav_file import BUFFER, written_by_libav
from audiocoach.quantities.units import BYTES_PER_SAMPLE
from audiocoach.sound.layout import MONO, Layout
from audiocoach.storage.whole_files import replacing


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is made: libavformat's `container`, libavcodec's `codec`.

    `mono` and `stereo` are bitrates in kb/s, for speech in one channel and for two channels with music; None where
    nothing is lost. The sound must fill whole frames of `frame` samples where players cannot be told on which sample
    it ends. `options` are the codec's.
    """

    name: str
    container: str
    codec: str
    mono: int | None = None
    stereo: int | None = None
    frame: int = 1
    options: Mapping[str, str] = field(default_factory=dict)

    def bitrate(self, layout: Layout) -> int | None:
        """Return the bitrate in kb/s of sound in this layout; with music in one channel, half of what two have."""
        if layout == MONO or self.stereo is None:
            return self.mono
        return self.stereo * layout.channels // 2


_OPUS = Format("Opus", "ogg", "libopus", 40, 128, options={"application": "lowdelay"})
"""128 kb/s stereo is "pretty much transparent", 24-48 mono are for podcasts (Xiph's recommended settings).

"lowdelay" is CELT without SILK, whose own resampling shifts sounds by two samples in one decoder and not in another.
At 40 kb/s a voice is also clearer with it: a noise-to-mask ratio of 1.4 dB above zero instead of 3.1.
"""

# AAC: 64 kb/s a channel is FFmpeg's rule of thumb for transparency (its wiki, Encode/AAC); music gets a fourth more.
FORMATS: dict[str, Format] = {
    ".wav": Format("WAV", "wav", "pcm_s16le"),
    ".flac": Format("FLAC", "flac", "flac"),
    ".m4a": Format("AAC", "ipod", "aac", 64, 160, frame=1024),
    ".opus": _OPUS,
    # Opus as well, not Vorbis: PyAV brings only FFmpeg's own Vorbis encoder, which has no mono, ends on the wrong
    # sample, and was measured to take 1.7 times the bits of libvorbis for the same noise, with 4 times the noise
    # around clicks. Players recognise Opus by its content.
    ".ogg": _OPUS,
}
"""Every format besides MP3, by suffix. Another one is a line here, and its suffix in `vocabulary`."""

_WAV_LIMIT = 0xFFFF_FFFF - (1 << 16)
"""Most bytes of samples in a plain WAV file, with room for tags; a longer one is RF64 (EBU Tech 3306)."""


def write_audio(
    path: Path,
    blocks: Iterable[bytes],
    *,
    rate: int,
    channels: int,
    total_samples: int,
    tags: Tags | None = None,
    prove: Callable[[Path], None] | None = None,
    whole: Callable[[str], None] | None = None,
) -> int:
    """Write a stream of samples into a file, in the format of its suffix; return the file's size in bytes.

    Args:
        path: ends in one of `FORMATS`, in any case. It appears whole or not at all; an older file stays until then.
        blocks: interleaved 16-bit little-endian samples, in pieces of any length that hold all channels of each.
        rate: samples a second of each channel: 24,000 or 48,000.
        channels: 1 or 2.
        total_samples: of each channel, in all blocks together; the beginning of some formats depends on it.
        tags: the title and the like.
        prove: is given the file while it has another name yet, and raises when it does not hold what it should.
        whole: see `replacing`.

    Raises:
        OutputError: when the system refuses to write, or what `prove` raises.
        ValueError: when the blocks or the suffix are not as described: a bug in the caller.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None or total_samples <= 0 or channels not in (1, 2):
        raise ValueError(f"cannot write {total_samples} samples of {channels} channels into a {path.suffix!r} file")
    pieces = _pieces(blocks, rate, channels, total_samples)
    with replacing(path, whole=whole) as file:
        _write(file, kind, pieces, rate, channels, total_samples, tags or Tags())
        complete(Path(file.name), kind.container, tags or Tags())
        if prove is not None:
            prove(Path(file.name))
        return file.seek(0, 2)


def _write(
    file: BinaryIO, kind: Format, pieces: Iterable[bytes], rate: int, channels: int, total_samples: int, tags: Tags
) -> None:
    import av
    from av.codec.context import Flags

    width = channels * BYTES_PER_SAMPLE
    layout = "mono" if channels == 1 else "stereo"
    bitrate = kind.bitrate(Layout(rate, channels))
    # Else the libraries' versions and, in Ogg, a random serial number go in.
    options = {"fflags": "+bitexact", "flush_packets": "0"}  # written when its buffer is full
    if kind.container == "ipod":
        options["movflags"] = "+faststart"  # the table in front, so that it plays while it loads
    if kind.container == "wav" and total_samples * width > _WAV_LIMIT:
        options["rf64"] = "always"
    # All players drop the samples they are told to in front, but not all do at the end: with so many more in front,
    # before time 0, the last frame is full.
    lead = -total_samples % kind.frame
    with (
        written_by_libav(file) as out,
        av.open(out, "w", format=kind.container, options=options, buffer_size=BUFFER) as container,
    ):
        container.metadata.update(metadata(tags, kind.container))
        container.set_chapters(chapters(tags))
        stream = container.add_stream(kind.codec, rate=rate, options=dict(kind.options))
        assert isinstance(stream, av.AudioStream)
        stream.layout = layout
        if bitrate:
            stream.bit_rate = bitrate * 1000
        stream.codec_context.flags |= Flags.bitexact
        at = -lead
        for piece in chain([bytes(lead * width)] if lead else [], pieces):
            frame = av.AudioFrame("s16", layout, len(piece) // width)
            frame.planes[0].update(piece)
            frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), at
            container.mux(stream.encode(frame))
            at += frame.samples
        container.mux(stream.encode(None))


def _pieces(blocks: Iterable[bytes], rate: int, channels: int, total_samples: int) -> Iterator[bytes]:
    """Cut the blocks into pieces of a second at most, for a window may be long.

    Raises:
        ValueError: when they are not `total_samples` whole samples of all channels.
    """
    width = channels * BYTES_PER_SAMPLE
    left = total_samples * width
    for block in blocks:
        left -= len(block)
        if len(block) % width or left < 0:
            raise ValueError(f"a block of {len(block)} bytes does not fit, {left + len(block)} were left")
        for start in range(0, len(block), rate * width):
            yield block[start : start + rate * width]
    if left:
        raise ValueError(f"{left} of {total_samples * width} bytes are missing")
