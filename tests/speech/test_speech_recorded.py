"""The engine `recorded`: the user's own takes, and another voice for what is missing."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from audiocoach.__main__ import main
from audiocoach.errors import AudiocoachError, ScriptError
from audiocoach.programme.load_programme import parse_programme
from audiocoach.rendering.timelines import build_timeline
from audiocoach.rendering.whole_programme import render_programme
from audiocoach.script.load import load_session
from audiocoach.sound.clip import Clip
from audiocoach.speech.casting import Casting
from audiocoach.speech.engines.interface import Refusal, Utterance
from audiocoach.speech.engines.recorded_engine import RecordedEngine
from audiocoach.speech.engines.recorded_takes import file_name
from audiocoach.speech.kept_clips import ClipCache
from audiocoach.speech.narrator import Narrator
from audiocoach.speech.studio import Studio
from audiocoach.storage.store import Store
from tests.support.speech_engines_here import record

SCRIPT = """
session: Short
coach: none
voice: {engine: recorded, name: takes%s}
steps:
  - work: 60s
    say: Go!
    cues: [{at: 20s, say: "Keep going, halfway."}, {at: 40s, say: "Ten seconds."}]
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "short.yaml"
    path.write_text(SCRIPT % "")
    record(tmp_path / "takes", "Go.", "Keep going - HALFWAY")
    return path


def test_a_take_is_found_by_its_words_alone(script: Path) -> None:
    engine = RecordedEngine()
    voice = engine.find(str(script.parent / "takes"))
    assert voice is not None
    said = [Utterance(text, voice, 150) for text in ("go", "Keep going, halfway!", "Stop.")]
    first, second, third = engine.speak(said)
    assert isinstance(first, Clip)
    assert isinstance(second, Clip)
    assert third == Refusal("there is no take of it; record it as stop.wav")
    assert Studio().record(said[:2])[said[1]].length_ms > 500


def test_what_is_missing_is_an_error_that_lists_it(script: Path) -> None:
    with pytest.raises(
        AudiocoachError, match=r'"Ten seconds\.": there is no take of it; record it as ten-seconds\.wav'
    ):
        build_timeline(load_session(script))


@pytest.mark.slow
def test_another_voice_speaks_what_is_missing(script: Path) -> None:
    script.write_text(SCRIPT % ", fallback: tone:low")
    session = load_session(script)
    casting = Casting()
    spoken = {text: casting.voice(session.voice, "en", text).engine for text in ("Go!", "Ten seconds.")}
    assert spoken == {"Go!": "recorded", "Ten seconds.": "tone"}
    assert len([event for event in build_timeline(session).events if event.type == "say"]) == 3


def test_a_take_recorded_anew_is_heard(script: Path) -> None:
    script.write_text(SCRIPT % ", fallback: tone:low")
    wish = load_session(script).voice
    before = Casting().voice(wish, "en")
    (script.parent / "takes" / "go.wav").write_bytes((script.parent / "takes" / "keep-going-halfway.wav").read_bytes())
    assert Casting().voice(wish, "en").id != before.id


def test_a_table_says_which_file_says_what(script: Path) -> None:
    takes = script.parent / "takes"
    (takes / "go.wav").rename(takes / "take 1.wav")
    (takes / "takes.yaml").write_text('Go!: take 1.wav\n"Ten seconds.": take 1.wav\n')
    assert len([event for event in build_timeline(load_session(script)).events if event.type == "say"]) == 3
    (takes / "takes.yaml").write_text("Go!: ../short.yaml\n")
    with pytest.raises(ScriptError, match=r"takes\.yaml:1:6: there is no take '\.\./short\.yaml'"):
        build_timeline(load_session(script))


def test_a_take_may_be_any_sound_file_and_a_damaged_one_is_named(script: Path) -> None:
    from audiocoach.output.other_formats import write_audio

    takes = script.parent / "takes"
    write_audio(
        takes / "ten-seconds.m4a",
        [(b"\1\7" * 24 + b"\1\xf7" * 24) * 500],
        rate=24_000,
        channels=1,
        total_samples=24_000,
    )
    (takes / "go.wav").write_bytes(b"RIFFnothing")
    with pytest.raises(AudiocoachError, match=r'1 text(.|\n)*"Go!": go\.wav: ') as caught:
        build_timeline(load_session(script))
    assert "Ten" not in str(caught.value)


def test_the_list_names_what_to_record(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record-list", str(script), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows == [
        {"text": "Go!", "file": "go.wav"},
        {"text": "Keep going, halfway.", "file": "keep-going-halfway.wav"},
        {"text": "Ten seconds.", "file": "ten-seconds.wav"},
    ]
    record(script.parent / "takes", *(row["text"] for row in rows))
    assert Narrator().measure([]) == {}
    assert build_timeline(load_session(script)).events


