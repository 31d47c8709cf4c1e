"""A studio that was opened on a folder with a script, and things around it that are nobody's business."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.studio_page import SCRIPT, STRANGERS, Page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yaml").write_text(STRANGERS, encoding="utf-8")
    (tmp_path / "secret.yaml").write_text(STRANGERS, encoding="utf-8")
    found = tmp_path / "mine"
    found.mkdir()
    (found / "mine.yaml").write_text(SCRIPT, encoding="utf-8")
    (found / ".hidden.yaml").write_text(STRANGERS, encoding="utf-8")
    (found / ".git").mkdir()
    (found / ".git" / "config.yaml").write_text(STRANGERS, encoding="utf-8")
    (found / "notes.txt").write_text("mine", encoding="utf-8")
    if os.name == "posix":
        (found / "out.yaml").symlink_to(tmp_path / "secret.yaml")
        (found / "up").symlink_to(tmp_path / "outside")
        (found / "shy.yaml").symlink_to(found / ".hidden.yaml")
        (found / "loop.yaml").symlink_to("loop.yaml")
        (found / "zero.yaml").symlink_to("/dev/zero")
        os.mkfifo(found / "pipe.yaml")
        (found / "folder.yaml").mkdir()
    return found


@pytest.fixture
def page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.setenv("AUDIOCOACH_SETTINGS", str(folder / "settings.yaml"))
    found = Page(folder)
    found.enter()
    return found
