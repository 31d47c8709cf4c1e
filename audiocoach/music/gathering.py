"""Gather the music of a session: measure of each list as many files as it plays, and tell what cannot be played."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import SoundError
from audiocoach.music.arrangement import CHANGE, STUB, Timed, Tracks
from audiocoach.music.files import Problems, Wanted
from audiocoach.music.track import Track
from audiocoach.music.tracks import measured
from audiocoach.sound.layout import SAMPLES_PER_MS

if TYPE_CHECKING:
    from audiocoach.storage.store import Store


def key_of(files: Mapping[str, object], kind: str) -> str:
    """Return the key whose files a kind of step plays; empty for silence."""
    return kind if kind in files else "file" if "file" in files else ""


def needed_of(files: Mapping[str, object], intervals: Sequence[Timed]) -> dict[str, int]:
    """Return how many samples the files of each key play at most."""
    needed = dict.fromkeys(files, 0)
    for interval in intervals:
        if key := key_of(files, interval.kind):
            needed[key] += (interval.end_ms - interval.start_ms) * SAMPLES_PER_MS + CHANGE
    return needed


def gathered(
    files: Mapping[str, list[Wanted]],
    needed: Mapping[str, int] | None,
    problems: Problems,
    left_out: dict[str, None],
    store: Store,
    on_each: Callable[[int, int], None] | None,
) -> dict[str, Tracks]:
    """Return the tracks of each key, as far as they are `needed` (all, where that is None); what is wrong is noted.

    What cannot be played is `left_out` where it was found in a folder that holds other music, and a problem elsewhere.
    """
    total = len({file.path for each in files.values() for file in each})
    known: dict[Path, Track | SoundError] = {}

    def measure(paths: list[Path]) -> None:
        new = list(dict.fromkeys(path for path in paths if path not in known))
        before = len(known)
        known.update(measured(new, store, on_each and (lambda done, _: on_each(before + done, total))))

    measure([file.path for each in files.values() for file in each if file.named])
    found: dict[str, Tracks] = {}
    for key, wanted_files in files.items():
        tracks, length, unplayable = [], 0, Problems()
        for number, file in enumerate(wanted_files):
            if not file.named:
                if needed is not None and length >= needed[key]:
                    continue
                # Two at a time, as there are two threads.
                measure([each.path for each in wanted_files[number : number + 2] if not each.named])
            track = known[file.path]
            if not isinstance(track, SoundError):
                tracks.append(track)
                length += track.samples - STUB
            else:
                (problems if file.named else unplayable).note(track, file.where)
        if tracks:
            left_out |= dict.fromkeys(f"left out: {message}" for message in unplayable.messages())
        else:
            problems.take(unplayable)
        found[key] = tuple(tracks)
    return found
