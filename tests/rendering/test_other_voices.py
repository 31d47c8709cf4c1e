"""A programme says so before it goes on in another voice, and a better one is spoken of once a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.programme.load_programme import parse_programme
from audiocoach.quantities.today import today
from audiocoach.rendering import hint_of_the_day
from audiocoach.rendering.hint_of_the_day import better_voice_hint
from audiocoach.rendering.whole_programme import render_programme
from audiocoach.speech.casting import voice_wish
from audiocoach.storage.store import Store
from tests.support.commands import Run
from tests.support.short_programme import NOBODY, SHORT

OTHER = "high"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(folder))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("split", [(), ("--split", "steps")], ids=["files", "tracks"])
def test_a_programme_half_rendered_in_one_voice_says_so_before_it_goes_on_in_another(
    here: Path, run: Run, split: tuple[str, ...]
) -> None:
    (here / "short.yaml").write_text(SHORT, encoding="utf-8")
    assert "until now" not in run("render", "short.yaml", "--week", "1", *split).err
    assert "until now" not in run("render", "short.yaml", "--week", "2", *split).err
    said = run("render", "short.yaml", "--week", "2", "--voice", f"tone:{OTHER}", *split)
    first, *_ = sorted(path.name for path in (here / "output" / "short").iterdir())
    assert f"note: until now Low spoke: {first}{'.m3u8' if split else ''} and 3 more." in said.err
    assert said.err.count("until now") == 1


@pytest.mark.slow
def test_from_python_the_first_files_notes_say_so(tmp_path: Path) -> None:
    programme = parse_programme(SHORT)
    first, second = (programme.find(name) for name in ("1.1", "2.1"))
    (low,), _ = render_programme(programme, tmp_path / "out", select=[first])
    assert low.notes == ()
    other = voice_wish(f"tone:{OTHER}")
    high, _ = render_programme(
        programme, tmp_path / "out", select=[first, second], change=lambda session: session.spoken_by(other)
    )
    assert [len(done.notes) for done in high] == [1, 0]
    assert high[0].notes[0].startswith(f"until now Low spoke: {low.path.name}. What is rendered now")


@pytest.mark.slow
@pytest.mark.parametrize("there", [True, False], ids=["made before", "not made"])
def test_a_session_that_is_not_asked_for_and_cannot_be_cast_stops_no_other(here: Path, run: Run, there: bool) -> None:
    if there:
        (here / "nobody.yaml").write_text(NOBODY.replace(", voice: nobody", ""), encoding="utf-8")
        run("render", "nobody.yaml", "--week", "2")
    (here / "nobody.yaml").write_text(NOBODY, encoding="utf-8")
    programme = parse_programme(NOBODY)
    (made,), _ = render_programme(programme, here / "from-python", select=[programme.sessions[0]])
    assert (made.path.is_file(), made.notes) == (True, ())
    said = run("render", "nobody.yaml", "--week", "1")
    assert (said.code, said.err) == (0, "")
    assert (here / "output" / "nobody" / made.path.name).is_file()
    assert run("render", "nobody.yaml").code == 1


@pytest.mark.slow
def test_what_is_up_to_date_says_nothing(here: Path, run: Run) -> None:
    (here / "short.yaml").write_text(SHORT, encoding="utf-8")
    run("render", "short.yaml")
    assert run("render", "short.yaml").err == ""


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    languages: list[str] = []

    def hint(language: str) -> str:
        languages.append(language)
        return "" if language == "de" else f"better in {language}"

    monkeypatch.setattr("audiocoach.speech.best_voice.how_to_be_heard", hint)
    return languages


def test_a_better_voice_is_spoken_of_once_a_day(
    tmp_path: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    assert better_voice_hint(store, set()) == ()
    assert looked == []
    assert better_voice_hint(store, {"de", "fr", "es"}) == ("better in es",)
    assert better_voice_hint(store, {"fr"}) == ()
    monkeypatch.setattr(hint_of_the_day, "today", lambda: today().replace(year=2000))
    assert better_voice_hint(store, {"fr"}) == ("better in fr",)


def test_where_there_is_none_to_be_had_it_is_looked_for_once_a_day(tmp_path: Path, looked: list[str]) -> None:
    store = Store(tmp_path)
    assert better_voice_hint(store, {"de"}) == better_voice_hint(store, {"de"}) == ()
    assert looked == ["de"]
    assert better_voice_hint(store, {"de", "fr"}) == ("better in fr",)
    assert better_voice_hint(store, {"de", "fr", "es"}) == ()
    assert looked == ["de", "fr"]


@pytest.mark.slow
@pytest.mark.parametrize(("voice", "told"), [("", 1), ("voice: {rate: slow}\n", 1), ("voice: {engine: tone}\n", 0)])
def test_a_render_speaks_of_it_where_nobody_chose_a_voice(
    here: Path, run: Run, looked: list[str], voice: str, told: int
) -> None:
    (here / "x.yaml").write_text(f"session: X\n{voice}coach: none\nsteps:\n  - {{work: 5s, say: Go.}}\n")
    assert run("render", "x.yaml").err.count("note: better in en") == told
    assert run("render", "x.yaml").err.count("note: better in en") == 0
