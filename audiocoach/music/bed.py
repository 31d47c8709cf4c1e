"""Prepare music: from what a script or the command line requests to a bed ready to mix, all errors beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.errors import SoundError
from audiocoach.music.arrangement import JOIN, Playing, Stretch, Timed, Tracks, lay_out, length_of, span, told
from audiocoach.music.ducking import DEPTH_DB
from audiocoach.music.files import Problems, wanted
from audiocoach.music.gathering import gathered, key_of, needed_of
from audiocoach.music.in_step import BACK, Part
from audiocoach.music.step_plan import Metronomes, plan_steps
from audiocoach.music.tempos import tempos_of
from audiocoach.music.track import Track
from audiocoach.music.waiting import REWIND_MS, lay_out_waiting
from audiocoach.sound.layout import SAMPLES_PER_MS
from audiocoach.sound.stretching import most
from audiocoach.storage.installation import how_to_add
from audiocoach.vocabulary import KINDS

if TYPE_CHECKING:
    from audiocoach.script.sound_wishes import MusicWish
    from audiocoach.storage.store import Store

VOICE_LUFS = -16.0
"""The loudness of the voice in stereo, to which the music's is relative."""

LEVEL_DB = -6.0
"""The music is 6 dB below the voice where nobody speaks, and 18 dB where somebody does."""

Names = tuple[str, ...]
"""The files and folders of a list, as they are named: what tells, in the next session, which music it was."""


@dataclass(frozen=True, slots=True)
class Bed:
    """Music laid out over a session of `length_ms`: what plays when, how loud (LUFS), how far down under words (dB).

    `notes` are for the runner, such as that the music repeats. `heard` tells how far each list has been played when the
    session ends, in samples from the list's begin, and `most_back` how far back a file is read again, in samples.
    `in_step` has the starts (ms) of the steps whose beat is the music's, so that no metronome is heard in them, and
    `parts` the songs that are in step, as they are heard, in order.
    """

    length_ms: int
    stretches: tuple[Stretch, ...] = ()
    loudness: float = VOICE_LUFS + LEVEL_DB
    duck_db: float = DEPTH_DB
    notes: tuple[str, ...] = ()
    heard: tuple[tuple[Names, int], ...] = ()
    in_step: frozenset[int] = frozenset()
    parts: tuple[Part, ...] = ()
    most_back: int = 0

    def gain(self, track: Track) -> float:
        """Return the factor that brings a track to the bed's loudness."""
        return float(10 ** ((self.loudness - track.loudness) / 20))


def prepare(
    wish: MusicWish,
    intervals: Sequence[Timed],
    length_ms: int,
    store: Store,
    on_each: Callable[[int, int], None] | None = None,
    *,
    spans_ms: Iterable[tuple[int, int]] = (),
    heard: Mapping[Names, int] | None = None,
    metronomes: Metronomes | None = None,
) -> Bed:
    """Find the requested files, measure them, and lay them out over a session.

    In a folder, only as many files as the session needs are measured; named files are all measured, and so are all of
    a story, of which it is told how much is left over.

    Args:
        wish: what the script says, or `MusicWish(file=…)` for paths from the command line.
        intervals: the session's steps in time, one after another.
        length_ms: the session's length.
        store: keeps what was measured.
        on_each: called as files are measured, with how many are done and how many there are.
        spans_ms: when words and signals begin and end, from the session's start: a bed that waits is silent then.
        heard: how far the sessions before this one have played each list; None: there are none before.
        metronomes: those of the steps, for music in step.

    Raises:
        ScriptError: all that is wrong with the files of a script, with the place of each.
        SoundError: all that is wrong with those of the command line.
    """
    problems = Problems()
    files = wanted(wish, problems)
    left_out: dict[str, None] = {}
    needed = None if wish.tempo or _is_story(wish) else needed_of(files, intervals)
    found = gathered(files, needed, problems, left_out, store, on_each)
    _check_from(wish, found, problems)
    problems.tell()
    lists = {kind: found[key] for kind in KINDS if (key := key_of(files, kind))}
    level, duck = wish.level, -abs(DEPTH_DB if wish.duck is None else wish.duck)  # "12dB" can only mean down
    loudness = VOICE_LUFS + (LEVEL_DB if level is None else level)
    if wish.tempo:
        tempos = tempos_of([track for tracks in found.values() for track in tracks], store, on_each)
        plan = plan_steps(wish, lists, intervals, metronomes or {}, tempos, most(), how_to_add("stretch"))
        notes = (*left_out, *plan.notes)
        return Bed(
            length_ms,
            plan.stretches,
            loudness,
            duck,
            notes,
            in_step=plan.starts,
            parts=plan.parts,
            most_back=BACK,
        )
    rewind_ms = REWIND_MS if wish.rewind is None else wish.rewind
    playing = {found[key]: _playing(wish, key, found[key], heard or {}, rewind_ms) for key in files}
    began = {tracks: each.position for tracks, each in playing.items()}
    if wish.waits:
        stretches = lay_out_waiting(lists, intervals, spans_ms, playing, rewind_ms)
    else:
        stretches = lay_out(lists, intervals, playing=playing)
    names = _names(files, lists)
    told_of = told(names, lists, intervals, loop=wish.loop)
    if _is_story(wish):
        told_of = _told_of_story(wish, names, lists, began, playing, first=heard is None)
    return Bed(
        length_ms,
        stretches,
        loudness,
        0.0 if wish.waits else duck,
        (*left_out, *told_of),
        tuple((wish.lists[key], playing[found[key]].position) for key in files),
        most_back=rewind_ms * SAMPLES_PER_MS if wish.waits else 0,
    )


