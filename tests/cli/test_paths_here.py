"""Where a command takes a path, no address makes a folder called `s3:`; what only looks like one is a name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from audiocoach.cli.app import app
from audiocoach.cli.paths_here import FOLDERS, STORES
from tests.support.commands import Run, files

GROUP: Any = typer.main.get_command(app)
ADDRESSES = {
    "s3": "s3://user:password@bucket/x",
    "gs": "gs://bucket/x",
    "az": "az://box/x",
    "memory": "memory://x",
    "file": "file:///tmp/x",
    "https": "https://host/x?token=password",
    "hdfs": "hdfs://host/x",
}
NO_PATHS = {
    "also", "at", "athlete", "base_url", "beside", "bitrate", "diff", "done", "durations", "forget", "formats", "from_",
    "group", "kind", "language", "music", "names", "note", "on", "open_", "pace", "race", "rate", "session", "shard",
    "split", "start", "title", "units", "voice", "words",
}  # fmt: skip
"""Parameters that name no file, or tell an address by themselves, such as music."""


def texts(command: Any) -> Iterator[Any]:
    """The parameters of a command, and of those below it, that take texts and are not known to name no file."""
    for each in getattr(command, "commands", {}).values():
        yield from texts(each)
    for param in command.params:
        if param.type.name in ("str", "path") and param.name not in NO_PATHS:
            yield param


def typed(command: Any, param: Any, address: str) -> list[str]:
    """What is typed to give a parameter an address, with all others that it needs."""
    words = []
    for each in command.params:
        value = address if each is param else "tabata"
        if each.opts[0].startswith("-"):
            words += [each.opts[0], value] if each is param else []
        elif each.required or each is param:
            words.append(value)
    return words


@pytest.mark.parametrize("name", sorted(GROUP.commands))
def test_no_command_takes_an_address_for_a_path(name: str, here: Path, run: Run) -> None:
    command, before = GROUP.commands[name], files(here)
    for param in texts(command):
        if (name, param.name) in STORES:
            continue
        for scheme, address in ADDRESSES.items():
            said = run(name, *typed(command, param, address))
            assert said.code == 2, (param.name, address)
            assert f"'{scheme}://…' is an address, and no file or folder of this computer: " in said.err
            assert "password" not in said.err
    assert files(here) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("render", "tabata", "-o", "https://host/x"), "there is no object store of this kind"),
        (("render", "tabata", "-o", "s3:/bucket/x"), "this address names no bucket"),
        (("join", "s3:/bucket/x", "-o", "out"), "this address names no bucket"),
        (("join", "s3://bucket/x", "-o", "s3://bucket/y"), "'render' alone puts files into object stores"),
        (("join", "s3://bucket/x", "-o", "file:///tmp/y"), "leave out 'file://'"),
        (("serve", "s3://bucket/x"), "is not served from here"),
        (("check", "https://host/run.yaml"), "bring it to this computer first"),
        (("check", "tabata", "--athletes", "s3://bucket/club.csv"), "bring it to this computer first"),
        (("render", "tabata", "--music", "https://host/a.mp3"), "'https://host/a.mp3' is an address"),
    ],
)
def test_it_is_told_what_to_do_instead(words: tuple[str, ...], told: str, here: Path, run: Run) -> None:
    before = files(here)
    said = run(*words)
    assert said.code in (1, 2)
    assert told in said.err
    assert files(here) == before


@pytest.mark.parametrize("name", FOLDERS)
def test_the_environment_names_no_address_either(
    name: str, here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(here)
    monkeypatch.setenv(name, "s3://bucket/kept")
    said = run("check", "tabata")
    assert said.code == 1
    assert said.err.startswith(f"{name}: 's3://…' is an address, and no file or folder of this computer")
    assert files(here) == before


@pytest.mark.skipif(os.name != "posix", reason="Windows has no files of these names")
@pytest.mark.parametrize("name", ["a:b.csv", "C:\\x.csv", "C:x.csv", "./s3:/x.csv", "Run 3: 1//2.csv"])
def test_a_name_with_a_colon_is_one(name: str, here: Path, run: Run) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    assert run("plan", "hills-6-weeks", "--csv", "-o", name).code == 0
    assert Path(name).is_file()
