"""What the files of many have in common, before they are made: by those of the first two of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.club.spliced_writer import gathering, pack_path
from audiocoach.errors import AudiocoachError, OutputError
from audiocoach.rendering.orders import wanted
from audiocoach.rendering.session import render_all

if TYPE_CHECKING:
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.club.planning import Plan
    from audiocoach.rendering.athletes import Athlete
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.rendering.write_files import Order

_LOOKED_AT = 2


def with_packs(plan: Plan, athletes: Sequence[Athlete | None]) -> Plan:
    """Make the pack of each script of which something is due, and tell it the chunks.

    `athletes` are all of the table, of every share: so each share makes the same pack.

    Raises:
        AudiocoachError: when nothing can be made for anybody, or a pack cannot be written.
    """
    packs = {each.order.scripts: "" for each in (*plan.first, *plan.chunks)}
    for chunk in plan.first:
        packs[chunk.order.scripts] = pack_for(chunk.order, athletes)
    first, chunks = (
        tuple(replace(each, order=replace(each.order, pack=packs[each.order.scripts])) for each in group)
        for group in (plan.first, plan.chunks)
    )
    return replace(plan, first=first, chunks=chunks)


def pack_for(order: OrderForMany, athletes: Sequence[Athlete | None]) -> str:
    """Publish the pack of an order with one script; return its digest, in hexadecimal.

    The first two for whom it can be made are looked at.

    Raises:
        AudiocoachError: when it can be made for nobody, or the pack cannot be written.
    """
    trouble: AudiocoachError | None = None
    shop = order.workshop()
    destination = order.destination(shop)
    with order.reading(), gathering() as gathered, destination.workplace() as folder:
        shop = replace(shop, mp3_writer=gathered)
        found = 0
        for who in athletes:
            if found == 1:
                gathered.next_one()
            if (error := _wrong_for(order, who, shop, folder)) is not None:
                trouble = trouble or error
                continue
            found += 1
            if found == _LOOKED_AT:
                break
        if not found and trouble is not None:
            raise trouble
        digest = gathered.write(folder).digest
        name = pack_path(Path(), digest).as_posix()
        destination.publish(name, folder / name, digest)
        return digest


def _wrong_for(order: OrderForMany, who: Athlete | None, shop: Workshop, folder: Path) -> AudiocoachError | None:
    """Look at somebody's files; tell why they cannot be made, where that is so each time it is tried.

    What fails once, such as reading the script, must not decide who the first two are: each share has to find the same.
    """
    for last in (False, True):
        try:
            _look_at(order, who, shop, folder)
        except OutputError:
            raise
        except AudiocoachError as error:
            if last:
                return error
        else:
            break
    return None


def _look_at(order: OrderForMany, who: Athlete | None, shop: Workshop, folder: Path) -> None:
    with closing(render_all(list(_orders(order, who, shop, folder)), shop)) as files:
        for _ in files:
            pass


def _orders(order: OrderForMany, who: Athlete | None, shop: Workshop, folder: Path) -> Iterator[Order]:
    """Give all that is to be made for somebody; of a programme every session that is asked for."""
    found = wanted(order.scripts, folder, order.wishes([who], ()))
    for _, error in found.refused:
        raise error
    for group in found.singles:
        yield from group
    for programme in found.programmes:
        yield from programme.due(shop, force=True)[0]
