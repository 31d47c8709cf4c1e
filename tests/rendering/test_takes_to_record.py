"""What a coach has to record: every sentence once, under the name of its file."""

from __future__ import annotations

from pathlib import Path

from audiocoach.rendering.takes_to_record import takes_to_record
from audiocoach.speech.engines.recorded_takes import file_name
from tests.support.short_programme import SHORT


def test_each_sentence_of_a_programme_is_listed_once_in_the_order_it_is_said(tmp_path: Path) -> None:
    script = tmp_path / "plan.yaml"
    script.write_text(SHORT, encoding="utf-8")
    found = takes_to_record(str(script), lambda session: session)
    said = [f"Today {seconds} seconds of it." for seconds in ("ten", "twelve", "fourteen", "sixteen")]
    assert set(found.values()) == {*said, "March now.", "Skip now.", "Rest."}
    assert [text for text in found.values() if text.startswith("Today")] == said
    assert all(name == file_name(text) for name, text in found.items())


def test_what_is_said_alike_has_one_file(tmp_path: Path) -> None:
    script = tmp_path / "run.yaml"
    script.write_text(
        "session: T\ncoach: none\nsteps:\n  - {work: 10s, say: Go now!}\n  - {rest: 10s, say: go now}\n",
        encoding="utf-8",
    )
    assert list(takes_to_record(str(script), lambda session: session).values()) == ["Go now!"]
