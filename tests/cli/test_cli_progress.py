"""A journal beside a programme, as the commands use it: only the next session is made anew, and says what was done."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.short_programme import SHORT

TOLD = SHORT.replace("say: Today {hard} of it.", 'say: "Last time {last, else: none}. Today {hard}."')


@pytest.mark.slow
def test_a_line_in_the_journal_makes_the_next_session_anew_and_no_other(run: Run, here: Path) -> None:
    (here / "plan.yaml").write_text(TOLD, encoding="utf-8")
    assert run("render", "plan.yaml").out.endswith("4 rendered\n")
    two_days_ago = str(date.today() - timedelta(days=2))
    assert run("log", "1.1", "--felt", "3", "--on", two_days_ago).code == 0
    assert run("render", "plan.yaml").out.endswith("1 rendered, 3 up to date\n")
    assert run("render", "plan.yaml").out.endswith("0 rendered, 4 up to date\n")
    assert "0 rendered, 1 up to date" in run("next", "--render").out
    said = {session: run("show", "plan.yaml", "--session", session).out for session in ("1.1", "1.2")}
    assert "Last time none. Today ten seconds." in said["1.1"]
    assert "Last time ten seconds. Today twelve seconds." in said["1.2"]
    assert "Last time ten seconds." in run("show", "plan.yaml", "--session", "1.2", "--athlete", "Ann").out
    assert run("log", "1.2", "--felt", "3", "--on", two_days_ago, "--athlete", "Ann").out.startswith(
        "plan Ann.journal:"
    )
    assert "Last time none." in run("show", "plan.yaml", "--session", "1.2", "--athlete", "Ann").out
    assert "Last time twelve seconds." in run("show", "plan.yaml", "--session", "2.1", "--athlete", "Ann").out
    assert run("check", "plan.yaml").code == 0
    assert run("plan", "plan.yaml").code == 0
    shared = run("share", "plan.yaml", "-o", "site")
    assert shared.code == 0, shared.err
    texts = (path for path in (here / "site").rglob("*") if path.suffix in (".html", ".vtt", ".json"))
    pages = b"".join(path.read_bytes() for path in texts)
    assert b"Last time none." in pages
    assert b"Last time ten" not in pages
