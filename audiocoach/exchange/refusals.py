"""What cannot be imported: what is wrong, where in the user's file, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from audiocoach.errors import AudiocoachError, Problem, Where
from audiocoach.exchange.workout import NO_PLACE, SourcePlace
from audiocoach.shown import shown

_MOST_NAMED = 30
"""Places that a message names; of the others, how many there are."""


class ImportRefusedError(AudiocoachError):
    """A file that is no workout, or one that needs something more.

    `places` has all that it is about, and `at` the one that is shown: the first, unless another is said to be. Readers
    raise it without a file; `in_file` says which one it is.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        places: Sequence[SourcePlace] = (),
        at: SourcePlace = NO_PLACE,
        column: int = 0,
        option: str = "",
    ) -> None:
        super().__init__(message, hint, option=option)
        self.places, self.column = tuple(places), column
        self.at = at or (self.places[0] if self.places else NO_PLACE)
        self._where = Where()

    def in_file(self, file: str, text: str = "") -> ImportRefusedError:
        """Return the same error with the file's name, and the line as it is if its text is given."""
        line = self.at.line
        lines = text.split("\n")
        source = lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""
        named = ImportRefusedError(
            self.message, self.hint, places=self.places, at=self.at, column=self.column, option=self.option
        )
        named._where = Where(file, line, self.column or 1, 1, source if self.column else "")
        return named

    def _told(self, hint: str) -> str:
        place, where = self.at, self._where
        if where.line and not self.column:
            head = f"{where.file}:{where.line}: "
        elif where.line:
            return str(Problem(self.message, where, hint))
        else:
            head = ": ".join(filter(None, [where.file, str(place)])) + ": " if where.file or place else ""
        return "\n".join([shown(head + self.message), *(f"  {shown(line)}" for line in hint.splitlines())])

    def __str__(self) -> str:
        return self._told(self.hint)

    def on_command_line(self) -> str:
        """Say it to somebody at a terminal."""
        return self._told(self.option or self.hint)


def all_places(places: Sequence[SourcePlace]) -> str:
    """Name places for a message: `line 6`, `lines 6, 9 and 12`, `steps 2 and 3`."""
    numbers = [str(place.line or place.step) for place in places]
    noun = "line" if places[0].line else "step"
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    if len(numbers) > _MOST_NAMED:
        return f"{noun}s {', '.join(numbers[:_MOST_NAMED])} and {len(numbers) - _MOST_NAMED:,} more"
    return f"{noun}s {', '.join(numbers[:-1])} and {numbers[-1]}"
