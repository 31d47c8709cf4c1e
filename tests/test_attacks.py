"""The attacks find what is wrong, make it small, keep it, and let alone what is right."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path
from random import Random
from threading import Event
from types import SimpleNamespace

import pytest

from attacks.campaign import campaign, exit_code, table
from attacks.kept import Kept
from attacks.mutating import mutated
from attacks.shrinking import shrunk
from attacks.target import BrokenPromise, Target
from attacks.targets import TARGETS, kind_named, target_named
from attacks.trials import Trial
from attacks.watching import kept_waiting_s, watched
from attacks.worker import attack
from audiocoach.errors import AudiocoachError
from audiocoach.storage.whole_files import replacing
from tests.support.failing_system import failing


class Door:
    """A target made up: `opened` is what happens at it."""

    name, share, most_mb = "door", 1, 50

    def __init__(self, opened: Callable[[bytes, Path], str]) -> None:
        self._opened = opened

    def seeds(self) -> Iterable[bytes]:
        return [b"one", b"two"]

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        return mutated(random.choice(corpus), corpus, random, [b"harm"])

    def sort(self, data: bytes) -> str:
        return "harm" if b"harm" in data else "none"

    def attempt(self, data: bytes, folder: Path) -> str:
        return self._opened(data, folder)


def harmed(data: bytes, folder: Path) -> str:
    return str(1 // (b"harm" not in data))


def refused(data: bytes, folder: Path) -> str:
    raise AudiocoachError(f"no '{data.decode()}' here")


def left_partial(data: bytes, folder: Path) -> str:
    (folder / ".audiocoach-1.part").touch()
    return "written"


def greedy(data: bytes, folder: Path) -> str:
    return str(len(bytearray(os.urandom(1) * 100_000_000)))


def test_an_error_of_ours_is_no_finding() -> None:
    tried = watched(Door(refused), b"x")
    assert (tried.kind, tried.broken) == ("no ~ here", "")


@pytest.mark.parametrize(
    ("opened", "broken"), [(harmed, "ZeroDivisionError"), (left_partial, "a partial file is left")]
)
def test_what_breaks_a_promise_is_named(opened: Callable[[bytes, Path], str], broken: str) -> None:
    assert watched(Door(opened), b"harm").broken == broken


def broken_by_greed() -> str:
    return watched(Door(greedy), b"harm").broken


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says what a process takes")
def test_what_takes_too_much_is_named() -> None:
    # In a process of its own: what other tests have left in this one may be freed meanwhile, and hide what is taken.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        assert process.submit(broken_by_greed).result() == "it took more than 50 MB"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs alarms")
def test_what_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attacks.watching.LONGEST_S", 0.2)

    def hangs(data: bytes, folder: Path) -> str:
        while True:
            pass

    assert watched(Door(hangs), b"x").broken.startswith("Hung")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs alarms")
def test_a_worker_ends_with_what_was_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attacks.watching.LONGEST_S", 0.2)

    def waits(data: bytes, folder: Path) -> str:
        Event().wait()
        return "never"

    kept = Kept(tmp_path)
    assert attack(Door(waits), kept, "1", 60, 1).attempts == 1
    assert [finding.broken.partition(" ")[0] for finding in kept.findings("door")] == ["Hung"]


@pytest.fixture
def a_hundred_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an attempt take a hundredth of a second, by the worker's clock: as many are made on any machine."""
    ticks = count()
    monkeypatch.setattr("attacks.worker.time", SimpleNamespace(monotonic=lambda: next(ticks) / 100))


