"""Whose journal an entry goes to that came with a name: somebody's of a club's table, or anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audiocoach.errors import AudiocoachError
from audiocoach.programme.following import Followed
from audiocoach.programme.journal.page_answers import bare
from audiocoach.rendering.athletes import Athlete, athlete
from audiocoach.rendering.told_programmes import followed_for
from audiocoach.text.suggest import did_you_mean

_RENAMED = (
    "if that is an older name of somebody, write it into the column 'file' of their row, and share their page anew"
)


class Senders:
    """Finds a sender's journal of a programme.

    `everyone` of a `table`, where there is one: nobody else sends. `only` is the one whose entries are taken.
    """

    def __init__(self, table: Path | None, everyone: Sequence[Athlete], only: Athlete | None) -> None:
        self._table, self._everyone, self._only = table, everyone, only
        self._followed: dict[tuple[Path, str], Followed] = {}

    def followed(self, path: Path, name: str) -> Followed:
        """Put a programme's file together with the journal of whoever goes by a name; "" for nobody by name.

        Raises:
            AudiocoachError: when that is nobody, or not the one meant, or the programme is wrong for them.
        """
        who = self._who(name)
        key = path, "" if who is None else f"{who.name}\n{who.id}"
        if key not in self._followed:
            self._followed[key] = followed_for(str(path), who, own=True)
        return self._followed[key]

    def _who(self, name: str) -> Athlete | None:
        if self._only is not None:
            if name and name.casefold() not in _names(self._only):
                raise AudiocoachError(f"this is from '{name}', and not from '{self._only.name}'", _RENAMED)
            return self._only
        if self._table is None:
            return athlete(name) if name else None
        found = [who for who in self._everyone if name.casefold() in _names(who)]
        if len(found) > 1:
            several = ", ".join(f"'{who.id or who.file}'" for who in found)
            raise AudiocoachError(f"{self._table}: there are several called '{name}'", f"say which: {several}")
        if not found:
            what = f"'{name}' is not in {self._table}" if name else "it does not say whom it is from"
            hint = did_you_mean(name, [who.name for who in self._everyone]) if name else ""
            raise AudiocoachError(what, "\n".join(filter(None, [hint, _RENAMED if name else "'--athlete NAME' says"])))
        return found[0]


def _names(who: Athlete) -> set[str]:
    return {bare(known).casefold() for known in (who.name, who.id, who.file) if known}
