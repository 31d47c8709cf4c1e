"""Folders for temporary files: gone afterwards, those of the dead with the next one, and nobody else's ever."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.storage.passing_files import new_name
from audiocoach.storage.scratch import scratch_folder, sweep_scratch

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere what the dead left is left for a day")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_gone_afterwards_whatever_is_in_it(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "file").write_bytes(b"x")
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o77 == 0, "for nobody else to read"
        with scratch_folder() as other:
            assert other != folder
        assert (folder / "deep" / "file").exists()
    assert not list(temporary.iterdir())


def test_what_a_killed_process_left_goes_with_the_next_one(temporary: Path) -> None:
    code = (
        "import os, signal, tempfile; from audiocoach.storage.scratch import scratch_folder\n"
        f"tempfile.tempdir = {str(temporary)!r}\n"
        "with scratch_folder() as folder: (folder / 'x').touch(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert len(list(temporary.iterdir())) == 2
    sweep_scratch()
    assert not list(temporary.iterdir())


def test_nothing_of_the_users_is_swept_whatever_it_is_called(temporary: Path) -> None:
    mine = temporary / "mine"
    mine.mkdir()
    (mine / "diary").write_text("mine")
    for name in ("audiocoach-notes", "audiocoach-01234567-notes"):
        (temporary / name).mkdir()
        (temporary / name / "diary").write_text("mine")
        (temporary / f"{name}.lock").touch()
        os.utime(temporary / f"{name}.lock", (0, 0))
    lock = temporary / new_name("audiocoach-", ".lock")
    lock.touch()
    lock.with_suffix("").symlink_to(mine)
    sweep_scratch()
    assert len(list(temporary.rglob("diary"))) == 3
    assert lock.exists(), "what is beside it is not ours"


def test_no_folder_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with (
        pytest.raises(OutputError, match="temporary files cannot be written there: no such file or directory"),
        scratch_folder(),
    ):
        pytest.fail("there is none")
