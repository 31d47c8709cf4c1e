"""`render --split steps` and `--mono`: what the command says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.commands import Made, Run
from tests.support.short_programme import SHORT


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--split", "sets"], "'sets' is none of: steps"),
        (["--split", "steps", "-o", "-"], "tracks are a folder, and standard output carries one file"),
        (["--split", "steps", "--with", "lrc"], "there is no one file that these could lie beside"),
    ],
)
def test_what_cannot_be_split_is_refused(run: Run, made: Made, options: list[str], message: str) -> None:
    said = run("render", "tabata", *options)
    assert said.code == 2
    assert message in " ".join(said.err.split())
    assert made() == set()


@pytest.mark.slow
def test_a_session_becomes_a_folder_with_a_playlist(run: Run, made: Made) -> None:
    said = run("render", "tabata", "--voice", "tone", "--split", "steps", "--mono")
    assert said.code == 0, said.err
    assert re.fullmatch(r"output/tabata/tabata\.m3u8  \d+:\d\d  \S+ [kM]B  in \d+\.\d s\n", said.out)
    assert {"output/tabata/tabata.m3u8"} < made()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("split", "what"),
    [
        ((), ".mp3: an older file of a session that is now called otherwise; delete it"),
        (
            ("--split", "steps"),
            ": an older folder of tracks of a session that is now called otherwise; delete it, but for what is yours "
            "in it",
        ),
    ],
    ids=["files", "tracks"],
)
def test_what_is_there_under_an_older_title_is_told_for_what_it_is(
    here: Path, run: Run, split: tuple[str, ...], what: str
) -> None:
    for title in ("Week", "Wk"):
        (here / "short.yaml").write_text(SHORT.replace("Week {week}", f"{title} {{week}}"), encoding="utf-8")
        said = run("render", "short.yaml", "--week", "1", *split)
    assert [note[-len(what) :] for note in said.err.splitlines() if "otherwise" in note] == [what] * 2
