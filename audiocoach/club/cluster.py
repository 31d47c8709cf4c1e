"""Workers on other computers, by dask's scheduler: the same jobs as those of this computer's own processes."""

from __future__ import annotations

import logging
import secrets
import threading
import time
import warnings
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from audiocoach.club.carrying_out import WorkersGoneError
from audiocoach.club.cluster_executor import RESTART_S, ClusterExecutor
from audiocoach.club.cluster_facts import HERE, Facts, differences, facts_here, kinds_of_athletes
from audiocoach.club.cluster_folder import FolderProbe, Seen
from audiocoach.club.cluster_work import FOLDER_HINT, HINT, Terms, look_around
from audiocoach.club.store_address import folder_of
from audiocoach.errors import AudiocoachError
from audiocoach.quantities.units import plural
from audiocoach.storage.installation import how_to_add

if TYPE_CHECKING:
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.rendering.athletes import Athlete

SCHEMES = ("tcp", "tls")

_CONNECT_S = 15.0

_ANSWER_S = 180.0
"""Seconds in which each worker tells what it has: the first time, it loads all of audiocoach."""

_WITHOUT_S = 60.0
"""Seconds without any worker after which none is waited for."""

_LOOKED_S = 0.5
_MOST_SAID = 12

_AGAIN = "run the same command: it makes what is missing"

_Answers = Mapping[str, "tuple[Facts, Seen] | BaseException | None"]
"""What each worker has and sees; or why it cannot tell; None: it did not answer in time."""


