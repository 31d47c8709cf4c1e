"""A podcast's episodes are dated by the day on which each first appeared: apps show as new what is dated late."""

from __future__ import annotations

import json
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from audiocoach.sharing.share_list import MANIFEST
from tests.support.commands import Run

SCRIPT = "session: {title}\nvoice: tone\ncoach: none\nsteps: [work 20s Go]\n"


def share(run: Run, monkeypatch: pytest.MonkeyPatch, day: int, *names: str) -> dict[str, date]:
    """Share scripts on a day of June 2026 (UTC); the date of each episode by its title."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1780272000 + (day - 1) * 86_400))
    for name in names:
        Path(f"{name}.yaml").write_text(SCRIPT.format(title=name.title()))
    told = run(
        "share", *(f"{name}.yaml" for name in names), "-o", "site", "--base-url", "https://example.org/runs", "-q"
    )
    assert told.code == 0
    feed = ElementTree.parse("site/feed.xml")  # noqa: S314 - ours
    return {
        entry.findtext("title") or "": parsedate_to_datetime(entry.findtext("pubDate") or "").date()
        for entry in feed.iter("item")
    }


@pytest.mark.slow
def test_what_is_added_later_is_dated_on_its_day_and_the_others_stay(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert share(run, monkeypatch, 1, "alpha", "beta") == dict.fromkeys(("Alpha", "Beta"), date(2026, 6, 1))
    assert "since" not in json.loads(Path("site", MANIFEST).read_text())
    later = {"Alpha": date(2026, 6, 1), "Beta": date(2026, 6, 1), "Zero": date(2026, 6, 11)}
    assert share(run, monkeypatch, 11, "alpha", "beta", "zero") == later
    before = Path("site", "feed.xml").read_bytes()
    assert share(run, monkeypatch, 20, "alpha", "beta", "zero") == later
    assert Path("site", "feed.xml").read_bytes() == before
    assert share(run, monkeypatch, 21, "zero") == {"Zero": date(2026, 6, 11)}
    assert share(run, monkeypatch, 25, "alpha", "zero") == {"Alpha": date(2026, 6, 25), "Zero": date(2026, 6, 11)}


@pytest.mark.slow
@pytest.mark.parametrize(
    "since", [{"alpha.mp3": "yesterday"}, {"alpha.mp3": 3}, ["alpha.mp3"], {"alpha.mp3": "9999-01-01"}]
)
def test_dates_that_are_none_are_a_damaged_list(run: Run, monkeypatch: pytest.MonkeyPatch, since: object) -> None:
    share(run, monkeypatch, 1, "alpha")
    path = Path("site", MANIFEST)
    path.write_text(json.dumps({**json.loads(path.read_text()), "since": since}))
    told = run("share", "alpha.yaml", "-o", "site")
    assert told.code == 1
    assert "cannot be used" in told.err
