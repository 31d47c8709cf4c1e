"""`render --split steps` and `--mono`: what the command says of them."""

from __future__ import annotations

import re

import pytest

from tests.support.commands import Made, Run


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
