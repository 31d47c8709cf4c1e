"""The command's entry: the one place where errors become messages and exit codes.

0 done, 1 the user's input, 2 usage, 3 a bug of ours, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from audiocoach.errors import AudiocoachError
from audiocoach.shown import shown

USER_ERROR, USAGE_ERROR, BUG, INTERRUPTED = 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    from audiocoach.cli.console import lines, plain_streams

    plain_streams()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except AudiocoachError as error:
        lines(error.on_command_line(), error=True)
        return USER_ERROR
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as error:
        # The command line's library ends so when whoever read our output has seen enough (`| head`).
        if isinstance(error.__context__, OSError) and error.__context__.errno == errno.EPIPE:
            return 0
        _own_up(error)
        return BUG
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in (errno.EPIPE, errno.ENOSPC):
            return _unprinted(error)
        if os.environ.get("AUDIOCOACH_DEBUG"):
            raise
        _own_up(error)
        return BUG
    if code == INTERRUPTED:
        print("\ninterrupted", file=sys.stderr)
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


def _unprinted(error: OSError) -> int:
    """Whoever read our output has seen enough, or the disk it went to is full. Files of ours are told elsewhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left of it is not tried again at the end
    if error.errno == errno.EPIPE:
        return 0
    print(f"what was to be printed cannot be written: {os.strerror(errno.ENOSPC).lower()}", file=sys.stderr)
    return USER_ERROR


def _message(error: Exception) -> str:
    formatted = getattr(error, "format_message", None)
    return str(formatted() if formatted else error)


def _own_up(error: BaseException) -> None:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = f" ({os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno})" if place else ""  # noqa: PTH119
    print(
        f"audiocoach has a bug: {type(error).__name__}: {shown(error)}{at}\n"
        "  Please report it with the script and the command; AUDIOCOACH_DEBUG=1 shows the whole trace.",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main())
