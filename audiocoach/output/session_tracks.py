"""A session as a folder of tracks, one for each step, with a playlist: for players that cannot seek.

Each track is whole by itself, and its sound begins and ends on the sample on which its step does. An MP3 is encoded
with a little of what comes before and behind it, which its Info frame has players drop: so tracks join without a click
where sound goes on across a step's start. The playlist comes last, and says of each track what its content was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError, os_reason
from audiocoach.labels.m3u import Listed, m3u
from audiocoach.labels.tags.tags import Tags
from audiocoach.mix.windows import Placed
from audiocoach.output.mp3.frames import FRAME_MS
from audiocoach.output.track_cuts import Cuts
from audiocoach.quantities.units import SAMPLES_PER_MS, SECOND, samples
from audiocoach.storage.regular_files import open_regular
from audiocoach.storage.whole_files import replacing
from audiocoach.text.late_pattern import LatePattern
from audiocoach.vocabulary import AUDIO_SUFFIXES

if TYPE_CHECKING:
    from audiocoach.mix.session_sound import Sounding
    from audiocoach.timeline.track_list import SessionTrack

LEAD_MS = 3 * FRAME_MS
"""Before a track's own sound, for the encoder to know what it goes on from. The Info frame's field takes no more."""

TAIL_MS = 8 * FRAME_MS
"""Behind it: what LAME looks at before it finishes a frame."""

PLAYLIST = ".m3u8"
_DIGEST, _MADE_FROM = "AUDIOCOACH-SHA256:", "AUDIOCOACH-MADE-FROM:"
_MOST_BYTES = 1 << 20
_TRACK = LatePattern(rf"[0-9]{{2,3}}[^/\\:]*(?:{'|'.join(map(re.escape, AUDIO_SUFFIXES))})")


@dataclass(frozen=True, slots=True)
class TrackWork:
    """What tracks are made of: a session's sound and tags, the bitrate of an MP3 in kb/s, frames that are known, who is
    told how many seconds of how many are done, and the `fingerprint` of all it was made from, which the playlist keeps.
    """

    sounding: Sounding
    tags: Tags
    bitrate: int | None
    known: MutableMapping[str, bytes]
    on_each: Callable[[int, int], None] | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class TracksMade:
    """What was written: bytes in all, the SHA-256 of each file in hexadecimal, and that of the playlist."""

    size: int
    digests: dict[Path, str]
    playlist_digest: str


def playlist_of(path: Path) -> Path:
    """Name the playlist of the tracks that stand in place of a file: `out/run.mp3` is `out/run/run.m3u8`."""
    return path.with_suffix("") / f"{path.stem}{PLAYLIST}"


def written_as(path: Path, *, split: bool) -> Path:
    """Name what is written of a session whose file would be `path`: that or, `split` into tracks, their playlist."""
    return playlist_of(path) if split else path


def write_tracks(path: Path, tracks: Sequence[SessionTrack], work: TrackWork) -> TracksMade:
    """Write the tracks of what would have been the file `path`, and then their playlist.

    Each file appears whole or not at all. The playlist of an older version goes before the first track is replaced, and
    what it lists besides when all is done: a folder with a playlist has what that says.

    Raises:
        OutputError: when something cannot be written, or an encoder has lost something.
    """
    playlist = playlist_of(path)
    folder = playlist.parent
    try:
        folder.mkdir(exist_ok=True)
        older = set(listed_tracks(playlist))
        playlist.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: tracks cannot be written here: {os_reason(error)}") from None
    size, digests, listed = 0, {}, []
    cutter = _Cutter(work)
    for number, track in enumerate(tracks, 1):
        file = folder / f"{track.stem}{path.suffix.lower()}"
        tags = _tags_of(track, number, len(tracks), work.tags)
        found, written = cutter.write(file, track, tags)
        size += written
        digests[file] = found
        listed.append(Listed(track.end_ms - track.start_ms, track.title, file.name, (f"{_DIGEST}{found}",)))
    found_list: list[str] = []
    with replacing(playlist, whole=found_list.append) as out:
        made_from = [f"{_MADE_FROM}{work.fingerprint}"] if work.fingerprint else []
        size += out.write(m3u(work.tags.title, listed, made_from))
    for gone in older - digests.keys():
        with suppress(OSError):
            gone.unlink()
    return TracksMade(size, {**digests, playlist: found_list[0]}, found_list[0])


def listed_tracks(playlist: Path) -> dict[Path, str]:
    """Return the tracks that a playlist of ours lists, each with the SHA-256 that it had; empty when it is none.

    Raises:
        OSError: when it is there and cannot be read.
    """
    found, digest = {}, ""
    for line in _lines_of(playlist):
        if line.startswith(f"#{_DIGEST}"):
            digest = line.partition(":")[2]
        elif digest and _TRACK.fullmatch(line):
            found[playlist.parent / line] = digest
            digest = ""
    return found


def tracks_made_from(playlist: Path) -> str:
    """Return the fingerprint that a playlist of ours keeps; empty when it keeps none, or is none.

    Raises:
        OSError: when it is there and cannot be read.
    """
    marked = (line for line in _lines_of(playlist) if line.startswith(f"#{_MADE_FROM}"))
    return next(marked, "").partition(":")[2]


def _lines_of(playlist: Path) -> list[str]:
    try:
        with open_regular(playlist) as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return []


def _tags_of(track: SessionTrack, number: int, count: int, tags: Tags) -> Tags:
    """Make a track's tags: the session is its album, and the script is in the first one."""
    return replace(
        tags,
        title=track.title,
        album=tags.title,
        track=f"{number}/{count}",
        length_ms=track.end_ms - track.start_ms,
        lyrics="",
        cues=(),
        chapters=(),
        archive=tags.archive if number == 1 else b"",
    )


