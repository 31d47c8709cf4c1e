"""For whom a script is made: nobody by name, or all or one of those in a table of athletes that lies in the folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from audiocoach.club.roster import Roster, everybody
from audiocoach.errors import AudiocoachError
from audiocoach.rendering.athletes import Athlete
from audiocoach.studio.asked import Answer, Asked, said, text_in
from audiocoach.studio.desk import Desk


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Who gets something, the `table`'s name in the folder, and the options that would say so on the command line."""

    roster: Roster
    table: str = ""
    options: tuple[str, ...] = ()

    @classmethod
    def of(cls, desk: Desk, asked: Asked) -> ForWhom:
        """Read what a question wishes: `athletes` is a table, `athlete` one of those in it.

        Raises:
            AudiocoachError: when there is no such table or person, or their journals lie outside of the folder.
        """
        table, name = text_in(asked, "athletes", ""), text_in(asked, "athlete", "")
        if not table:
            return cls(Roster())
        roster = everybody(name or None, desk.folder.table(table), keep_going=True)
        roster = replace(roster, refused=()) if name else roster  # what is wrong with others' lines is not theirs
        for who in roster.named:
            if who.journal is not None:
                desk.folder.file(desk.folder.name_of(who.journal))
        one = ["--athlete", name] if name else ["--keep-going"]
        return cls(roster, table, ("--athletes", desk.folder.typed_name(table), *one))

    def refused(self, others: Iterable[tuple[Athlete, AudiocoachError]] = ()) -> list[Answer]:
        """Tell who gets nothing, and why: whose line of the table is wrong, and for whom something `other` is."""
        lines = [{"name": "", "message": each.message, "hint": each.hint} for each in self.roster.refused]
        return [*lines, *({"name": who.name, **said(error)} for who, error in others)]
