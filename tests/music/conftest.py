"""One piece of known sound as every kind of file, encoded once for all tests."""

from pathlib import Path

import pytest

from tests.support.music_files import CODERS, noise, write_music


@pytest.fixture(scope="session")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By suffix: 2.3 s of noise, 48 kHz stereo."""
    folder = tmp_path_factory.mktemp("pieces")
    return {suffix: write_music(folder / f"piece{suffix}", noise(2.3)) for suffix in CODERS}
