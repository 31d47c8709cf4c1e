"""`cache`: what is kept, shown, pruned and cleared."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from audiocoach.storage.store import KINDS, LIMIT, Store
from tests.support.commands import Run

OLD = 1_000_000


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    store = Store()
    for n, kind in enumerate(["clips", "clips", "frames"]):
        store.put(kind, f"{n:02}" * 32, bytes(1_000_000))
        (path,) = store.folder.glob(f"{kind}/{n:02}/*")
        os.utime(path, (OLD + n, OLD + n))
    return store


def test_it_shows_the_folder_each_kind_and_the_limit(run: Run, store: Store) -> None:
    said = run("cache")
    assert (said.code, said.err) == (0, "")
    first, *lines = said.out.splitlines()
    assert first == str(store.folder)
    assert len(lines) == len(KINDS) + 1
    assert lines[0].split() == ["spoken", "words", "2", "2.0", "MB"]
    assert lines[1].split() == ["encoded", "sound", "1", "1.0", "MB"]
    assert lines[-1].split() == ["together", "3", "3.0", "MB", "of", "at", "most", "500.0", "MB"]


def test_json_has_it_all_as_data(run: Run, store: Store) -> None:
    data = json.loads(run("cache", "--json").out)
    assert (data["folder"], data["limit"], data["entries"]) == (str(store.folder), LIMIT, 3)
    assert data["bytes"] == sum(path.stat().st_size for path in store.folder.rglob("*.kept"))
    assert {kind: each["entries"] for kind, each in data["kinds"].items()} == {
        **dict.fromkeys(KINDS, 0),
        "clips": 2,
        "frames": 1,
    }


def test_pruning_takes_what_was_not_used_for_longest(run: Run, store: Store) -> None:
    assert run("cache", "prune").out.endswith("0 removed, 3 left (3.0 MB)\n")
    assert run("cache", "prune", "--limit", "2").out == f"{store.folder}: 2 removed, 1 left (1.0 MB)\n"
    assert store.sizes()["frames"][0] == 1


def test_pruning_keeps_to_the_limit_that_is_set(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE_LIMIT", "2")
    assert "2 removed, 1 left" in run("cache", "prune").out
    monkeypatch.setenv("AUDIOCOACH_CACHE_LIMIT", "two")
    said = run("cache", "prune")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("AUDIOCOACH_CACHE_LIMIT is 'two'\n")


def test_clearing_takes_all_and_leaves_what_is_not_ours(run: Run, store: Store) -> None:
    (store.folder / "mine.txt").write_text("mine")
    assert run("cache", "clear").out == f"{store.folder}: 3 removed, 0 left (0 kB)\n"
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == ["mine.txt"]


def test_a_folder_that_cannot_be_used_is_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "file"))
    for arguments in (["cache"], ["cache", "prune"], ["cache", "clear"]):
        said = run(*arguments)
        assert said.code == 0
        assert said.err.startswith(f"note: {tmp_path / 'file'}")


@pytest.mark.parametrize(
    "arguments", [["cache", "--json", "prune"], ["cache", "prune", "--limit", "-1"], ["cache", "x"]], ids=" ".join
)
def test_wrong_usage_ends_with_2(run: Run, store: Store, arguments: list[str]) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert sum(count for count, _ in store.sizes().values()) == 3
