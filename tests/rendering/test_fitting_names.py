"""Files and folders are called so that every system and a phone's card take them; what has an older name keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pathvalidate import sanitize_filename

from audiocoach.text.file_names import safe_name, safe_part
from tests.support.commands import Run

SESSION = "session: T\nvoice: tone\ncoach: none\nsteps: [work 20s Go]\n"
PLAN = "programme: P\nweeks: 1\nper-week: 1\nprogression: {n: {start: 20s, grow: 10%}}\nsession:\n"
PLAN += '  session: "{n}"\n  voice: tone\n  coach: none\n  steps: [work (n) Go]\n'
NAMES = [
    ("con", "con_"), ("Aux", "Aux_"), ("com1", "com1_"), ("nul.de", "nul_.de"), ("a: b?", "a b"),
    ("say 'go' | 3", "say 'go' 3"), ('say "go"', "say go"),
    ("hills | 2", "hills 2"), ("week 1. ", "week 1"), ("<>", "session"), ("läufe für alle", "läufe für alle"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("stem", "fits"), NAMES)
def test_a_file_and_a_folder_fit_everywhere(run: Run, here: Path, stem: str, fits: str) -> None:
    (here / f"{stem}.yaml").write_text(SESSION, encoding="utf-8")
    told = run("render", f"./{stem}.yaml", "-q")
    assert (told.code, told.err) == (0, "")
    assert [path.name for path in here.glob("output/*")] == [f"{fits}.mp3"]
    (here / f"{stem}.yaml").write_text(PLAN, encoding="utf-8")
    told = run("render", f"./{stem}.yaml", "-q", "-o", "plans")
    assert (told.code, told.err) == (0, "")
    assert [path.name for path in here.glob("plans/*")] == [fits]


def test_what_has_an_older_name_keeps_it_and_is_told(run: Run, here: Path) -> None:
    (here / "a: b?.yaml").write_text(SESSION)
    (here / "c|d.yaml").write_text(PLAN)
    (here / "output" / "c|d").mkdir(parents=True)
    (here / "output" / "a: b?.mp3").write_bytes(b"of an older version")
    told = run("render", "a: b?.yaml", "c|d.yaml", "-q")
    assert told.code == 0
    assert {path.name for path in here.glob("output/*")} == {"a: b?.mp3", "c|d"}
    assert "output/a: b?.mp3: keeps its name" in told.err
    assert "rename it to 'a b'" in told.err
    assert "output/c|d: keeps its name" in told.err
    assert (here / "output" / "a: b?.mp3").read_bytes()[:3] == b"ID3"


def test_a_name_of_the_users_own_is_theirs(run: Run, here: Path) -> None:
    (here / "a.yaml").write_text(SESSION)
    told = run("render", "a.yaml", "-q", "-o", "what: now?.mp3")
    assert (told.code, told.err) == (0, "")
    assert (here / "what: now?.mp3").is_file()


def test_two_names_that_become_one_are_refused_by_both(run: Run, here: Path) -> None:
    for name in ("a:b", "a?b"):
        (here / f"{name}.yaml").write_text(SESSION)
    told = run("render", "a:b.yaml", "a?b.yaml")
    assert told.code == 1
    assert "a:b.yaml and a?b.yaml would both become output/a b.mp3" in told.err


@pytest.mark.parametrize("text", ["Week 1: ten minutes", "CON", "lpt9", "x" * 500, "…", "a/b\\c", "ẞ" * 100, ".", "~"])
def test_a_safe_name_stays_as_it_is(text: str) -> None:
    once = safe_name(text)
    assert safe_name(once) == once
    assert len(once.encode()) <= 161


@given(st.text("CONprnauxlm19 ¹.()'+-_,Ä$~", max_size=9))
@example("CLOCK$")
@example("COM¹")
@example("Conny")
def test_what_is_surely_fine_is_what_pathvalidate_leaves_as_it_is(text: str) -> None:
    clean = safe_part(text)
    assert safe_name(text) == (sanitize_filename(clean, platform="universal") if clean else "")
