"""Songs in step below the picture of a session: each where it is heard, with its name and its tempo."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from audiocoach.__main__ import main
from audiocoach.labels.pictures.canvas import Label, Picture, Rect
from audiocoach.labels.pictures.cover import save_picture
from audiocoach.labels.pictures.session_bars import cover
from audiocoach.labels.pictures.song_band import MARK, MOST_LINES, SHADES, over_songs
from audiocoach.music.in_step import Part, Song, in_step
from audiocoach.music.tempo import Tempo
from audiocoach.music.track import Track
from tests.support.colours import contrast
from tests.support.labelled_timelines import HOSTILE, timeline
from tests.support.made_songs import RATE, song
from tests.support.music_files import write_music

STEPS = "warm-up 1m Walk, 4 x (work 60s Run, rest 60s Walk)"
LENGTH_MS = 540_000
HEIGHT = 1400
"""Of the picture without songs."""


def a_song(name: str = "Song", wanted: int = 170) -> Song:
    track = Track(Path(f"{name.replace('/', ':')}.mp3"), 180 * RATE, -14.0)
    found = in_step(track, Tempo(84.0, 0.3, 1.0), wanted, 0.08)
    assert found is not None
    return found


def parts_of(*seconds: tuple[Song, float, float]) -> list[Part]:
    return [Part(which, round(start * RATE), round(end * RATE)) for which, start, end in seconds]


def drawn(parts: list[Part]) -> Picture:
    return over_songs(cover(timeline(STEPS)), parts, LENGTH_MS)


def bars(picture: Picture) -> list[Rect]:
    return [shape for shape in picture.shapes if isinstance(shape, Rect) and shape.y > HEIGHT and shape.fill != MARK]


def marks(picture: Picture) -> list[Rect]:
    return [shape for shape in picture.shapes if isinstance(shape, Rect) and shape.y > HEIGHT and shape.fill == MARK]


def texts(picture: Picture) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Label) and shape.y > HEIGHT]


def test_songs_are_bars_where_they_are_heard_and_jumps_are_marks_on_them() -> None:
    one, two = a_song("One"), a_song("Two")
    picture = drawn(parts_of((one, 60, 120), (one, 120, 240), (two, 240, 300), (one, 420, 540)))
    scale = 1400 / (LENGTH_MS / 1000)
    assert [(bar.x, round(bar.x + bar.width + 4)) for bar in bars(picture)] == [
        (round(start * scale), round(end * scale)) for start, end in ((60, 240), (240, 300), (420, 540))
    ]
    assert [mark.x for mark in marks(picture)] == [round(120 * scale)]
    assert all(one.fill != other.fill for one, other in pairwise(bars(picture)))
    assert texts(picture) == [
        "»", "1 One", "2 Two", "1 One",
        "1", "One", "84.0 → 85.0, x 2 = 170, + 1.2 %", "2", "Two", "84.0 → 85.0, x 2 = 170, + 1.2 %",
    ]  # fmt: skip


def test_what_is_drawn_is_seen_by_everybody() -> None:
    picture = drawn(parts_of((a_song("One"), 60, 240), (a_song("Two"), 240, 300)))
    assert all(contrast(shade, picture.background) >= 3 for shade in SHADES)
    assert all(contrast(MARK, shade) >= 4.5 for shade in SHADES)
    assert contrast(*SHADES) >= 1.8, "in lightness, whatever colours somebody sees"
    for label in (shape for shape in picture.shapes if isinstance(shape, Label) and shape.y > HEIGHT):
        assert label.fill == MARK or contrast(label.fill, picture.background) >= 4.5


@pytest.mark.parametrize("name", [*HOSTILE, "a\x1b[31m\u202eb", "\udcff\udcfe song"])
def test_a_strangers_name_is_text_with_room_for_it(name: str, tmp_path: Path) -> None:
    parts = parts_of((a_song(name), 60, 64), (a_song("Two"), 64, 200), (a_song(name), 200, 540))
    picture = drawn(parts)
    labels = [shape for shape in picture.shapes if isinstance(shape, Label) and shape.y > HEIGHT]
    bold = next(label for label in labels if label.bold)
    tempos = next(label for label in labels if label.anchor == "end")
    assert bold.x + bold.most < tempos.x - tempos.most
    assert all(label.x + label.most <= 1400 for label in labels if label.anchor == "start")
    found = timeline(STEPS)
    save_picture(found, tmp_path / "a.png", songs=parts)
    save_picture(found, tmp_path / "a.svg", songs=parts)
    root = ET.fromstring((tmp_path / "a.svg").read_bytes())  # noqa: S314
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "title", "rect", "text"}
    assert "\u202e" not in "".join(root.itertext())
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1400, picture.height)


def test_names_that_have_no_room_are_numbers_or_nothing() -> None:
    one, two = a_song("A long name of a song"), a_song("Two")
    picture = drawn(parts_of((one, 60, 62), (two, 62, 80), (one, 80, 125), (two, 125, 540)))
    assert texts(picture)[:3] == ["2", "1 A l…", "2 Two"]


def test_very_many_songs_are_counted() -> None:
    songs = [a_song(f"Song {number}") for number in range(MOST_LINES + 7)]
    picture = drawn(parts_of(*((each, 10 * n, 10 * n + 10) for n, each in enumerate(songs))))
    assert texts(picture)[-1] == "+ 7"
    assert f"Song {MOST_LINES - 1}" in texts(picture)
    assert f"Song {MOST_LINES}" not in texts(picture)
    assert all(shape.y < picture.height for shape in picture.shapes)
    assert bars(picture)[-1].x < 1400


def test_without_songs_a_picture_is_as_it_was(tmp_path: Path) -> None:
    found = timeline(STEPS)
    save_picture(found, tmp_path / "a.svg")
    save_picture(found, tmp_path / "b.svg", songs=())
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert 'width="1400" height="1400"' in (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.slow
def test_show_draws_the_songs_that_are_in_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("songs").mkdir()
    write_music(Path("songs/A & <b>.flac"), song(84.0, "straight", 32))
    script = (
        "session: S\nmusic: {folder: songs%s}\nsteps:\n  - warm-up 20s Walk\n  - {work: 40s, name: Run, cadence: 170}\n"
    )
    Path("s.yaml").write_text(script % ", tempo: cadence", encoding="utf-8")
    Path("plain.yaml").write_text(script % "", encoding="utf-8")
    for name in ("s.yaml", "plain.yaml"):
        assert main(["show", name, "--fast", "--picture", f"{name}.svg"]) == 0
    drawn_text = [each.text for each in ET.parse("s.yaml.svg").getroot().iter() if each.tag.endswith("}text")]  # noqa: S314
    assert drawn_text[-3:] == ["1", "A & <b>", "84.0 → 85.0, x 2 = 170, + 1.2 %"]
    assert drawn_text[-4] == "1 A & <b>"
    plain = Path("plain.yaml.svg").read_text(encoding="utf-8")
    assert "→" not in plain
    assert 'height="1400"' in plain
    Path("songs/A & <b>.flac").unlink()
    capsys.readouterr()
    assert main(["show", "s.yaml", "--fast", "--picture", "gone.svg"]) == 1
    assert "songs" in capsys.readouterr().err
    assert not Path("gone.svg").exists()