def _is_story(wish: MusicWish) -> bool:
    """Tell whether it matters which part of the music is heard."""
    return wish.waits or wish.resume or wish.begin is not None


def _check_from(wish: MusicWish, found: Mapping[str, Tracks], problems: Problems) -> None:
    """Note a list that is over before the moment from which it is to be heard."""
    begin = (wish.begin or 0) * SAMPLES_PER_MS
    for tracks in found.values():
        if tracks and begin >= (length := length_of(tracks)):
            message = f"the music lasts {span(length)}, and is to begin at {span(begin)}"
            problems.note(SoundError(message, "choose an earlier 'from'"), wish.value_place("from"))


def _playing(wish: MusicWish, key: str, tracks: Tracks, heard: Mapping[Names, int], rewind_ms: int) -> Playing:
    """Return a list at the place where it is to go on."""
    before = heard.get(wish.lists[key]) if wish.resume else None
    if before is None:
        return Playing(tracks, loop=wish.loop, begin=(wish.begin or 0) * SAMPLES_PER_MS)
    playing = Playing(tracks, loop=wish.loop, begin=before)
    if wish.waits:
        playing.rewind(rewind_ms * SAMPLES_PER_MS)
    return playing


def _told_of_story(
    wish: MusicWish,
    names: Mapping[str, str],
    lists: Mapping[str, Tracks],
    began: Mapping[Tracks, int],
    playing: Mapping[Tracks, Playing],
    *,
    first: bool,
) -> list[str]:
    """Return notes for the runner: from where to where the story is heard, and what is left of it."""
    notes: dict[str, None] = {}
    for kind, tracks in lists.items():
        name, begin, end, length = names[kind], began[tracks], playing[tracks].position, length_of(tracks)
        if wish.loop:  # heard to its end in sessions before, it has begun again
            rounds = begin // playing[tracks].round
            begin, end = begin - rounds * playing[tracks].round, end - rounds * playing[tracks].round
        if end == begin:
            over = begin >= length - JOIN
            notes[f"{name} is over" if over else f"{name} is not played: there is no room for it"] = None
        elif end < length - JOIN:
            heard = f"from {span(begin)} to {span(end)} of {span(length)}"
            notes[f"{name} is heard {heard}: {span(length - end)} is left over"] = None
        else:
            then = "it repeats" if wish.loop else "then there is silence"
            notes[f"{name} is heard from {span(begin)} to its end at {span(length)}: {then}"] = None
    if wish.resume and first:
        notes["the music begins anew: 'resume' goes on where the sessions before it in a programme end"] = None
    return list(notes)


def _names(files: Mapping[str, object], lists: Mapping[str, Tracks]) -> dict[str, str]:
    """Return what to call the music of each kind."""
    if list(files) == ["file"]:
        return dict.fromkeys(lists, "the music")
    sharing: dict[Tracks, list[str]] = {}
    for kind in (kind for kind in lists if kind in files):
        sharing.setdefault(lists[kind], []).append(kind)
    own = {tracks: " and ".join(kinds) for tracks, kinds in sharing.items()}
    return {kind: f"the music for {own[tracks] if kind in files else 'other steps'}" for kind, tracks in lists.items()}
