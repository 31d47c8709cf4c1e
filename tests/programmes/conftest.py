"""The command run in this process, and programmes that are quick to render."""

from __future__ import annotations

from pathlib import Path

import pytest
from programme_tools import SHORT, Run, Said

from audiocoach.__main__ import main


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def short(here: Path) -> Path:
    """A programme of four sessions of half a minute, spoken in tones, alone in the current folder."""
    path = here / "short.yaml"
    path.write_text(SHORT, encoding="utf-8")
    return path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("plan", "short.yaml")` gives the exit code and what was printed."""

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "audiocoach has a bug" not in said.err
        assert "\x1b" not in said.out + said.err, "no colours where there is no terminal"
        return Said(code, said.out, said.err)

    return run
