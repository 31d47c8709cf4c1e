"""Songs in step below the picture of a session: when each is heard, where it jumps, and a line for each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from audiocoach.labels.pictures.canvas import Label, Picture, Rect, about_width, shortened
from audiocoach.music.in_step import Part, Song
from audiocoach.shown import shown
from audiocoach.sound.layout import SAMPLES_PER_MS

SHADES = ("#b7c4d1", "#7388a0")
"""Of songs that follow each other, in turn: they differ in lightness alone, which everybody sees."""

INK, QUIET, MARK = "#ffffff", "#b7c4d1", "#0b131c"
"""Of what is written on the ground of the picture, the second for what matters less, and of marks on the shades."""

MOST_LINES = 40
"""Songs that have a line; of further ones it is told how many they are."""

_MARGIN = 90
_ABOVE, _BAND, _NAMES, _BELOW = 28, 52, 64, 44
_LINE, _SIZE, _SMALL = 52, 34, 30
_GAP = 4
_JUMP, _JUMP_ROOM = "»", 24


def over_songs(picture: Picture, parts: Sequence[Part], length_ms: int) -> Picture:
    """Extend a picture, as wide as a session of `length_ms`, by the songs that are heard in it.

    A song is a bar below its steps, with its number and its name where there is room; it is lighter or darker than the
    one before it. Where it jumps, the bar is marked. Below are the songs by their numbers, with their tempos.
    """
    numbers: dict[Song, int] = {}
    for part in parts:
        numbers.setdefault(part.song, len(numbers) + 1)
    top = picture.height + _ABOVE
    band = list(_band(parts, numbers, top, picture.width / (length_ms * SAMPLES_PER_MS)))
    top += _BAND + _NAMES
    lines = list(_lines(numbers, top, picture.width))
    height = top + _LINE * min(len(numbers), MOST_LINES + 1) + _BELOW
    return replace(picture, height=height, shapes=(*picture.shapes, *band, *lines))


def _band(parts: Sequence[Part], numbers: Mapping[Song, int], top: int, scale: float) -> Iterator[Rect | Label]:
    """Draw each song from where it begins until another one does, or nothing."""
    for turn, run in enumerate(_runs(parts)):
        left, right = round(run[0].start * scale), round(run[-1].end * scale)
        yield Rect(left, top, max(2, right - left - _GAP), _BAND, SHADES[turn % len(SHADES)])
        for part in run[1:]:
            at, wide = round(part.start * scale), (part.end - part.start) * scale
            yield Rect(at, top, 4, _BAND / 2, MARK)
            if wide >= _JUMP_ROOM:
                yield Label(at + 4, top + _BAND - 6, _JUMP, _SMALL, MARK, bold=True, most=_JUMP_ROOM)
        number, room = str(numbers[run[0].song]), right - left - 3 * _GAP
        named = shortened(f"{number} {shown(run[0].song.name)}", room, _SMALL)
        if text := named if len(named) > len(number) + 3 else number if about_width(number, _SMALL) <= room else "":
            yield Label(left, top + _BAND + _SMALL + 6, text, _SMALL, QUIET, most=room)


def _runs(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield the parts of a song that are heard one after the other, with nothing but jumps between them."""
    run: list[Part] = []
    for part in parts:
        if run and (part.song != run[-1].song or part.start != run[-1].end):
            yield run
            run = []
        run.append(part)
    yield run


def _lines(numbers: Mapping[Song, int], top: float, width: int) -> Iterator[Label]:
    """Write a line for each song: its number, its name and its tempos."""
    left, right = _MARGIN + 70, width - _MARGIN
    for song, number in list(numbers.items())[:MOST_LINES]:
        y = top + _LINE * (number - 1) + _SIZE
        tempos = about_width(song.tempos, _SIZE)
        room = right - left - tempos - _MARGIN / 2
        yield Label(_MARGIN, y, str(number), _SIZE, QUIET)
        yield Label(left, y, shortened(shown(song.name), room, _SIZE), _SIZE, INK, bold=True, most=room)
        yield Label(right, y, song.tempos, _SIZE, QUIET, "end", most=tempos)
    if len(numbers) > MOST_LINES:
        yield Label(left, top + _LINE * MOST_LINES + _SIZE, f"+ {len(numbers) - MOST_LINES}", _SIZE, QUIET)
