"""What runners send from the page: shown, asked about, written once, taken back; hostile ones are text or refused."""

from __future__ import annotations

import io
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from audiocoach.programme import following, receiving
from audiocoach.programme.adapting.decision import Entry
from audiocoach.programme.following import followed
from audiocoach.programme.journal import reading
from audiocoach.programme.journal.page_answers import PageAnswer, write_answer
from audiocoach.programme.journal.reading import read_journal
from audiocoach.programme.receiving import MAX_WAITING, take, waiting
from tests.support.at_a_terminal import types
from tests.support.commands import Run
from tests.support.short_programme import SHORT

TODAY = date(2026, 11, 22)
ENTRY = Entry(
    TODAY, "1.1", felt=5, done=Fraction(85, 100), note="Windy.", by_page=True, id="7k2mxr0zs9tqp4v8wnbg1c3dhe"
)
HURTS = replace(ENTRY, pain=4, id=f"{2:026}", session="1.2")


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stay on one day, also while the tests are run past midnight."""

    class Today(date):
        @classmethod
        def today(cls) -> date:
            return TODAY

    for module in (following, receiving, reading):
        monkeypatch.setattr(module, "date", Today)


@pytest.fixture
def plan(here: Path) -> Path:
    for path in here.iterdir():
        path.unlink()
    (here / "plan.yaml").write_text(SHORT, encoding="utf-8")
    return here


def sent(here: Path, *answers: PageAnswer, around: str = "") -> str:
    text = around + "".join(write_answer(answer) for answer in answers)
    (here / "sent.txt").write_text(text, encoding="utf-8")
    return "sent.txt"


def entries(path: Path) -> tuple[Entry, ...]:
    journal = read_journal(path)
    assert journal.whole, journal.problems
    return journal.entries


def test_it_is_shown_and_asked_before_it_is_written(run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sent(plan, PageAnswer("plan", "", ENTRY), PageAnswer("plan", "Ann", HURTS))
    types(monkeypatch, "n")
    said = run("log", "--from", file)
    assert said.code == 0
    assert "plan.journal (a new journal):\n" in said.out
    assert f"  {TODAY}  1.1  felt 5  done 85%  by page  id {ENTRY.id}  note: Windy.\n" in said.out
    assert "plan Ann.journal (a new journal):\n" in said.out
    assert "  it says: pain 4\n" in said.out
    assert "Write 2 entries? They say of 1.2: pain 4. [y/N]" in said.out
    assert "Nothing was written." in said.out
    assert not list(plan.glob("*.journal"))
    types(monkeypatch, "y")
    assert "2 written" in run("log", "--from", file).out
    assert entries(plan / "plan.journal") == (ENTRY,)
    assert entries(plan / "plan Ann.journal") == (HURTS,)
    assert "by page; Windy." in run("history").out


def test_nobody_to_ask_agrees_to_nothing(run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sent(plan, PageAnswer("plan", "", ENTRY))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((plan / file).read_bytes())))
    said = run("log", "--from", "-")
    assert said.code == 1
    assert "there is nobody to ask\n  add --yes to agree" in said.err
    assert not list(plan.glob("*.journal"))


def test_from_standard_input_with_yes(run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sent(plan, PageAnswer("plan", "", ENTRY))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((plan / file).read_bytes())))
    assert run("log", "--from", "-", "--yes").code == 0
    assert entries(plan / "plan.journal") == (ENTRY,)


def test_the_same_id_twice_is_one(run: Run, plan: Path) -> None:
    file = sent(plan, PageAnswer("plan", "", ENTRY), PageAnswer("plan", "", ENTRY))
    assert "1 written" in run("log", "--from", file, "--yes").out
    said = run("log", "--from", file, "--yes")
    assert (said.code, said.out) == (0, "1 entry known already\n")
    assert run("log", "--undo").code == 0
    assert run("log", "--from", file, "--yes").out == "1 entry known already\n"
    assert entries(plan / "plan.journal") == ()


def test_a_correction_is_named(run: Run, plan: Path) -> None:
    assert run("log", "1.1", "--felt", "9").code == 0
    said = run("log", "--from", sent(plan, PageAnswer("plan", "", ENTRY)), "--yes")
    assert f"note: 1.1 was logged on {TODAY} already: this entry corrects that one" in said.out


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (PageAnswer("other", "", ENTRY), "the programme 'other', which is not here"),
        (PageAnswer("../plan", "", ENTRY), "the programme '../plan', which is not here"),
        (PageAnswer("/etc/passwd", "", ENTRY), "which is not here"),
        (PageAnswer("plan.yaml", "", ENTRY), "which is not here"),
        (PageAnswer("first-run", "", ENTRY), "which is not here"),
        (PageAnswer("plan", "", replace(ENTRY, session="9.9")), "there is no session 9.9"),
        (PageAnswer("plan", "", replace(ENTRY, date=TODAY + timedelta(days=1))), "is still to come"),
        (PageAnswer("plan", "...", ENTRY), "is no name"),
    ],
)
def test_what_goes_nowhere_is_told_and_the_others_are_written(
    run: Run, plan: Path, answer: PageAnswer, why: str
) -> None:
    other = replace(ENTRY, id=f"{3:026}")
    said = run("log", "--from", sent(plan, answer, PageAnswer("plan", "", other)), "--yes")
    assert said.code == 1
    assert why in said.err
    assert entries(plan / "plan.journal") == (other,)
    assert {path.name for path in plan.iterdir()} == {"plan.yaml", "plan.journal", "sent.txt"}


def test_whose_and_of_what_can_be_said(run: Run, plan: Path) -> None:
    (plan / "other.yaml").write_text(SHORT, encoding="utf-8")
    file = sent(
        plan, PageAnswer("plan", "", ENTRY), PageAnswer("plan", "Ben", HURTS), PageAnswer("other", "Ann", HURTS)
    )
    said = run("log", "--from", file, "--yes", "--athlete", "Ann", "--programme", "plan.yaml")
    assert said.code == 1
    assert "this is from 'Ben', and not from 'Ann'" in said.err
    assert entries(plan / "plan Ann.journal") == (ENTRY,)
    assert [path.name for path in plan.glob("*.journal")] == ["plan Ann.journal"]


def test_of_a_club_they_go_to_the_journals_of_its_table(run: Run, plan: Path) -> None:
    (plan / "club.csv").write_text("name,id\nAnn,a1\nBen,\n", encoding="utf-8")
    ben = replace(ENTRY, id=f"{9:026}")
    file = sent(
        plan, *(PageAnswer("plan", name, entry) for name, entry in (("Ann", ENTRY), ("ben", ben), ("Eve", HURTS)))
    )
    said = run("log", "--from", file, "--yes", "--athletes", "club.csv")
    assert said.code == 1
    assert "'Eve' is not in club.csv" in said.err
    assert entries(plan / "journals" / "a1.journal") == (ENTRY,)
    assert entries(plan / "journals" / "ben.journal") == (ben,)
    assert (
        run("log", "--from", file, "--yes", "--athletes", "club.csv", "--athlete", "Ann").err.count("and not from") == 2
    )
    assert "felt" in run("club").out
    assert run("log", "--undo", "--athletes", "club.csv", "--athlete", "Ben").code == 0
    assert entries(plan / "journals" / "ben.journal") == ()
    assert sorted(path.name for path in plan.iterdir()) == ["club.csv", "journals", "plan.yaml", "sent.txt"]


def test_names_of_athletes_lead_nowhere(run: Run, plan: Path) -> None:
    names = ["../../Ann", "/etc/Ann", "..\\Ann", "Ann\x1b[2J", "C:Ann", "Ann\u202egnp"]
    answers = [PageAnswer("plan", name, replace(ENTRY, id=f"{at:026}")) for at, name in enumerate(names)]
    run("log", "--from", sent(plan, *answers), "--yes")
    assert not list(plan.parent.glob("*.journal"))
    for path in plan.glob("*.journal"):
        assert path.name.isprintable()
        assert path.name.startswith("plan ")


def test_a_text_without_answers_says_so(run: Run, plan: Path) -> None:
    (plan / "sent.txt").write_text("hello coach", encoding="utf-8")
    said = run("log", "--from", "sent.txt", "--yes")
    assert (said.code, said.err) == (1, "sent.txt: no answer of a page is in it\n")
    assert run("log", "--from", "none.txt").code == 1
    assert run("log", "--from", ".").code == 1
    (plan / "sent.txt").write_bytes(bytes(range(256)) * 40)
    assert run("log", "--from", "sent.txt").code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("1.1", "--from", "sent.txt"),
        ("--from", "sent.txt", "--undo"),
        ("--waiting", "--undo"),
        ("--waiting", "--felt", "5"),
        ("--undo", "--stop"),
        ("1.1", "--yes"),
    ],
)
def test_one_way_to_log_at_a_time(run: Run, plan: Path, arguments: tuple[str, ...]) -> None:
    sent(plan, PageAnswer("plan", "", ENTRY))
    assert run("log", *arguments).code == 2
    assert not list(plan.glob("*.journal"))


def test_undo_takes_back_the_last_or_that_of_a_session_or_an_id(run: Run, plan: Path) -> None:
    run("log", "--from", sent(plan, PageAnswer("plan", "", ENTRY)), "--yes")
    run("log", "1.2", "--felt", "4")
    run("log", "--stop")
    before = (plan / "plan.journal").read_text(encoding="utf-8")
    said = run("log", "--undo")
    assert f"taken back: {TODAY}  stop" in said.out
    assert "a stop or its clearing counts no more" in said.out
    assert "Next: " in said.out
    assert [entry.session for entry in entries(plan / "plan.journal")] == ["1.1", "1.2"]
    assert run("log", ENTRY.id, "--undo").code == 0
    assert run("log", "1.2", "--undo").code == 0
    assert entries(plan / "plan.journal") == ()
    after = (plan / "plan.journal").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert len(after.splitlines()) == len(before.splitlines()) + 3
    said = run("log", "--undo")
    assert (said.code, said.err.splitlines()[0]) == (1, "plan.journal: nothing is logged")
    assert "there is no entry of '1.1'" in run("log", "1.1", "--undo").err


def test_what_came_by_itself_waits_where_it_needs_a_yes(run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    following = followed("plan.yaml", "Ann", own=True)
    cleared = Entry(TODAY, None, cleared=True, by_page=True, id=f"{5:026}")
    stop = Entry(TODAY, "2.1", stop=True, by_page=True, id=f"{6:026}")
    corrects = replace(ENTRY, id=f"{7:026}", pain=0)
    assert take(following, ENTRY) == "written"
    assert [take(following, entry) for entry in (HURTS, cleared, stop, corrects)] == ["waits"] * 4
    assert [take(following, entry) for entry in (ENTRY, HURTS, cleared)] == ["known"] * 3
    assert entries(plan / "plan Ann.journal") == (ENTRY,)
    assert (plan / "plan Ann.waiting").stat().st_mode & 0o077 == 0
    assert "  4 entries wait for your yes: 'audiocoach log --waiting'\n" in run("next", "--athlete", "Ann").out
    types(monkeypatch, "y", "n", "l", "y")
    said = run("log", "--waiting")
    assert said.code == 0, said.err
    assert all(f"it says: {what}\n" in said.out for what in ("pain 4", "cleared", "stop"))
    assert entries(plan / "plan Ann.journal") == (ENTRY, HURTS, corrects)
    assert [entry.id for entry in waiting(following)] == [stop.id]
    assert take(following, cleared) == "known"
    assert run("log", "--waiting", "--yes", "--athlete", "Ann").code == 0
    assert entries(plan / "plan Ann.journal") == (ENTRY, HURTS, corrects, stop)
    assert run("log", "--waiting").out == "Nothing waits.\n"


def test_not_everything_can_wait(plan: Path) -> None:
    following = followed("plan.yaml")
    for number in range(MAX_WAITING):
        assert take(following, replace(HURTS, id=f"{number:026}")) == "waits"
    with pytest.raises(Exception, match="50 entries wait"):
        take(following, replace(HURTS, id=f"{MAX_WAITING:026}"))


def test_two_writers_write_one_entry_once(plan: Path) -> None:
    many = [replace(ENTRY, id=f"{number:026}", date=TODAY - timedelta(days=number)) for number in range(20)]

    def write(_: int) -> list[str]:
        following = followed("plan.yaml")
        return [take(following, entry) for entry in many]

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(write, range(4)))
    for row in zip(*told, strict=True):
        assert sorted(row) == ["known"] * 3 + ["written"]
    assert sorted(entry.id for entry in entries(plan / "plan.journal")) == [entry.id for entry in many]
