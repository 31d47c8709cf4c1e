from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from audiocoach.sound.clip import Clip
from audiocoach.speech import kept_clips as module
from audiocoach.speech.engines.interface import Utterance
from audiocoach.speech.engines.kept_voices import remembered
from audiocoach.speech.kept_clips import ClipCache, clip_key
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.speech_fakes import VOICE, FakeEngine, square

KEY = "ab" * 32
CLIP = square(100)


def test_a_clip_comes_back_as_it_was() -> None:
    ClipCache().put(KEY, CLIP)
    assert ClipCache().get(KEY) == CLIP
    assert ClipCache().get("cd" * 32) is None


def test_clips_are_in_the_users_store_unless_another_is_given(own_cache: Path, tmp_path: Path) -> None:
    assert ClipCache().store.folder == own_cache
    ClipCache(Store(tmp_path / "own")).put(KEY, CLIP)
    assert ClipCache().get(KEY) is None
    assert Store(tmp_path / "own").get("clips", KEY) == CLIP.pcm


def test_a_damaged_clip_is_none_and_is_made_again(own_cache: Path) -> None:
    cache = ClipCache()
    cache.put(KEY, CLIP)
    (path,) = own_cache.rglob("*.kept")
    path.write_bytes(path.read_bytes()[:-2])
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
        clip_key(replace(said, outdoor=False), "1"),
        clip_key(replace(said, gap_ms=60), "1"),
        clip_key(replace(said, voice=replace(VOICE, language="de")), "1"),  # it is measured by other sentences
    ]
    for name, value in (("SHAPING", -1), ("LEVEL", (-16.0, -2.0, 1)), ("LEVEL", (-19.0, -1.0, 1)), ("LEVEL", ())):
        with monkeypatch.context() as changed:
            changed.setattr(module, name, value)
            keys.append(clip_key(said, "1"))
    with monkeypatch.context() as changed:
        changed.setattr(module, "level_texts", lambda language: ("Another sentence.",))
        keys.append(clip_key(said, "1"))
    assert len(set(keys)) == len(keys)


def test_what_people_call_the_voice_does_not_change_the_key() -> None:
    said = Utterance("Go.", VOICE, 150)
    assert clip_key(said, "1") == clip_key(replace(said, voice=replace(VOICE, name="Other")), "1")


def test_a_folder_that_cannot_be_used_is_said_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = ClipCache(Store(tmp_path / "file"))
    assert cache.get(KEY) is None
    cache.put(KEY, CLIP)
    assert cache.trouble.startswith(str(tmp_path / "file"))
    assert cache.prune() == 0


def test_pruning_keeps_the_store_within_its_limit() -> None:
    cache = ClipCache(Store(limit=len(CLIP.pcm)))
    cache.put(KEY, CLIP)
    assert cache.prune() == 1
    assert cache.get(KEY) is None


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
        for path in own_cache.glob("voices/*/*.kept"):
            Store().put("voices", path.stem, damaged)
        before = len(asked)
        assert remembered("fake", "1", ask) == (VOICE,)
        assert len(asked) == before + 1


def test_voices_are_told_where_nothing_can_be_remembered(own_cache: Path) -> None:
    own_cache.write_text("a file")
    assert remembered("fake", "1", lambda: (VOICE,)) == (VOICE,)


class Bug(Exception):
    """What goes wrong in ways nobody has foreseen."""


def test_a_bug_in_asking_for_voices_is_told_alone() -> None:
    def ask() -> tuple:
        raise Bug

    with pytest.raises(Bug) as caught:
        remembered("fake", "1", ask)
    assert caught.value.__context__ is None


def test_a_bug_in_measuring_a_voice_is_told_alone() -> None:
    class Broken(FakeEngine):
        def speak(self, utterances: Sequence[Utterance], on_each: Callable[[], None] | None = None) -> list:
            if len(utterances) > 1:
                raise Bug
            return super().speak(utterances, on_each)

    with pytest.raises(Bug) as caught:
        Studio(engines={"fake": Broken}).record([Utterance("Go.", VOICE, 150)])
    assert caught.value.__context__ is None


def test_a_clip_in_the_cache_is_as_it_will_be_used() -> None:
    ClipCache().put(KEY, CLIP)
    assert ClipCache().get(KEY) == Clip(CLIP.pcm, 24_000, 1)
