"""What an installation costs: the room that it takes on the disk."""

from __future__ import annotations

import importlib.metadata as metadata
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
BLOCK = 4096
MOST_MB = 310
"""With pip and setuptools, which a fresh environment of Python 3.11 brings, it stays under 350 MB by `du -sm`."""


def on_disk(path: Path) -> int:
    """The bytes that a file takes, in whole blocks as `du` counts them."""
    return -(-path.stat().st_size // BLOCK) * BLOCK


def needed(name: str) -> set[str]:
    """The distributions that come along with one, itself among them; what only an extra wants does not."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for text in metadata.requires(name) or ():
            wanted = Requirement(text)
            extras = wanted.extras or {""}
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                waiting.append(wanted.name.lower())
                assert extras == {""}, f"{text}: what an extra of it brings is to be counted, too"
    return found


def own_files() -> list[Path]:
    """What the wheel of this package holds, and what this Python, of all that were tried here, has compiled of it."""
    folders = [ROOT / "audiocoach", ROOT / "scripts", ROOT / "sounds"]
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    compiled = f".{sys.implementation.cache_tag}"
    return [path for path in found if path.suffix != ".pyc" or compiled in path.suffixes[:-1]]


def files_of(name: str) -> list[Path]:
    """What a distribution has put on the disk, as it is now."""
    listed = metadata.files(name)
    assert listed is not None, f"{name} does not say which files are its own"
    places = (Path(str(file.locate())) for file in listed)
    return [path for path in places if path.is_file()]


@pytest.mark.slow
def test_the_default_installation_keeps_to_its_budget() -> None:
    sizes = {name: sum(map(on_disk, files_of(name))) for name in needed("audiocoach") - {"audiocoach"}}
    sizes["audiocoach"] = sum(map(on_disk, own_files()))
    assert {"numpy", "av", "fpdf2", "rich"} <= sizes.keys(), "all of it is counted"
    assert not {"babel", "piper-tts", "onnxruntime", "pytest"} & sizes.keys()
    largest = sorted(((size // 1_000_000, name) for name, size in sizes.items()), reverse=True)[:8]
    assert sum(sizes.values()) < MOST_MB * 1_048_576, largest


def test_what_ships_is_found_by_the_sum_above() -> None:
    names = {path.name for path in own_files()}
    assert {"units.json", "first-run.yaml", "page.js"} <= names
