"""Which folder is shared where none is named, and which can be served."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError
from audiocoach.sharing.folder import SharedFolder
from audiocoach.sharing.page import page
from audiocoach.sharing.which_folder import page_runs, served_folder, usual_folder
from tests.support.hostile_sites import hostile_site


def share_for(athlete: str, folder: Path) -> None:
    shared = SharedFolder(folder)
    shared.belong_to(athlete)
    shared.claim([])
    shared.finish()


def test_each_athlete_has_a_folder_beside_the_one_that_is_nobodys(tmp_path: Path) -> None:
    assert usual_folder(tmp_path / "share", None) == tmp_path / "share"
    assert usual_folder(tmp_path / "share", "Ann Lee") == tmp_path / "share Ann Lee"


def test_an_athlete_keeps_a_folder_that_was_shared_for_them(tmp_path: Path) -> None:
    share_for("Ann", tmp_path / "share")
    assert usual_folder(tmp_path / "share", "Ann") == tmp_path / "share"
    assert usual_folder(tmp_path / "share", "Bob") == tmp_path / "share Bob"
    assert served_folder([str(tmp_path / "share")]) == tmp_path / "share"
    with pytest.raises(AudiocoachError, match="a folder is served alone"):
        served_folder([str(tmp_path / "share"), "run.yaml"])


def test_of_the_folders_of_a_club_an_athletes_own_is_served_and_no_others(tmp_path: Path) -> None:
    club = [str(tmp_path)]
    for athlete, file in (("Ann Lee", "ann"), ("Zoë", "z")):
        share_for(athlete, tmp_path / file)
    (tmp_path / "notes").mkdir()
    assert served_folder(club, "Ann Lee") == served_folder([str(tmp_path / "ann")], "Ann Lee") == tmp_path / "ann"
    assert served_folder(club, "Zoë") == tmp_path / "z"
    for paths, athlete in ((club, None), (club, "Bob"), ([str(tmp_path / "z")], "Ann Lee")):
        with pytest.raises(AudiocoachError) as refused:
            served_folder(paths, athlete)
        assert "Zoë" in refused.value.hint
        assert ("Ann Lee" in refused.value.hint) is (paths == club)


def test_a_folder_that_was_not_shared_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(AudiocoachError, match="not a folder that 'audiocoach share' has made"):
        served_folder([str(tmp_path)])


def test_a_page_of_another_version_is_known_by_its_script(tmp_path: Path) -> None:
    made = page(hostile_site(), playlist="playlist.m3u8")
    for data, running in ((made, True), (made.replace(b"(() => {", b"(() => { alert(1);", 1), False), (b"", False)):
        (tmp_path / "index.html").write_bytes(data)
        assert page_runs(tmp_path) is running
    assert page_runs(tmp_path / "nowhere")
