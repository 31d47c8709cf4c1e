"""Children that speak: one job each, or one after the other where that says the same; and each answers for its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.speech.engines.worker_jobs import Job
from audiocoach.speech.engines.worker_processes import run_forking
from tests.support.forking import NEEDS_FORKS
from tests.support.life_signs import LifeSigns
from tests.support.patience import PATIENCE_S

pytestmark = [
    pytest.mark.slow,
    NEEDS_FORKS,
]

SPEAKS = """
import json, os, resource, signal, sys

os.open(os.environ["FAKE_ALIVE"], os.O_WRONLY)
from audiocoach.speech.engines import pyttsx3_worker

class Speaker:
    again = sys.argv[2] == "again"

    def speak(self, job):
        text = job["text"]
        if text == "hang":
            signal.pause()
        if text == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        if text == "raise":
            raise ValueError("boom")
        if text == "long":
            open(job["file"], "w").write("x" * 5_000_000)
        left = signal.getitimer(signal.ITIMER_REAL)[0]
        most, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
        open(job["file"], "w").write(json.dumps([os.getpid(), text, left, most]))

    def list_voices(self):
        return []

pyttsx3_worker.main(Speaker, "fork", sys.argv[1])
"""


@pytest.fixture
def script(tmp_path: Path, alive: LifeSigns) -> Path:
    """The worker; no process that it starts may outlive the test."""
    path = tmp_path / "speaks.py"
    path.write_text(SPEAKS)
    return path


RESTS = """
import json, os, signal, sys
from audiocoach.speech.engines import worker_children

class Speaker:
    again = True

    def speak(self, job):
        open(job["file"], "w").write(str(os.getpid()))

requests, ours = os.pipe()
heard, answers = os.pipe()
if not os.fork():
    os.dup2(requests, 0), os.dup2(answers, 1), os.close(ours), os.close(heard)
    worker_children.serve(Speaker(), worker_children.Answers(), 1)
    os._exit(0)
os.close(requests), os.close(answers)
children = []
for n in range(3):
    job = {"n": n, "text": "", "file": sys.argv[1], "limit": 30, "most_bytes": 1000}
    os.write(ours, json.dumps(job).encode() + b"\\n")
    print(json.loads(os.read(heard, 1000)))
    children.append(int(open(sys.argv[1]).read()))
    if n == 0:
        os.kill(children[0], signal.SIGKILL)
        try:
            while True:
                os.kill(children[0], 0)
        except ProcessLookupError:
            pass
print(children[0] != children[1] == children[2])
os.close(ours)
os.wait()
"""


def run(script: Path, texts: list[str], how: str, at_once: int = 2) -> tuple[dict[str, str], list[list[object]]]:
    """Return for each text why it was not spoken, and what those that were say of themselves."""
    limits = [30.0 if text != "hang" else 0.2 for text in texts]
    jobs = [
        Job(n, text, "one", 150, str(script.with_name(f"{n}.json")), limits[n], 1_000_000 + n)
        for n, text in enumerate(texts)
    ]
    reasons = run_forking([sys.executable, "-P", str(script), str(at_once), how], jobs)
    spoken = [json.loads(Path(job.file).read_text()) for job in jobs if not reasons[job.n]]
    return {text: reasons[n] for n, text in enumerate(texts)}, spoken


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_where_it_says_the_same_a_child_speaks_one_job_after_another(script: Path, at_once: int) -> None:
    texts = [f"text {n}" for n in range(12)]
    reasons, spoken = run(script, texts, "again", at_once)
    assert set(reasons.values()) == {""}
    assert [text for _, text, *_ in spoken] == texts
    assert len({child for child, *_ in spoken}) <= at_once


def test_else_each_job_has_a_child_of_its_own(script: Path) -> None:
    reasons, spoken = run(script, [f"text {n}" for n in range(12)], "once")
    assert set(reasons.values()) == {""}
    assert len({child for child, *_ in spoken}) == 12


@pytest.mark.parametrize("how", ["again", "once"])
def test_each_job_has_its_own_limits(script: Path, how: str) -> None:
    _, spoken = run(script, [f"text {n}" for n in range(9)], how)
    for n, (_, _, left_s, most) in enumerate(spoken):
        assert 15 < left_s <= 30
        assert most == 1_000_000 + n


@pytest.mark.parametrize("how", ["again", "once"])
def test_what_goes_wrong_is_told_of_its_job_and_the_others_are_spoken(script: Path, how: str) -> None:
    texts = ["one", "raise", "two", "crash", "three", "hang", "four", "long", "five", "six"]
    reasons, spoken = run(script, texts, how)
    assert {text: reason for text, reason in reasons.items() if reason} == {
        "raise": "boom",
        "crash": "the voice crashed (SIGKILL)",
        "hang": "it took longer than 0.2 s",
        "long": "it wrote more than 1 MB of sound for these words",
    }
    assert [text for _, text, *_ in spoken] == ["one", "two", "three", "four", "five", "six"]


def test_a_job_may_be_longer_than_a_pipe_takes_at_once(script: Path) -> None:
    texts = ["short", "x" * 300_000, "y" * 200_000]
    reasons, spoken = run(script, texts, "again", 1)
    assert set(reasons.values()) == {""}
    assert [text for _, text, *_ in spoken] == texts


def test_a_child_that_is_ended_as_it_rests_costs_nobody_anything(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RESTS, str(tmp_path / "said")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    answers = [str({"n": n, "error": "", "late": False}) for n in range(3)]
    assert ran.stdout.splitlines() == [*answers, "True"], ran.stderr
