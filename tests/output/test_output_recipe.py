"""A kind of file more, by the recipe in CONTRIBUTING: a line and a word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import av
import pytest

import audiocoach
from audiocoach.output.other_formats import FORMATS
from audiocoach.vocabulary import AUDIO_SUFFIXES

SCRIPT = "session: T\nvoice: {engine: tone}\nsteps: [work 5s Run, rest 5s]\n"


def test_the_suffixes_of_the_vocabulary_are_those_that_can_be_written() -> None:
    assert (".mp3", *FORMATS) == AUDIO_SUFFIXES


@pytest.mark.slow
def test_a_line_and_a_suffix_make_another_kind_of_file(tmp_path: Path) -> None:
    package = tmp_path / "changed" / "audiocoach"
    shutil.copytree(Path(audiocoach.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("scripts", "sounds"):
        shutil.copytree(Path(audiocoach.__file__).parents[1] / folder, tmp_path / "changed" / folder)
    formats, vocabulary = package / "output" / "other_formats.py", package / "vocabulary.py"
    line = '    ".flac": Format("FLAC", "flac", "flac"),\n'
    assert line in formats.read_text(encoding="utf-8")
    more = line + '    ".mka": Format("Matroska", "matroska", "flac"),\n'
    formats.write_text(formats.read_text(encoding="utf-8").replace(line, more), encoding="utf-8")
    assert '".flac", ' in vocabulary.read_text(encoding="utf-8")
    words = vocabulary.read_text(encoding="utf-8").replace('".flac", ', '".flac", ".mka", ')
    vocabulary.write_text(words, encoding="utf-8")

    (tmp_path / "run.yaml").write_text(SCRIPT)
    command = [sys.executable, "-P", "-m", "audiocoach", "render", "run.yaml", "-o"]
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    for target in ("run.flac", "run.mka"):
        subprocess.run([*command, target], cwd=tmp_path, env=environment, check=True)
    flac, matroska = (samples(tmp_path / name) for name in ("run.flac", "run.mka"))
    assert len(flac) == 10 * 24_000 * 2
    assert matroska == flac


def samples(path: Path) -> bytes:
    """All of a file's samples, 16 bits each."""
    with av.open(str(path)) as container:
        return b"".join(frame.to_ndarray().tobytes() for frame in container.decode(audio=0))
