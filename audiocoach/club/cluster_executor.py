"""dask's executor, as chunks are carried out by it: a lost worker is told apart from a lost scheduler."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import suppress
from functools import partial
from typing import Any

from audiocoach.club.carrying_out import AllLostError, ChunkLostError
from audiocoach.club.cluster_work import Terms, make_there

_RETRIES = 2
"""How often a chunk that failed is tried on another worker, before it counts."""

RESTART_S = 30.0


class ClusterExecutor(Executor):
    """The executor of a client, for workers that hold to terms."""

    def __init__(self, client: Any, terms: Terms) -> None:
        self._client, self._terms = client, terms
        self._executor: Any = client.get_executor(pure=False, retries=_RETRIES)
        self._handed_out: dict[Future[Any], tuple[str, Future[Any]]] = {}

    def submit(self, job: Callable[..., Any], /, *given: Any, **_: Any) -> Future[Any]:
        """Hand out a chunk, which is the one thing given."""
        key = f"audiocoach-chunk-{secrets.token_hex(8)}"
        try:
            inner = self._executor.submit(make_there, job, *given, self._terms, key=key)
        except Exception as error:  # the connection is gone in this moment
            raise AllLostError(str(error)) from None
        outer: Future[Any] = Future()
        self._handed_out[outer] = key, inner
        inner.add_done_callback(partial(self._ended, outer))
        return outer

    def fail(self, why: str) -> None:
        """Call all that was handed out lost."""
        for outer in list(self._handed_out):
            self._handed_out.pop(outer, None)
            with suppress(InvalidStateError):
                outer.set_exception(AllLostError(why))

    def restart(self, futures: Sequence[Future[Any]]) -> threading.Thread:
        """Cancel what hangs, and begin its workers anew; of those that nobody can, the scheduler lets go.

        Returns the thread that does so, which takes some seconds.
        """
        known = [found for each in futures if (found := self._handed_out.pop(each, None))]
        thread = threading.Thread(target=self._restart, args=[known], daemon=True)
        thread.start()
        return thread

    def _restart(self, known: Sequence[tuple[str, Future[Any]]]) -> None:
        with suppress(Exception):  # the connection, or a worker, that has gone meanwhile
            keys = {key for key, _ in known}
            held = self._client.processing()
            for _, inner in known:
                inner.cancel()
            for worker in (who for who, theirs in held.items() if keys & set(theirs)):
                try:
                    self._client.restart_workers([worker], timeout=RESTART_S, raise_for_error=False)
                except ValueError:  # nobody watches over it
                    self._client.retire_workers([worker], close_workers=True)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Cancel what has been handed out."""
        self._handed_out.clear()
        with suppress(Exception):
            self._executor.shutdown(wait=False)

    def _ended(self, outer: Future[Any], inner: Future[Any]) -> None:
        from distributed import KilledWorker

        if self._handed_out.pop(outer, None) is None:
            return
        with suppress(InvalidStateError):
            try:
                outer.set_result(inner.result())
            except CancelledError:
                outer.set_exception(AllLostError("the scheduler has forgotten it"))
            except KilledWorker as error:
                outer.set_exception(ChunkLostError(f"{error.allowed_failures + 1} workers ended while they made it"))
            except Exception as error:  # the job's own
                outer.set_exception(error)
