"""The workers of a dask scheduler: the files of one process, whatever becomes of workers and of the scheduler."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
from functools import partial
from hashlib import sha256
from pathlib import Path
from subprocess import PIPE

import pytest

from audiocoach.club.carrying_out import CarryingOut
from audiocoach.club.chunk import Chunk, run_chunk
from audiocoach.club.cluster import ClusterWorkers, checked_scheduler
from audiocoach.club.order_for_many import OrderForMany
from audiocoach.club.planning import planned
from audiocoach.club.splicing import with_packs
from audiocoach.errors import AudiocoachError
from tests.support.dask_cluster import dask_cluster
from tests.support.jobs_that_end_badly import Dies, DiesHalfway, Hangs, Waits, give_version, look_elsewhere
from tests.support.patience import PATIENCE_S
from tests.support.short_club import ATHLETES, NAMES, SCRIPT

pytest.importorskip("distributed", reason="a cluster needs the extra 'cluster'")


@pytest.fixture(scope="module")
def scheduler(speech_of_this_run):
    """A scheduler with two workers; two of them may end with a task before that is lost."""
    with dask_cluster(workers=2, allowed_failures=1) as cluster:
        yield cluster.address


@pytest.fixture(scope="module")
def client(scheduler):
    """Somebody else at the scheduler, who sees what is going on there."""
    from distributed import Client

    with Client(scheduler, set_as_default=False) as found:
        yield found


@pytest.fixture
def club(here):
    (here / "run.yaml").write_text(SCRIPT)
    (here / "club.csv").write_text("name,id\n" + "".join(f"{name},{at}\n" for at, name in enumerate(NAMES)))
    (here / "out").mkdir()
    return here


@pytest.fixture
def order(club):
    return OrderForMany(("run.yaml",), str(club / "out"))


@pytest.fixture
def workers(scheduler, client, order):
    """Those of the scheduler, of whom there are two again."""
    client.wait_for_workers(2, timeout=PATIENCE_S)
    found = ClusterWorkers(scheduler)
    found.prepare(order, ATHLETES)
    yield found
    found.close()


def chunks_of(order, size=1):
    return [Chunk(order, ATHLETES[at : at + size]) for at in range(0, len(ATHLETES), size)]


def digests(folder):
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.mp3")}


def made(all_done):
    return sorted(record.athlete for done in all_done for record in done.records if not record.refused)


@pytest.mark.slow
def test_workers_of_a_scheduler_make_the_bytes_of_one_process_and_nothing_twice(scheduler, club, run):
    assert run("render", "run.yaml", "--athletes", "club.csv", "-o", "one").code == 0
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", "all", "--on", scheduler)
    assert (said.code, said.out.splitlines()[-1]) == (0, "all: 6 rendered")
    assert digests(club / "all") == digests(club / "one")
    assert len(digests(club / "all")) == len(NAMES)
    (club / "all" / "run Ben.mp3").unlink()
    again = run("render", "run.yaml", "--athletes", "club.csv", "-o", "all", "--on", scheduler)
    assert (again.code, again.out.splitlines()[-1]) == (0, "all: 1 rendered, 5 up to date")
    assert not [path for path in (club / "all").iterdir() if "probe" in path.name]


@pytest.mark.slow
def test_a_worker_that_is_killed_in_the_middle_loses_nothing(workers, order, club):
    job = Dies("Ben", str(club))
    all_done = list(CarryingOut(workers, job).all(chunks_of(order, 2)))
    assert made(all_done) == ["0", "1", "2", "3", "4", "5"]
    assert (club / "death.happened").exists()
    assert {file.stem: file.read_text("utf-8") for file in (club / "out").glob("*.txt")} == {n: n for n in NAMES}


@pytest.mark.slow
@pytest.mark.parametrize("spliced", [False, True], ids=["whole", "spliced"])
@pytest.mark.parametrize("where", ["folder", "store"])
def test_a_worker_that_is_killed_between_two_files_leaves_them_and_the_rest_is_made_once(
    scheduler, client, club, run, where, spliced
):
    client.wait_for_workers(2, timeout=PATIENCE_S)
    assert run("render", "run.yaml", "--athletes", "club.csv", "-o", "one").code == 0
    out = club / "all"
    order = OrderForMany(("run.yaml",), str(out) if where == "folder" else out.as_uri(), spliced=spliced)
    shop = order.workshop()
    plan = planned(order, ATHLETES, shop, order.destination(shop), 1)
    plan = with_packs(plan, ATHLETES) if spliced else plan
    workers = ClusterWorkers(scheduler)
    try:
        workers.prepare(order, ATHLETES)
        done = list(CarryingOut(workers, DiesHalfway(str(club), 2)).all((*plan.first, *plan.chunks)))
    finally:
        workers.close()
    assert (club / "halfway.happened").exists()
    assert made(done) == ["0", "1", "2", "3", "4", "5"]
    if spliced:
        assert run("join", "all", "-o", "joined").code == 0
    assert digests(club / "joined" if spliced else out) == digests(club / "one")
    again = planned(order, ATHLETES, shop, order.destination(shop), 1)
    assert (again.first, again.chunks, again.up_to_date) == ((), (), len(NAMES))


@pytest.mark.slow
def test_workers_of_a_scheduler_splice_what_one_process_makes(scheduler, club, run):
    assert run("render", "run.yaml", "--athletes", "club.csv", "-o", "one").code == 0
    spliced = ("render", "run.yaml", "--athletes", "club.csv", "-o", "all", "--spliced", "--on", scheduler)
    said = run(*spliced)
    assert (said.code, said.out.splitlines()[-1]) == (0, "all: 6 rendered")
    assert run("join", "all", "-o", "joined").code == 0
    assert digests(club / "joined") == digests(club / "one")
    assert run(*spliced, "--shard", "1/1").out.splitlines()[-1] == "all: 0 rendered, 6 up to date"


@pytest.mark.slow
def test_a_script_that_has_changed_meanwhile_is_not_made_by_who_begins_with_it(workers, client, order, club):
    (club / "run.yaml").write_text(SCRIPT.replace("let us", "we"))
    with pytest.raises(AudiocoachError, match=r"this worker is not as the others: scripts, sheets and music: "):
        list(CarryingOut(workers).all(chunks_of(order)))
    assert not digests(club / "out")


@pytest.mark.slow
def test_a_row_that_is_the_death_of_every_worker_is_refused_by_name_and_nobody_else(workers, order, club):
    job = Dies("Ben", str(club), always=True)
    all_done = list(CarryingOut(workers, job).all(chunks_of(order, 2)))
    assert made(all_done) == ["0", "2", "3", "4", "5"]
    (refused,) = [record.refused for done in all_done for record in done.records if record.refused]
    assert refused == "for Ben: nothing was made: 2 workers ended while they made it"


@pytest.mark.slow
def test_a_row_that_is_the_death_of_every_worker_is_refused_where_it_stands_first_as_well(
    scheduler, client, club, run, monkeypatch
):
    client.wait_for_workers(2, timeout=PATIENCE_S)
    dying = partial(CarryingOut, job=Dies(NAMES[0], str(club), always=True))
    monkeypatch.setattr("audiocoach.club.carrying_out.CarryingOut", dying)
    said = run("render", "run.yaml", "--athletes", "club.csv", "-o", str(club / "out"), "--on", scheduler)
    assert (said.code, said.out.splitlines()[-1]) == (1, f"{club / 'out'}: 5 rendered"), said.err
    assert f"for {NAMES[0]}: nothing was made: 2 workers ended while they made it" in said.err


@pytest.mark.slow
def test_a_worker_that_hangs_is_begun_anew_while_the_others_go_on(workers, client, order, club):
    before = set(client.nthreads())
    all_done = list(CarryingOut(workers, Hangs("Ben", str(club)), least_s=10).all(chunks_of(order, 2)))
    assert made(all_done) == ["0", "1", "2", "3", "4", "5"]
    assert (club / "hanging.happened").exists()
    workers.close()
    assert len(set(client.nthreads()) - before) == 1, "nobody else meets it"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Windows sends no such signal to one process")
def test_ctrl_c_ends_the_command_and_the_same_one_makes_what_is_missing(scheduler, club, run):
    (club / "many.csv").write_text(
        "name,id\n" + "".join(f"{name} {at},{at}{name}\n" for at in range(10) for name in NAMES)
    )
    command = ["render", "run.yaml", "--athletes", "many.csv", "-o", "all", "--on", scheduler]
    with subprocess.Popen(
        [sys.executable, "-m", "audiocoach", *command], stdout=PIPE, stderr=PIPE, text=True
    ) as process:
        assert process.stdout.readline().startswith("all/run ")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE_S)[1]
    assert (process.returncode, said.strip()) == (130, "interrupted")
    assert not [path for path in (club / "all").iterdir() if "probe" in path.name]
    assert run(*command).code == 0
    assert len(digests(club / "all")) == 10 * len(NAMES)


@pytest.mark.slow
def test_a_scheduler_that_is_lost_leaves_what_was_made_and_names_the_rest(order, club):
    with dask_cluster(workers=2) as cluster:
        workers = ClusterWorkers(cluster.address, connect_s=10)
        try:
            workers.prepare(order, ATHLETES)
            doing = CarryingOut(workers, Waits("Ben")).all(chunks_of(order))
            first = [next(doing) for _ in range(3)]
            cluster.lose()
            with pytest.raises(AudiocoachError, match=r"the scheduler is gone; not done yet: .*Ben") as lost:
                list(doing)
        finally:
            workers.close()
    assert "run the same command: it makes what is missing" in str(lost.value)
    own = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in ("distributed", "tornado")]
    assert "distributed.client" in own
    assert not any(logging.getLogger(name).isEnabledFor(logging.CRITICAL) for name in own), "it is told by us alone"
    there = set(digests(club / "out"))
    assert {record.file for done in first for record in done.records} <= there
    shop = order.workshop()
    plan = planned(order, ATHLETES, shop, order.destination(shop), 1)
    left = [chunk for chunk in (*plan.first, *plan.chunks) if run_chunk(chunk)]
    assert sum(len(chunk.athletes) for chunk in left) == len(NAMES) - len(there)
    assert set(digests(club / "out")) == {f"run {name}.mp3" for name in NAMES}


@pytest.mark.slow
def test_workers_with_another_version_are_refused_by_name_before_and_after_the_first_chunk(workers, client, order):
    from audiocoach.version import __version__

    one, other = sorted(client.nthreads())
    client.run(give_version, "0.1", workers=[other])
    try:
        with pytest.raises(AudiocoachError, match="not every computer would make the same") as refusal:
            ClusterWorkers(workers.address).prepare(order, ATHLETES)
        assert f"audiocoach: {__version__} (this computer, {one}), 0.1 ({other})" in str(refusal.value)
        client.run(give_version, "0.1")
        late = f"this worker is not as the others: audiocoach: {__version__} .*, 0.1 "
        with pytest.raises(AudiocoachError, match=late):
            list(CarryingOut(workers).all(chunks_of(order)))
        assert not digests(Path(order.output))
    finally:
        client.run(give_version, __version__)


@pytest.mark.slow
def test_a_folder_that_a_worker_does_not_see_is_refused_with_a_way_out(workers, client, order, club):
    (club / "elsewhere").mkdir()
    one = min(client.nthreads())
    client.run(look_elsewhere, str(club / "elsewhere"), workers=[one])
    others = ClusterWorkers(workers.address)
    try:
        with pytest.raises(AudiocoachError, match=r"1 worker of 2 do not see this folder") as refusal:
            others.prepare(order, ATHLETES)
        assert f"{one}: no such file or directory" in str(refusal.value)
        assert "an object store: '-o s3://bucket/run/'" in str(refusal.value)
    finally:
        others.close()
        client.run(look_elsewhere, None, workers=[one])
    workers.close()
    assert not list((club / "out").iterdir())


@pytest.mark.slow
def test_a_scheduler_without_workers_is_told_with_what_starts_some(order):
    with dask_cluster(workers=0) as cluster:
        workers = ClusterWorkers(cluster.address)
        with pytest.raises(AudiocoachError, match="this scheduler has no workers") as refusal:
            workers.prepare(order, ATHLETES)
        workers.close()
    assert f"dask worker {cluster.address}" in str(refusal.value)


@pytest.mark.slow
def test_over_tls_the_certificates_are_those_of_dasks_configuration(club):
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = club / "key.pem", club / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*making, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    settings = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(certificate)}
    for who in ("CLIENT", "SCHEDULER", "WORKER"):
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{who}__CERT"] = str(certificate)
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{who}__KEY"] = str(key)
    with dask_cluster(workers=1, CLUSTER_PROTOCOL="tls://", **settings) as cluster:
        assert cluster.address.startswith("tls://")
        with pytest.raises(AudiocoachError, match="no scheduler answers") as refusal:
            ClusterWorkers(cluster.address, connect_s=5)
        assert "distributed.comm.tls" in str(refusal.value)
        command = [sys.executable, "-m", "audiocoach", "render", "run.yaml", "-o", "all", "--on", cluster.address]
        said = subprocess.run(
            [*command, "--athletes", "club.csv"], env={**os.environ, **settings}, capture_output=True, text=True
        )
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines()[-1] == "all: 6 rendered"


def test_where_no_scheduler_answers_that_is_told():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(AudiocoachError, match=f"{address}: no scheduler answers"):
            ClusterWorkers(address, connect_s=0.3)


@pytest.mark.parametrize(
    "address", ["", "10.0.0.5:8786", "tcp://10.0.0.5", "http://a:1", "tcp://me:pw@a:1", "tcp://a:1/x", "tcp://a:b"]
)
def test_what_is_no_address_of_a_scheduler_is_refused(address):
    with pytest.raises(AudiocoachError, match="is no address of a scheduler"):
        checked_scheduler(address)


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AudiocoachError, match="not installed") as refusal:
        ClusterWorkers("tcp://127.0.0.1:1")
    assert "cluster" in refusal.value.hint
