"""Voices that hang, crash, write nothing or write nonsense: an error that names the text, in time, and no process left.

The fakes hold a named pipe open for writing as long as they, or what they started, live: its end is theirs.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.errors import SpeechError
from audiocoach.sound.clip import Clip
from audiocoach.speech.engines.interface import Refusal, Utterance, Voice
from audiocoach.speech.engines.pyttsx3_engine import WORKER, Pyttsx3Engine
from audiocoach.speech.engines.worker_jobs import HOPELESS, Job
from audiocoach.speech.engines.worker_processes import ENDED, GARBAGE, STUCK, run_forking, run_one_by_one
from audiocoach.speech.studio import Studio
from audiocoach.storage.installation import how_to_renew
from tests.support.life_signs import LifeSigns
from tests.support.patience import PATIENCE_S

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="named pipes, and espeak as a wheel"),
]

VOICE = Voice("pyttsx3", "one", "One", "en-GB")
STUB = Path(__file__).with_name("stub")
LIMIT_S = GRACE_S = 0.2
"""For workers that never answer. Whoever does must have time to start on a busy machine."""


def said(*texts: str) -> list[Utterance]:
    return [Utterance(text, VOICE, 150) for text in texts]


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch, alive: LifeSigns) -> Path:
    """The real worker with a pyttsx3 whose behaviour is the text."""
    import espeakng_loader

    monkeypatch.setenv("PYTHONPATH", str(STUB))
    monkeypatch.setenv("STUB_LIBRARY", espeakng_loader.get_library_path())
    return WORKER


@pytest.fixture
def fake(tmp_path: Path, alive: LifeSigns) -> Callable[[str], Path]:
    """A worker that does what it is told here, in whatever mode."""

    def make(body: str) -> Path:
        path = tmp_path / "fake.py"
        path.write_text(
            "import json, os, subprocess, sys, time\n"
            "alive = os.open(os.environ['FAKE_ALIVE'], os.O_WRONLY)\n"
            "os.set_inheritable(alive, True)\n" + body
        )
        return path

    return make


@pytest.fixture(params=[True, False], ids=["forking", "a process each"])
def fork(request: pytest.FixtureRequest) -> bool:
    return request.param


def failing(worker: Path, fork: bool, reason: str) -> Pyttsx3Engine:
    limit_s, grace_s = (LIMIT_S, GRACE_S) if reason == STUCK else (PATIENCE_S, PATIENCE_S)
    return Pyttsx3Engine(worker, fork=fork, limit_s=limit_s, grace_s=grace_s)


def engine(worker: Path, fork: bool, limit_s: float = 1.92) -> Pyttsx3Engine:
    return Pyttsx3Engine(worker, fork=fork, limit_s=limit_s, grace_s=PATIENCE_S)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param("time.sleep(600)", STUCK, id="stuck"),
        pytest.param(
            "subprocess.Popen(['sleep', '600'], pass_fds=[alive], stdin=0); time.sleep(600)",
            STUCK,
            id="stuck, with a child",
        ),
        pytest.param("sys.stdin.close(); os.close(0); time.sleep(600)", STUCK, id="deaf"),
        pytest.param("import signal; signal.signal(15, signal.SIG_IGN); time.sleep(600)", STUCK, id="stubborn"),
        pytest.param("os.abort()", ENDED, id="crashing"),
        pytest.param("sys.exit('no phontab')", f"{ENDED} (no phontab)", id="ending with a word"),
        pytest.param("print('Audio saved to')", GARBAGE, id="printing"),
        pytest.param("sys.stdout.buffer.write(bytes(range(256)) * 5000 + b'\\n')", GARBAGE, id="writing nonsense"),
        pytest.param("print('[]'); time.sleep(600)", GARBAGE, id="another answer"),
        pytest.param("print(json.dumps({'n': 77, 'error': ''})); time.sleep(600)", GARBAGE, id="another number"),
        pytest.param(
            "for line in sys.stdin: print(json.dumps({'n': json.loads(line)['n'], 'error': ''}), flush=True)",
            "the voice wrote nothing",
            id="lying",
        ),
    ],
)
def test_a_worker_gone_wrong_ends_in_an_error_that_names_the_text(
    fake: Callable[[str], Path], fork: bool, body: str, reason: str
) -> None:
    worker = fake(body)
    began = time.monotonic()
    with pytest.raises(SpeechError) as caught:
        Studio(engines={"pyttsx3": lambda: failing(worker, fork, reason)}).record(said("Go."))
    assert str(caught.value).splitlines()[1] == f'  "Go.": {reason}'
    assert time.monotonic() - began < PATIENCE_S


@pytest.mark.parametrize("run", [run_forking, run_one_by_one])
def test_a_worker_that_does_not_read_blocks_nothing(fake: Callable[[str], Path], run: Callable) -> None:
    job = Job(0, "more than a pipe holds " * 10_000, "one", 150, "nowhere", LIMIT_S)
    assert run([sys.executable, str(fake("time.sleep(600)"))], [job], None, GRACE_S) == {0: STUCK}


def test_a_process_answers_for_its_own_job_alone(fake: Callable[[str], Path]) -> None:
    jobs = [Job(n, "Go.", "one", 150, "nowhere", PATIENCE_S) for n in range(3)]
    body = "print(json.dumps({'n': (json.loads(sys.stdin.readline())['n'] + 1) // 2, 'error': ''}), flush=True)"
    for _ in range(3):  # they end in any order
        assert run_one_by_one([sys.executable, str(fake(body))], jobs) == {0: "", 1: "", 2: GARBAGE}


def test_of_good_and_bad_utterances_only_the_bad_are_named(stub: Path, fork: bool) -> None:
    texts = ["Go.", "hang", "Stop.", "crash", "raise", "Run.", "exit", "nothing", "garbage", "Walk."]
    results = dict(zip(texts, engine(stub, fork).speak(said(*texts)), strict=True))
    crashed = "the voice crashed (SIGABRT)" if fork else ENDED
    left = "the voice crashed (exit code 7)" if fork else ENDED
    bad = {text: result.reason for text, result in results.items() if isinstance(result, Refusal)}
    assert bad == {
        "hang": "it took longer than 2 s",
        "crash": crashed,
        "raise": "boom",
        "exit": left,
        "nothing": "the voice wrote nothing",
        "garbage": "it is no sound file",
    }
    assert all(isinstance(results[text], Clip) for text in ("Go.", "Stop.", "Run.", "Walk."))


def test_the_studio_names_only_what_could_not_be_spoken(stub: Path, fork: bool) -> None:
    with pytest.raises(SpeechError) as caught:
        Studio(engines={"pyttsx3": lambda: engine(stub, fork)}).record(said("Go.", "hang", "short", "Stop."))
    assert str(caught.value) == (
        'pyttsx3 could not speak 2 texts with the voice "One" (one):\n'
        '  "hang": it took longer than 2 s\n'
        '  "short": only 15 ms of sound came, where at least 85 ms were to be expected\n'
        "  Change the words, choose another voice (`audiocoach voices`), or run `audiocoach doctor`."
    )


def test_each_utterance_is_reported_as_it_ends(stub: Path, fork: bool) -> None:
    seen: list[str] = []
    engine(stub, fork).speak(said("Go.", "raise", "Stop.", "crash"), lambda: seen.append(""))
    assert len(seen) == 4


def test_a_voice_that_only_hangs_is_not_asked_for_everything(stub: Path, fork: bool) -> None:
    results = engine(stub, fork, 0.42).speak([Utterance("hang", VOICE, rate) for rate in range(100, 140)])
    assert results.count(Refusal(HOPELESS)) > 20
    assert len(results) == 40


def test_pyttsx3_prints_in_vain(stub: Path, fork: bool, capfd: pytest.CaptureFixture[str]) -> None:
    assert isinstance(engine(stub, fork).speak(said("Go."))[0], Clip)
    assert capfd.readouterr() == ("", "")


def test_a_worker_finds_the_package_where_it_is_not_installed(stub: Path) -> None:
    # -S: nothing that is installed is found; what the stub stands for is.
    ran = subprocess.run([sys.executable, "-S", "-P", str(stub), "list"], capture_output=True, text=True, check=False)
    assert "voices" in json.loads(ran.stdout), ran.stderr


def test_voices_come_in_any_form(stub: Path) -> None:
    assert Pyttsx3Engine(stub).voices() == (
        Voice("pyttsx3", "one", "One", "en-GB", 22_050, "GPL 3 (espeak-ng)"),
        Voice("pyttsx3", "two", "two", "und", 22_050, "GPL 3 (espeak-ng)"),
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("time.sleep(600)", STUCK),
        ("os.abort()", ENDED),
        ("print('x')", GARBAGE),
        ("print('{}')", GARBAGE),
        ("print(json.dumps({'fatal': 'OSError: no such library'}))", "OSError: no such library"),
    ],
)
def test_no_list_of_voices_is_an_error_with_a_way_out(fake: Callable[[str], Path], body: str, reason: str) -> None:
    with pytest.raises(SpeechError) as caught:
        failing(fake(body), fork=True, reason=reason).voices()
    assert str(caught.value) == (
        f"this system's voice cannot be used: {reason}\n"
        f"  Install audiocoach's speech packages again: `{how_to_renew('pyttsx3', 'espeakng-loader')}`. "
        "`audiocoach doctor` says what works here."
    )


def test_a_library_that_cannot_be_loaded_is_an_error_with_a_way_out(
    stub: Path, fork: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUB_NO_LIBRARY", "1")
    with pytest.raises(SpeechError, match=r"cannot be used: OSError: .*nowhere(.|\n)*install .*pyttsx3"):
        engine(stub, fork).speak(said("Go."))


def test_a_package_that_is_not_installed_is_an_error_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import PackageNotFoundError

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("audiocoach.speech.engines.pyttsx3_engine.version_of", missing)
    with pytest.raises(SpeechError, match=r"espeakng-loader is not installed(.|\n)*install .*pyttsx3"):
        Pyttsx3Engine().version()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_nothing_outlives_an_audiocoach_that_is_ended(
    stub: Path, alive: LifeSigns, fork: bool, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # one that is killed cannot remove its folder
    code = (
        "from audiocoach.speech import Utterance, Voice\n"
        "from audiocoach.speech.engines.pyttsx3_engine import Pyttsx3Engine\n"
        "voice = Voice('pyttsx3', 'one', 'One', 'en')\n"
        f"Pyttsx3Engine(fork={fork}).speak([Utterance('hang', voice, rate) for rate in (1, 2, 3)])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    try:
        alive.wait_for()  # it hangs now
        handles = [os.pidfd_open(pid) for pid in descendants(process.pid)]
        assert len(handles) >= 2
        process.send_signal(number)
        assert process.wait(PATIENCE_S) != 0
    finally:
        process.kill()
        process.wait()
    for handle in handles:  # also those that had only just been started
        assert select.select([handle], [], [], PATIENCE_S)[0], "a process was left behind"
        os.close(handle)


def descendants(pid: int) -> list[int]:
    children = [
        int(word) for task in Path(f"/proc/{pid}/task").iterdir() for word in (task / "children").read_text().split()
    ]
    return children + [further for child in children for further in descendants(child)]


def test_a_voice_that_writes_without_end_is_stopped_by_what_its_words_can_be(stub: Path) -> None:
    endless, good = Pyttsx3Engine(stub, fork=True, limit_s=PATIENCE_S, grace_s=PATIENCE_S).speak(
        said("endless", "good")
    )
    assert isinstance(endless, Refusal)
    assert endless.reason.startswith("it wrote more than ")
    assert endless.reason.endswith(" MB of sound for these words")
    assert isinstance(good, Clip)


def test_a_voice_says_the_same_alone_and_among_others() -> None:
    engine = Pyttsx3Engine()
    voices = [next(voice for voice in engine.voices() if voice.id == own) for own in ("gmw/en-us", "roa/it", "gmw/de")]
    texts = [("Ten seconds to go.", 150), ("Well done. 3 of 8.", 130), ("Run!", 180)]
    alone = {voice.id: engine.speak([Utterance(text, voice, rate) for text, rate in texts]) for voice in voices}
    mixed = engine.speak([Utterance(text, voice, rate) for text, rate in texts for voice in voices])
    assert all(isinstance(clip, Clip) for clip in mixed)
    for n, voice in enumerate(voices):
        assert mixed[n :: len(voices)] == alone[voice.id]
