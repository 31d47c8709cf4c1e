"""Each command that is for somebody takes a table, one of it, and a group of it."""

from __future__ import annotations

import pytest

from audiocoach.__main__ import main


@pytest.mark.parametrize("command", ["check", "plan", "show", "render", "share", "serve", "next", "log"])
def test_a_command_takes_a_table_one_of_it_and_a_group(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert [option for option in ("--athlete ", "--athletes ", "--group ") if option not in told] == []
