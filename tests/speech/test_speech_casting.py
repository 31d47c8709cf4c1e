"""Which voice is meant: by name over all engines, on a cue, from the command line; or how to get it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.errors import ScriptError, SpeechError
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import load_session, parse_session
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.speech.casting import Casting, cast_of, voice_wish
from tests.support.speech_engines_here import joe, needs_piper


def cast(voice: str, cue: str = "") -> str:
    step = f"{{work: 60s, cues: [{{at: 20s, say: Go., voice: {cue or 'low'}}}]}}"
    session = parse_session(f"session: T\nvoice: {voice}\nsteps: [{step}]\n")
    wish = next(session.written_steps()).cues[0].voice.over(session.voice) if cue else session.voice
    found = Casting().voice(wish, "en")
    return f"{found.engine} {found.name}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("voice", "cue", "found"),
    [
        ("High", "", "tone High"),
        ("{engine: tone}", "", "tone Low"),
        ("{engine: tone, name: high}", "{rate: 180}", "tone High"),
        ("{engine: tone}", "high", "tone High"),
        ("English (America)", "high", "tone High"),
        ("{engine: pyttsx3}", "high", "tone High"),
        ("{engine: tone}", "English (America)", "pyttsx3 English (America)"),
        ("tone", "", "tone Low"),
    ],
)
def test_a_name_is_looked_for_in_every_engine(voice: str, cue: str, found: str) -> None:
    assert cast(voice, cue) == found


@pytest.mark.slow
def test_a_voice_that_is_not_there_is_told_where_it_was_wished_with_near_ones() -> None:
    with pytest.raises(ScriptError) as caught:
        cast("hihg")
    assert 'script:2:8: no voice is called "hihg"' in str(caught.value)
    assert 'Did you mean "High"? `audiocoach voices` lists all voices.' in str(caught.value)
    with pytest.raises(ScriptError, match='pyttsx3 has no voice "high"'):
        cast("{engine: pyttsx3, name: high}")


@pytest.mark.slow
def test_a_neural_voice_that_is_not_installed_is_told_how_to_get(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from importlib.metadata import PackageNotFoundError

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("audiocoach.speech.engines.piper_engine.version_of", missing)
    monkeypatch.setattr("audiocoach.speech.engines.piper_engine.find_spec", lambda name: None)
    for wish in (VoiceWish(name="joe"), VoiceWish(engine="piper"), VoiceWish(engine="piper", name="joe")):
        with pytest.raises(SpeechError, match=r'not installed.* install .*\[neural\]"') as caught:
            raise SpeechError(" ".join(str(told(wish)).split()))
        assert "piper" in str(caught.value) or wish.engine == "piper"
    assert main(["voices", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    how = next(row["how"] for row in rows if row["engine"] == "piper")
    assert {"engine": "piper", "installed": False, "how": how} in rows
    assert {row["engine"] for row in rows if row["installed"]} == {"pyttsx3"}


def told(wish: VoiceWish) -> SpeechError:
    with pytest.raises(SpeechError) as caught:
        Casting().voice(wish, "en")
    return caught.value


@pytest.mark.slow
@needs_piper
def test_joe_is_a_name_like_any_other() -> None:
    assert cast("joe") == cast("{engine: piper}") == cast("{engine: tone}", "joe") == "piper joe"
    assert Casting().voice(voice_wish("piper:joe"), "en") == joe()
    assert (joe().language, joe().sample_rate) == ("en-US", 22_050)


@pytest.mark.slow
@needs_piper
def test_a_model_is_found_beside_the_script_in_the_users_folder_and_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Path(joe().id.rpartition("@")[0])
    own = tmp_path / "voices"
    own.mkdir()
    for suffix in ("", ".json"):
        shutil.copy(f"{model}{suffix}", own / f"coach.onnx{suffix}")
    script = tmp_path / "run.yaml"
    script.write_text("session: T\nvoice: voices/coach.onnx\nsteps: work 60s\n")
    beside = Casting().voice(load_session(script).voice, "en")
    assert (beside.engine, beside.name, beside.language) == ("piper", "coach", "en-US")
    assert Casting().voice(voice_wish(str(own / "coach.onnx")), "en") == beside
    with pytest.raises(SpeechError, match='no voice is called "coach"'):
        Casting().voice(voice_wish("coach"), "en")
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(own))
    assert Casting().voice(voice_wish("coach"), "en") == beside
    # Another model under the same name is another voice, and a file is made anew.
    before = cast_of(load_session(script), None, Casting())
    with (own / "coach.onnx").open("ab") as file:
        file.write(b"x")
    assert cast_of(load_session(script), None, Casting()) != before


@pytest.mark.slow
@needs_piper
@pytest.mark.parametrize(
    ("about", "reason"), [(None, "there is no such file"), ("{", "does not describe"), ("[]", "does not describe")]
)
def test_a_model_that_is_none_is_named(tmp_path: Path, about: str | None, reason: str) -> None:
    (tmp_path / "x.onnx").write_bytes(b"x")
    if about is not None:
        (tmp_path / "x.onnx.json").write_text(about)
    with pytest.raises(SpeechError, match=reason):
        Casting().voice(voice_wish(str(tmp_path / "x.onnx")), "en")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "cue", "warned"),
    [
        ("language: de\nvoice: low\n", "say: Los.", ['script:3:8: warning: the voice "Low" speaks en-US']),
        ("language: de\nvoice: {engine: tone}\n", "say: Los.", []),
        ("language: de\nvoice: low\n", "sound: work", []),
        ("language: de\n", "say: Go., voice: low", []),
        ("language: en-GB\nvoice: low\n", "say: Go.", []),
    ],
    ids=["by name", "by engine", "nothing said", "of one cue", "another region"],
)
def test_a_session_in_a_voice_of_another_language_is_told(head: str, cue: str, warned: list[str]) -> None:
    session = parse_session(f"session: T\n{head}coach: none\nsteps: [{{work: 60s, cues: [{{at: 20s, {cue}}}]}}]\n")
    said = [str(problem) for problem in build_timeline(session).warnings]
    assert len(said) == len(warned)
    for line, expected in zip(said, warned, strict=True):
        assert expected in line
        assert "this script is in de" in line
        assert "`audiocoach voices --language de`" in line
