"""Whatever asks the command to end is Ctrl-C to it: SIGTERM and SIGHUP as well, so that nothing is left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_ONE_WISH_S = 2.0
"""Seconds within which further signals are the same wish: a terminal that closes sends two, and so do some service
managers. What is being cleaned up then is not broken off; later ones are a wish of their own."""

_AGAIN_S = 0.02

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
_DEFAULT = (signal.SIG_DFL, signal.default_int_handler)


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise KeyboardInterrupt in the block for each of the signals. One that is ignored stays ignored: `nohup` works.

    Outside of the main thread, and for signals that a program handles itself, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wish = _Wish()
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: handler for number in numbers if (handler := signal.getsignal(number)) in _DEFAULT}
    hook = sys.unraisablehook
    for number in before:
        signal.signal(number, wish.take)
    sys.unraisablehook = wish.again(hook)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


class _Wish:
    """The wish that the command ends, and when it was last heard, by the monotonic clock in seconds."""

    def __init__(self) -> None:
        self._heard, self._number = -_ONE_WISH_S, signal.SIGINT

    def take(self, number: int, _frame: FrameType | None) -> None:
        """Interrupt what is being done."""
        now = time.monotonic()
        if now - self._heard >= _ONE_WISH_S:
            self._heard, self._number = now, signal.Signals(number)
            raise KeyboardInterrupt

    def again(self, otherwise: Any) -> Any:
        """Return a hook for errors that nobody can catch, as in a library's callback: an interruption comes anew."""

        def hook(unraisable: Any) -> None:
            if issubclass(unraisable.exc_type, KeyboardInterrupt):
                self._heard = -_ONE_WISH_S
                # Not at once: it would come while this hook still runs, and be lost again.
                threading.Timer(_AGAIN_S, os.kill, (os.getpid(), self._number)).start()
            else:
                otherwise(unraisable)

        return hook
