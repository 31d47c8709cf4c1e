"""From a wish to a bed: the right files in the right order, measured once, with everything that is wrong told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.errors import ScriptError, SoundError
from audiocoach.languages.lookup import language_of
from audiocoach.music.bed import Bed, prepare
from audiocoach.music.files import check, contents
from audiocoach.script.load import load_session
from audiocoach.script.sound_wishes import MusicWish
from audiocoach.storage.store import Store
from audiocoach.timeline.intervals import lay_out, unroll
from tests.support.music_files import CODERS, Step, noise, steps, write_music

A_MINUTE = steps(("work", 60))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


@pytest.fixture
def music(tmp_path: Path, pieces: dict[str, Path]) -> Callable[..., Path]:
    """Puts files of 2.3 s where they are wanted."""

    def put(name: str, suffix: str = ".mp3") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(pieces[suffix], path))

    return put


def names(bed: Bed) -> list[str]:
    return [passage.track.path.name for stretch in bed.stretches for passage in stretch.passages]


def bed_of(wish: MusicWish, store: Store, intervals: tuple[Step, ...] = A_MINUTE) -> Bed:
    return prepare(wish, intervals, intervals[-1].end_ms, store)


def bed_of_script(path: Path, store: Store) -> Bed:
    session = load_session(path)
    assert session.music is not None
    intervals = lay_out(unroll(session, language_of(session.language)), {})
    return prepare(session.music, intervals, intervals[-1].end_ms, store)


def script(folder: Path, music: str, step: str = "work 60s") -> Path:
    path = folder / "session.yaml"
    path.write_text(f"session: Tempo\nmusic: {music}\nsteps: {step}\n")
    return path


def wrong_with(path: Path, store: Store) -> str:
    with pytest.raises(ScriptError) as caught:
        bed_of_script(path, store)
    return str(caught.value)


@pytest.mark.slow
def test_a_file_of_a_script_lies_beside_it(
    tmp_path: Path, music: Callable[..., Path], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    music("scripts/run.mp3")
    monkeypatch.chdir(tmp_path)
    bed = bed_of_script(script(tmp_path / "scripts", "run.mp3"), store)
    assert set(names(bed)) == {"run.mp3"}
    assert bed.length_ms == 60_000


def test_a_folders_files_play_in_the_order_people_expect(
    tmp_path: Path, music: Callable[..., Path], store: Store
) -> None:
    for name in ("10 end.mp3", "2 b.MP3", "1 a.flac", "cover.jpg", "._1 a.mp3", ".hidden.mp3", "deeper/0.mp3"):
        music(f"mine/{name}", Path(name).suffix.lower() if Path(name).suffix.lower() in CODERS else ".mp3")
    bed = bed_of(MusicWish(file=(str(tmp_path / "mine"),)), store)
    assert names(bed)[:4] == ["1 a.flac", "2 b.MP3", "10 end.mp3", "1 a.flac"]


def test_files_and_folders_are_mixed_in_the_order_given(
    tmp_path: Path, music: Callable[..., Path], store: Store
) -> None:
    one, _ = music("one.mp3"), music("mine/two.mp3")
    bed = bed_of(MusicWish(file=(str(one), str(tmp_path / "mine"), str(one))), store)
    assert names(bed)[:4] == ["one.mp3", "two.mp3", "one.mp3", "one.mp3"]


def test_music_by_kind(tmp_path: Path, music: Callable[..., Path], store: Store) -> None:
    music("fast.mp3")
    music("calm.mp3")
    music("other.mp3")
    path = script(tmp_path, "{work: fast.mp3, rest: calm.mp3, file: other.mp3}", "drill 2s, work 2s, rest 2s, work 2s")
    bed = bed_of_script(path, store)
    assert [stretch.passages[0].track.path.name for stretch in bed.stretches] == [
        "other.mp3", "fast.mp3", "calm.mp3", "fast.mp3",
    ]  # fmt: skip
    assert bed.stretches[3].passages[0].offset or len(bed.stretches[1].passages) == 2


def test_notes_say_what_repeats_and_what_is_never_played(
    tmp_path: Path, music: Callable[..., Path], store: Store
) -> None:
    path = str(music("run.mp3"))
    assert bed_of(MusicWish(file=(path,)), store).notes == ("the music lasts 0:02, the session 1:00: it repeats",)
    assert bed_of(MusicWish(file=(path,), loop=False), store).notes == (
        "the music lasts 0:02, the session 1:00: then there is silence",
    )
    assert bed_of(MusicWish(work=(path,), rest=(path,), drill=(str(music("b.mp3")),)), store).notes == (
        "the music for drill is not played: there is no such step",
        "the music for work and rest lasts 0:02, the session 1:00: it repeats",
    )
    two = steps(("work", 1), ("rest", 1))
    assert bed_of(MusicWish(work=(path,)), store, two).notes == ()


def test_level_and_duck_are_as_wanted_and_have_defaults(music: Callable[..., Path], store: Store) -> None:
    path = (str(music("run.mp3")),)
    plain = bed_of(MusicWish(file=path), store)
    assert (plain.loudness, plain.duck_db) == (-22.0, -12.0)
    bed = bed_of(MusicWish.model_construct(file=path, level=-10.0, duck=15.0), store)
    assert (bed.loudness, bed.duck_db) == (-26.0, -15.0)
    track = bed.stretches[0].passages[0].track
    assert track.loudness < -1
    assert bed.gain(track) == pytest.approx(10 ** ((-26 - track.loudness) / 20))


def test_a_file_is_measured_once_and_known_by_its_content(
    tmp_path: Path, music: Callable[..., Path], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = music("run.mp3")
    first = bed_of(MusicWish(file=(str(path),)), store)
    assert store.sizes()["loudness"][0] == 1

    def never(path: Path, _: object) -> tuple[int, float]:
        raise AssertionError(path)

    with monkeypatch.context() as patch:
        patch.setattr("audiocoach.music.tracks.measure", never)
        again = bed_of(MusicWish(file=(str(path.rename(tmp_path / "renamed.mp3")),)), Store(store.folder))
        assert [p.track.loudness for s in again.stretches for p in s.passages] == [
            p.track.loudness for s in first.stretches for p in s.passages
        ]
        with pytest.raises(AssertionError):
            bed_of(MusicWish(file=(str(music("other.flac", ".flac")),)), store)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [b"", b"{}", b"[1, 2, 3]", b'["a", "b"]', b"[100, -14]", b"[100000, NaN]", b"\xff"])
def test_what_is_kept_wrongly_is_measured_anew(
    music: Callable[..., Path], store: Store, kept: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = music("run.mp3")
    right = bed_of(MusicWish(file=(str(path),)), store)
    (key,) = store.keys("loudness")
    store.put("loudness", key, kept)
    assert bed_of(MusicWish(file=(str(path),)), store) == right
    assert store.get("loudness", key) != kept


def test_of_a_folder_only_what_the_session_needs_is_measured(
    tmp_path: Path, music: Callable[..., Path], store: Store
) -> None:
    for number in range(40):
        music(f"mine/{number}.mp3")
    (tmp_path / "mine" / "39.mp3").write_bytes(b"broken")
    bed = bed_of(MusicWish(file=(str(tmp_path / "mine"),)), store, steps(("work", 10)))
    assert names(bed) == ["0.mp3", "1.mp3", "2.mp3", "3.mp3", "4.mp3"]
    assert bed.notes == ()
    long = bed_of(MusicWish(file=(str(tmp_path / "mine"),)), store, steps(("work", 100)))
    assert set(names(long)) == {f"{number}.mp3" for number in range(39)}
    left_out = f"left out: {tmp_path / 'mine' / '39.mp3'}: no music can be read from it"
    assert [note for note in long.notes if note.startswith(left_out)]


@pytest.mark.parametrize("damage", [b"", b"broken", b"ID3" + bytes(5_000)])
def test_what_cannot_be_played_in_a_folder_is_left_out_and_told(
    tmp_path: Path, music: Callable[..., Path], store: Store, damage: bytes
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.mp3").write_bytes(damage)
    wish = MusicWish(file=(str(tmp_path / "mine"),))
    for look in (check, lambda wish: bed_of(wish, store)):
        if look is not check or not damage:
            with pytest.raises(SoundError, match=r"a\.mp3"):
                look(wish)
    music("mine/b.mp3")
    check(wish)
    assert contents(wish) != contents(MusicWish(file=(str(tmp_path / "mine" / "b.mp3"),)))
    bed = bed_of(wish, store)
    assert set(names(bed)) == {"b.mp3"}
    assert [note for note in bed.notes if "left out" in note and "a.mp3" in note]
    with pytest.raises(SoundError, match=r"a\.mp3"):
        bed_of(MusicWish(file=(str(tmp_path / "mine"), str(tmp_path / "mine" / "a.mp3"))), store)


@pytest.mark.parametrize("address", ["https://open.example.org/playlist/1", "spotify:playlist:1", "http:/x"])
def test_an_address_is_no_file(tmp_path: Path, address: str) -> None:
    with pytest.raises(SoundError, match=r"audiocoach plays files, and .* is an address") as caught:
        check(MusicWish(file=(address,)))
    assert address in str(caught.value)
    assert "audiocoach plays files" in wrong_with(script(tmp_path, address), Store(tmp_path))


def test_files_that_are_named_are_all_measured(tmp_path: Path, music: Callable[..., Path], store: Store) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"broken")
    with pytest.raises(SoundError, match="broken"):
        bed_of(MusicWish(file=(str(music("run.mp3")), str(broken))), store, steps(("work", 1)))


def test_progress_is_told(music: Callable[..., Path], store: Store) -> None:
    told: list[tuple[int, int]] = []
    files = tuple(str(music(f"{number}{suffix}", suffix)) for number, suffix in enumerate((".mp3", ".flac", ".wav")))
    prepare(MusicWish(file=files), A_MINUTE, 60_000, store, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_measuring_is_given_up_at_once(music: Callable[..., Path], store: Store) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    files = tuple(str(music(f"{number}.mp3")) for number in range(100))
    for number, path in enumerate(files):  # all of them different
        Path(path).write_bytes(Path(path).read_bytes() + b"TAG" + bytes([number]))
    with pytest.raises(KeyboardInterrupt):
        prepare(MusicWish(file=files), A_MINUTE, 60_000, store, interrupt)
    assert store.sizes()["loudness"][0] < 50


def test_all_that_is_wrong_in_a_script_is_told_with_its_place(
    tmp_path: Path, music: Callable[..., Path], store: Store
) -> None:
    music("good.mp3")
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.mp3").write_text("hello" * 1000)
    write_music(tmp_path / "short.wav", noise(0.1))
    write_music(tmp_path / "silent.wav", noise(2.0) * 0)
    path = script(
        tmp_path, "\n  work: [good.mp3, text.mp3,\n    short.wav]\n  rest: silent.wav\n  drill: empty\n  loop: true"
    )
    said = wrong_with(path, store)
    at = str(path)
    assert f"{at}:3:20: {tmp_path / 'text.mp3'}: no music can be read from it" in said
    assert f"{at}:4:5: {tmp_path / 'short.wav'}: this lasts 0.1 s, too short for music" in said
    assert f"{at}:5:9: {tmp_path / 'silent.wav'}: this music is silent" in said
    assert f"{at}:6:10: {tmp_path / 'empty'}: there is no music in this folder" in said
    assert "good.mp3:" not in said


def test_music_that_goes_before_it_is_rendered_is_told_with_its_place(
    tmp_path: Path, music: Callable[..., Path], store: Store
) -> None:
    path = music("run.mp3")
    session = load_session(script(tmp_path, "run.mp3"))
    path.unlink()
    assert session.music is not None
    with pytest.raises(ScriptError, match=r"session\.yaml:2:8: .*there is no such music file"):
        prepare(session.music, A_MINUTE, 60_000, store)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_link_in_a_folder_does_not_lead_out_of_the_scripts_folder(
    tmp_path: Path, music: Callable[..., Path], store: Store
) -> None:
    outside = music("private.mp3")
    (tmp_path / "scripts" / "mine").mkdir(parents=True)
    (tmp_path / "scripts" / "mine" / "run.mp3").symlink_to(outside)
    assert "leads out of the script's folder" in wrong_with(script(tmp_path / "scripts", "mine"), store)
    bed = bed_of(MusicWish(file=(str(tmp_path / "scripts" / "mine"),)), store)  # one's own command line may
    assert set(names(bed)) == {"run.mp3"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
def test_what_is_called_music_in_a_folder_and_is_none_is_left_out_by_name(
    tmp_path: Path, music: Callable[..., Path], store: Store
) -> None:
    (tmp_path / "mine" / "more.mp3").mkdir(parents=True)
    music("mine/a.mp3")
    (tmp_path / "mine" / "gone.mp3").symlink_to(tmp_path / "mine" / "nowhere.mp3")
    os.mkfifo(tmp_path / "mine" / "pipe.mp3")
    bed = bed_of_script(script(tmp_path, "mine"), store)
    said = "\n".join(bed.notes)
    assert "left out: " in said
    assert "gone.mp3: there is no such music file" in said
    assert "pipe.mp3: this is no file" in said
    assert "more.mp3" not in said
    (tmp_path / "outer" / "inner").mkdir(parents=True)
    assert "put files into it, and not into one within it" in wrong_with(script(tmp_path, "outer"), store)


def test_what_can_be_told_without_decoding_is_told_by_a_check(tmp_path: Path, music: Callable[..., Path]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "nothing.mp3").touch()
    (tmp_path / "text.mp3").write_text("hello")
    good = str(music("good.mp3"))
    check(MusicWish(file=(good, str(tmp_path / "text.mp3"))))
    names = (good, str(tmp_path / "nothing.mp3"), str(tmp_path / "empty"), str(tmp_path / "gone.mp3"))
    with pytest.raises(SoundError) as caught:
        check(MusicWish(file=names))
    said = str(caught.value).splitlines()
    assert len(said) == 3
    assert "there is no music in this folder" in said[0]
    assert "this file is empty" in said[1]
    assert "there is no such music file" in said[2]


def test_what_is_wrong_on_the_command_line_is_told_in_one_go(tmp_path: Path, store: Store) -> None:
    wish = MusicWish(file=(str(tmp_path / "a.mp3"), str(tmp_path / "b.mp3"), str(tmp_path / "a.mp3")))
    with pytest.raises(SoundError) as caught:
        bed_of(wish, store)
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        str(tmp_path / "a.mp3"),
        str(tmp_path / "b.mp3"),
    ]


def test_contents_tell_when_anything_that_is_heard_has_changed(music: Callable[..., Path]) -> None:
    path = music("run.mp3")
    wish = MusicWish(file=(str(path),))
    first = contents(wish)
    assert contents(MusicWish(file=(str(path),))) == first
    assert contents(MusicWish(work=(str(path),))) != first
    assert contents(MusicWish(file=(str(path),), loop=False)) != first
    assert contents(MusicWish.model_construct(file=(str(path),), level=-3.0)) != first
    assert contents(MusicWish.model_construct(file=(str(path),), duck=-3.0)) != first
    path.write_bytes(path.read_bytes() + b"TAG")
    assert contents(wish) != first


def test_contents_of_files_that_are_gone_are_told(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="no such music file"):
        contents(MusicWish(file=(str(tmp_path / "gone.mp3"),)))
