"""Two files that are one to some system are never made, and one that is there already is that file."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest

from audiocoach.storage.same_names import all_as_there, as_there, folded_name, same_names
from tests.support.commands import Run

SCRIPT = "session: T\ncoach: beeps-only\nvoice: {engine: tone}\nsteps:\n  - work 20s Run\n"
NFC, NFD = normalize("NFC", "läufe"), normalize("NFD", "läufe")
PAIRS = [("run", "Run"), (NFC, NFD), (NFC.upper(), NFD), ("straße", "STRASSE")]


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=["capitals", "accents", "both", "letters"])
def test_two_outputs_of_one_name_are_an_error_that_names_both(run: Run, here: Path, one: str, other: str) -> None:
    for name, folder in ((one, "a"), (other, "b")):
        (here / folder).mkdir()
        (here / folder / f"{name}.yaml").write_text(SCRIPT, encoding="utf-8")
    scripts = (f"a/{one}.yaml", f"b/{other}.yaml")
    for arguments in (("render", *scripts), ("share", *scripts, "-o", "site")):
        said = run(*arguments)
        assert said.code == 1
        assert f"{one}." in said.err
        assert f"{other}." in said.err
    (here / "who.csv").write_text(f"name,file\nAnn,{one}\nBob,{other}\n", encoding="utf-8")
    said = run("render", scripts[0], "--athletes", "who.csv")
    assert said.code == 1
    assert f"'{one}'" in said.err
    assert f"'{other}'" in said.err
    assert not (here / "output").exists()
    assert not (here / "site").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=["capitals", "accents", "both", "letters"])
def test_a_file_under_another_spelling_is_that_file(run: Run, here: Path, one: str, other: str) -> None:
    (here / f"{one}.yaml").write_text(SCRIPT, encoding="utf-8")
    (here / "output").mkdir()
    (here / "output" / f"{other}.mp3").write_bytes(b"older")
    assert run("render", f"{one}.yaml").code == 0
    assert [path.name for path in (here / "output").iterdir()] == [f"{other}.mp3"]
    assert (here / "output" / f"{other}.mp3").read_bytes() != b"older"
    (here / "site").mkdir()
    (here / "site" / f"{other}.mp3").write_bytes(b"mine")
    said = run("share", f"{one}.yaml", "-o", "site")
    assert (said.code, f"{other}.mp3" in said.err) == (1, True)
    assert (here / "site" / f"{other}.mp3").read_bytes() == b"mine"


@pytest.mark.parametrize(("one", "other"), PAIRS[:2], ids=["capitals", "accents"])
def test_a_starter_replaces_no_script_of_another_spelling(run: Run, here: Path, one: str, other: str) -> None:
    (here / f"{other}.yaml").write_text(SCRIPT, encoding="utf-8")
    said = run("new", one)
    assert (said.code, "is there already" in said.err) == (1, True)
    assert [path.name for path in here.iterdir()] == [f"{other}.yaml"]


def test_names_are_told_apart_that_are_not_the_same() -> None:
    assert same_names(["a", "b", "ä"]) is None
    assert same_names(["a", "b", "A", "B"]) == ("a", "A")
    assert folded_name("É") == folded_name("e\u0301")


def test_a_file_that_is_there_is_itself_whatever_is_beside_it(tmp_path: Path) -> None:
    (tmp_path / "run").touch()
    assert as_there(tmp_path / "RUN") == tmp_path / "run"
    (tmp_path / "RUN").touch()
    assert as_there(tmp_path / "RUN") == tmp_path / "RUN"
    assert as_there(tmp_path / "none" / "x") == tmp_path / "none" / "x"


def test_many_files_are_found_as_each_of_them_is(tmp_path: Path) -> None:
    for name in ("Run", NFD, "other"):
        (tmp_path / name).touch()
    wanted = [tmp_path / name for name in ("run", NFC, "other", "new")] + [tmp_path / "no folder" / "run"]
    assert all_as_there(wanted) == [as_there(path) for path in wanted]
    assert [path.name for path in all_as_there(wanted)][2:4] == ["other", "new"]
