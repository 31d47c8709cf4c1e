"""Prepare music: from what a script or the command line requests to a bed ready to mix, all errors beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import SoundError
from audiocoach.music.arrangement import CHANGE, STUB, Stretch, Timed, Tracks, lay_out, told
from audiocoach.music.ducking import DEPTH_DB
from audiocoach.music.files import Problems, Wanted, wanted
from audiocoach.music.track import Track
from audiocoach.music.tracks import measured
from audiocoach.sound.layout import SAMPLES_PER_MS
from audiocoach.vocabulary import KINDS

if TYPE_CHECKING:
    from audiocoach.script.sound_wishes import MusicWish
    from audiocoach.storage.store import Store

VOICE_LUFS = -16.0
"""The loudness of the voice in stereo, to which the music's is relative."""

LEVEL_DB = -6.0
"""The music is 6 dB below the voice where nobody speaks, and 18 dB where somebody does."""


@dataclass(frozen=True, slots=True)
class Bed:
    """Music laid out over a session of `length_ms`: what plays when, how loud (LUFS), how far down under words (dB).

    `notes` are for the runner, such as that the music repeats.
    """

    length_ms: int
    stretches: tuple[Stretch, ...] = ()
    loudness: float = VOICE_LUFS + LEVEL_DB
    duck_db: float = DEPTH_DB
    notes: tuple[str, ...] = ()

    def gain(self, track: Track) -> float:
        """Return the factor that brings a track to the bed's loudness."""
        return float(10 ** ((self.loudness - track.loudness) / 20))


def prepare(
    wish: MusicWish,
    intervals: Sequence[Timed],
    length_ms: int,
    store: Store,
    on_each: Callable[[int, int], None] | None = None,
) -> Bed:
    """Find the requested files, measure them, and lay them out over a session.

    In a folder, only as many files as the session needs are measured; named files are all measured.

    Args:
        wish: what the script says, or `MusicWish(file=…)` for paths from the command line.
        intervals: the session's steps in time, one after another.
        length_ms: the session's length.
        store: keeps what was measured.
        on_each: called as files are measured, with how many are done and how many there are.

    Raises:
        ScriptError: all that is wrong with the files of a script, with the place of each.
        SoundError: all that is wrong with those of the command line.
    """
    problems = Problems()
    files = wanted(wish, problems)
    left_out: dict[str, None] = {}
    found = _measured(files, _needed(files, intervals), problems, left_out, store, on_each)
    problems.tell()
    lists = {kind: found[key] for kind in KINDS if (key := _key(files, kind))}
    level, duck = (wish.level, wish.duck)
    return Bed(
        length_ms,
        lay_out(lists, intervals, loop=wish.loop),
        VOICE_LUFS + (LEVEL_DB if level is None else level),
        -abs(DEPTH_DB if duck is None else duck),  # "12dB" can only mean down
        (*left_out, *told(_names(files, lists), lists, intervals, loop=wish.loop)),
    )


def _key(files: Mapping[str, object], kind: str) -> str:
    """Return the key whose files a kind of step plays; empty for silence."""
    return kind if kind in files else "file" if "file" in files else ""


def _needed(files: Mapping[str, object], intervals: Sequence[Timed]) -> dict[str, int]:
    """Return how many samples the files of each key play at most."""
    needed = dict.fromkeys(files, 0)
    for interval in intervals:
        if key := _key(files, interval.kind):
            needed[key] += (interval.end_ms - interval.start_ms) * SAMPLES_PER_MS + CHANGE
    return needed


def _measured(
    files: Mapping[str, list[Wanted]],
    needed: Mapping[str, int],
    problems: Problems,
    left_out: dict[str, None],
    store: Store,
    on_each: Callable[[int, int], None] | None,
) -> dict[str, Tracks]:
    """Return the tracks of each key, as far as they are needed; what is wrong is noted.

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
                if length >= needed[key]:
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


def _names(files: Mapping[str, object], lists: Mapping[str, Tracks]) -> dict[str, str]:
    """Return what to call the music of each kind."""
    if list(files) == ["file"]:
        return dict.fromkeys(lists, "the music")
    sharing: dict[Tracks, list[str]] = {}
    for kind in (kind for kind in lists if kind in files):
        sharing.setdefault(lists[kind], []).append(kind)
    own = {tracks: " and ".join(kinds) for tracks, kinds in sharing.items()}
    return {kind: f"the music for {own[tracks] if kind in files else 'other steps'}" for kind, tracks in lists.items()}
