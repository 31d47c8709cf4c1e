"""`cache`: what is kept from one run to the next, how much room it takes, and how to take less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import line
from audiocoach.cli.options import Json

if TYPE_CHECKING:
    from audiocoach.storage.store import Store

cache = typer.Typer(name="cache", invoke_without_command=True, rich_markup_mode=None)


@cache.callback()
def _show(context: typer.Context, *, as_json: Json = False) -> None:
    """Show what is kept to be faster next time.

    Spoken words and encoded sound; 'prune' and 'clear' remove some of it, or all.
    """
    if context.invoked_subcommand is None:
        _print(as_json=as_json)
    elif as_json:
        raise typer.BadParameter("it goes with 'audiocoach cache' alone", param_hint="--json")


@cache.command()
def prune(
    limit: Annotated[
        int | None, typer.Option(metavar="MB", min=0, help="Room that may be taken. Default: as rendering keeps to.")
    ] = None,
) -> None:
    """Remove what was not used for longest, down to a limit."""
    from audiocoach.storage.store import Store

    store = Store(limit=None if limit is None else limit * 1_000_000)
    _report(store, store.prune())


@cache.command()
def clear() -> None:
    """Remove all of it. It is made again when it is needed."""
    from audiocoach.storage.store import Store

    store = Store()
    _report(store, store.clear())


def _print(*, as_json: bool) -> None:
    from audiocoach.cli.console import file_size, print_json
    from audiocoach.storage.store import KINDS, Store

    store = Store()
    sizes = store.sizes()
    entries, total = _sum(sizes)
    if as_json:
        kinds = {kind: {"entries": count, "bytes": size} for kind, (count, size) in sizes.items()}
        print_json(
            {"folder": str(store.folder), "limit": store.limit, "entries": entries, "bytes": total, "kinds": kinds}
        )
    else:
        rows = [(KINDS[kind], count, file_size(size)) for kind, (count, size) in sizes.items()]
        rows.append(("together", entries, f"{file_size(total)} of at most {file_size(store.limit)}"))
        line(store.folder)
        for what, count, size in rows:
            line(f"  {what:<20}{count:>8,}  {size}")
    _note(store)


def _report(store: Store, removed: int) -> None:
    """Say what went and what stays, which may be what other processes have just added."""
    from audiocoach.cli.console import file_size

    entries, total = _sum(store.sizes())
    line(f"{store.folder}: {removed:,} removed, {entries:,} left ({file_size(total)})")
    _note(store)


def _note(store: Store) -> None:
    if store.trouble:
        line(f"note: {store.trouble}", error=True)


def _sum(sizes: dict[str, tuple[int, int]]) -> tuple[int, int]:
    return sum(count for count, _ in sizes.values()), sum(size for _, size in sizes.values())
