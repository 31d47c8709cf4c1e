"""What counts as up to date is whole to the last byte; what was read once is not read again unless it has changed."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.storage import digests
from tests.support.commands import Run
from tests.support.short_programme import SHORT


@pytest.fixture
def short(here: Path, run: Run) -> Path:
    """A folder with a programme of four sessions, rendered."""
    (here / "short.yaml").write_text(SHORT, encoding="utf-8")
    assert run("render", "short.yaml").out.endswith("output/short: 4 rendered\n")
    return here / "output" / "short"


def settled(folder: Path) -> None:
    """Pass the moment in which what was written could still be changed unseen: clocks of file systems tick slowly."""
    last = max(max(path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in folder.iterdir())
    while time.time_ns() - last <= 2 * digests._TOO_NEW_NS:
        pass


def first(folder: Path) -> Path:
    return sorted(folder.glob("*.mp3"))[0]


def damaged(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(2_000) + data[middle + 2_000 :]


def one_bit(data: bytes) -> bytes:
    at = len(data) - 100
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "zeros in the middle": damaged,
    "one bit": one_bit,
    "cut short": lambda data: data[:-1],
    "one byte more": lambda data: data + b"\0",
    "another cover": lambda data: data.replace(b"PNG", b"PMG", 1),
    "empty": lambda data: b"",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", DAMAGE)
def test_a_file_that_is_not_whole_is_rendered_again(short: Path, run: Run, what: str) -> None:
    path = first(short)
    before = path.read_bytes()
    after = DAMAGE[what](before)
    assert after != before
    path.write_bytes(after)
    assert run("render", "short.yaml").out.endswith("output/short: 1 rendered, 3 up to date\n")
    assert path.read_bytes() == before
    assert run("render", "short.yaml").out == "output/short: 0 rendered, 4 up to date\n"


def test_a_file_that_is_replaced_with_its_times_kept_is_noticed(short: Path, run: Run) -> None:
    path = first(short)
    about = path.stat()
    path.write_bytes(damaged(path.read_bytes()))
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert path.stat().st_size == about.st_size
    assert "1 rendered, 3 up to date" in run("render", "short.yaml").out


def test_files_that_are_moved_or_touched_are_still_up_to_date(short: Path, run: Run) -> None:
    for path in short.iterdir():
        os.utime(path, (1, 1))
    assert run("render", "short.yaml").out == "output/short: 0 rendered, 4 up to date\n"
    shutil.move(short.parent, short.parent.with_name("moved"))
    assert run("render", "short.yaml", "-o", "moved").out == "moved/short: 0 rendered, 4 up to date\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each MP3 is read as a whole."""
    found: Counter[str] = Counter()
    once = digests.file_digest

    def taken(file, kind):
        path = Path(file.name)
        found.update([path.name] if path.suffix == ".mp3" else [])
        return once(file, kind)

    monkeypatch.setattr(digests, "file_digest", taken)
    return found


@pytest.mark.slow
def test_what_has_not_changed_is_read_once_and_again_when_that_is_asked_for(
    short: Path, run: Run, read: Counter[str]
) -> None:
    settled(short)
    run("render", "short.yaml")
    read.clear()
    assert run("render", "short.yaml").out == "output/short: 0 rendered, 4 up to date\n"
    assert read.total() == 0
    read.clear()
    assert run("render", "short.yaml", "--verify").out == "output/short: 0 rendered, 4 up to date\n"
    assert set(read.values()) == {1}
    assert len(read) == 4


@pytest.mark.slow
def test_what_is_shared_is_whole_and_what_was_changed_is_nobodys_to_replace(short: Path, run: Run, here: Path) -> None:
    assert run("share", "short.yaml", "-o", "site").code == 0
    path = first(here / "site" / "short")
    whole = path.read_bytes()
    path.write_bytes(damaged(whole))
    for more in ((), ("--verify",)):
        said = run("share", "short.yaml", "-o", "site", *more)
        assert said.code == 1
        assert path.name in said.err
        assert "delete it to have it made again" in said.err
    path.unlink()
    assert run("share", "short.yaml", "-o", "site").code == 0
    assert path.read_bytes() == whole
