"""Whichever operation of the disk fails while a file of another kind is written: an error that says so, and no file."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import OutputError
from audiocoach.labels.tags.tags import Tags
from audiocoach.output.other_formats import FORMATS, write_audio
from tests.support.failing_system import failing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="operations of other systems are others")

RATE = 48_000
NOISE = np.random.default_rng(1).normal(0, 3000, RATE).astype("<i2").tobytes()

SAID = {
    "EIO": "input/output error",
    "ENOSPC": "the disk is full",
    "short": "the disk is full",
    "EACCES": "no permission",
}


def write(path: Path) -> None:
    write_audio(path, [NOISE], rate=RATE, channels=1, total_samples=RATE, tags=Tags(title="Noise"))


@pytest.fixture(autouse=True)
def many_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have libav hand over little at a time, so that some writes are in the middle of a file."""
    monkeypatch.setattr("audiocoach.output.other_formats.BUFFER", 2048)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("way", SAID)
def test_at_any_operation(tmp_path: Path, suffix: str, way: str) -> None:
    path = tmp_path / f"file{suffix}"
    with failing(tmp_path) as good:
        write(path)
    whole = path.read_bytes()
    assert good.steps.count("write") > 1, "libav's own writes are among them"
    for number, operation in enumerate(good.steps, 1):
        path.write_bytes(b"as it was")
        with failing(tmp_path, number, way):
            if operation.startswith("scandir") or number > len(good.steps) - 2:
                write(path)  # what others left, or the name on the disk at once: it is whole without
                assert path.read_bytes() == whole
                continue
            with pytest.raises(OutputError) as caught:
                write(path)
        assert SAID[way] in str(caught.value), operation
        assert [found.name for found in tmp_path.iterdir()] == [path.name], operation
        assert path.read_bytes() == b"as it was", operation


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_writes_that_take_a_part_at_a_time_make_the_same_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"file{suffix}"
    with failing(tmp_path) as good:
        write(path)
    whole = path.read_bytes()
    for number, operation in enumerate(good.steps, 1):
        if operation == "write":
            with failing(tmp_path, number, "part"):
                write(path)
            assert path.read_bytes() == whole
