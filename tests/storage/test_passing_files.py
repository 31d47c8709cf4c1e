"""What is only there for a while: held by its maker, removed by the next one when that is dead, whoever made it."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.storage.locks import locked
from audiocoach.storage.passing_files import STALE_SECONDS, claim, new_name, remove_if_dead
from audiocoach.storage.whole_files import check_replaceable, replacing, sweep, whole_file

pytestmark = pytest.mark.skipif(os.name != "posix", reason="locks, pipes and long paths are as POSIX has them")

HALF = """
import os, sys
from pathlib import Path
from audiocoach.storage.whole_files import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("written", flush=True)
    sys.stdin.read()
"""


def half_written(target: Path) -> subprocess.Popen[bytes]:
    """A process that has written half of a file, and waits."""
    process = subprocess.Popen([sys.executable, "-c", HALF, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"written\n"
    return process


@pytest.mark.slow
def test_what_a_dead_process_left_goes_at_once_and_what_a_live_one_writes_stays(tmp_path: Path) -> None:
    with half_written(tmp_path / "dead.mp3") as dead, half_written(tmp_path / "live.mp3") as live:
        dead.kill()
        dead.wait()
        assert len(list(tmp_path.iterdir())) == 2
        with replacing(tmp_path / "new.mp3") as file:
            file.write(b"new")
        assert sorted(path.suffix for path in tmp_path.iterdir()) == [".mp3", ".part"]
        live.communicate(b"")
        assert live.returncode == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"live.mp3": b"half", "new.mp3": b"new"}


@pytest.mark.parametrize(("age", "stays"), [(0, True), (STALE_SECONDS - 60, True), (STALE_SECONDS + 60, False)])
def test_what_another_computer_left_stays_for_a_day(tmp_path: Path, age: int, stays: bool) -> None:
    theirs = tmp_path / ".audiocoach-0123abcd-0123456789abcdef.part"
    theirs.write_bytes(b"half")
    os.utime(theirs, (time.time() - age,) * 2)
    sweep(tmp_path)
    assert theirs.exists() == stays


def test_only_regular_files_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's name is at most 107 bytes long
    mine = tmp_path / "diary.txt"
    mine.write_text("mine")
    names = [tmp_path / new_name(".audiocoach-", ".part") for _ in range(4)]
    names[0].mkdir()
    names[1].symlink_to(mine)
    os.mkfifo(names[2])
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(names[3].name)
        for path in names:
            os.utime(path, (0, 0), follow_symlinks=False)
        sweep(tmp_path)
    assert all(os.path.lexists(path) for path in names)
    assert mine.read_text() == "mine"


def test_a_claimed_file_that_is_taken_for_a_dead_ones_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / new_name(".audiocoach-", ".part")
    make, made = os.open, []

    def swept_meanwhile(*arguments: object, **more: object) -> int:
        handle = make(*arguments, **more)  # type: ignore[arg-type]
        if not made:
            made.append(handle)
            assert remove_if_dead(path)
        return handle

    monkeypatch.setattr(os, "open", swept_meanwhile)
    handle = claim(str(path))
    assert path.exists()
    assert not remove_if_dead(path), "its maker is at work"
    os.close(handle)
    assert remove_if_dead(path)


@pytest.mark.parametrize("kind", ["a pipe", "a socket", "a device", "a folder"])
def test_nothing_but_a_file_is_replaced(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "out.mp3"
    with socket.socket(socket.AF_UNIX) as end:
        if kind == "a pipe":
            os.mkfifo(path)
        elif kind == "a socket":
            end.bind(str(path))
        elif kind == "a device":
            path.symlink_to("/dev/full")
        else:
            path.mkdir()
        before = path.lstat().st_mode
        for check in (check_replaceable, lambda path: replacing(path).__enter__()):
            with pytest.raises(OutputError, match=f"out.mp3: this is {kind}"):
                check(path)
    assert path.lstat().st_mode == before
    assert [each.name for each in tmp_path.iterdir()] == ["out.mp3"]


@pytest.mark.parametrize("name", ["a.mp3", "x" * 251 + ".mp3"], ids=["a short name", "the longest name"])
@pytest.mark.parametrize("fresh", [False, True])
def test_a_path_as_long_as_the_system_allows_works(
    tmp_path: Path, name: str, fresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = os.pathconf("/", "PC_PATH_MAX") - 1
    folder = deepest(tmp_path, longest - len(name) - 1)
    path = folder / name
    assert len(os.fsencode(path)) == longest
    for data in (b"old", b"new"):
        if fresh:
            path.unlink(missing_ok=True)
        with whole_file(path, lasting=True, fresh=fresh) if fresh else replacing(path) as file:
            file.write(data)
    assert path.read_bytes() == b"new"
    assert len(list(folder.iterdir())) == 1
    # From within, a relative path is short, and the whole one may be longer than any that the system takes.
    inner = folder / ("y" * 100)
    monkeypatch.chdir(folder)
    Path(inner.name).mkdir()
    os.chdir(inner.name)
    with replacing(Path("deep.mp3")) as file:
        file.write(b"deep")
    assert Path("deep.mp3").read_bytes() == b"deep"
    os.chdir(tmp_path)
    for each in tmp_path.iterdir():  # nobody who looks through these folders later could read its path
        shutil.rmtree(each)


def deepest(folder: Path, length: int) -> Path:
    """Make folders down to a path of so many bytes."""
    while (left := length - len(os.fsencode(folder))) > 0:
        part = min(left - 1, 200)
        if left - 1 - part == 1:
            part -= 1  # no room for a slash and a name behind it
        folder = folder / ("d" * part)
        folder.mkdir()
    return folder


def test_a_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / ("x" * 256), tmp_path / "/".join(["y" * 200] * 30)):
        for check in (check_replaceable, lambda path: replacing(path).__enter__()):
            with pytest.raises(OutputError, match="longer than the system allows"):
                check(path)


def test_a_fresh_file_replaces_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine")
    with pytest.raises(FileExistsError), whole_file(path, fresh=True) as file:
        file.write(b"other")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["mine"]


def test_where_files_have_one_name_only_a_fresh_one_replaces_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object, **__: object) -> None:
        raise PermissionError(1, os.strerror(1))

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "new.yaml"
    with whole_file(path, fresh=True) as file:
        file.write(b"new")
    with pytest.raises(FileExistsError), whole_file(path, fresh=True) as file:
        file.write(b"other")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["new"]


def test_a_lock_that_is_there_for_itself_alone_goes_with_it_and_follows_no_link(tmp_path: Path) -> None:
    path, mine = tmp_path / ".lock", tmp_path / "mine"
    with locked(path, passing=True):
        assert path.exists()
    assert not path.exists()
    path.write_text("a file of somebody's")
    with locked(path, passing=True):
        pass
    assert path.read_text() == "a file of somebody's"
    path.unlink()
    path.symlink_to(mine)
    with pytest.raises(OSError, match="symbolic links"), locked(path, passing=True):
        pytest.fail("locked through a link")
    assert not mine.exists()


def test_whoever_waits_for_a_lock_is_told_and_may_give_up(tmp_path: Path) -> None:
    class GivenUpError(Exception):
        pass

    def give_up() -> None:
        raise GivenUpError

    path = tmp_path / "lock"
    with locked(path), pytest.raises(GivenUpError), locked(path, seconds=None, on_wait=give_up):
        pytest.fail("two at once")


def test_permissions_are_those_of_any_new_file_also_for_a_fresh_one(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with whole_file(tmp_path / "new", fresh=True) as file:
            file.write(b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_a_large_folder_is_looked_through_for_one_file_in_some_and_a_small_one_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    scandir = os.scandir

    def counting(folder: Path) -> object:
        looked.append(str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", counting)

    def times(name: str) -> int:
        looked.clear()
        for number in range(20):
            with replacing(tmp_path / f"{name}{number}") as file:
                file.write(b"x")
        return len(looked)

    assert times("small") == 20
    for number in range(2_000):
        (tmp_path / f"other{number}").touch()
    assert times("large") == 4
