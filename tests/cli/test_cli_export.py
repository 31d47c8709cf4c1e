"""`audiocoach export`: files for other programs, named as the MP3s, and what they cannot carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Run

SCRIPT = """session: Stairs
steps:
  - {warm-up: 2m, name: Walk, say: Hello.}
  - 3 x (work 60s Up, rest 60s Down)
  - cool-down 2m Walk
"""
PROGRAMME = """programme: Two weeks
weeks: 2
per-week: 1
progression:
  bouts: {start: 2, grow: 1}
session:
  session: "Week {week}: stairs"
  steps:
    - repeat: bouts
      steps: work 60s Up, rest 60s Down
"""


@pytest.mark.slow
def test_a_session_goes_out_in_each_format_and_comes_back(run: Run) -> None:
    Path("s.yaml").write_text(SCRIPT)
    for name in ("s.zwo", "s.fit", "s.txt"):
        told = run("export", "s.yaml", "-o", name, "--fast")
        assert told.code == 0
        assert told.out == f"{name}: 10:00\n"
        assert Path(name).stat().st_size > 100
        back = run("check", "--fast", name)
        assert back.code == 0
        assert "10:00" in back.out


def test_what_is_lost_is_printed(run: Run) -> None:
    Path("s.yaml").write_text(SCRIPT)
    told = run("export", "s.yaml", "-o", "s.zwo", "--fast")
    assert "note: .zwo: the names of 8 steps stay behind" in told.err
    told = run("export", "s.yaml", "-o", "s.fit", "--fast")
    assert "note: .fit: to bring it to a watch, copy it to GARMIN/NewFiles by USB" in told.err


def test_the_coachs_sentences_go_out_when_asked(run: Run) -> None:
    Path("s.yaml").write_text(SCRIPT)
    run("export", "s.yaml", "-o", "own.zwo", "--fast")
    run("export", "s.yaml", "-o", "all.zwo", "--fast", "--coach")
    own, both = (Path(name).read_text(encoding="utf-8") for name in ("own.zwo", "all.zwo"))
    assert own.count("<textevent") == 1
    assert "Up!" in both
    assert both.count("<textevent") > 10


def test_a_programme_becomes_a_file_a_session_named_as_the_mp3s(run: Run) -> None:
    Path("p.yaml").write_text(PROGRAMME)
    told = run("export", "p.yaml", "-o", "out", "--as", "zwo,fit", "--fast")
    assert told.code == 0
    stems = ["W01S1 Week 1 - stairs", "W02S1 Week 2 - stairs"]
    assert sorted(path.name for path in Path("out").iterdir()) == [f"{s}.{k}" for s in stems for k in ("fit", "zwo")]
    assert run("export", "p.yaml", "-o", "one.zwo", "--session", "2.1", "--fast").code == 0
    told = run("export", "p.yaml", "-o", "one.zwo", "--fast")
    assert told.code == 1
    assert "--as zwo,fit" in told.err


def test_a_workout_of_another_program_goes_out_as_well(run: Run) -> None:
    Path("w.txt").write_text("Warm-up\n- 5m intensity=warmup\n\n3x\n- 1m intensity=active\n- 1m intensity=rest\n")
    assert run("export", "w.txt", "-o", "w.fit", "--fast").code == 0
    assert "11:00" in run("check", "--fast", "w.fit").out


def test_another_suffix_is_refused_with_those_there_are(run: Run) -> None:
    Path("s.yaml").write_text(SCRIPT)
    told = run("export", "s.yaml", "-o", "s.gpx")
    assert told.code == 2
    assert ".zwo, .fit, .txt" in " ".join(told.err.replace("│", " ").split())


@pytest.mark.slow
def test_a_shared_folder_has_them_beside_the_sound_and_on_its_page(run: Run) -> None:
    Path("s.yaml").write_text(f"voice: {{engine: tone}}\n{SCRIPT}")
    told = run("share", "s.yaml", "-o", "shared", "--also", "zwo,fit")
    assert told.code == 0
    assert {"s.mp3", "s.zwo", "s.fit"} <= {path.name for path in Path("shared").iterdir()}
    page = Path("shared/index.html").read_text(encoding="utf-8")
    assert '"also":[{"kind":"zwo","file":"s.zwo"},{"kind":"fit","file":"s.fit"}]' in page
    assert "note: .zwo: the names of 8 steps stay behind" in told.err
    before = {path.name: path.stat().st_mtime_ns for path in Path("shared").iterdir()}
    assert run("share", "s.yaml", "-o", "shared", "--also", "zwo,fit").code == 0
    assert {path.name: path.stat().st_mtime_ns for path in Path("shared").iterdir()} == before
    assert run("check", "--fast", "shared/s.fit").code == 0
    assert run("share", "s.yaml", "-o", "shared", "--also", "none").code == 0
    assert {path.suffix for path in Path("shared").iterdir()}.isdisjoint({".zwo", ".fit"})


@pytest.mark.slow
def test_a_shared_folder_remembers_which_of_them_it_has(run: Run) -> None:
    Path("s.yaml").write_text(f"voice: {{engine: tone}}\n{SCRIPT}")
    assert run("share", "s.yaml", "-o", "shared", "--also", "zwo,fit").code == 0
    old = Path("shared/s.zwo").read_bytes()
    Path("s.yaml").write_text(f"voice: {{engine: tone}}\n{SCRIPT.replace('warm-up: 2m', 'warm-up: 3m')}")
    assert run("share", "s.yaml", "-o", "shared").code == 0
    assert Path("shared/s.zwo").read_bytes() != old
    assert Path("shared/s.fit").exists()
    assert run("share", "s.yaml", "-o", "shared", "--also", "txt").code == 0
    assert {"s.mp3", "s.txt"} <= {path.name for path in Path("shared").iterdir()}
    assert not Path("shared/s.zwo").exists()
    listed = Path("shared/.audiocoach-share.json")
    listed.write_text(listed.read_text(encoding="utf-8").replace('"txt"', '"exe"'), encoding="utf-8")
    told = run("share", "s.yaml", "-o", "shared")
    assert told.code == 1
    assert "cannot be used" in told.err
