"""What is to be made of scripts: sessions, files and batches, found before anything is spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.rendering import orders
from audiocoach.rendering.athletes import Athlete
from audiocoach.rendering.orders import Wishes, batches, load_one, sessions_of, wanted
from audiocoach.rendering.workshop import Workshop
from audiocoach.speech.studio import Studio
from tests.support.short_programme import SHORT

RUN = 'session: Run\nvoice: {engine: tone}\ncoach: none\nsteps:\n  - {work: 20s, say: "Go, {athlete}!"}\n'
PLAIN = "session: Plain\nvoice: {engine: tone}\ncoach: none\nsteps: work 20s\n"
ANN, BOB = Athlete("Ann", "Ann"), Athlete("Bob", "bobby")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two sessions and a programme, where nobody speaks."""

    def speak(*_: object) -> None:
        raise AssertionError("it spoke")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Studio, "record", speak)
    for name, text in (("run", RUN), ("plain", PLAIN), ("plan", SHORT)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_each_session_becomes_a_file_in_the_usual_folder_which_may_be_made() -> None:
    found = wanted(["run.yaml", "plain.yaml"], None, Wishes())
    assert [[order.path.as_posix() for order in own] for own in found.singles] == [
        ["output/run.mp3"],
        ["output/plain.mp3"],
    ]
    assert all(order.make_folder for own in found.singles for order in own)
    assert (found.programmes, found.notes) == ((), ())


def test_the_folder_of_a_file_that_is_named_is_not_made() -> None:
    ((order,),) = wanted(["run.yaml"], Path("there/run.m4a"), Wishes()).singles
    assert (order.path, order.make_folder) == (Path("there/run.m4a"), False)


def test_each_athlete_has_a_file_of_each_session_and_a_folder_of_each_programme() -> None:
    found = wanted(["run.yaml", "plan.yaml"], Path("out"), Wishes(athletes=(ANN, BOB)))
    ((first, second),) = found.singles
    assert [order.path.name for order in (first, second)] == ["run Ann.mp3", "run bobby.mp3"]
    assert [str(order.session.variables["athlete"]) for order in (first, second)] == ["Ann", "Bob"]
    assert [each.folder.as_posix() for each in found.programmes] == ["out/plan Ann", "out/plan bobby"]


def test_a_session_that_names_nobody_is_noted() -> None:
    found = wanted(["run.yaml", "plain.yaml"], None, Wishes(athletes=(ANN,)))
    assert found.notes == ("plain.yaml: nothing in it says {athlete}, so it names nobody",)


def test_sessions_and_weeks_pick_of_a_programme() -> None:
    (order,) = wanted(["plan.yaml"], None, Wishes(sessions=("1.2",), weeks=(2,))).programmes
    assert [planned.id for planned in order.sessions] == ["1.2", "2.1", "2.2"]
    assert len(order.programme.sessions) == 4


@pytest.mark.parametrize(
    ("names", "output", "wishes", "message"),
    [
        (["run.yaml"], None, Wishes(weeks=(1,)), "this is a single session"),
        (["plan.yaml"], None, Wishes(weeks=(9,)), "there is no week 9"),
        (["plan.yaml"], None, Wishes(sessions=("9.9",)), "there is no session 9.9"),
        (["plan.yaml"], Path("plan.mp3"), Wishes(), "a programme needs a folder"),
        (["run.yaml", "plan.yaml"], Path("both.mp3"), Wishes(), "a programme needs a folder"),
        (["run.yaml", "nowhere.yaml"], None, Wishes(), "there is no such file"),
    ],
)
def test_what_cannot_be_made_is_told_before_anything_is(
    names: list[str], output: Path | None, wishes: Wishes, message: str
) -> None:
    with pytest.raises(AudiocoachError, match=message):
        wanted(names, output, wishes)


def test_all_that_is_wrong_in_any_script_is_told_at_once(here: Path) -> None:
    for name in ("one", "two"):
        (here / f"{name}.yaml").write_text("session: Bad\nsteps: wrok 20s\n", encoding="utf-8")
    with pytest.raises(ScriptError, match="2 of 3 scripts must be mended first") as caught:
        wanted(["one.yaml", "run.yaml", "two.yaml"], None, Wishes())
    assert {problem.where.file for problem in caught.value.problems} == {"one.yaml", "two.yaml"}


def test_athletes_are_rendered_together_up_to_a_number_and_up_to_what_is_said_to_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    club = tuple(Athlete(name, name) for name in ("Ann", "Bob", "Cleo", "Dan", "Eve"))
    (own,) = wanted(["run.yaml"], None, Wishes(athletes=club)).singles
    sizes = lambda: [len(batch) for batch in batches(own, Workshop())]  # noqa: E731
    assert sizes() == [5]
    monkeypatch.setattr(orders, "MOST_TOGETHER", 2)
    assert sizes() == [2, 2, 1]
    monkeypatch.setattr(orders, "MOST_OWN_MS", 1)
    assert sizes() == [1, 1, 1, 1, 1]


def test_one_session_is_meant_by_its_file_or_by_its_number_in_a_programme() -> None:
    assert load_one("run.yaml", None).session == "Run"
    assert str(load_one("plan.yaml", "2.1").variables["week"]) == "2"
    with pytest.raises(AudiocoachError, match="this is a single session"):
        load_one("run.yaml", "1.1")
    with pytest.raises(AudiocoachError, match="this is a programme"):
        load_one("plan.yaml", None)


def test_all_sessions_of_a_script() -> None:
    assert [len(sessions_of(Path(name))) for name in ("run.yaml", "plan.yaml")] == [1, 4]
