"""What the files of many have in common, before they are made: by those of the first two of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.club.carrying_out import CarryingOut, Workers
from audiocoach.club.chunk import Chunk, ChunkDone
from audiocoach.club.spliced_writer import Gatherer, gathering, pack_path
from audiocoach.club.this_process import ThisProcess
from audiocoach.errors import AudiocoachError, OutputError
from audiocoach.rendering.orders import wanted
from audiocoach.rendering.session import render_all

if TYPE_CHECKING:
    from audiocoach.club.destinations import Destination
    from audiocoach.club.order_for_many import OrderForMany
    from audiocoach.club.planning import Plan
    from audiocoach.rendering.athletes import Athlete
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.rendering.write_files import Order

_LOOKED_AT = 2

_TOGETHER = 16
"""Athletes that a worker is asked to look at, until there are two."""


@dataclass(frozen=True, slots=True)
class _Looked(ChunkDone):
    """What is known of some athletes: for whom files can be made, if not for all, and why not for another.

    `pack` is the digest of what they share, in hexadecimal, once that is there.
    """

    good: tuple[Athlete | None, ...] = ()
    trouble: AudiocoachError | None = None
    pack: str = ""


def with_packs(plan: Plan, athletes: Sequence[Athlete | None], workers: Workers | None = None) -> Plan:
    """Have the pack of each script made of which something is due, by this process or by others; tell it the chunks.

    `athletes` are all of the table, of every share: so each share makes the same pack.

    Raises:
        AudiocoachError: when nothing can be made for anybody, or a pack cannot be written.
    """
    packs = {each.order.scripts: "" for each in (*plan.first, *plan.chunks)}
    for chunk in plan.first:
        packs[chunk.order.scripts] = _pack(chunk.order, athletes, workers or ThisProcess())
    first, chunks = (
        tuple(replace(each, order=replace(each.order, pack=packs[each.order.scripts])) for each in group)
        for group in (plan.first, plan.chunks)
    )
    return replace(plan, first=first, chunks=chunks)


def _pack(order: OrderForMany, athletes: Sequence[Athlete | None], workers: Workers) -> str:
    """Have the pack of an order with one script published; return its digest, in hexadecimal.

    It is of the first two for whom files can be made: mostly those of the table. Where one of these is wrong, or the
    end of every worker, who they are is found out first.

    Raises:
        AudiocoachError: when it can be made for nobody, or the pack cannot be written.
    """
    done = _packed_by(order, athletes[:_LOOKED_AT], workers)
    if not done.pack:
        done = _packed_by(order, _first_two(order, athletes, workers), workers)
    if not done.pack and (error := _trouble(done)) is not None:
        raise error
    return done.pack


def _packed_by(order: OrderForMany, those: Sequence[Athlete | None], workers: Workers) -> _Looked:
    work = CarryingOut(workers, partial(_packed, tuple(those)))
    (done,) = work.all((), [Chunk(order, (those[0],))])  # of one: in halves it would be two packs
    return done if isinstance(done, _Looked) else _Looked(done.records)


def _first_two(order: OrderForMany, athletes: Sequence[Athlete | None], workers: Workers) -> list[Athlete | None]:
    """Find the first two for whom files can be made, or one if there is no other.

    Raises:
        AudiocoachError: when there is nobody.
    """
    work = CarryingOut(workers, _looked)
    found: list[Athlete | None] = []
    trouble: AudiocoachError | None = None
    rest = iter(athletes)
    while some := tuple(islice(rest, _TOGETHER)):
        good: set[Athlete | None] = set()
        for done in work.all((), [Chunk(order, some)]):
            if isinstance(done, _Looked):
                good.update(done.good)
            trouble = trouble or _trouble(done)
        found += [who for who in some if who in good]
        if len(found) >= _LOOKED_AT:
            break
    if trouble is not None and not found:
        raise trouble
    return found[:_LOOKED_AT]


def _trouble(done: ChunkDone) -> AudiocoachError | None:
    """Give why files cannot be made for somebody, if that is so."""
    if isinstance(done, _Looked) and done.trouble is not None:
        return done.trouble
    return next((AudiocoachError(record.refused) for record in done.records if record.refused), None)


def _packed(those: tuple[Athlete | None, ...], chunk: Chunk) -> _Looked:
    """Publish the pack of some, unless files cannot be made for one of them."""
    with _looking(chunk.order) as (shop, gathered, destination, folder):
        for number, who in enumerate(those):
            if number:
                gathered.next_one()
            if (error := _wrong_for(chunk.order, who, shop, folder)) is not None:
                return _Looked(trouble=error)
        digest = gathered.write(folder).digest
        name = pack_path(Path(), digest).as_posix()
        destination.publish(name, folder / name, digest)
        return _Looked(pack=digest)


def _looked(chunk: Chunk) -> _Looked:
    """Look for the first two of a chunk for whom files can be made."""
    good: list[Athlete | None] = []
    trouble: AudiocoachError | None = None
    with _looking(chunk.order) as (shop, _, _, folder):
        for who in chunk.athletes:
            error = _wrong_for(chunk.order, who, shop, folder)
            trouble = trouble or error
            if error is None:
                good.append(who)
            if len(good) == _LOOKED_AT:
                break
    return _Looked(good=tuple(good), trouble=trouble)


@contextmanager
def _looking(order: OrderForMany) -> Iterator[tuple[Workshop, Gatherer, Destination, Path]]:
    """Give what files are looked at with, which are not written, and where they would be."""
    order.enter_folder()
    shop = order.workshop()
    destination = order.destination(shop)
    with order.reading(), gathering() as gathered, destination.workplace() as folder:
        yield replace(shop, mp3_writer=gathered), gathered, destination, folder


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
