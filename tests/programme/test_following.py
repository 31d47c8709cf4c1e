"""`log`, `next` and `history`: following a programme with the journal beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import audiocoach.programme.following as following
from tests.support.commands import Run
from tests.support.short_programme import SHORT

TODAY = date(2026, 11, 22)
ADVICE = "This is experimental, and no medical advice. What your body says comes first.\n"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """It is 22 November 2026, or so many days later."""
    now = [TODAY]

    class Today(date):
        @classmethod
        def today(cls) -> date:
            return now[0]

    def later(days: int) -> None:
        now[0] = TODAY + timedelta(days=days)

    monkeypatch.setattr(following, "date", Today)
    return later


def test_with_nothing_logged_the_first_session_is_next(run: Run, short: Path) -> None:
    said = run("next")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "Next: 1.1 of Short and sweet (work 0:10), today.\n"
        "  Nothing is logged yet, so the first session: 1.1 (0:10).\n" + ADVICE
    )


def test_logging_writes_a_line_and_says_what_follows(run: Run, short: Path) -> None:
    said = run("log", "1.1", "--felt", "4", "--done", "100%", "--pain", "1", "--stumbles", "1", "--note", "Windy.")
    assert (said.code, said.err) == (0, "")
    line = "2026-11-22  1.1  felt 4  done 100%  pain 1  stumbles 1  note: Windy."
    assert said.out.splitlines()[0] == f"short.journal: {line}"
    assert said.out.splitlines()[1] == "Next: 1.2 of Short and sweet (work 0:12), from Tue 2026-11-24."
    assert said.out.endswith(ADVICE)
    journal = (short.parent / "short.journal").read_text(encoding="utf-8")
    assert journal.splitlines()[0] == "# audiocoach journal of short"
    assert line in journal.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "following_session"),
    [
        (["--felt", "4"], "2.2"),
        ([], "2.1"),
        (["--felt", "6"], "2.1"),
        (["--done", "85"], "2.1"),
        (["--done", "85%"], "2.1"),
        (["--felt", "9"], "1.2"),
        (["--done", "50%"], "1.2"),
        (["--pain", "3"], "1.2"),
        (["--stumbles", "2"], "2.1"),
    ],
)
def test_what_is_logged_decides_where_it_goes_on(
    run: Run, short: Path, options: list[str], following_session: str
) -> None:
    for number, session in enumerate(["1.1", "1.2"]):
        run("log", session, "--felt", "3", "--on", str(TODAY - timedelta(days=6 - 2 * number)))
    said = run("log", "2.1", *options)
    assert said.code == 0
    assert f"Next: {following_session} of" in said.out


def test_next_of_the_same_journal_says_the_same_as_log(run: Run, short: Path) -> None:
    logged = run("log", "1.1", "--felt", "4").out
    assert logged.partition("\n")[2] == run("next").out


def test_days_off_lower_what_comes_next(run: Run, short: Path, today: Callable[[int], None]) -> None:
    for number, session in enumerate(["1.1", "1.2", "2.1"]):
        run("log", session, "--felt", "3", "--on", str(TODAY - timedelta(days=4 - 2 * number)))
    assert "Next: 2.2" in run("next").out
    today(9)
    assert "Next: 1.2" in run("next").out
    today(30)
    assert "Next: 1.1" in run("next").out


def test_a_stop_sticks_until_it_is_cleared(run: Run, short: Path, today: Callable[[int], None]) -> None:
    said = run("log", "1.1", "--felt", "4", "--stop")
    assert said.code == 0
    assert "Next: nothing, until this is cleared.\n" in said.out
    assert "see a doctor or a physiotherapist first" in said.out
    assert "'audiocoach log --cleared --note" in said.out
    today(3)
    assert "Next: nothing" in run("log", "1.2", "--felt", "2").out, "however well another session felt"
    assert "Next: nothing" in run("next").out
    assert "Next: nothing" in run("next", "--render").out
    assert not (short.parent / "output").exists()
    said = run("log", "--cleared", "--note", "physio says go on")
    assert said.code == 0
    assert "cleared  note: physio says go on" in said.out
    assert "Next: nothing" not in said.out
    assert "Next: 1." in run("next").out


def test_strong_pain_stops_as_well(run: Run, short: Path) -> None:
    said = run("log", "1.1", "--pain", "7")
    assert "Next: nothing, until this is cleared.\n" in said.out
    assert "pain 7/10" in said.out


def test_a_stop_needs_no_session(run: Run, short: Path) -> None:
    assert "Next: nothing" in run("log", "--stop", "--note", "fell down the stairs").out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["log"], 1, "which session? 'audiocoach log 1.1 --felt 4'"),
        (["log", "--felt", "4"], 1, "which session?"),
        (["log", "3.1"], 1, "there is no session 3.1\n  it has 2 weeks of 2: 1.1 to 2.2"),
        (["log", "nonsense"], 1, "there is no session nonsense"),
        (["log", "1.1", "--on", "2026-11-23"], 1, "2026-11-23 is still to come"),
        (["log", "1.1", "--on", "9999-12-31"], 1, "9999-12-31 is still to come"),
        (["log", "1.1", "--on", "22.11.2026"], 1, "'22.11.2026' is not a day"),
        (["log", "1.1", "--on", "2026-02-30"], 1, "'2026-02-30' is not a day"),
        (["log", "1.1", "--on", "20261122"], 1, "'20261122' is not a day"),
        (["log", "1.1", "--on", ""], 1, "'' is not a day"),
        (["log", "1.1", "--done", "most"], 1, "done is a share such as 85% or 3/4, and 'most' is not"),
        (["log", "1.1", "--done", "120%"], 1, "done goes from 0% to 100%"),
        (["log", "1.1", "--done", "-5%"], 1, "-5%"),
        (["log", "1.1", "--felt", "11"], 2, "11"),
        (["log", "1.1", "--felt", "0"], 2, "0"),
        (["log", "1.1", "--felt", "five"], 2, "five"),
        (["log", "1.1", "--pain", "-1"], 2, "-1"),
        (["log", "1.1", "--stumbles", "many"], 2, "many"),
        (["log", "1.1", "--stop", "--cleared"], 1, "stop"),
        (["log", "1.1", "-p", "nowhere.yaml"], 1, "nowhere.yaml: there is no such file"),
        (["log", "1.1", "-p", "tabata"], 1, "this is no programme"),
        (["next", "-p", "tabata"], 1, "this is no programme"),
        (["history", "-p", "tabata"], 1, "this is no programme"),
        (["plan", "tabata"], 1, "tabata.yaml:5:1: this is a single session, not a programme\n"),
        (["plan", "standard.yaml"], 1, "standard.yaml: there is no such file"),
        (["plan", "nowhere"], 1, "no shipped script of this name"),
        (["plan"], 2, "PROGRAMME"),
        (["plan", "short.yaml", "--diff", "1.1"], 2, "--diff"),
        (["show", "short.yaml"], 1, "this is a programme\n  name one of its sessions: '--session 1.1'"),
        (["show", "short.yaml", "--session", "7.1"], 1, "there is no session 7.1"),
        (["show", "tabata", "--session", "1.1"], 1, "this is a single session"),
        (["render", "tabata", "--week", "1"], 1, "this is a single session"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words_and_leaves_nothing(
    run: Run, short: Path, arguments: list[str], code: int, message: str
) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (code, "")
    assert message in said.err
    assert {path.name for path in short.parent.iterdir()} == {"short.yaml"}


@pytest.mark.parametrize("command", ["plan", "log", "next", "history"])
def test_each_command_has_help(run: Run, here: Path, command: str) -> None:
    said = run(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: audiocoach {command}")
    assert len(said.out.splitlines()) > 5


# --- Which programme -----------------------------------------------------------------------------------------------


def test_the_only_programme_of_a_folder_is_meant_beside_sessions_and_sheets(run: Run, short: Path) -> None:
    folder = short.parent
    (folder / "session.yaml").write_text("session: S\nsteps: [work 60s]\n", encoding="utf-8")
    (folder / "sheet.yaml").write_text("coach: S\nmoments: []\n", encoding="utf-8")
    (folder / "broken.yaml").write_text("[", encoding="utf-8")
    (folder / "notes.txt").write_text("programme: not one\n", encoding="utf-8")
    assert "of Short and sweet" in run("next").out


def test_of_several_programmes_one_must_be_named(run: Run, short: Path) -> None:
    shutil.copy(short, short.parent / "other.yaml")
    said = run("next")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("which programme? there are several here: other, short\n")
    assert "of Short and sweet" in run("next", "-p", "other.yaml").out


def test_the_one_that_has_a_journal_is_meant(run: Run, short: Path) -> None:
    shutil.copy(short, short.parent / "other.yaml")
    run("log", "1.1", "--felt", "4", "--programme", "other.yaml")
    assert "Next: 1.2" in run("next").out
    run("log", "1.1", "--felt", "4", "-p", "short.yaml")
    said = run("next")
    assert said.code == 1
    assert "several here: other, short" in said.err


def test_without_any_programme_it_says_where_some_are(run: Run, here: Path) -> None:
    for command in (["next"], ["history"], ["log", "1.1"]):
        said = run(*command)
        assert said.code == 1
        assert said.err.startswith("which programme? there is no programme here\n")
        assert "'audiocoach list'" in said.err
    assert list(here.iterdir()) == []


def test_the_journal_lies_beside_its_programme_wherever_one_stands(run: Run, here: Path) -> None:
    (here / "plans").mkdir()
    (here / "plans" / "mine.yml").write_text(SHORT, encoding="utf-8")
    said = run("log", "1.1", "--felt", "4", "-p", "plans/mine.yml")
    assert said.out.startswith("plans/mine.journal: ")
    assert (here / "plans" / "mine.journal").is_file()


@pytest.mark.slow
def test_the_journal_of_a_shipped_programme_lies_in_the_current_folder(run: Run, here: Path) -> None:
    said = run("log", "1.1", "--felt", "4", "-p", "couch-to-5k")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("couch-to-5k.journal: 2026-11-22  1.1  felt 4\n")
    assert [path.name for path in here.iterdir()] == ["couch-to-5k.journal"]
    assert "Next: 1.2" in run("next").out, "its journal tells which one is meant"


def test_a_journal_without_its_programme_says_so(run: Run, here: Path) -> None:
    (here / "gone.journal").write_text("# audiocoach journal of gone\n", encoding="utf-8")
    said = run("next")
    assert said.code == 1
    assert "gone" in said.err


# --- The journal ---------------------------------------------------------------------------------------------------


def test_a_damaged_line_is_told_with_its_number_and_loses_no_other(run: Run, short: Path) -> None:
    (short.parent / "short.journal").write_text(
        "# audiocoach journal of short\n2026-11-16  1.1  felt 4\n2026-11-18  1.2  fetl 5\n2026-11-20  2.1  felt 4\n",
        encoding="utf-8",
    )
    for command in ("next", "history"):
        said = run(command)
        assert said.code == 0
        assert said.err.startswith("short.journal:3:18: warning: unknown word 'fetl'\n")
        assert "did you mean 'felt" in said.err
    assert "Next: 2.2" in run("next").out
    assert run("log", "2.2", "--felt", "4").code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    ["2026-11-18  3.1  felt 5", "2027-01-01  1.2  felt 5", "hello", "<<<<<<< HEAD", "2026-11-18  1.2  felt 50",
     "18.11.2026  1.2  felt 5", "\x00\x01", "2026-11-18  1.2  done 85", "2026-11-18"],
)  # fmt: skip
def test_whatever_stands_in_a_journal_the_commands_go_on(run: Run, short: Path, line: str) -> None:
    (short.parent / "short.journal").write_text(f"2026-11-16  1.1  felt 4\n{line}\n", encoding="utf-8")
    for command in (["next"], ["history"], ["log", "1.2", "--felt", "4"]):
        said = run(*command)
        assert said.code == 0
        assert "short.journal:2:" in said.err


def test_a_journal_that_is_a_folder_is_the_users_error(run: Run, short: Path) -> None:
    (short.parent / "short.journal").mkdir()
    for command in (["next"], ["history"], ["log", "1.1"]):
        said = run(*command)
        assert said.code == 1
        assert "short.journal" in said.err


def test_history_is_a_table_and_a_chart_in_plain_text(run: Run, short: Path) -> None:
    assert run("history").out == "Nothing is logged yet.\n"
    run("log", "1.1", "--felt", "4", "--on", "2026-11-16", "--note", "Windy.")
    run("log", "1.2", "--felt", "7", "--done", "85%", "--on", "2026-11-18")
    said = run("history")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "date        session  dose  felt  done  pain  note\n"
        "2026-11-16  1.1      0:10  4     -     -     Windy.\n"
        "2026-11-18  1.2      0:12  7     85 %  -\n"
        "\n"
        "Dose (= of 30, the programme's largest) and effort (* of 10):\n"
        "2026-11-16  1.1   0:10  ===================             ****\n"
        "2026-11-18  1.2   0:12  ======================          *******\n"
    )
    assert said.out.isascii()


# --- Rendering what comes next -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_next_renders_the_session_that_is_due_and_only_that(run: Run, short: Path) -> None:
    run("log", "1.1", "--felt", "4")
    said = run("next", "--render")
    assert (said.code, said.err) == (0, "")
    assert "Next: 1.2 of" in said.out
    assert said.out.splitlines()[-1] == "output/short: 1 rendered"
    assert [path.name[:5] for path in (short.parent / "output" / "short").iterdir()] == ["W01S2"]
    assert run("next", "--render").out.splitlines()[-1] == "output/short: 0 rendered, 1 up to date"


@pytest.mark.slow
def test_next_renders_with_the_same_settings_as_render_does(run: Run, short: Path) -> None:
    run("render", "short.yaml", "--session", "1.1")
    assert "1 up to date" in run("next", "--render").out


@pytest.mark.slow
def test_next_works_as_a_process_of_its_own_on_the_real_day(here: Path) -> None:
    (here / "short.yaml").write_text(SHORT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "audiocoach", "log", "1.1", "--felt", "4"], capture_output=True, check=True, text=True
    )
    assert done.stdout.startswith(f"short.journal: {date.today()}  1.1  felt 4\n")
    assert done.stderr == ""