class ClusterWorkers:
    """The workers of a scheduler. `prepare` comes before the first chunk, `close` after the last."""

    def __init__(self, address: str, *, connect_s: float = _CONNECT_S, without_s: float = _WITHOUT_S) -> None:
        """Connect.

        Args:
            address: the scheduler's, `tcp://host:port` or `tls://host:port`.
            connect_s: how long it may take to answer, in seconds.
            without_s: how long there may be no workers, in seconds.

        Raises:
            AudiocoachError: when the address is none, dask is not installed, or nobody answers.
        """
        self.address, self._connect_s, self._without_s = checked_scheduler(address), connect_s, without_s
        self._terms: Terms | None = None
        self._probe: FolderProbe | None = None
        self._executor: ClusterExecutor | None = None
        self._restarting: list[threading.Thread] = []
        self._is_deserted = False
        self._client = self._connected()
        self.width = 1
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, daemon=True, name="audiocoach cluster")

    def prepare(self, order: OrderForMany, athletes: Iterable[Athlete | None]) -> tuple[str, ...]:
        """See that all workers have what this computer has, and see its folder; gives what the user should know.

        Raises:
            AudiocoachError: when there are no workers, they differ, or they do not see the folder.
        """
        kinds = kinds_of_athletes(athletes)
        terms = Terms(secrets.token_hex(8), order, kinds, facts_here(order, kinds))
        if (folder := folder_of(order.output)) is not None:
            probe = self._probe = FolderProbe(Path(order.folder, folder))
            terms = replace(terms, folder=str(probe.folder), probe=probe.name, content=probe.content)
        threads: dict[str, int] = dict(self._client.nthreads())
        if not threads:
            message = f"{self.address}: this scheduler has no workers"
            raise AudiocoachError(message, f"start some: 'dask worker {self.address} --nworkers -1 --nthreads 1'")
        answers = self._ask(threads, terms)
        self._check_facts(terms.facts, answers)
        self._check_folder(answers)
        self._terms, self.width = terms, len(threads)
        self._watch.start()
        broad = [who for who, count in threads.items() if count > 1]
        if not broad:
            return ()
        said = f"{plural(len(broad), 'worker')} with several threads, such as {broad[0]}"
        hint = "start one for each core: '--nworkers -1 --nthreads 1'"
        return (f"{said}: each process makes one chunk at a time; {hint}",)

    def executor(self) -> Executor:
        """Give the scheduler's executor; connects anew if need be.

        Raises:
            WorkersGoneError: when the scheduler is gone, or there have been no workers for long.
        """
        assert self._terms is not None, "prepare comes first"
        if self._is_deserted:
            raise WorkersGoneError(f"{self.address}: no worker is left", f"start some, and {_AGAIN}")
        if not self._is_connected():
            self._leave()
            try:
                self._client = self._connected()
            except AudiocoachError:
                message = f"{self.address}: the scheduler is gone"
                raise WorkersGoneError(message, f"start it and its workers again, and {_AGAIN}") from None
        self._executor = ClusterExecutor(self._client, self._terms)
        return self._executor

    def lose(self, futures: Sequence[Future[Any]]) -> bool:
        """Cancel what hangs, and begin its workers anew; tells that all others go on."""
        if self._executor is not None:
            self._restarting.append(self._executor.restart(futures))
        return True

    def end(self) -> None:
        """Cancel what has been handed out. What a worker is just making it may finish: each file is whole anyway."""
        executor, self._executor = self._executor, None
        if executor is not None and self._is_connected():
            executor.shutdown()

    def close(self) -> None:
        """Leave the scheduler, and remove what was there for its workers to see."""
        self._ended.set()
        self.end()
        until = time.monotonic() + RESTART_S
        for thread in self._restarting:  # or else a worker that hangs is left to whoever comes next
            thread.join(max(0.0, until - time.monotonic()))
        if self._probe is not None:
            self._probe.remove()
        self._leave()
        if self._watch.is_alive():
            self._watch.join(10)

    def _connected(self) -> Any:
        """Connect.

        Raises:
            AudiocoachError: when that cannot be.
        """
        try:
            import distributed
        except ImportError:
            message = "other computers are reached with dask's 'distributed', which is not installed"
            raise AudiocoachError(message, how_to_add("cluster")) from None
        for name in [*logging.root.manager.loggerDict]:  # some have a level of their own
            if name.partition(".")[0] in ("distributed", "tornado"):  # what of it matters is said here, in other words
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        library: Any = distributed  # most of which has no types
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of versions, which are compared here
                return library.Client(self.address, timeout=self._connect_s, set_as_default=False, name="audiocoach")
        except Exception as error:  # what is wrong with certificates comes as anything
            said = str(error).strip().partition("\n")[0] or type(error).__name__
            hint = "is 'dask scheduler' running there, and may this computer reach it?"
            if self.address.startswith("tls:"):
                hint += "\ncertificates are given in dask's own configuration: distributed.comm.tls"
            raise AudiocoachError(f"{self.address}: no scheduler answers: {said}", hint) from None

    def _leave(self) -> None:
        with suppress(Exception):  # it is gone anyway
            self._client.close(timeout=5)

    def _is_connected(self) -> bool:
        comm = getattr(self._client, "scheduler_comm", None)
        return self._client.status == "running" and comm is not None and not comm.comm.closed()

    def _ask(self, workers: Iterable[str], terms: Terms) -> _Answers:
        """Ask each worker what it has and sees."""
        futures = {
            who: self._client.submit(
                look_around, terms, workers=[who], pure=False, key=f"audiocoach-look-{secrets.token_hex(8)}"
            )
            for who in workers
        }
        until = time.monotonic() + _ANSWER_S
        found: dict[str, tuple[Facts, Seen] | BaseException | None] = {}
        for who, future in futures.items():
            try:
                found[who] = future.result(timeout=max(0.1, until - time.monotonic()))
            except TimeoutError:
                found[who] = None
            except Exception as error:  # whatever is wrong there
                found[who] = error
        return found

    def _check_facts(self, here: Facts, answers: _Answers) -> None:
        """Hold workers to what is here.

        Raises:
            AudiocoachError: naming who has what.
        """
        facts, wrong = {HERE: here}, []
        for who, answer in answers.items():
            if isinstance(answer, tuple):
                facts[who] = answer[0]
            elif isinstance(answer, ImportError | AttributeError):
                wrong.append(f"audiocoach: none, or an older one ({who})")
            elif answer is not None:
                wrong.append(f"{who} cannot tell what it has: {type(answer).__name__}: {answer}")
            else:
                wrong.append(f"{who} does not answer")
        wrong += differences(facts)
        if wrong:
            message = f"{self.address}: not every computer would make the same, as they have not the same:"
            raise AudiocoachError(message, "\n".join([*wrong[:_MOST_SAID], HINT]))

    def _check_folder(self, answers: _Answers) -> None:
        """See that workers and this computer read what the other writes.

        Raises:
            AudiocoachError: naming who does not.
        """
        if self._probe is None:
            return
        seen = {who: self._probe.wrong(answer[1]) for who, answer in answers.items() if isinstance(answer, tuple)}
        blind = [f"{who}: {said}" for who, said in seen.items() if said]
        if blind:
            count = plural(len(blind), "worker")
            message = f"{self._probe.folder}: files cannot go there: {count} of {len(seen)} do not see this folder"
            raise AudiocoachError(message, "\n".join([*blind[:_MOST_SAID], FOLDER_HINT]))

    def _keep_watch(self) -> None:
        """See whether there are a scheduler and workers; else what was handed out is lost."""
        without = 0.0
        while not self._ended.wait(_LOOKED_S):
            executor = self._executor
            if not self._is_connected():
                if executor is not None:
                    executor.fail("the scheduler is gone")
                continue
            with suppress(Exception):  # the connection, of which the next turn hears
                workers = len(self._client.nthreads(callback_timeout=5))
                self.width = max(1, workers)
                without = 0.0 if workers else without + _LOOKED_S
                self._is_deserted = without > self._without_s
                if self._is_deserted and executor is not None:
                    executor.fail("no worker is left")


def checked_scheduler(address: str) -> str:
    """Give the address of a scheduler as it was written.

    Raises:
        AudiocoachError: when it is none.
    """
    hint = "such as 'tcp://10.0.0.5:8786', or 'tls://…' where others share the network"
    try:
        parts = urlsplit(address)
        whole = parts.scheme in SCHEMES and parts.hostname and parts.port and parts.path in ("", "/")
    except ValueError:
        whole = False
    if not whole or parts.username is not None or parts.query or parts.fragment:
        raise AudiocoachError(f"'{address}' is no address of a scheduler", hint)
    return address.rstrip("/")
