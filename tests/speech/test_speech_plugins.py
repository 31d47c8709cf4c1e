"""An engine from another package, by the recipe in CONTRIBUTING: an entry point, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.errors import ScriptError, SpeechError
from audiocoach.script.load import parse_session
from audiocoach.sound.clip import Clip
from audiocoach.speech.casting import Casting, voice_wish
from audiocoach.speech.engines.catalogue import get_engine
from audiocoach.speech.engines.interface import Utterance
from audiocoach.speech.studio import Studio

ENGINE = """
from audiocoach.speech import Clip, Voice


class Buzzer:
    name = "buzzer"

    def version(self):
        return "1"

    def voices(self):
        return (Voice(self.name, "bee", "Bee", "en-GB"),)

    def speak(self, utterances, on_each=None):
        clips = []
        for utterance in utterances:
            clips.append(Clip((b"\\x00\\x20" * 25 + b"\\x00\\xe0" * 25) * 30 * len(utterance.text), 22_050))
            if on_each is not None:
                on_each()
        return clips
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a package with an engine where Python looks for packages, as an installer does."""

    def make(name: str, source: str, factory: str = "Buzzer") -> None:
        module = f"audiocoach_{name}"
        (tmp_path / f"{module}.py").write_text(source)
        about = tmp_path / f"{module}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: audiocoach-{name}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[audiocoach.engines]\n{name} = {module}:{factory}\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(sys.modules, module, raising=False)

    return make


@pytest.mark.slow
def test_an_engine_of_another_package_speaks(install) -> None:
    install("buzzer", ENGINE)
    session = parse_session("session: T\nvoice: {engine: buzzer}\nsteps: work 60s\n")
    voice = Casting().voice(session.voice, "en")
    assert voice.name == "Bee"
    assert Casting().voice(voice_wish("bee"), "en") == Casting().voice(voice_wish("buzzer:Bee"), "en") == voice
    said = Utterance("Go now.", voice, 150)
    assert isinstance(Studio().record([said])[said], Clip)


@pytest.mark.slow
def test_its_voices_are_listed(install, capsys: pytest.CaptureFixture[str]) -> None:
    install("buzzer", ENGINE)
    assert main(["voices", "-l", "en-GB"]) == 0
    assert any(line.split()[:3] == ["buzzer", "Bee", "en-GB"] for line in capsys.readouterr().out.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import no_such_thing", "ModuleNotFoundError: No module named 'no_such_thing'"),
        ("x = 1", "AttributeError"),
        (ENGINE.replace('name = "buzzer"', 'name = "other"'), 'it calls itself "other"'),
        ("def Buzzer(): raise OSError('no device')", "OSError: no device"),
    ],
)
def test_one_that_does_not_work_is_named_where_it_is_wanted_and_only_there(
    install, source: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    install("buzzer", source)
    assert get_engine("tone").name == "tone"
    with pytest.raises(SpeechError) as caught:
        get_engine("buzzer")
    assert str(caught.value).startswith(f'the engine "buzzer" cannot be used: {reason}')
    assert "audiocoach-buzzer" in str(caught.value)
    assert main(["voices", "-l", "en-GB"]) == 0
    assert 'buzzer: the engine "buzzer" cannot be used' in capsys.readouterr().out


def test_none_takes_the_place_of_ours(install) -> None:
    install("tone", "raise SystemExit")
    assert get_engine("tone").name == "tone"


def test_a_script_that_names_none_is_told_of_it(install) -> None:
    install("buzzer", ENGINE)
    with pytest.raises(ScriptError, match=r"there is no engine 'buzzr'(.|\n)*did you mean 'buzzer'"):
        parse_session("session: T\nvoice: {engine: buzzr}\nsteps: work 60s\n")


@pytest.mark.slow
def test_where_clips_were_before_still_gives_them_with_a_warning(install) -> None:
    install("buzzer", ENGINE.replace("from audiocoach.speech import Clip, Voice", OLD_NAMES))
    sys.modules.pop("audiocoach.clip", None)
    with pytest.warns(DeprecationWarning, match=r"audiocoach\.clip is now audiocoach\.speech"):
        voice = Casting().voice(voice_wish("bee"), "en")
    said = Utterance("Go now.", voice, 150)
    assert isinstance(Studio().record([said])[said], Clip)


OLD_NAMES = "from audiocoach.clip import Clip\nfrom audiocoach.speech import Voice"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("clips = []", "raise OSError('the device is busy')"), "OSError: the device is busy"),
        (("return clips", "return clips[1:]"), "it gave "),
        (("utterances, on_each=None", "utterances"), "TypeError: "),
        (("def speak", "def say"), "AttributeError: "),
    ],
)
def test_one_that_fails_while_it_speaks_is_named_and_no_bug_of_ours(
    install, change: tuple[str, str], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert change[0] in ENGINE
    install("buzzer", ENGINE.replace(*change))
    script = tmp_path / "run.yaml"
    script.write_text("session: T\nvoice: {engine: buzzer}\nsteps: work 10s Run\n")
    assert main(["render", str(script), "-o", str(tmp_path / "run.mp3")]) == 1
    said = capsys.readouterr().err
    assert f'the engine "buzzer" cannot be used: {reason}' in said
    assert "audiocoach-buzzer" in said
    assert not (tmp_path / "run.mp3").exists()


def test_what_an_engine_raises_steers_no_terminal(install) -> None:
    raising = ENGINE.replace("        clips = []", '        raise ValueError("a\\nb\\x1b[2Jc\\x9bd")')
    install("loud", raising.replace("Buzzer", "Loud").replace('"buzzer"', '"loud"'), "Loud")
    engine = get_engine("loud")
    with pytest.raises(SpeechError) as caught:
        Studio(engines={}).record([Utterance("Go.", engine.voices()[0], 150)])
    assert caught.value.message == 'the engine "loud" cannot be used: ValueError: a b [2Jc d'
