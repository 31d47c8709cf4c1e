"""Without fit-tool, FIT files are refused in words that name the extra, and before anything takes long."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from audiocoach.exchange import written_formats
from audiocoach.exchange.formats import read_workout
from tests.support.commands import Run
from tests.support.expected_workouts import SAMPLES


@pytest.fixture
def no_fit_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "fit_tool"]:
        monkeypatch.setitem(sys.modules, name, None)  # type: ignore[arg-type]
    for name in ("fit_tool", "fit_tool.fit_file", "fit_tool.exceptions", "fit_tool.fit_file_builder"):
        monkeypatch.setitem(sys.modules, name, None)  # type: ignore[arg-type]

    def find(name: str) -> ModuleSpec | None:
        return None if name == "fit_tool" else ModuleSpec(name, None)

    monkeypatch.setattr(written_formats, "find_spec", find)


@pytest.mark.slow
@pytest.mark.usefixtures("no_fit_tool")
def test_reading_and_writing_name_the_extra(run: Run) -> None:
    Path("s.yaml").write_text("session: S\nsteps: work 60s\n")
    Path("n.fit").write_bytes((SAMPLES / "fit" / "notes.fit").read_bytes())
    for told in (
        run("check", "n.fit"),
        run("export", "s.yaml", "-o", "s.fit", "--fast"),
        run("share", "s.yaml", "-o", "shared", "--also", "fit"),
    ):
        assert told.code == 1
        assert "fit-tool, which is not installed" in told.err
        assert "[fit]" in told.err
    assert not Path("shared").exists()
    assert not Path("s.fit").exists()


def test_what_is_no_workout_is_told_without_fit_tool(no_fit_tool: None) -> None:
    with pytest.raises(Exception, match="an activity, not a workout"):
        read_workout((SAMPLES / "fit" / "activity.fit").read_bytes(), "x")
