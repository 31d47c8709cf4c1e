import errno
import os
import stat
import time
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.storage.whole_files import STALE_SECONDS, replacing


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "run.mp3"
    path.write_bytes(b"old")
    return path


def test_the_new_file_takes_the_place_of_the_old_one_when_it_is_whole(target: Path) -> None:
    with replacing(target) as file:
        file.write(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def test_while_writing_there_is_a_hidden_file_of_an_unpredictable_name_beside_it(target: Path) -> None:
    names = set()
    for _ in range(2):
        with replacing(target):
            (partial,) = set(target.parent.iterdir()) - {target}
            assert partial.name.startswith(".")
            names.add(partial.name)
    assert len(names) == 2


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, GeneratorExit, SystemExit])
def test_any_failure_leaves_the_old_file_and_nothing_else(target: Path, error: type[BaseException]) -> None:
    def write() -> None:
        with replacing(target) as file:
            file.write(b"half of the n")
            raise error

    with pytest.raises(error):
        write()
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_a_failure_leaves_no_file_where_there_was_none(tmp_path: Path) -> None:
    def write() -> None:
        with replacing(tmp_path / "run.mp3"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full; make room"),
        (errno.EROFS, "can only be read; write somewhere else"),
        (errno.EACCES, "no permission to write here"),
        (errno.EIO, os.strerror(errno.EIO).lower()),
    ],
)
def test_what_the_system_says_comes_in_plain_words(target: Path, number: int, says: str) -> None:
    def write() -> None:
        with replacing(target):
            raise OSError(number, os.strerror(number))

    with pytest.raises(OutputError, match=says) as caught:
        write()
    assert str(caught.value).startswith(f"{target}: ")
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_a_full_disk_noticed_only_at_the_end_leaves_the_old_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"), replacing(target) as file:
        file.write(b"new")
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_the_bytes_are_on_the_disk_before_the_name_is(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents: list[bytes] = []
    sync = os.fsync

    def watching(handle: int) -> None:
        contents.append(target.read_bytes())
        sync(handle)

    monkeypatch.setattr(os, "fsync", watching)
    with replacing(target) as file:
        file.write(b"new")
    assert contents[0] == b"old"
    if os.name == "posix":
        assert contents[1:] == [b"new"], "then the folder with the new name"


def test_a_missing_folder_is_said_before_any_work(tmp_path: Path) -> None:
    reached = False
    with (
        pytest.raises(OutputError, match=r"there is no folder .*gone; make it first"),
        replacing(tmp_path / "gone" / "run.mp3"),
    ):
        reached = True
    assert not reached


def test_a_folder_in_the_way_is_said_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="this is a folder"), replacing(tmp_path):
        pytest.fail("nothing can be written here")
    assert not list(tmp_path.iterdir())


def test_a_file_used_as_a_folder_is_named(target: Path) -> None:
    with pytest.raises(OutputError, match="is not a folder"), replacing(target / "run.mp3"):
        pytest.fail("nothing can be written here")


def test_the_trouble_of_another_file_is_not_blamed_on_this_one(target: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), replacing(target):
        (tmp_path / "voice.wav").read_bytes()
    assert target.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")
def test_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with replacing(tmp_path / "run.mp3") as file:
            file.write(b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "run.mp3").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights elsewhere")
def test_a_symbolic_link_stays_one(target: Path) -> None:
    link = target.with_name("latest.mp3")
    link.symlink_to(target)
    with replacing(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_very_long_name_is_fine(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250)
    with replacing(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


def test_what_a_killed_process_left_long_ago_is_cleared_away(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".audiocoach-old.part", tmp_path / ".audiocoach-fresh.part"
    for path in (old, fresh):
        path.write_bytes(b"half")
    long_ago = time.time() - STALE_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    with replacing(tmp_path / "new.mp3") as file:
        file.write(b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {".audiocoach-fresh.part", "new.mp3"}
