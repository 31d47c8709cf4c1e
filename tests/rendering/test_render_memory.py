"""Memory does not grow with a session's length: neither its sound nor its file is ever whole in memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from audiocoach import load_session, render
from audiocoach.speech.casting import voice_wish


def peak_of(folder: Path, rounds: int) -> tuple[int, int]:
    """Bytes held at most while a session of `rounds` times 90 s is rendered, and the size of its file.

    Its words are the same each round: a coach counts them, and each number is a clip that is held.
    """
    script = folder / "long.yaml"
    script.write_text(
        f"session: Long\ncoach: none\nsteps:\n  - repeat: {rounds}\n    steps:\n"
        "      - {work: 60s, name: Run, say: Run tall and easy.}\n      - {rest: 30s, say: Walk on.}\n",
        encoding="utf-8",
    )
    session = load_session(script).spoken_by(voice_wish("tone"))
    tracemalloc.start()
    try:
        done = render(session, folder / "long.mp3")
        return tracemalloc.get_traced_memory()[1], done.size
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_an_hour_takes_no_more_memory_than_its_distinct_sounds(tmp_path: Path) -> None:
    peak_of(tmp_path, 20)  # what is imported stays, and what is read once
    half, _ = peak_of(tmp_path, 20)
    hour, size = peak_of(tmp_path, 40)
    assert size > 21_000_000
    assert hour < 4_000_000, "neither 21 MB of file nor 173 MB of samples are held"
    assert hour < 1.2 * half
