"""Measure music files: how long and how loud they are. Each is decoded once from its beginning to its end, which also
shows whether it can be played; the results are kept for the next time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from math import isfinite
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from audiocoach.errors import SoundError
from audiocoach.music.arrangement import SHORTEST
from audiocoach.music.files import digest
from audiocoach.music.track import Track
from audiocoach.sound.decoding.entry_places import Place, Places
from audiocoach.sound.layout import RATE
from audiocoach.text.strange_json import read_json

if TYPE_CHECKING:
    from audiocoach.storage.store import Store

_REVISION = "music-2"
"""Part of every key: raise it when a file would be measured differently."""

_THREADS = 2
"""Decoding and numpy release Python's lock."""

_KIND = "loudness"


def measured(
    paths: Sequence[Path], store: Store, on_each: Callable[[int, int], None] | None = None
) -> dict[Path, Track | SoundError]:
    """Measure files, two at a time; the error of one that cannot be measured stands in its place.

    Args:
        paths: the files, each of them once.
        store: keeps how long and how loud a file is, by its content.
        on_each: called after each file with how many are done, and how many there are.
    """
    found: dict[Path, Track | SoundError] = {}
    given_up = Event()
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            # In the order of the request, so that errors are as well.
            for path, result in zip(paths, pool.map(lambda each: _measured(each, store, given_up), paths), strict=True):
                found[path] = result
                if on_each:
                    on_each(len(found), len(paths))
        finally:
            given_up.set()  # or else Ctrl-C would wait for an hour of music
    return found


class _GivenUp(Exception):
    """Raised in a measurement that nobody waits for any more."""


def _measured(path: Path, store: Store, given_up: Event) -> Track | SoundError:
    try:
        content = digest(path)
        key = sha256(f"{_REVISION} {content}".encode()).hexdigest()
        kept = store.get(_KIND, key)
        known = None if kept is None else _read(kept)
        if known is None:
            known = measure(path, given_up)
            store.put(_KIND, key, json.dumps(_written(known)).encode())
    except SoundError as error:
        return error
    samples, loudness, places = known
    return Track(path, samples, loudness, content, places=places)


_Known = tuple[int, float, tuple[Place, ...]]


def _written(known: _Known) -> object:
    """Write a measurement as JSON can say it."""
    samples, loudness, places = known
    return [samples, loudness, places[0].rate if places else 0, [[each.pts, each.count] for each in places]]


def _read(kept: bytes) -> _Known | None:
    """Read a kept measurement; None when it is not one."""
    try:
        samples, loudness, rate, places = read_json(kept)
        known = int(samples), float(loudness), tuple(Place(int(pts), int(count), int(rate)) for pts, count in places)
    except (ValueError, TypeError, OverflowError):
        return None
    good = all(each.count >= 0 and each.rate > 0 for each in known[2])
    return known if known[0] >= SHORTEST and isfinite(known[1]) and good else None


def measure(path: Path, given_up: Event) -> _Known:
    """Decode a whole file; return its length in samples at 48 kHz, its integrated loudness in LUFS, and its places.

    Raises `_GivenUp` as soon as `given_up` is set.

    Raises:
        SoundError: when it cannot be played to its end, is silent, or too short to be music.
    """
    from audiocoach.sound.decoding.decode import blocks
    from audiocoach.sound.loudness import Meter

    meter, samples, places = Meter(RATE, 2, peaks=False), 0, Places()
    # One long file is the usual case: the next block is decoded while this one is measured.
    with closing(blocks(path, places)) as stream, ThreadPoolExecutor(1) as decoder:
        coming = decoder.submit(next, stream, None)
        while (block := coming.result()) is not None:
            if given_up.is_set():
                raise _GivenUp
            coming = decoder.submit(next, stream, None)
            meter.add(block.T)
            samples += block.shape[1]
    if samples < SHORTEST:
        raise SoundError(f"{path}: this lasts {samples / RATE:.1f} s, too short for music; choose a longer file")
    loudness = meter.integrated()
    if loudness == float("-inf"):
        raise SoundError(f"{path}: this music is silent; choose another file")
    return samples, loudness, places.places
