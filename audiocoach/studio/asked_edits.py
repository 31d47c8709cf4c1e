"""The acts on the picture, as the page asks for them; and edits as it makes them: their places in UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable

from audiocoach.assist.act import act_on
from audiocoach.assist.text_edits import Edit, applied, utf16
from audiocoach.studio.asked import Answer, Asked, text_in
from audiocoach.studio.desk import Desk


def act(desk: Desk, asked: Asked) -> Answer:
    """Find the edits that do what is asked on the picture; see `assist.act`."""
    name, text = text_in(asked, "path"), text_in(asked, "text")
    text_in(asked, "session", "")
    done = act_on(text, asked, desk.folder.script(name).parent, name)
    edits = [Edit(each["from"], each["to"], each["text"]) for each in done["edits"]]
    after, select = applied(text, edits), done["select"]
    return {
        "edits": as_asked(text, edits),
        "select": {"from": utf16(after, select["from"]), "to": utf16(after, select["to"])},
    }


def as_asked(text: str, edits: Iterable[Edit]) -> list[Answer]:
    """Give edits of a text as the page makes them."""
    return [{"from": utf16(text, each.start), "to": utf16(text, each.end), "text": each.text} for each in edits]
