"""No message offers an option that the command it is for does not have."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import audiocoach
from audiocoach.__main__ import main
from tests.support.commands import Run

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
COMMAND = re.compile(r"audiocoach ([a-z]+(?:-[a-z]+)?)((?: [^'`;:(\n]*)?)")
FOREIGN = {"--force-reinstall", "--reinstall", "--python", "--from", "--force", "--refresh", "--data-format", "--user"}
FOREIGN |= {"--nworkers", "--nthreads"}
"""Options of pip, pipx, uv, dask and voices' programs, which messages and comments name as well."""


@cache
def help_of(command: str) -> str:
    import contextlib
    import io

    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        assert main([*command.split(), "--help"]) == 0
    return told.getvalue()


@cache
def options(command: str) -> frozenset[str]:
    """Those of a command and of the commands within it, as `voices add`."""
    inner = listed_in(command) if command else ()
    return frozenset(OPTION.findall(help_of(command))).union(*(options(f"{command} {each}") for each in inner))


def listed_in(command: str) -> list[str]:
    listed = help_of(command).partition("Commands:")[2]
    return re.findall(r"^  ([a-z-]+)  ", listed, re.MULTILINE)


def commands() -> list[str]:
    return listed_in("")


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every text of the package that is no docstring and may name a command or an option, with the module it is in."""
    found = []
    for path in sorted(Path(audiocoach.__file__).parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "--" not in text and "audiocoach " not in text:
            continue  # parsing takes its time
        nodes = list(ast.walk(ast.parse(text)))
        docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        found += [
            (path.name, node.value)
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        ]
    return tuple(found)


def test_every_option_that_a_text_names_is_one() -> None:
    known = frozenset().union(*map(options, commands()), {"--version", "--help"}) | FOREIGN
    wrong = [(module, option) for module, text in texts() for option in OPTION.findall(text) if option not in known]
    assert not wrong


def test_every_command_that_a_text_names_has_the_options_it_names_with_it() -> None:
    known, wrong = set(commands()), []
    for module, text in texts():
        for found in COMMAND.finditer(text):
            if found[1] in known:
                wrong += [
                    (module, found[0], each) for each in OPTION.findall(found[2]) if each not in options(found[1])
                ]
    assert not wrong


SCRIPTS = {
    "named.yaml": "session: For {athlete}\nvoice: tone\nsteps: [work 30s Run]\n",
    "plan.yaml": (
        "programme: P\nweeks: 2\nper-week: 1\nprogression: {n: {start: 60s, grow: 10%}}\n"
        'session: {session: "For {athlete}", voice: tone, steps: [work (n) Run]}\n'
    ),
    "command.yaml": "session: A\nvoice: {engine: command, name: 'say {text}'}\nsteps: [work 30s Run]\n",
    "sheet.yaml": "session: A\ncoach: ../there.yaml\nsteps: [work 30s Run]\n",
    "music.yaml": "session: A\nmusic: ../song.mp3\nsteps: [work 30s Run]\n",
    "voice.yaml": "session: A\nvoice: Engli\nsteps: [work 30s Run]\n",
}
CALLS = {
    "check": [], "show": [], "render": ["-o", "out"], "share": [], "record-list": [], "plan": [],
    "next": ["--render"], "play": [], "extract": [], "diff": [],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("command", CALLS)
def test_what_a_command_offers_is_what_it_has(run: Run, command: str, script: str) -> None:
    for name, text in SCRIPTS.items():
        Path(name).write_text(text)
    paths = ["-p", script] if command == "next" else [script] * (2 if command == "diff" else 1)
    told = run(command, *paths, *CALLS[command])
    for line in (told.out + told.err).splitlines():
        others = {each for found in COMMAND.finditer(line) for each in OPTION.findall(found[2])}
        for option in set(OPTION.findall(line)) - others:
            assert option in options(command), line


OTHERS = {
    "weekless.csv": "title,steps\n" + "".join(f"Day {n},work {n}m\n" for n in range(1, 13)),
    "far.csv": "week,title,steps\n1,A,work 400m\n",
    "far.txt": "- Run 0.4km\n",
    "unsaid.txt": "Half a page of prose.\n",
    "open.txt": "- Run press lap\n",
}
DIRECT = {
    "check": ["--fast"],
    "show": ["--fast"],
    "render": ["-o", "out"],
    "play": ["--fast", "-o", "x.mp3"],
    "share": [],
}
GIVEN = {"--per-week": "3", "--pace": "5:30/km"}


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("command", DIRECT)
def test_what_a_command_offers_for_other_programs_files_is_what_it_has(run: Run, command: str, name: str) -> None:
    Path(name).write_text(OTHERS[name])
    told = run(command, name, *DIRECT[command])
    named = set(OPTION.findall("\n".join(line for line in told.err.splitlines() if "audiocoach " not in line)))
    assert named <= options(command)
    for option in named & GIVEN.keys():
        again = run("check", name, "--fast", option, GIVEN[option])
        assert again.code == 0, again.err


@pytest.mark.slow
def test_a_table_without_weeks_is_taken_with_the_flag_that_is_named(run: Run) -> None:
    Path("weekless.csv").write_text(OTHERS["weekless.csv"])
    for command in (["check"], ["show", "--session", "1.1"]):
        assert "--per-week" in run(*command, "weekless.csv", "--fast").err
        assert run(*command, "weekless.csv", "--fast", "--per-week", "3").code == 0
    Path("a.yaml").write_text("session: A\nsteps: [work 1m]\n")
    assert "tables of sessions" in run("check", "a.yaml", "--fast", "--per-week", "3").err
