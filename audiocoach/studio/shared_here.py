"""What was shared, as the page is told of it: a folder, or one for each of several athletes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.studio.asked import Answer
from audiocoach.studio.for_whom import ForWhom

if TYPE_CHECKING:
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.sharing.several import ShareWishes
    from audiocoach.sharing.stages import Shared


def shared_folder(into: str, done: Shared) -> Answer:
    """Tell of a folder by its name in the one that is open."""
    from audiocoach.sharing.stages import PAGE

    files = [{"path": f"{into}/{item.file}", "bytes": item.size} for item in done.site.items]
    return {"folder": into, "page": f"{into}/{PAGE}", "files": files}


def shared_for_each(wishes: ShareWishes, folder: Path, into: str, whom: ForWhom, shop: Workshop) -> Answer:
    """Bring a folder for each athlete up to date, and what links all of them; tell of each, and of who got none.

    Args:
        wishes: what is wanted of each.
        folder: in which theirs lie.
        into: its name in the one that is open.
        whom: for whom they are.
        shop: what they are made with.

    Raises:
        AudiocoachError: as `share_for_each`, when nobody gets one.
    """
    from audiocoach.sharing.club_share import ClubShare

    club = ClubShare(wishes, folder, whom.roster.named)
    made, notes = [], dict[str, None]()
    for who, own, done in club.made(shop):
        made.append({"name": who.name, **shared_folder(f"{into}/{own.name}", done)})
        notes |= dict.fromkeys(done.notes)
    index = club.bring_index(Path(whom.table).stem)
    notes |= dict.fromkeys(index.notes)
    first = made[0]
    return {**first, "people": made, "notes": list(notes), "refused": whom.refused(club.refused)}
