"""A dask scheduler with workers on this computer, in processes of their own that somebody watches over.

`python -m tests.support.dask_cluster 2 0` runs one until its standard input ends, and prints its address.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class DaskCluster:
    """The address of a scheduler, and its process."""

    address: str
    process: subprocess.Popen

    def lose(self):
        """End the scheduler without a word, and its workers with it."""
        self.process.kill()
        self.process.wait()


@contextmanager
def dask_cluster(workers: int = 2, allowed_failures: int = 0, **environment: str) -> Iterator[DaskCluster]:
    """Run a scheduler; a task with which more workers ended than `allowed_failures` is lost."""
    command = [sys.executable, "-m", __name__, str(workers), str(allowed_failures)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=settings, **pipes) as process:
        try:
            yield DaskCluster(process.stdout.readline().strip(), process)
        finally:
            process.stdin.close()
            try:
                process.wait(PATIENCE_S)
            finally:
                process.kill()


def main(workers: int, allowed_failures: int) -> None:
    import dask
    from distributed import LocalCluster

    # On a busy computer, whoever begins or answers late is waited for.
    late = ("deploy.lost-worker-timeout", "comm.timeouts.connect", "comm.timeouts.tcp", "scheduler.worker-ttl")
    patient = {f"distributed.{name}": f"{PATIENCE_S:g}s" for name in late}
    dask.config.set({"distributed.scheduler.allowed-failures": allowed_failures, **patient})
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        protocol=os.environ.get("CLUSTER_PROTOCOL", "tcp://"),
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
