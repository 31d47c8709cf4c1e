"""Whichever operation of the disk fails while a file of another kind is written: an error that says so, and no file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from attacks.failing_disk import Disk
from audiocoach.errors import OutputError
from audiocoach.rendering.session import render
from audiocoach.script.load import parse_session

SESSION = parse_session("session: Short\nvoice: {engine: tone}\nsteps:\n  - work 5s Run\n")


@pytest.mark.skipif(os.name != "posix", reason="operations of other systems are others")
@pytest.mark.parametrize("suffix", [".flac", ".m4a", ".wav"])
@pytest.mark.parametrize("way", ["EIO", "ENOSPC"])
def test_at_any_operation(tmp_path: Path, suffix: str, way: str) -> None:
    path = tmp_path / f"file{suffix}"
    good = Disk(tmp_path)
    with good.in_place():
        render(SESSION, path)
    whole = path.read_bytes()
    assert len(good.done) >= 3
    for at, operation in enumerate(good.done):
        path.write_bytes(b"as it was")
        with Disk(tmp_path, at, way).in_place():
            if operation == "fsync" and at == len(good.done) - 1:  # of the folder, which not every system can
                render(SESSION, path)
                assert path.read_bytes() == whole
                continue
            with pytest.raises(OutputError):
                render(SESSION, path)
        assert [found.name for found in tmp_path.iterdir()] == [path.name], operation
        assert path.read_bytes() == b"as it was", operation
