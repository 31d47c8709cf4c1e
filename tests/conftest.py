"""What all tests share: a cache of spoken words for this run, never the user's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Two test processes of two numpy threads each wait for one another on two cores: ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.fixture(scope="session", autouse=True)
def speech_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Words are spoken once in a run, however many tests say them."""
    folder = tmp_path_factory.mktemp("speech-of-this-run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCOACH_CACHE", str(folder))
        patch.delenv("AUDIOCOACH_DEBUG", raising=False)
        yield folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the language's samples."""
    return Path(__file__).parent / "samples"
