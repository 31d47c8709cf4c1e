"""Run a program for as long as whoever asked for it lives, and nothing else: a script run in a process of its own.

    python -I -S process_guard.py LIFE PROGRAM ARGUMENT...

LIFE is the handle of a socket whose other end the parent holds. It ends with the parent, however that dies, and then
the program is killed with all it has started. What goes back is the program's process id in one line, and in another
its exit code, or why it could not be started.

The process that becomes the program says its id itself, before that: so a guard may be killed at any moment, and the
parent knows what to end. Until then it holds the socket too, whose end tells that nothing else will be said.

A signal at the parent's death would not do: Linux sends it at the end of the thread that started the program. Nothing
but built-in modules is imported, to start in a hundredth of a second.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` itself takes as long to import as all the rest
import _thread
import os
import sys


def main(handle: str, *arguments: str) -> None:
    """Run the program to its end, or to the parent's."""
    life = int(handle)
    os.set_inheritable(life, False)  # noqa: FBT003 - it takes no keyword
    program = os.fork()
    if not program:
        _become(life, arguments)
    try:  # noqa: SIM105 - contextlib takes as long to import as all the rest
        os.setpgid(program, program)  # it does so itself; whoever of the two is first
    except OSError:  # it is the program already, or has ended
        pass
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for own in (0, 1, 2):  # so that the program's own end of them is the only one
            os.dup2(nowhere, own)
        _thread.start_new_thread(_watch, (life, program))
        if hasattr(os, "waitid"):
            # Before it is waited for: until then its process id, and its group's, stays its own.
            os.waitid(os.P_PID, program, os.WEXITED | os.WNOWAIT)
            _kill(program)
        status = os.waitpid(program, 0)[1]
    finally:
        _kill(program)
    os.write(life, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(life: int, arguments: tuple[str, ...]) -> None:
    """Become the program, in a process group of its own, which its leader cannot leave."""
    try:
        os.setpgid(0, 0)
        os.write(life, f"{os.getpid()}\n".encode())
        for name in (_signal.SIGPIPE, _signal.SIGXFSZ):  # Python ignores the two; a program expects them
            _signal.signal(name, _signal.SIG_DFL)
        os.execv(arguments[0], arguments)  # noqa: S606 - no shell is wanted
    except OSError as error:
        why = OSError(error.errno, error.strerror, arguments[0])
        os.write(life, f"{why}\n".encode(errors="replace"))
    finally:
        os._exit(127)


def _watch(life: int, program: int) -> None:
    try:
        os.read(life, 1)
    finally:
        _kill(program)


def _kill(program: int) -> None:
    try:  # noqa: SIM105 - contextlib takes as long to import as all the rest
        os.killpg(program, _signal.SIGKILL)
    except OSError:  # it has ended, with all it had started
        pass


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    finally:
        os._exit(0)
