"""One workshop for many sessions: each file is handed out as it is finished, and its stages tell one listener."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError
from audiocoach.rendering.checking import check_script
from audiocoach.rendering.session import render_all
from audiocoach.rendering.workshop import Workshop
from audiocoach.rendering.write_files import Order
from audiocoach.script.load import parse_session
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.short_programme import SHORT

RUN = "session: Run\nvoice: {engine: tone}\ncoach: none\nsteps:\n  - {work: 5s, say: Go.}\n"


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(Studio(ClipCache(Store(tmp_path / "cache"))))


def orders(folder: Path) -> list[Order]:
    session = parse_session(RUN)
    return [Order(session, folder / "out" / f"{name}.mp3", name, make_folder=True) for name in ("a", "b", "c")]


@pytest.mark.slow
def test_each_file_is_there_when_it_is_handed_out(shop: Workshop, tmp_path: Path) -> None:
    wanted = orders(tmp_path)
    for count, done in enumerate(render_all(wanted, shop), 1):
        assert done.path.stat().st_size == done.size
        assert done.path == wanted[count - 1].path
    assert count == 3


@pytest.mark.slow
def test_whoever_has_enough_of_the_files_gets_no_more(shop: Workshop, tmp_path: Path) -> None:
    with closing(render_all(orders(tmp_path), shop)) as files:
        first = next(files)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [first.path.name]


def test_nothing_is_made_of_no_orders(shop: Workshop) -> None:
    assert list(render_all([], shop)) == []


@pytest.mark.slow
def test_the_stages_are_told_in_order(shop: Workshop, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    list(render_all(orders(tmp_path), shop.telling(lambda *stage: told.append(stage))))
    assert list(dict.fromkeys(name for name, _, _ in told)) == ["speaking", "files"]
    assert [stage for stage in told if stage[0] == "files"] == [("files", count, 3) for count in (1, 2, 3)]
    assert shop.stage("speaking") is None, "the workshop that was there tells nobody"


@pytest.mark.slow
def test_a_script_is_checked_as_what_it_is(shop: Workshop, tmp_path: Path) -> None:
    for name, text in (("run", RUN), ("plan", SHORT), ("coach", "coach: Mine\nmoments:\n  - {when: start, say: Go}\n")):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = [check_script(str(tmp_path / f"{name}.yaml"), lambda each: each, shop) for name in ("run", "plan", "coach")]
    assert [(each.kind, len(each.timelines), each.moments) for each in found] == [
        ("session", 1, 0),
        ("programme", 4, 0),
        ("coach", 0, 1),
    ]
    with pytest.raises(AudiocoachError, match="no such file"):
        check_script(str(tmp_path / "nowhere.yaml"), lambda each: each, None)
