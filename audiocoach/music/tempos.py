"""Measure the tempo of music files: what their tags say is looked for first, and what was found is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from math import isfinite
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from audiocoach.errors import SoundError
from audiocoach.music.in_step import SURE
from audiocoach.music.tempo import FASTEST, SLOWEST, Tempo, tempo_of
from audiocoach.music.track import Track
from audiocoach.text.strange_json import read_json

if TYPE_CHECKING:
    from audiocoach.storage.store import Store

_REVISION = "tempo-4"
"""Part of every key: raise it when a file's tempo would be found differently."""

_KIND = "tempo"
_THREADS = 2
_TAGS = ("tbpm", "bpm", "tmpo")
"""What ID3, Vorbis comments and MP4 call it."""

_TAGGED = (20.0, 400.0)
"""Beats a minute that a tag may say; what else stands there is a slip, or 0 for not known."""


def tempos_of(
    tracks: Sequence[Track], store: Store, on_each: Callable[[int, int], None] | None = None
) -> dict[Path, Tempo | None]:
    """Find the tempo of each track, two at a time; None for music that is too short or has none.

    Args:
        tracks: the music, measured.
        store: keeps what was found, by a file's content.
        on_each: called after each with how many are done, and how many there are.

    Raises:
        SoundError: when a file is no longer as it was measured.
    """
    different = list({track.path: track for track in tracks}.values())
    found: dict[Path, Tempo | None] = {}
    given_up = Event()
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            each_found = pool.map(lambda each: _tempo(each, store, given_up), different)
            for track, tempo in zip(different, each_found, strict=True):
                found[track.path] = tempo
                if on_each:
                    on_each(len(found), len(different))
        finally:
            given_up.set()
    return found


def _tempo(track: Track, store: Store, given_up: Event) -> Tempo | None:
    key = sha256(f"{_REVISION} {track.digest}".encode()).hexdigest()
    kept = store.get(_KIND, key)
    if kept is not None and (known := _read(kept)) is not None:
        return known[0]
    tempo = measure_tempo(track.path, given_up)
    store.put(_KIND, key, json.dumps([tempo.beats, tempo.first, tempo.sure] if tempo else []).encode())
    return tempo


def _read(kept: bytes) -> tuple[Tempo | None] | None:
    """Read what was kept, which may be that there is no tempo; None when it is nothing that was kept."""
    try:
        numbers = [float(each) for each in read_json(kept)]
        if not numbers:
            return (None,)
        tempo = Tempo(*numbers)
    except (ValueError, TypeError, OverflowError):
        return None
    plausible = all(map(isfinite, numbers)) and SLOWEST / 1.1 < tempo.beats < FASTEST * 1.1 and tempo.first >= 0
    return (tempo,) if plausible else None


def measure_tempo(path: Path, given_up: Event | None = None) -> Tempo | None:
    """Decode a whole file and find its tempo.

    Raises:
        SoundError: when it cannot be played to its end, or nobody waits for it any more.
    """
    from audiocoach.music.onsets import Onsets
    from audiocoach.sound.decoding.decode import blocks

    onsets = Onsets()
    with closing(blocks(path)) as stream:
        for block in stream:
            if given_up is not None and given_up.is_set():
                raise SoundError(f"{path}: given up")
            onsets.add(block)
    curves, near = onsets.curves(), tagged(path)
    found = tempo_of(curves, near)
    if near is None or (found is not None and found.sure >= SURE):
        return found
    alone = tempo_of(curves)  # what the tag says is not what is heard
    return max((each for each in (found, alone) if each is not None), key=lambda each: each.sure, default=None)


def tagged(path: Path) -> float | None:
    """Return the beats a minute that a file's tags say; None where they say nothing that can be.

    Raises:
        SoundError: when it cannot be opened.
    """
    from audiocoach.sound.decoding.opening import opened

    with opened(path) as (container, stream):
        tags: Mapping[str, str] = {**container.metadata, **stream.metadata}
    for name, value in tags.items():
        if name.lower() in _TAGS:
            try:
                beats = float(value.strip().replace(",", "."))
            except ValueError:
                continue
            if _TAGGED[0] <= beats <= _TAGGED[1]:
                return beats
    return None
