"""The attacks find what is wrong, make it small, keep it, and let alone what is right."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

import pytest

from attacks.campaign import campaign, exit_code, table
from attacks.failing_disk import Disk
from attacks.kept import Kept
from attacks.mutating import mutated
from attacks.shrinking import shrunk
from attacks.target import Target
from attacks.targets import TARGETS, target_named
from attacks.watching import watched
from attacks.worker import attack
from audiocoach.errors import AudiocoachError
from audiocoach.storage.whole_files import replacing


class Door:
    """A target made up: `opened` is what happens at it."""

    name, share, most_mb = "door", 1, 50

    def __init__(self, opened: Callable[[bytes, Path], str]) -> None:
        self._opened = opened

    def seeds(self) -> Iterable[bytes]:
        return [b"one", b"two"]

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        return mutated(random.choice(corpus), corpus, random, [b"harm"])

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
    ("opened", "broken"),
    [(harmed, "ZeroDivisionError"), (left_partial, "a partial file is left"), (greedy, "it took more than 50 MB")],
)
def test_what_breaks_a_promise_is_named(opened: Callable[[bytes, Path], str], broken: str) -> None:
    if opened is greedy and not Path("/proc/self/status").exists():
        pytest.skip("only Linux says what a process takes")
    assert watched(Door(opened), b"harm").broken == broken


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs alarms")
def test_what_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attacks.watching.LONGEST_S", 0.2)

    def hangs(data: bytes, folder: Path) -> str:
        while True:
            pass

    assert watched(Door(hangs), b"x").broken.startswith("Hung")


def test_a_worker_finds_harm_and_makes_it_small(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    tally = attack(Door(harmed), kept, "1", 0.5, 1)
    (finding,) = kept.findings("door")
    assert finding.broken == "ZeroDivisionError"
    assert finding.input.read_bytes() == b"harm"
    assert f"again door {finding.input}" in (finding.folder / "what.txt").read_text(encoding="utf-8")
    assert tally.attempts > 1


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
    def write(disk: Disk) -> None:
        with disk.in_place(), replacing(tmp_path / "file") as out:
            out.write(b"new")

    good = Disk(tmp_path)
    write(good)
    assert good.done[-4:] == ["write", "fsync", "replace", "fsync"]
    assert set(good.done[:-4]) == {"open"}
    for at, operation in enumerate(good.done[:-1]):
        (tmp_path / "file").write_bytes(b"old")
        with pytest.raises(AudiocoachError):
            write(Disk(tmp_path, at, "EIO"))
        assert [path.name for path in tmp_path.iterdir()] == ["file"], operation
        assert (tmp_path / "file").read_bytes() == b"old", operation
    write(Disk(tmp_path, good.done.index("write"), "short"))
    assert (tmp_path / "file").read_bytes() == b"new"


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
    summaries = campaign([target_named("spoken")], Kept(tmp_path), "1", 3.0)
    assert summaries[0].attempts > 10
    assert summaries[0].target in table(summaries)
    assert exit_code(summaries) == (1 if summaries[0].findings else 0)
