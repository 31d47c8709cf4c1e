"""Which folder is shared where none is named, and which can be served."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError
from audiocoach.sharing.folder import SharedFolder
from audiocoach.sharing.page import page
from audiocoach.sharing.which_folder import check_served, page_runs, usual_folder
from tests.support.hostile_sites import hostile_site


def test_each_athlete_has_a_folder_beside_the_one_that_is_nobodys(tmp_path: Path) -> None:
    assert usual_folder(tmp_path / "share", None) == tmp_path / "share"
    assert usual_folder(tmp_path / "share", "Ann Lee") == tmp_path / "share Ann Lee"


def test_an_athlete_keeps_a_folder_that_was_shared_for_them(tmp_path: Path) -> None:
    shared = SharedFolder(tmp_path / "share")
    shared.belong_to("Ann")
    shared.claim([])
    shared.finish()
    assert usual_folder(tmp_path / "share", "Ann") == tmp_path / "share"
    assert usual_folder(tmp_path / "share", "Bob") == tmp_path / "share Bob"
    check_served([str(tmp_path / "share")])
    with pytest.raises(AudiocoachError, match="a folder is served alone"):
        check_served([str(tmp_path / "share"), "run.yaml"])


def test_a_folder_that_was_not_shared_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(AudiocoachError, match="not a folder that 'audiocoach share' has made"):
        check_served([str(tmp_path)])


def test_a_page_of_another_version_is_known_by_its_script(tmp_path: Path) -> None:
    made = page(hostile_site(), playlist="playlist.m3u8")
    for data, running in ((made, True), (made.replace(b"(() => {", b"(() => { alert(1);", 1), False), (b"", False)):
        (tmp_path / "index.html").write_bytes(data)
        assert page_runs(tmp_path) is running
    assert page_runs(tmp_path / "nowhere")
