from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError
from audiocoach.storage.passing_files import new_name
from audiocoach.storage.store import KINDS, LIMIT, Store, cache_folder, cache_limit
from tests.support.running_process import goes_on

KEY = "ab" * 32
DATA = bytes(range(256)) * 20
OLD = 1_000_000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


def files(store: Store) -> list[Path]:
    return sorted(path for path in store.folder.rglob("*/*/*") if path.is_file())


def entry(store: Store) -> Path:
    (path,) = files(store)
    return path


def test_bytes_come_back_as_they_were(store: Store) -> None:
    store.put("clips", KEY, DATA)
    store.put("frames", KEY, b"")
    again = Store(store.folder)
    assert again.get("clips", KEY) == DATA
    assert again.get("frames", KEY) == b""
    assert again.get("levels", KEY) is None
    assert again.get("clips", "cd" * 32) is None
    assert again.trouble == ""


def test_the_last_that_was_put_is_there(store: Store) -> None:
    store.put("clips", KEY, b"first")
    store.put("clips", KEY, b"second")
    assert store.get("clips", KEY) == b"second"
    assert store.sizes()["clips"][0] == 1


def test_the_folder_is_the_users_unless_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path))
    assert Store().folder == cache_folder() == tmp_path
    assert Store(tmp_path / "own").folder == tmp_path / "own"
    monkeypatch.delenv("AUDIOCOACH_CACHE")
    assert "audiocoach" in cache_folder().parts
    assert cache_folder().is_absolute()


def test_the_limit_is_500_mb_unless_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIOCOACH_CACHE_LIMIT", raising=False)
    assert cache_limit() == LIMIT == 500_000_000
    monkeypatch.setenv("AUDIOCOACH_CACHE_LIMIT", "2")
    assert Store().limit == 2_000_000
    assert Store(limit=0).limit == 0


@pytest.mark.parametrize("said", ["-1", "many", "1.5", "٣", "500MB"])
def test_a_limit_that_is_no_number_is_said(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE_LIMIT", said)
    with pytest.raises(AudiocoachError, match=r"AUDIOCOACH_CACHE_LIMIT is .*\n.*number of megabytes"):
        Store()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data + b"\0",
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: b"x" + data[1:],
        lambda data: bytes(len(data)),
        lambda data: data[:7],
        lambda data: b"",
    ],
    ids=["cut", "cut in half", "longer", "a bit flipped", "another magic", "zeros", "header cut", "empty"],
)
def test_a_damaged_entry_is_none_and_is_made_again(store: Store, damage: Callable[[bytes], bytes]) -> None:
    store.put("frames", KEY, DATA)
    path = entry(store)
    path.write_bytes(damage(path.read_bytes()))
    assert store.get("frames", KEY) is None
    store.put("frames", KEY, DATA)
    assert store.get("frames", KEY) == DATA
    assert store.trouble == ""


def test_an_entry_under_another_name_is_damaged(store: Store) -> None:
    store.put("clips", KEY, DATA)
    path = entry(store)
    for kind, key in (("clips", "ab" + "cd" * 31), ("frames", KEY)):
        other = store.folder / kind / "ab" / path.name.replace(KEY, key)
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(path.read_bytes())
        assert store.get(kind, key) is None


@pytest.mark.parametrize(("kind", "key"), [("others", KEY), ("clips", "../../x"), ("clips", ""), ("", KEY)])
def test_nothing_is_kept_outside_its_places(store: Store, kind: str, key: str) -> None:
    with pytest.raises(ValueError, match="nothing is kept under"):
        store.put(kind, key, DATA)
    with pytest.raises(ValueError, match="nothing is kept under"):
        store.get(kind, key)


def test_a_folder_that_cannot_be_used_is_said_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file")
    assert store.get("clips", KEY) is None
    store.put("clips", KEY, DATA)
    assert store.trouble.startswith(str(tmp_path / "file"))
    assert (store.tidy(), store.prune(), store.clear()) == (0, 0, 0)
    assert set(store.sizes().values()) == {(0, 0)}


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="needs permissions that bind")
def test_a_folder_without_permission_is_said_and_fails_nothing(store: Store) -> None:
    store.folder.mkdir(mode=0o500)
    store.put("clips", KEY, DATA)
    assert "permission denied" in store.trouble
    assert store.get("clips", KEY) is None


