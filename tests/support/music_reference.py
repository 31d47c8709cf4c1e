"""The mix as it is meant, by another way: whole arrays of float64, nothing in blocks, no code of the music's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from audiocoach.sound.clip import Clip
from audiocoach.sound.resample import resample
from tests.support.music_files import Step

RATE = 48_000
JOIN, CHANGE = RATE // 20, RATE // 2


def ducked(words_ms: Sequence[tuple[int, int]], depth: float, at: np.ndarray) -> np.ndarray:
    """Return the gain in dB at samples `at`, by the distance to the nearest words, after near words are joined."""
    joined: list[list[int]] = []
    for start, end in sorted(words_ms):
        if joined and start - joined[-1][1] < 1500:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    found = np.zeros(len(at))
    for start, end in joined:
        before = np.clip((start * 48 - at) / (250 * 48), 0, 1)
        after = np.clip((at - end * 48 + 1) / (650 * 48), 0, 1)
        found += depth * (0.5 + 0.5 * np.cos(np.pi * np.maximum(before, after)))
    return found


def rising(count: int) -> np.ndarray:
    """Return `count` factors from 0 to 1 with equal power."""
    return np.sin((np.arange(count) + 0.5) / count * np.pi / 2)[:, None]


def tape(tracks: Sequence[np.ndarray], length: int, *, loop: bool = True) -> np.ndarray:
    """Lay tracks (n, 2) one after another, over and over, each passing into the next within 50 ms."""
    found = tracks[0].copy()
    number = 1
    while len(found) < length and (loop or number < len(tracks)):
        following = tracks[number % len(tracks)]
        join = found[-JOIN:] * rising(JOIN)[::-1] + following[:JOIN] * rising(JOIN)
        found = np.concatenate((found[:-JOIN], join, following[JOIN:]))
        number += 1
    return found[:length]


def bed(tracks: dict[str, Sequence[np.ndarray]], intervals: Sequence[Step]) -> np.ndarray:
    """Lay out a session's music before it is ducked: by kind, each list from where it stopped, at its own level."""
    total = intervals[-1].end_ms * 48
    found = np.zeros((total, 2))
    tapes = {kind: tape(each, 2 * total + RATE) for kind, each in tracks.items()}
    stopped = dict.fromkeys(tracks, 0)
    turns: list[list] = []
    for step in intervals:
        if turns and turns[-1][0] == step.kind:
            turns[-1][2] = step.end_ms * 48
        else:
            turns.append([step.kind, step.start_ms * 48, step.end_ms * 48])
    for kind, start, end in turns:
        if kind not in tracks:
            continue
        length = min(end + CHANGE, total) - start
        piece = tapes[kind][stopped[kind] : stopped[kind] + length].copy()
        stopped[kind] += length
        fades = np.array([2 * RATE if start == 0 else CHANGE, 4 * RATE if start + length == total else CHANGE])
        fade_in, fade_out = fades if fades.sum() <= length else fades * length // fades.sum()
        piece[:fade_in] *= rising(fade_in)
        piece[length - fade_out :] *= rising(fade_out)[::-1]
        found[start : start + length] += piece
    return found


def mix(
    music: np.ndarray, placed: Sequence[tuple[int, Clip]], words_ms: Sequence[tuple[int, int]], depth: float = -12.0
) -> np.ndarray:
    """Sum the music, ducked under words, and the words: (n, 2), not limited."""
    found = music * 10 ** (ducked(words_ms, depth, np.arange(len(music))) / 20)[:, None]
    for at, clip in placed:
        sound = resample(np.frombuffer(clip.pcm, "<i2") / 32768, 24_000, RATE)
        found[2 * at : 2 * at + len(sound)] += sound[:, None]
    return found