class _Cutter:
    def __init__(self, work: TrackWork) -> None:
        self._work, self._sounding = work, work.sounding
        self._layout = work.sounding.layout
        self._cuts = Cuts(self._told(), self._layout.sample_bytes)

    def write(self, path: Path, track: SessionTrack, tags: Tags) -> tuple[str, int]:
        """Write one track, the next in order; return its SHA-256 in hexadecimal and its size in bytes."""
        if self._work.bitrate is not None:
            return self._write_mp3(path, track, tags, self._work.bitrate)
        from audiocoach.output.other_formats import FORMATS, write_audio
        from audiocoach.output.prove_file import prove_file
        from audiocoach.storage.digests import sha256_of

        start, end = self._at(track.start_ms), self._at(track.end_ms)
        own = self._part(track.start_ms, track.end_ms)
        size = write_audio(
            path,
            self._cuts.between(start, end, end),
            rate=self._layout.rate,
            channels=self._layout.channels,
            total_samples=end - start,
            tags=tags,
            prove=lambda written: prove_file(written, own, FORMATS[path.suffix.lower()].codec),
        )
        return sha256_of(path).hex(), size

    def _write_mp3(self, path: Path, track: SessionTrack, tags: Tags, bitrate: int) -> tuple[str, int]:
        from audiocoach.labels.tags.id3 import id3
        from audiocoach.output.mp3.encode_stream import encode_stream
        from audiocoach.output.mp3.frames import frames_for
        from audiocoach.output.mp3.writer import write_mp3

        first_ms = max(0, track.start_ms - LEAD_MS)
        last_ms = min(self._sounding.length_ms, track.end_ms + TAIL_MS)
        first, lead = self._at(first_ms), self._at(track.start_ms) - self._at(first_ms)
        total, frames = self._at(track.end_ms) - first, frames_for(self._layout)
        blocks = self._cuts.between(first, self._at(last_ms), self._at(max(0, track.end_ms - LEAD_MS)))
        placed = self._part(first_ms, last_ms).placed
        pieces = encode_stream(blocks, frames, bitrate, self._work.known, placed=placed)
        found: list[str] = []
        with replacing(path, whole=found.append) as file:
            # What begins behind its end is another track's; it was only there to be gone on to.
            own = ((at, piece) for at, piece in pieces if at < total)
            size = write_mp3(file, own, total, bitrate, id3(tags), frames, lead)
        return found[0], size

    def _at(self, milliseconds: int) -> int:
        return milliseconds * self._layout.rate // SECOND

    def _part(self, start_ms: int, end_ms: int) -> Sounding:
        """Give a part of the session's sound: what is placed in it, cut where it ends."""
        start, end = samples(start_ms), samples(end_ms)
        inside = (each for each in self._sounding.placed if each.at < end and each.end > start)
        placed = tuple(part for part in (_cut(each, start, end) for each in inside) if part.clip.pcm)
        return replace(self._sounding, length_ms=end_ms - start_ms, placed=placed)

    def _told(self) -> Iterator[bytes]:
        """Yield the session's samples, and tell how many seconds of how many are done."""
        second, done = self._layout.rate * self._layout.sample_bytes, 0
        for block in self._sounding.blocks():
            yield block
            done += len(block)
            if self._work.on_each is not None:
                self._work.on_each(done // second, -(-self._sounding.length_ms // SECOND))


def _cut(placed: Placed, start: int, end: int) -> Placed:
    """Cut what is placed in a session to the part between two samples, at 24 kHz, in whole milliseconds, and place it
    there.
    """
    first, last = max(placed.at, start), min(placed.end, end)
    last -= (last - first) % SAMPLES_PER_MS
    if (first, last) == (placed.at, placed.end):
        return Placed(first - start, placed.clip)
    pcm = placed.clip.pcm[(first - placed.at) * 2 : (last - placed.at) * 2]
    return Placed(first - start, replace(placed.clip, pcm=pcm))
