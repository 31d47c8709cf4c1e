"""The acts on the picture, as the page asks for them; and edits as it makes them: their places in UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable

from audiocoach.assist.act import act as acted
from audiocoach.assist.act import checking
from audiocoach.assist.text_edits import Edit, applied, utf16
from audiocoach.studio.asked import Answer, Asked, text_in
from audiocoach.studio.desk import Desk


def act(desk: Desk, asked: Asked) -> Answer:
    """Find the edits that do what is asked on the picture; see `assist.act`."""
    name, text = text_in(asked, "path"), text_in(asked, "text")
    done = acted(text, asked, checking(name, desk.folder.script(name).parent))
    after = applied(text, done.edits)
    start, end = done.select
    return {
        "edits": as_asked(text, done.edits),
        "select": {"from": utf16(after, start), "to": utf16(after, end)},
    }


def as_asked(text: str, edits: Iterable[Edit]) -> list[Answer]:
    """Give edits of a text as the page makes them."""
    return [{"from": utf16(text, each.start), "to": utf16(text, each.end), "text": each.text} for each in edits]
