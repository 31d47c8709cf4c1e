"""The same script gives the same bytes, whatever was spoken before and whoever renders it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach import load_session, render
from audiocoach.speech.casting import voice_wish
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store


@pytest.mark.slow
def test_cold_twice_and_warm_give_the_same_bytes(samples: Path, tmp_path: Path) -> None:
    session = load_session(samples / "first-steps.yaml")
    studio = Studio(ClipCache(Store(tmp_path / "one")))
    first = render(session, tmp_path / "first.mp3", studio=studio).path.read_bytes()
    assert studio.spoken > 10
    assert studio.from_cache <= studio.spoken  # a talk's words are measured before the others

    warm = Studio(ClipCache(Store(tmp_path / "one")))
    assert render(session, tmp_path / "warm.mp3", studio=warm).path.read_bytes() == first
    assert warm.spoken == 0

    again = Studio(ClipCache(Store(tmp_path / "other")))
    assert render(session, tmp_path / "again.mp3", studio=again).path.read_bytes() == first
    assert again.spoken == studio.spoken


@pytest.mark.slow
def test_another_process_with_a_fresh_cache_gives_the_same_bytes(samples: Path, tmp_path: Path) -> None:
    here = render(load_session(samples / "first-steps.yaml"), tmp_path / "here.mp3").path.read_bytes()
    command = [sys.executable, "-m", "audiocoach", "render", str(samples / "first-steps.yaml"), "-o", "there.mp3"]
    environment = {**os.environ, "AUDIOCOACH_CACHE": str(tmp_path / "fresh"), "PYTHONHASHSEED": "1"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert (tmp_path / "there.mp3").read_bytes() == here


@pytest.mark.slow
def test_where_the_file_goes_and_what_was_there_change_nothing(samples: Path, tmp_path: Path) -> None:
    session = load_session(samples / "first-steps.yaml").spoken_by(voice_wish("tone"))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "über.mp3").write_bytes(b"an older file")
    one = render(session, tmp_path / "one.mp3").path.read_bytes()
    assert render(session, tmp_path / "folder" / "über.mp3").path.read_bytes() == one


@pytest.mark.slow
def test_two_voices_do_not_share_a_cached_clip(samples: Path, tmp_path: Path) -> None:
    session = load_session(samples / "first-steps.yaml")
    low, high = (
        render(session.spoken_by(voice_wish(name)), tmp_path / f"{name[-3:]}.mp3").path.read_bytes()
        for name in ("tone:low", "tone:high")
    )
    assert low != high


WORDS = """\
session: Once changed
steps:
  - warm-up 60s Jog
  - 3 x (work 40s Run, rest 30s Walk)
  - work: 40s
    name: Sprint
    cues:
      - {at: 20s, say: Tall and smooth.}
"""


@pytest.mark.slow
def test_one_sentence_changed_is_one_utterance_and_one_window(tmp_path: Path) -> None:
    store, counts = Store(tmp_path / "kept"), []
    for words in (WORDS, WORDS, WORDS.replace("smooth", "quick")):
        (tmp_path / "script.yaml").write_text(words)
        studio, before = Studio(ClipCache(store)), len(store.keys("frames"))
        render(load_session(tmp_path / "script.yaml"), tmp_path / "out.mp3", studio=studio)
        counts.append((studio.spoken, len(store.keys("frames")) - before))
    assert counts[0][0] > 10
    assert counts[0][1] > 10
    assert counts[1:] == [(0, 0), (1, 1)]


LOADED = """
import sys
from audiocoach.__main__ import main
assert main(["render", sys.argv[1], "-o", sys.argv[2], "--quiet"]) == 0
print(*(name if name.startswith("audiocoach.") else name.partition(".")[0] for name in sys.modules), sep="\\n")
"""


@pytest.mark.slow
def test_whatever_is_known_is_rendered_by_nothing_but_what_is_on_the_list(tmp_path: Path) -> None:
    """Neither numpy nor a coder, an engine or a library of pictures; and no module that was not thought about."""
    lines = (Path(__file__).parent / "warm-render.txt").read_text(encoding="utf-8").splitlines()
    known = {name for line in lines if not line.startswith("#") for name in line.split()}
    command = [sys.executable, "-c", LOADED, "first-run", str(tmp_path / "out.mp3")]
    loaded: set[str] = set()
    for _ in range(2):
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        loaded = {name for name in said.split() if not name.startswith("_")} - {"audiocoach", "cython_runtime"}
    assert sorted(loaded - known) == []
    if os.name == "posix":
        ours = {name for name in known if name.startswith("audiocoach.")}
        assert sorted(ours - loaded) == [], "the list has no line too many"


@pytest.mark.slow
def test_a_kept_window_that_is_damaged_is_made_again(samples: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    session = load_session(samples / "whiteboard.yaml").spoken_by(voice_wish("tone"))
    first = render(session, tmp_path / "out.mp3", studio=Studio(ClipCache(store))).path.read_bytes()
    files = sorted((tmp_path / "kept").rglob("*.kept"))
    for number, path in enumerate(files):
        data = bytearray(path.read_bytes())
        if number % 2:
            data[len(data) // 2] ^= 1
        else:
            del data[len(data) // 2 :]
        path.write_bytes(data)
    assert render(session, tmp_path / "out.mp3", studio=Studio(ClipCache(store))).path.read_bytes() == first
