"""What names people is its owner's alone: journals and kept words, new ones and those that were open to all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.journal.writing import append_entry
from audiocoach.storage.store import Store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """A user whose new files everybody may read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_journal_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.log"
    for _ in range(2):
        append_entry(path, Entry(date(2026, 5, 1), "1.1"), "Plan")
        assert mode(path) == 0o600
        path.chmod(0o664)  # as an earlier version made it


def test_kept_words_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "cache"
    store = Store(folder)
    store.put("clips", "ab12", b"words")
    store.prune()
    everything = [folder, *folder.rglob("*")]
    assert len(everything) == 5
    assert {mode(path) for path in everything if path.is_dir()} == {0o700}
    assert {mode(path) for path in everything if path.is_file()} == {0o600}
    assert mode(tmp_path / "deep") == 0o777, "what is not ours stays as it is"


def test_words_kept_open_to_all_are_closed_when_written(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("clips", "ab12", b"words")
    (entry,) = tmp_path.rglob("*.kept")
    for path in (entry, entry.parent, entry.parent.parent):
        path.chmod(0o777)
    store.put("clips", "ab12", b"words")
    assert [mode(path) for path in (entry, entry.parent, entry.parent.parent)] == [0o600, 0o700, 0o700]
    assert store.get("clips", "ab12") == b"words"


def test_a_folder_that_the_user_chose_for_the_cache_is_not_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Store(tmp_path).put("clips", "ab12", b"words")
    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / "clips") == 0o700