@pytest.mark.usefixtures("a_hundred_a_second")
def test_a_worker_finds_harm_and_makes_it_small(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    tally = attack(Door(harmed), kept, "1", 0.5, 1)
    (finding,) = kept.findings("door")
    assert finding.broken == "ZeroDivisionError"
    assert finding.input.read_bytes() == b"harm"
    assert f"again door {finding.input}" in (finding.folder / "what.txt").read_text(encoding="utf-8")
    assert tally.attempts == sum(tally.sorts.values()) > 1
    assert (tally.seeds, tally.planned) == (2, 2)


@pytest.mark.usefixtures("a_hundred_a_second")
def test_a_campaign_tries_its_seeds_once_however_many_workers_follow(tmp_path: Path) -> None:
    kept, seen = Kept(tmp_path), Counter[bytes]()

    def counted(data: bytes, folder: Path) -> str:
        seen[data] += data in (b"one", b"two")
        return "fine"

    class Seeds(Door):
        def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
            return b"another"

    kept.begin("door")
    for number in range(3):
        attack(Seeds(counted), kept, "1", 0.1, number)
    assert (seen[b"one"], seen[b"two"]) == (1, 1)
    kept.begin("door")
    attack(Seeds(counted), kept, "1", 0.1, 1)
    assert (seen[b"one"], seen[b"two"]) == (2, 2)


@pytest.mark.usefixtures("a_hundred_a_second")
def test_the_corpus_grows_by_what_is_new(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    attack(Door(lambda data, folder: str(min(len(data), 9))), kept, "1", 0.3, 1)
    assert 1 < len(kept.corpus("door")) <= 10
    assert kept.findings("door") == []


def test_shrinking_keeps_what_breaks_and_nothing_else() -> None:
    assert shrunk(b"some good and a {bad} thing" * 20, lambda data: b"{" in data and b"}" in data) == b"{}"


def test_a_seed_gives_the_same_inputs() -> None:
    ways = [[mutated(b"session: 1\n", [b"x"], Random(seed), [b"y"]) for _ in range(3)] for seed in (1, 1, 2)]
    assert ways[0] == ways[1] != ways[2]


def test_a_disk_fails_at_the_operation_that_is_asked_for(tmp_path: Path) -> None:
    def write(number: int = 0, how: str = "EIO") -> Sequence[str]:
        with failing(tmp_path, number, how) as system, replacing(tmp_path / "file") as out:
            out.write(b"new")
        return system.steps

    done = [step.split()[0] for step in write()]
    assert done == ["scandir", "open", "write", "fsync", "replace", "open", "fsync"]
    for number, operation in enumerate(done[1:5], 2):
        (tmp_path / "file").write_bytes(b"old")
        with pytest.raises(AudiocoachError):
            write(number)
        assert [path.name for path in tmp_path.iterdir()] == ["file"], operation
        assert (tmp_path / "file").read_bytes() == b"old", operation
    write(3, "part")
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.skipif(os.name != "posix", reason="processes are forked")
def test_a_trial_finds_what_is_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = Trial(tmp_path, "new")
    replaced = [step.split()[0] for step in trial.steps].index("link") + 1
    (tmp_path / "well").mkdir()
    assert trial.of(tmp_path / "well", replaced, "EIO") == "new: EIO at link: 1"

    def careless(folder: Path) -> Callable[..., None]:
        def link(source: str, target: str, **_: object) -> None:
            (folder / target).write_bytes(b"half")
            raise OSError(5, "Input/output error")

        return link

    (tmp_path / "half").mkdir()
    monkeypatch.setattr(os, "link", careless(tmp_path / "half"))
    with pytest.raises(BrokenPromise, match=r"mine\.yaml is neither the old one nor the whole new one"):
        trial.of(tmp_path / "half", 10_000, "EIO")


def waited_for_nothing() -> bool:
    began, before = time.monotonic(), kept_waiting_s()
    Event().wait(0.2)
    kept = kept_waiting_s() - before
    return 0 <= kept < time.monotonic() - began and kept_waiting_s(os.getpid()) >= before


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="only Linux says how long one waits")
def test_waiting_for_nothing_is_not_waiting_for_the_processor() -> None:
    # In a process of its own: here other threads wait as well, and what those that end have waited is forgotten.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        assert process.submit(waited_for_nothing).result()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="one target needs processes to be forked")
@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_own_seeds_and_makes_inputs_of_them(name: str) -> None:
    target: Target = target_named(name)
    seeds = list(target.seeds())
    made = [target.next(seeds, Random(number)) for number in range(5)]
    assert len(set(made)) > 1
    tried = [watched(target, data) for data in [*Random(1).sample(seeds, 3), *made]]
    assert all(attempt.kind for attempt in tried)


@pytest.mark.slow
def test_a_campaign_tells_what_it_did(tmp_path: Path) -> None:
    summaries = campaign([kind_named("spoken")], Kept(tmp_path), "1", 3.0)
    assert summaries[0].attempts > 0
    assert summaries[0].target in table(summaries)
    assert exit_code(summaries) == (1 if summaries[0].findings else 0)
