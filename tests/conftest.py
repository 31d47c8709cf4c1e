"""What all tests share: a cache of spoken words for this run, never the user's own; and the command, run here."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from audiocoach.__main__ import main
from tests.support.commands import Run, Said
from tests.support.golden_texts import GoldenText

# Two test processes of two numpy threads each wait for one another on two cores: ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# What is kept compiled for `make test` is kept for whoever runs pytest: else each process that has something of ours
# to import, the command as tests start it too, compiles all of it anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples in every run, and as long as they take: what fails is what has changed. `make attack` looks for what
# nobody has thought of, and so does `--hypothesis-profile=default`.
settings.register_profile(
    "every time the same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("every time the same")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no cycles among what is imported and collected: it stays, a million values, to the end of the run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def speech_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Words are spoken once in a run, however many tests say them, in however many processes."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "speech-of-this-run"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCOACH_CACHE", str(folder))
        patch.delenv("AUDIOCOACH_DEBUG", raising=False)
        yield folder


def _kept_in_memory(handle: int) -> None:
    """Take the place of `os.fsync`: fail as that does for what is no handle."""
    os.fstat(handle)


@pytest.fixture(scope="session", autouse=True)
def no_power_is_cut() -> Iterator[None]:
    """Nobody waits for the disk: when it is asked to keep something is seen without it doing so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", _kept_in_memory)
        yield


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the language's samples."""
    return Path(__file__).parent / "samples"


@pytest.fixture
def golden_text(request: pytest.FixtureRequest) -> GoldenText:
    """`golden_text(path, found)` gives what stands in a golden file; `--snapshot-update` writes what is found first."""

    def golden_text(path: Path, found: str) -> str:
        if request.config.getoption("--snapshot-update"):
            path.write_text(found, encoding="utf-8")
        return path.read_text(encoding="utf-8")

    return golden_text


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("show", "tabata")`, in the current folder, gives the exit code and what was printed; no bug, unless told."""

    def run(*arguments: str, bug: bool = False) -> Said:
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert ("audiocoach has a bug" in said.err) == bug, said.err
        assert "\x1b" not in said.out + said.err, "no colours where there is no terminal"
        return Said(code, said.out, said.err)

    return run
