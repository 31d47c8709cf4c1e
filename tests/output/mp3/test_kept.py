from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.mix.windows import Placed, windows
from audiocoach.output.mp3.encode_windows import encode_windows
from audiocoach.output.mp3.kept_frames import KeptFrames
from audiocoach.storage.store import Store
from tests.support.noise_in_mp3 import noise

ROOT = Path(__file__).parents[3]
TOTAL_MS = 20_000
PLACED = [Placed.at_ms(1000 * i, noise(i % 2, 200)) for i in range(12)]
DISTINCT = 6


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


def pieces(store: Store, bitrate: int = 48) -> list[tuple[int, bytes]]:
    return list(encode_windows(windows(PLACED, TOTAL_MS), bitrate, known=KeptFrames(store)))


def test_frames_are_a_mapping_by_key(store: Store) -> None:
    kept = KeptFrames(store)
    assert "ab" not in kept
    kept["ab"] = b"frames"
    store.put("clips", "cd", b"no frames")
    assert dict(kept) == {"ab": b"frames"}
    assert len(KeptFrames(Store(store.folder))) == 1
    del kept["ab"]
    assert kept.get("ab") is None
    with pytest.raises(KeyError):
        del kept["ab"]


@pytest.mark.slow
def test_the_next_process_needs_neither_mixing_nor_lame(store: Store) -> None:
    first = pieces(store)
    assert store.sizes()["frames"][0] == DISTINCT
    code = (
        "import sys\n"
        "from test_kept import *\n"
        "for name in ('pydub', 'lameenc'): sys.modules[name] = None\n"
        "found = pieces(Store(Path(sys.argv[1])))\n"
        "print(hashlib.sha256(repr(found).encode()).hexdigest())\n"
    )
    folders = [str(Path(__file__).parent), str(ROOT)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(store.folder)], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == hashlib.sha256(repr(first).encode()).hexdigest()


def test_frames_damaged_on_disk_are_made_again(store: Store) -> None:
    first = pieces(store)
    paths = sorted(store.folder.glob("frames/*/*"))
    paths[0].write_bytes(paths[0].read_bytes()[:-1])
    paths[1].write_bytes(b"")
    paths[2].write_bytes(paths[2].read_bytes()[:-1] + b"\x55")
    assert pieces(store) == first
    assert all(store.get("frames", path.stem) for path in paths)


def test_nothing_can_be_kept_and_all_is_encoded(tmp_path: Path, store: Store) -> None:
    (tmp_path / "file").write_text("")
    broken = Store(tmp_path / "file")
    assert pieces(broken) == pieces(store)
    assert broken.trouble.startswith(str(tmp_path / "file"))


@pytest.mark.parametrize("setting", ["lame.QUALITY", "encode_windows._FORMAT"])
def test_another_setting_of_the_encoder_is_another_key(
    setting: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces(store)
    monkeypatch.setattr(f"audiocoach.output.mp3.{setting}", 5)
    pieces(store)
    assert len(KeptFrames(store)) == 2 * DISTINCT


def test_another_bitrate_is_another_key(store: Store) -> None:
    pieces(store)
    pieces(store, 64)
    assert len(KeptFrames(store)) == 2 * DISTINCT
