"""The same command by a newer audiocoach, over what is in an object store: what was made of the same stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.commands import Said, contents
from tests.support.short_programme import SHORT

pytest.importorskip("obstore", reason="object stores need the extra 'cluster'")
pytestmark = pytest.mark.slow

SCRIPT = """
session: Run
voice: {engine: tone}
coach: none
steps:
  - {work: 20s, say: "Go {athlete}."}
"""
AS_VERSION = """
import sys
from audiocoach import version
version.__version__ = sys.argv[1]
from audiocoach.__main__ import main
sys.exit(main(sys.argv[2:]))
"""
NOTE = "what audiocoach 0.1.0 has made of the same stays as it is (this is 0.2.0)"


@pytest.fixture
def render(here: Path) -> Callable[..., Said]:
    """Render for a table of these names into a store, by an audiocoach of this version."""
    (here / "run.yaml").write_text(SCRIPT)
    (here / "plan.yaml").write_text(SHORT)
    environment = {**os.environ, "AUDIOCOACH_CACHE": str(here / "cache")}

    def render(version: str, names: str, *words: str) -> Said:
        (here / "club.csv").write_text("\n".join(["name", *names.split()]))
        command = [sys.executable, "-c", AS_VERSION, version, "render", *words, "--athletes", "club.csv"]
        command += ["-o", (here / "bucket").as_uri()]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return Said(said.returncode, said.stdout.rpartition(": ")[2].strip(), said.stderr)

    return render


@pytest.mark.parametrize(
    ("words", "each"), [(("run.yaml",), 1), (("run.yaml", "--spliced"), 1), (("plan.yaml",), 4)], ids=str
)
def test_what_another_version_made_of_the_same_stays_and_who_is_new_gets_theirs(
    render: Callable[..., Said], here: Path, words: tuple[str, ...], each: int
) -> None:
    assert render("0.1.0", "Ann Ben", *words) == Said(0, f"{2 * each} rendered", "")
    before = contents(here / "bucket")
    said = render("0.2.0", "Ann Ben Cleo", *words)
    assert (said.code, said.out) == (0, f"{each} rendered, {2 * each} up to date"), said.err
    assert said.err.count(NOTE) == 1
    assert contents(here / "bucket").items() >= before.items()
    assert render("0.1.0", "Ann Ben Cleo", *words).out == f"0 rendered, {3 * each} up to date"
    assert render("0.2.0", "Ann Ben Cleo", *words, "--force") == Said(0, f"{3 * each} rendered", "")
    assert render("0.2.0", "Ann Ben Cleo", *words) == Said(0, f"0 rendered, {3 * each} up to date", "")


@pytest.mark.parametrize(("script", "heard"), [("run.yaml", "Go"), ("plan.yaml", "Rest")])
def test_what_would_be_another_file_anyway_is_told_with_the_version_that_made_it(
    render: Callable[..., Said], here: Path, script: str, heard: str
) -> None:
    assert render("0.1.0", "Ann Ben", script).code == 0
    (here / script).write_text((here / script).read_text().replace(heard, "Walk"))
    before = contents(here / "bucket")
    said = render("0.2.0", "Ann Ben", script)
    assert said.code == 1
    assert "something else is there by this name, made by audiocoach 0.1.0 (this is 0.2.0)" in said.err
    after = contents(here / "bucket")
    assert {name: data for name, data in after.items() if not name.startswith("done/")}.items() <= before.items()
    if script == "run.yaml":
        assert "nothing was begun for anybody" in said.err
        alone = render("0.2.0", "Ann Ben", script, "--athlete", "Ann", "--force")
        assert (alone.code, alone.out) == (0, "1 rendered"), alone.err
        after = contents(here / "bucket")
        assert after["run Ann.mp3"] != before["run Ann.mp3"]
        assert after["run Ben.mp3"] == before["run Ben.mp3"]
