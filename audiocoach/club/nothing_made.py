"""Who gets nothing of an order, and why, as a record beside those of the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.club.records import Record
from audiocoach.rendering.athletes import file_stem

if TYPE_CHECKING:
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.club.roster import Roster
    from audiocoach.club.shards import Shard
    from audiocoach.rendering.athletes import Athlete

MOST_REASON = 1_500
"""Characters of a reason that are kept."""


def refusal(order: OrderForMany, who: Athlete | None, reason: str) -> Record:
    """Make the record of somebody who gets nothing of an order with one script, and why."""
    stem = Path(order.scripts[0]).stem
    return Record(id_of(who), stem, file_stem(stem, who), refused=reason[:MOST_REASON])


def of_table(order: OrderForMany, roster: Roster, shard: Shard | None) -> list[Record]:
    """Make the records of those whose lines in the table are wrong, of each script of an order; of a share, of those in
    it, and in the first share of those whose line does not even name them.
    """
    theirs = [
        (who, why)
        for who, why in roster.left_out
        if shard is None or (shard.number == 1 if who is None else shard.takes(who))
    ]
    return [refusal(replace(order, scripts=(each,)), who, why) for each in order.scripts for who, why in theirs]


def id_of(who: Athlete | None) -> str:
    """Give what records know somebody by."""
    return "" if who is None else who.id or who.file
