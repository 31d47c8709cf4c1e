from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from speech_fakes import VOICE, square

from audiocoach.clip import Clip
from audiocoach.speech import Utterance
from audiocoach.speech import cache as module
from audiocoach.speech.cache import ClipCache, cache_folder, clip_key
from audiocoach.speech.voice_list import remembered

KEY = "ab" * 32
CLIP = square(100)


def entry(cache: ClipCache) -> Path:
    (path,) = cache.folder.glob("*/*")
    return path


def test_a_clip_comes_back_as_it_was() -> None:
    ClipCache().put(KEY, CLIP)
    assert ClipCache().get(KEY) == CLIP
    assert ClipCache().get("cd" * 32) is None


def test_the_folder_is_the_users_unless_chosen(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert ClipCache().folder == own_cache / "speech" / "clips"
    assert ClipCache(tmp_path).folder == tmp_path / "clips"
    monkeypatch.delenv("AUDIOCOACH_CACHE")
    assert cache_folder().parts[-2:] == ("audiocoach", "speech") or os.name == "nt"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: b"x" + data[1:],
        lambda data: data[:7],
        lambda data: b"",
    ],
    ids=["cut", "longer", "a bit flipped", "another magic", "header cut", "empty"],
)
def test_a_damaged_entry_is_no_entry(damage) -> None:
    cache = ClipCache()
    cache.put(KEY, CLIP)
    path = entry(cache)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(KEY) is None
    cache.put(KEY, CLIP)
    assert cache.get(KEY) == CLIP
    assert cache.trouble == ""


def test_everything_that_changes_the_sound_changes_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Utterance("Go.", VOICE, 150)
    keys = [
        clip_key(said, "1"),
        clip_key(said, "2"),
        clip_key(replace(said, text="Go!"), "1"),
        clip_key(replace(said, rate=151), "1"),
        clip_key(replace(said, voice=replace(VOICE, id="other")), "1"),
        clip_key(replace(said, voice=replace(VOICE, engine="other")), "1"),
        clip_key(replace(said, text="\ud800"), "1"),
    ]
    monkeypatch.setattr(module, "SHAPING", -1)
    keys.append(clip_key(said, "1"))
    assert len(set(keys)) == len(keys)


def test_what_people_call_the_voice_does_not_change_the_key() -> None:
    said = Utterance("Go.", VOICE, 150)
    assert clip_key(said, "1") == clip_key(replace(said, voice=replace(VOICE, name="Other")), "1")


def test_a_folder_that_cannot_be_used_is_said_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = ClipCache(tmp_path / "file")
    assert cache.get(KEY) is None
    cache.put(KEY, CLIP)
    assert cache.trouble.startswith(str(tmp_path / "file"))
    assert cache.prune() == 0


def test_nothing_is_left_of_a_write_that_failed(tmp_path: Path) -> None:
    target = tmp_path / "taken"
    target.mkdir()
    with pytest.raises(OSError, match=r"directory|denied"):
        module.write_atomically(target, b"x")
    assert list(tmp_path.iterdir()) == [target]


def test_pruning_removes_what_was_not_used_for_longest() -> None:
    cache = ClipCache(limit=3 * (len(CLIP.pcm) + 16))
    keys = [f"{n:02}" * 32 for n in range(5)]
    for age, key in enumerate(keys):
        cache.put(key, CLIP)
        path = cache.folder / key[:2] / f"{key}.clip"
        os.utime(path, (0, 1_000_000 - age))
    assert cache.get(keys[4]) == CLIP  # used: now the newest
    assert cache.prune() == 2
    assert [cache.get(key) is not None for key in keys] == [True, True, False, False, True]
    assert cache.prune() == 0


def test_pruning_removes_what_a_killed_process_left_and_nothing_that_is_being_written() -> None:
    cache = ClipCache()
    cache.put(KEY, CLIP)
    old, new = (entry(cache).with_name(name) for name in ("old.tmp", "new.tmp"))
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    cache.prune()
    assert (old.exists(), new.exists()) == (False, True)


def test_many_processes_write_and_read_one_entry(own_cache: Path) -> None:
    code = (
        "from audiocoach.clip import Clip\n"
        "from audiocoach.speech.cache import ClipCache\n"
        "cache = ClipCache()\n"
        "for n in range(200):\n"
        f"    cache.put('{KEY}', Clip(bytes([n]) * 50_000))\n"
        f"    clip = cache.get('{KEY}')\n"
        "    assert clip is not None and len(set(clip.pcm)) == 1 and not cache.trouble, cache.trouble\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert len(list(ClipCache().folder.glob("*/*"))) == 1


def test_voices_are_remembered_for_a_version_and_asked_for_anew_when_that_is_damaged(own_cache: Path) -> None:
    asked: list[str] = []

    def ask() -> tuple:
        asked.append("")
        return (VOICE,)

    assert [remembered("fake", "1", ask) for _ in range(3)] == [(VOICE,)] * 3
    assert len(asked) == 1
    remembered("fake", "2", ask)
    assert len(asked) == 2
    for damaged in (b"", b"[]", b"[[1]]", b"[[1,2,3,4]]", b"{}", b"\xff"):
        for path in (own_cache / "speech" / "voices").iterdir():
            path.write_bytes(damaged)
        before = len(asked)
        assert remembered("fake", "1", ask) == (VOICE,)
        assert len(asked) == before + 1


def test_voices_are_told_where_nothing_can_be_remembered(own_cache: Path) -> None:
    own_cache.write_text("a file")
    assert remembered("fake", "1", lambda: (VOICE,)) == (VOICE,)


def test_a_clip_in_the_cache_is_as_it_will_be_used() -> None:
    ClipCache().put(KEY, CLIP)
    assert ClipCache().get(KEY) == Clip(CLIP.pcm, 24_000, 1)