def test_pruning_removes_what_was_not_used_for_longest_whatever_its_kind(store: Store) -> None:
    keys = [(kind, f"{n:02}" * 32) for n, kind in enumerate(["clips", "frames", "clips", "frames", "levels"])]
    for age, (kind, key) in enumerate(keys):
        store.put(kind, key, DATA)
        (path,) = store.folder.glob(f"{kind}/*/{key}*")
        os.utime(path, (0, OLD - age))
    assert store.get(*keys[4]) == DATA  # used: now the newest
    store.limit = 3 * path.stat().st_size
    assert store.prune() == 2
    assert [store.get(*key) is not None for key in keys] == [True, True, False, False, True]
    assert store.prune() == 0
    store.limit = 0
    assert store.prune() == 3
    assert not files(store)


def test_pruning_removes_what_a_killed_process_left_and_nothing_that_is_being_written(store: Store) -> None:
    store.put("clips", KEY, DATA)
    old, new, foreign = (
        entry(store).with_name(name) for name in (".audiocoach-1.part", ".audiocoach-2.part", "mine.txt")
    )
    for path in (old, new, foreign):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    os.utime(foreign, (0, 0))
    store.limit = 0
    assert store.prune() == 1
    assert files(store) == sorted([new, foreign])


def test_tidying_looks_through_the_folder_only_when_something_was_put(store: Store) -> None:
    store.put("clips", KEY, DATA)
    reader = Store(store.folder, limit=0)
    assert reader.get("clips", KEY) == DATA
    assert reader.tidy() == 0
    assert store.get("clips", KEY) == DATA
    reader.put("frames", KEY, DATA)
    assert reader.tidy() == 2
    assert reader.tidy() == 0


def test_a_little_more_is_looked_after_once_a_day(store: Store) -> None:
    small = Store(store.folder, limit=500 * 2 * len(DATA))

    def tidied() -> int:
        small.put("clips", KEY, DATA)
        return small.tidy()

    assert tidied() == 0
    store.put("frames", KEY, bytes(small.limit))
    assert tidied() == 0
    (marker,) = [path for path in store.folder.iterdir() if path.is_file()]
    os.utime(marker, (OLD, OLD))
    assert tidied() > 0


def test_clearing_removes_one_kind_or_all_and_nothing_else(store: Store) -> None:
    for kind in KINDS:
        store.put(kind, KEY, DATA)
    mine = store.folder / "clips" / "ab" / "mine.txt"
    mine.write_text("mine")
    assert store.clear("frames") == 1
    assert store.get("frames", KEY) is None
    assert store.clear() == len(KINDS) - 1
    assert files(store) == [mine]
    assert store.clear() == 0


def test_sizes_are_those_on_the_disk(store: Store) -> None:
    store.put("clips", KEY, DATA)
    store.put("clips", "cd" * 32, b"")
    assert store.sizes() == {
        **dict.fromkeys(KINDS, (0, 0)),
        "clips": (2, sum(path.stat().st_size for path in files(store))),
    }


def test_nothing_is_left_of_a_write_that_failed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "replace", refuse)
    store.put("clips", KEY, DATA)
    assert "no space left" in store.trouble
    assert not files(store)


WRITER = """
import sys
from pathlib import Path
from audiocoach.storage.store import Store
store = Store(Path(sys.argv[1]), limit=400_000)
for n in range(150):
    store.put("clips", "ab" * 32, bytes([n]) * 50_000)
    data = store.get("clips", "ab" * 32)
    assert data is None or (len(data), len(set(data))) == (50_000, 1)
    store.put("frames", f"{n % 20:02}" * 32, bytes([n]) * 30_000)
    if n % 10 == 9:
        store.prune()
assert not store.trouble, store.trouble
"""


@pytest.mark.slow
def test_many_processes_write_read_and_prune_one_folder(store: Store) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(store.folder)]) for _ in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    assert all(path.suffix == ".kept" for path in files(store))
    store.limit = 400_000
    store.prune()
    assert 0 < sum(size for _, size in store.sizes().values()) <= 400_000
    for path in files(store):
        assert store.get(path.parts[-3], path.stem)


@pytest.mark.slow
def test_a_process_killed_while_it_writes_leaves_no_broken_entry(store: Store) -> None:
    for _ in range(10):
        writer = subprocess.Popen([sys.executable, "-c", WRITER.replace("range(150)", "range(10**9)"), store.folder])
        while not files(store) and goes_on(writer):
            pass
        writer.kill()
        writer.wait()
        for path in files(store):
            assert path.suffix == ".part" or store.get(path.parts[-3], path.stem)
        store.clear()


def test_what_a_killed_process_left_goes_with_the_next_that_keeps_anything(store: Store) -> None:
    store.put("clips", KEY, DATA)
    left = store.folder / new_name(".audiocoach-", ".part")
    left.touch()
    Store(store.folder).put("clips", KEY, DATA)
    assert not left.exists()
