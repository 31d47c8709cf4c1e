"""Files that a script names: beside it or below it, and none at all where it has no folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.music.files import paths
from audiocoach.programme.load_programme import parse_programme
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.coach_sheets import coach_of, load_sheet
from audiocoach.script.dump import dump
from audiocoach.script.load import load_session, parse_session
from audiocoach.script.model import Session
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.speech.casting import Casting
from audiocoach.timeline.signals import own_sounds

STEPS = "steps:\n  - work 60s\n"
SESSIONS = {
    "sounds": "sounds: {tick: @.wav}\n" + STEPS,
    "sound of a step": "steps:\n  - {work: 60s, sound: @.wav}\n",
    "sound of a cue": "steps:\n  - {work: 60s, cues: [{at: 20s, sound: @.wav}]}\n",
    "sound in a block": "blocks: {go: [{work: 60s, sound: @.wav}]}\nsteps: [go]\n",
    "music": "music: @.mp3\n" + STEPS,
    "folder of music": "music: @\n" + STEPS,
    "list of music": "music: [@.mp3]\n" + STEPS,
    "music of a kind": "music: {work: @.mp3}\n" + STEPS,
    "coach": "coach: @.yaml\n" + STEPS,
    "takes": "voice: {engine: recorded, name: @}\n" + STEPS,
    "neural voice": "voice: @.onnx\n" + STEPS,
    "neural voice by its engine": "voice: {engine: piper, name: @.onnx}\n" + STEPS,
    "takes to fall back on": "voice: {engine: tone, fallback: 'recorded:@'}\n" + STEPS,
    "neural voice to fall back on": "voice: {engine: tone, fallback: @.onnx}\n" + STEPS,
    "neural engine to fall back on": "voice: {engine: tone, fallback: 'piper:@.onnx'}\n" + STEPS,
    "takes for a cue": "steps:\n  - {work: 60s, cues: [{at: 20s, say: Go., voice: {engine: recorded, name: @}}]}\n",
}
SHEETS = {
    "extends": "extends: @.yaml\n",
    "sounds of a sheet": "sounds: {tick: @.wav}\n",
    "sound of a moment": "moments: [{when: start, sound: @.wav}]\n",
    "voice of a moment": "moments: [{when: start, say: Go., voice: {engine: recorded, name: @}}]\n",
}
FILES = ("{}.wav", "{}.mp3", "{}.yaml", "{}.onnx", "{}/go.mp3")
OUTSIDE = ["../secret", "sub/../../secret", "{elsewhere}/secret", "link"]


def session_of(key: str, name: str, folder: Path | None) -> object:
    return parse_session("session: X\n" + SESSIONS[key].replace("@", name), folder=folder)


def template_of(key: str, name: str, folder: Path | None) -> object:
    indented = ("  session: X\n" + SESSIONS[key].replace("@", name)).replace("\n", "\n  ").rstrip() + "\n"
    return parse_programme("programme: P\nweeks: 1\nper-week: 1\nsession:\n" + indented, folder=folder)


def refused(read: Callable[[], object]) -> str:
    with pytest.raises(ScriptError) as caught:
        read()
    return str(caught.value)


def fill(folder: Path, name: str = "secret") -> None:
    """Put a file of each kind there, each good enough for its name to be taken."""
    for file in FILES:
        path = folder / file.format(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


@pytest.mark.parametrize("name", ["secret", "sub/secret", "../secret", "{elsewhere}/secret", "link"])
@pytest.mark.parametrize("key", SESSIONS)
@pytest.mark.parametrize("read", [session_of, template_of])
def test_a_script_without_a_folder_names_no_file(
    read: Callable[..., object], key: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    here.mkdir()
    monkeypatch.chdir(here)
    name = name.format(elsewhere=elsewhere)
    missing = refused(lambda: read(key, name, None))
    assert "needs a script file to be beside" in missing
    for folder in (here, here / "sub", tmp_path, elsewhere):
        fill(folder)
    link_all(here, elsewhere)
    assert refused(lambda: read(key, name, None)) == missing


def link_all(folder: Path, elsewhere: Path) -> None:
    """Links of every kind that lead out of a folder."""
    for suffix in ("", ".wav", ".mp3", ".yaml", ".onnx"):
        (folder / f"link{suffix}").symlink_to(elsewhere / f"secret{suffix}")


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("key", SESSIONS)
@pytest.mark.parametrize("read", [session_of, template_of])
def test_no_key_leads_out_of_the_folder(read: Callable[..., object], key: str, name: str, tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    here.mkdir()
    link_all(here, elsewhere)
    name = name.format(elsewhere=elsewhere)
    missing = refused(lambda: read(key, name, here))
    assert "is outside of the script's folder" in missing
    for folder in (here, here / "sub", tmp_path, elsewhere):
        fill(folder)
    assert refused(lambda: read(key, name, here)) == missing


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("key", SHEETS)
def test_no_key_of_a_coach_sheet_leads_out_of_its_folder(key: str, name: str, tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    here.mkdir()
    link_all(here, elsewhere)
    (here / "mine.yaml").write_text("coach: Mine\n" + SHEETS[key].replace("@", name.format(elsewhere=elsewhere)))
    missing = refused(lambda: load_sheet("mine.yaml", here))
    assert "is outside of the script's folder" in missing
    for folder in (here, here / "sub", tmp_path, elsewhere):
        fill(folder)
    assert refused(lambda: load_sheet("mine.yaml", here)) == missing


@pytest.mark.parametrize("name", ["template.yaml", "../template.yaml", "{elsewhere}/template.yaml"])
def test_a_programme_without_a_folder_has_no_template_of_its_own(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    name = name.format(elsewhere=tmp_path)
    text = f"programme: P\nweeks: 1\nper-week: 1\nsession: {name}\n"
    missing = refused(lambda: parse_programme(text))
    assert "needs a script file to be beside" in missing
    Path(name).write_text("session: T\n" + STEPS)
    assert refused(lambda: parse_programme(text)) == missing


def test_without_a_folder_all_that_is_built_in_goes_on_working() -> None:
    session = parse_session(
        "session: X\ncoach: beeps-only\nsounds: {tick: none, rest: work}\n"
        "steps:\n  - {work: 60s, sound: halfway, cues: [{at: 20s, sound: tick}]}\n  - rest 60s\n"
    )
    sounds = {event.sound for event in build_timeline(session, fast=True).events}
    assert {"halfway", "work"} <= sounds
    assert parse_session(dump(session)) == session


def test_files_count_from_the_folder_that_was_given_and_not_from_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, here = tmp_path / "own", tmp_path / "here"
    for folder in (own, here):
        fill(folder, "mine")
    (own / "mine.yaml").write_text("coach: Own\nmoments: [{when: start, say: Go., sound: mine.wav}]\n")
    monkeypatch.chdir(here)
    head = "session: X\ncoach: mine.yaml\nmusic: mine\nsounds: {tick: mine.wav}\n"
    session = parse_session(head + STEPS, folder=own)
    sheet = coach_of(session)
    assert sheet is not None
    assert sheet.coach == "Own"
    assert own_sounds(session, sheet) == [own / "mine.wav"] * 2
    assert session.music is not None
    assert paths(session.music) == [own / "mine" / "go.mp3"]


def test_steps_of_a_programme_name_sounds_beside_it_also_where_the_template_lies_below(tmp_path: Path) -> None:
    fill(tmp_path, "mine")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "template.yaml").write_text("session: T\nsteps: [main]\n")
    plan = "plan:\n  1: {main: [{work: 60s, sound: mine.wav}]}\n"
    text = f"programme: P\nweeks: 1\nper-week: 1\nsession: sub/template.yaml\n{plan}"
    (planned,) = parse_programme(text, folder=tmp_path).sessions
    assert own_sounds(planned.session, None) == [tmp_path / "mine.wav"]


def cue_voice(session: Session) -> VoiceWish:
    (cue,) = next(session.written_steps()).cues
    assert cue.voice is not None
    return cue.voice.over(session.voice)


@pytest.mark.parametrize("voice", ["../secret", "{name: ../secret, fallback: tone}"])
@pytest.mark.parametrize("chosen", [None, "recorded", "folderless"])
def test_a_cue_borrows_no_engine_to_read_takes_elsewhere(voice: str, chosen: str | None, tmp_path: Path) -> None:
    (tmp_path / "own" / "takes").mkdir(parents=True)
    head = "" if chosen else "voice: {engine: recorded, name: takes}\n"
    step = f"{{work: 60s, cues: [{{at: 20s, say: Go., voice: {voice}}}]}}"
    script = f"session: X\ncoach: none\n{head}steps: [{step}]\n"
    session = parse_session(script, folder=None if chosen == "folderless" else tmp_path / "own")
    if chosen:
        session = session.spoken_by(VoiceWish(engine="recorded", name=str(tmp_path / "own" / "takes")))
    tried = []
    for _ in range(2):
        with pytest.raises(AudiocoachError) as caught:
            Casting().voice(cue_voice(session), "en")
        tried.append(str(caught.value))
        (tmp_path / "secret").mkdir(exist_ok=True)
    assert tried[0] == tried[1]
    assert "no voice is called" in tried[0]


def test_what_a_cue_falls_back_on_lies_beside_its_script_whoever_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path / "own" / "more", tmp_path / "here" / "more", tmp_path / "here" / "takes"):
        folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    cue = "{at: 20s, say: Go., voice: {fallback: 'recorded:more'}}"
    text = f"session: X\ncoach: none\nsteps: [{{work: 60s, cues: [{cue}]}}]\n"
    session = parse_session(text, folder=tmp_path / "own")
    session = session.spoken_by(VoiceWish(engine="recorded", name="takes"))
    found = Casting().voice(cue_voice(session), "en", "Go.")
    assert found.id.startswith(str(tmp_path / "own" / "more"))


def test_a_link_laid_after_reading_is_not_followed_out(tmp_path: Path) -> None:
    own = tmp_path / "own"
    fill(own, "mine")
    fill(tmp_path, "secret")
    (own / "x.yaml").write_text("session: X\ncoach: none\nsounds: {session-start: mine.wav}\n" + STEPS)
    session = load_session(own / "x.yaml")
    (own / "mine.wav").unlink()
    (own / "mine.wav").symlink_to(tmp_path / "secret.wav")
    assert "outside of the script's folder" in refused(lambda: build_timeline(session, fast=True))


def test_a_program_names_files_anywhere(tmp_path: Path) -> None:
    fill(tmp_path, "mine")
    wav = str(tmp_path / "mine.wav")
    session = Session.model_validate({"session": "X", "sounds": {"tick": wav}, "steps": [{"work": "60s"}]})
    assert own_sounds(session, None) == [Path(wav)]
