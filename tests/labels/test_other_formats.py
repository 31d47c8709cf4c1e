"""What files of other kinds than MP3 say of their session, and that the sound in them stays as it is."""

from __future__ import annotations

import io
from pathlib import Path

import av
import mutagen
import numpy as np
import pytest
from PIL import Image

from audiocoach.labels.embedded.archive import Archive, packed
from audiocoach.labels.embedded.take_out import archive_in
from audiocoach.labels.tags.tags import Tags, tags_of
from audiocoach.output.other_formats import FORMATS, write_audio
from audiocoach.timeline.chapters import flat
from tests.support.decoders import by_pyav
from tests.support.labelled_timelines import HOSTILE, timeline

RATE = 24_000
STEPS = "work 2s Run, 3 x (work 1s Run, rest 1s Walk)"
SOUND = np.random.default_rng(1).integers(-9000, 9000, 8 * RATE).astype("<i2").tobytes()
SCRIPT = Archive({"s.yaml": b"session: x\n" * 50}, ("s.yaml",), ("music: a.mp3",), "9")

each_kind = pytest.mark.parametrize("suffix", FORMATS)


def full(title: str = "Läufe") -> Tags:
    found = tags_of(timeline(STEPS, title, coach="none"))
    fields = {name: getattr(found, name) for name in Tags.__dataclass_fields__}
    return Tags(**{**fields, "archive": packed(SCRIPT)})


def write(path: Path, tags: Tags | None) -> None:
    write_audio(path, [SOUND], rate=RATE, channels=1, total_samples=8 * RATE, tags=tags)


@pytest.mark.slow
@each_kind
def test_no_sample_is_another_for_what_a_file_says(tmp_path: Path, suffix: str) -> None:
    write(tmp_path / f"bare{suffix}", None)
    write(tmp_path / f"full{suffix}", full())
    bare = by_pyav(tmp_path / f"bare{suffix}")
    assert np.array_equal(bare, by_pyav(tmp_path / f"full{suffix}"))
    assert len(bare) in (8 * RATE, 16 * RATE)
    lengths = [mutagen.File(tmp_path / f"{name}{suffix}").info.length for name in ("bare", "full")]
    assert lengths[0] == lengths[1]


@pytest.mark.slow
@each_kind
def test_the_same_tags_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in "ab":
        write(tmp_path / f"{name}{suffix}", full())
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.slow
@each_kind
@pytest.mark.parametrize("title", ["Läufe", HOSTILE[0], HOSTILE[5]])
def test_chapters_cover_and_script_are_where_players_look(tmp_path: Path, suffix: str, title: str) -> None:
    path = tmp_path / f"a{suffix}"
    tags = full(title)
    write(path, tags)
    wanted = [(each.start_ms, each.title) for each in flat(tags.chapters)]
    assert wanted == [(each.start_ms, each.title) for each in flat(timeline(STEPS, title, coach="none").chapters)]
    with av.open(str(path)) as container:
        found = [
            (int(each["start"] * each["time_base"] * 1000), each["metadata"]["title"]) for each in container.chapters()
        ]
        metadata = {**container.metadata, **container.streams.audio[0].metadata}
        (cover,) = container.streams.video
        assert (cover.width, cover.height) == (1400, 1400)
    if suffix == ".flac":
        comments = mutagen.File(path).tags
        found = [
            (round(float(comments[f"CHAPTER{number:03}"][0][6:]) * 1000), comments[f"CHAPTER{number:03}NAME"][0])
            for number in range(len(wanted))
        ]
    assert found == wanted
    assert metadata["title"] == title
    assert metadata["genre"] == "Workout"
    assert archive_in(path) == SCRIPT


def test_the_cover_in_an_m4a_is_the_picture(tmp_path: Path) -> None:
    tags = full()
    write(tmp_path / "a.m4a", tags)
    (cover,) = mutagen.File(tmp_path / "a.m4a")["covr"]
    assert bytes(cover) == tags.cover
    assert Image.open(io.BytesIO(cover)).format == "PNG"
