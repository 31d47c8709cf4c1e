"""What `--help` lists is what the commands say of themselves, though listing imports none of them."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import typer

from audiocoach.cli.app import app

GROUP: Any = typer.main.get_command(app)


def imported(*arguments: str) -> set[str]:
    """Run a command in a process of its own, and list the modules of the command line that it imported."""
    code = (
        "import sys\nfrom audiocoach.__main__ import main\nmain(sys.argv[1:])\n"
        "print('', *(name for name in sys.modules if name.startswith('audiocoach.cli.')), sep='\\n=')"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return {line.removeprefix("=audiocoach.cli.") for line in done.stdout.splitlines() if line.startswith("=")}


@pytest.mark.parametrize("name", GROUP.commands)
def test_a_command_is_listed_as_its_own_help_begins(name: str) -> None:
    listed = typer.core.TyperGroup(commands=[GROUP.commands[name]])
    lines = [own_lines(group, name) for group in (GROUP, listed)]
    assert lines[0] == lines[1] != []


def own_lines(group: Any, name: str) -> list[str]:
    """The lines in which a very wide help lists a command."""
    context = typer.Context(group)
    formatter = context.make_formatter()
    formatter.width = 1000
    group.format_commands(context, formatter)
    return [" ".join(line.split()) for line in formatter.getvalue().splitlines() if line.split()[:1] == [name]]


@pytest.mark.slow
def test_a_command_imports_no_other() -> None:
    assert imported("--help") == {"app", "console", "interruptions"}
    assert imported("schema") == {"app", "console", "interruptions", "paths_here", "schema"}
