"""Write a session's sound to its file: an MP3, or another format by its suffix.

The file appears whole under its name or not at all; an older file stays until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.output.mp3.frames import frames_for
from audiocoach.sound.layout import MONO, Layout
from audiocoach.storage.whole_files import replacing
from audiocoach.text.suggest import did_you_mean
from audiocoach.vocabulary import AUDIO_SUFFIXES

if TYPE_CHECKING:
    from audiocoach.labels.tags.tags import Tags
    from audiocoach.mix.session_sound import Sounding

MP3 = ".mp3"

OnEach = Callable[[int, int], None]

Mp3Writer = Callable[[Path, "Sounding", Iterable[tuple[int, bytes]], int, bytes, Callable[[str], None] | None], int]
"""Writes encoded pieces, as `write_mp3_file` does."""


def check_target(path: Path) -> None:
    """Check that a path's suffix names a known format.

    Raises:
        OutputError: when it does not, with the nearest one that does.
    """
    if path.suffix.lower() not in AUDIO_SUFFIXES:
        known = AUDIO_SUFFIXES
        hint = did_you_mean(path.suffix.lower(), known, f"a file's name ends in {', '.join(known[:-1])} or {known[-1]}")
        raise OutputError(f"{path}: this kind of file cannot be written", hint)


def check_inputs(path: Path, inputs: Iterable[Path]) -> None:
    """Check that a file to be written is none of those it is made from.

    Raises:
        OutputError: when it is one of them.
    """
    if path.exists() and any(each.exists() and each.samefile(path) for each in inputs):
        raise OutputError(
            f"{path}: this is read for the session, and would be lost", option="write to another file, with '-o'"
        )


def is_mp3(path: Path) -> bool:
    """Tell whether a path is an MP3's by its suffix, in any case."""
    return path.suffix.lower() == MP3


def bitrate_of(layout: Layout, bitrate: int | None) -> int:
    """Return the bitrate, in kb/s, of an MP3 in this layout: `bitrate`, or the layout's default for None.

    Raises:
        OutputError: when the layout does not have it.
    """
    if bitrate is None:
        return frames_for(layout).default_bitrate
    if bitrate not in (known := frames_for(layout).bitrates):
        what = "voice alone" if layout == MONO else "voice over music"
        fitting = ", ".join(map(str, known))
        raise OutputError(f"an MP3 of {bitrate} kb/s is not possible with {what}", f"choose one of {fitting}")
    return bitrate


def bytes_per_second(path: Path, layout: Layout, bitrate: int | None) -> int:
    """Estimate how large a second of a file is, by its suffix, in bytes; `bitrate` is of MP3s, in kb/s.

    Raises:
        OutputError: when an MP3 in this layout does not have the bitrate.
    """
    if is_mp3(path):
        return bitrate_of(layout, bitrate) * 125
    from audiocoach.output.other_formats import FORMATS

    kind = FORMATS[path.suffix.lower()]
    rate = kind.bitrate(layout)
    plain = layout.rate * layout.sample_bytes
    return rate * 125 if rate else plain if kind.container == "wav" else plain // 4  # much of a session is silence


def pieces_of(
    sounding: Sounding, bitrate: int, known: MutableMapping[str, bytes], on_each: OnEach | None = None
) -> Iterable[tuple[int, bytes]]:
    """Encode a session as the MP3 pieces that `write_mp3` takes; what is `known` is not encoded again.

    `on_each(done, total)` reports progress, in distinct windows or in seconds.
    """
    if (windows := sounding.whole_windows()) is not None:
        from audiocoach.output.mp3.encode_windows import encode_windows

        return encode_windows(windows, bitrate, on_each, known)
    from audiocoach.output.mp3.encode_stream import encode_stream

    return encode_stream(_told(sounding, on_each), frames_for(sounding.layout), bitrate, known, placed=sounding.placed)


def _told(sounding: Sounding, on_each: OnEach | None) -> Iterator[bytes]:
    """Yield a session's samples, reporting how many seconds of how many are done."""
    second = sounding.layout.rate * sounding.layout.sample_bytes
    done = 0
    for block in sounding.blocks():
        yield block
        done += len(block)
        if on_each is not None:
            on_each(done // second, -(-sounding.length_ms // 1000))


def write_mp3_file(
    path: Path,
    sounding: Sounding,
    pieces: Iterable[tuple[int, bytes]],
    bitrate: int,
    tag: bytes,
    whole: Callable[[str], None] | None = None,
) -> int:
    """Write encoded pieces as an MP3; return its size in bytes. `whole`: see `replacing`.

    Raises:
        OutputError: when the file cannot be written.
    """
    from audiocoach.output.mp3.writer import write_mp3

    with replacing(path, whole=whole) as file:
        return write_mp3(file, pieces, sounding.total_samples, bitrate, tag, frames_for(sounding.layout))


def write_other(
    path: Path,
    sounding: Sounding,
    tags: Tags,
    on_each: OnEach | None = None,
    whole: Callable[[str], None] | None = None,
) -> int:
    """Write a file in another format than MP3, with a suffix that `check_target` knows; return its size in bytes.

    `whole`: see `replacing`.

    Raises:
        OutputError: when the file cannot be written, or an encoder has lost something (`output/prove_file.py`).
    """
    from audiocoach.output.other_formats import FORMATS, write_audio
    from audiocoach.output.prove_file import prove_file

    layout = sounding.layout
    return write_audio(
        path,
        _told(sounding, on_each),
        rate=layout.rate,
        channels=layout.channels,
        total_samples=sounding.total_samples,
        tags=tags,
        prove=lambda written: prove_file(written, sounding, FORMATS[path.suffix.lower()].codec),
        whole=whole,
    )
