"""The command's entry: the one place where errors become messages and exit codes.

0 done, 1 the user's input, 2 usage, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

USER_ERROR, USAGE_ERROR, BUG, INTERRUPTED = 1, 2, 3, 130

_COLLECTED = 200_000, 20, 100
"""How seldom cycles are looked for: most of what a command makes, hundreds of thousands of values, stays to its end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    if arguments is None:  # the process is the command's own
        gc.set_threshold(*_COLLECTED)
    try:
        # Imported here, so that an interruption is one from the first moment on.
        from audiocoach.cli.interruptions import interruptible

        with interruptible():
            code = _told(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        _complain("\ninterrupted")
    if arguments is None:
        gc.freeze()  # Python looks for cycles twice as it ends; the system takes back what is left
    return code


def _told(arguments: Sequence[str] | None) -> int:
    """Run the command, and say what went wrong."""
    from audiocoach.cli.console import plain_streams
    from audiocoach.errors import UNPRINTABLE, AudiocoachError, is_of_the_system

    plain_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except AudiocoachError as error:
        _complain(error.on_command_line())
        return USER_ERROR
    except SystemExit as error:
        # The command line's library ends so when whoever read our output has seen enough (`| head`).
        if isinstance(error.__context__, OSError) and error.__context__.errno == errno.EPIPE:
            return 0
        _own_up(error)
        return BUG
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in UNPRINTABLE and _is_printing(error):
            return _unprinted(error)
        if os.environ.get("AUDIOCOACH_DEBUG"):
            raise
        if isinstance(error, OSError) and is_of_the_system(error):
            _complain(f"{error.filename or 'a file'}: {os.strerror(error.errno or 0).lower()}")
            return USER_ERROR
        _own_up(error)
        return BUG
    return code


def _run(arguments: Sequence[str] | None) -> int:
    import typer

    from audiocoach.cli.app import app
    from audiocoach.cli.console import lines

    try:
        result = app(args=arguments, prog_name="audiocoach", standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        message = _message(error)
        hint = "  'audiocoach --help' lists the commands, 'audiocoach COMMAND --help' their options."
        lines(message if "Usage:" in message else f"{message}\n{hint}", error=True)
        return USAGE_ERROR
    return result if isinstance(result, int) else 0


def _is_printing(error: BaseException) -> bool:
    """Tell whether it was met while printing: only the command line prints, and it writes no files."""
    innermost, place = "", error.__traceback__
    while place is not None:
        name = str(place.tb_frame.f_globals.get("__name__", ""))
        innermost = name if name.partition(".")[0] in ("audiocoach", "__main__") else innermost
        place = place.tb_next
    return innermost.startswith(("audiocoach.cli.", "audiocoach.__main__", "__main__"))


def _unprinted(error: OSError) -> int:
    """Whoever read our output has seen enough, or the disk it went to is full. Files of ours are told elsewhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left of it is not tried again at the end
    if error.errno == errno.EPIPE:
        return 0
    why = "it is closed" if error.errno == errno.EBADF else os.strerror(error.errno or 0).lower()
    _complain(f"what was to be printed cannot be written: {why}")
    return USER_ERROR


def _complain(text: str) -> None:
    """Print an error; where even that is not possible, the exit code says enough."""
    from audiocoach.cli.console import lines

    with suppress(OSError):
        lines(text, error=True)
        sys.stderr.flush()


def _message(error: Exception) -> str:
    formatted = getattr(error, "format_message", None)
    return str(formatted() if formatted else error)


def _own_up(error: BaseException) -> None:
    from audiocoach.errors import bug_in_words

    _complain(
        f"{bug_in_words(error)}\n"
        "  Please report it with the script and the command; AUDIOCOACH_DEBUG=1 shows the whole trace."
    )


if __name__ == "__main__":
    sys.exit(main())