def test_long_texts_have_short_names_of_their_own() -> None:
    names = {file_name("Keep your knees soft and your steps short " * 9 + end) for end in ("now", "then")}
    assert len(names) == 2
    assert all(len(name) <= 71 for name in names)
    assert file_name("../../etc/passwd") == "etc-passwd.wav"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each take is opened, and its folder gone through."""
    found: Counter[str] = Counter()
    once, every = Path.open, Path.iterdir

    def opened(path: Path, *arguments, **named):
        found.update([path.name] if path.parent.name == "takes" else [])
        return once(path, *arguments, **named)

    def listed(path: Path):
        found.update([path.name] if path.name == "takes" else [])
        return every(path)

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(Path, "iterdir", listed)
    return found


@pytest.mark.slow
def test_a_folder_of_takes_is_read_once_for_a_render(script: Path, read: Counter[str]) -> None:
    script.write_text(SCRIPT % ", fallback: tone:low")
    record(script.parent / "takes", "Never said")
    studio = Studio(ClipCache(Store(script.parent / "cache")))
    build_timeline(load_session(script), studio=studio)
    assert (read["takes"], read["never-said.wav"]) == (1, 2), "to know it, and to hear how loud the takes are"
    for take in (script.parent / "takes").iterdir():
        take.touch()
    read.clear()
    build_timeline(load_session(script), studio=studio)
    assert read == {"go.wav": 1, "keep-going-halfway.wav": 1, "never-said.wav": 1, "takes": 1}


@pytest.mark.slow
def test_takes_are_read_once_for_all_sessions_of_a_programme(script: Path, read: Counter[str]) -> None:
    template = (SCRIPT % ", fallback: tone:low").replace("\n", "\n  ")
    programme = parse_programme(f"programme: P\nweeks: 1\nper-week: 3\nsession:{template}", folder=script.parent)
    render_programme(programme, script.parent / "output")
    for take in (script.parent / "takes").iterdir():
        take.touch()
    read.clear()
    rendered, fresh = render_programme(programme, script.parent / "output", force=True)
    assert (len(rendered), fresh) == (3, [])
    assert read["go.wav"] == read["keep-going-halfway.wav"] == 1


@pytest.mark.slow
def test_a_take_changed_between_two_renders_is_heard_by_the_same_studio(script: Path) -> None:
    script.write_text(SCRIPT % ", fallback: tone:low")
    studio, takes = Studio(), script.parent / "takes"
    before = [event.end_ms for event in build_timeline(load_session(script), studio=studio).events]
    state = (takes / "go.wav").stat()
    record(script.parent / "longer", "Stop it right here and now")
    (takes / "go.wav").write_bytes((script.parent / "longer" / "stop-it-right-here-and-now.wav").read_bytes())
    os.utime(takes / "go.wav", ns=(state.st_atime_ns, state.st_mtime_ns))
    after = [event.end_ms for event in build_timeline(load_session(script), studio=studio).events]
    assert after != before


def sounding(folder: Path, name: str, seconds: float, pitch: float = 600.0) -> None:
    import wave

    import numpy as np

    time = np.arange(round(seconds * 24_000)) / 24_000
    with wave.open(str(folder / name), "wb") as file:
        file.setparams((1, 2, 24_000, 0, "NONE", ""))
        file.writeframes(np.rint(9000 * np.sin(2 * np.pi * pitch * time)).astype("<i2").tobytes())


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "pitch"), [(6.0, 600.0), (1.0, 7000.0)], ids=["a long cheer", "a whistle"])
def test_a_take_that_is_not_its_words_is_named_until_its_author_says_it_is_meant(
    script: Path, seconds: float, pitch: float
) -> None:
    takes = script.parent / "takes"
    script.write_text(SCRIPT % ", fallback: tone:low")
    sounding(takes, "go.wav", seconds, pitch)
    with pytest.raises(AudiocoachError) as caught:
        build_timeline(load_session(script))
    assert '"Go!": go.wav: it ' in str(caught.value)
    assert "`takes: {as-is: [go.wav]}` into takes.yaml" in str(caught.value)
    (takes / "takes.yaml").write_text("takes: {as-is: [go.wav]}\n")
    first = next(event for event in build_timeline(load_session(script)).events if event.text == "Go!")
    assert first.end_ms - first.start_ms > 900 * seconds


@pytest.mark.slow
def test_only_the_take_that_is_meant_is_let_through_and_a_wrong_name_is_told(script: Path) -> None:
    takes = script.parent / "takes"
    script.write_text(SCRIPT % ", fallback: tone:low")
    sounding(takes, "go.wav", 6)
    sounding(takes, "hooray.wav", 6)
    for table, told in (
        ("takes: {as-is: [hooray.wav]}\n", r"go\.wav: it goes on for 6\.0 s, where \d\.\d s at most"),
        ("takes: {as-is: nothing.wav}\n", r"takes\.yaml:1:16: there is no take 'nothing\.wav'"),
        ("takes: {loud: [go.wav]}\n", r"takes\.yaml:1:9: 'takes' knows no 'loud'"),
        ("takes: nothing.wav\n", r"takes\.yaml:1:8: there is no take 'nothing\.wav'"),
    ):
        (takes / "takes.yaml").write_text(table)
        with pytest.raises(AudiocoachError, match=told):
            build_timeline(load_session(script))


def test_the_words_takes_may_still_be_a_take(script: Path) -> None:
    takes = script.parent / "takes"
    (takes / "takes.yaml").write_text("takes: go.wav\n")
    voice = RecordedEngine().find(str(takes))
    assert voice is not None
    assert RecordedEngine().can_say(voice, "Takes!")


def test_a_table_without_as_is_makes_no_other_voice_than_before(script: Path) -> None:
    takes = script.parent / "takes"
    ids = []
    for table in ("Go!: go.wav\n", "takes: {as-is: [go.wav]}\nGo!: go.wav\n"):
        (takes / "takes.yaml").write_text(table)
        ids.append(RecordedEngine().find(str(takes)))
    assert ids[0] != ids[1]
