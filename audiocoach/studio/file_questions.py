"""The questions about scripts: which there are, what is in one, and what is to be kept of it."""

from __future__ import annotations

from audiocoach.errors import AudiocoachError
from audiocoach.languages.lookup import LANGUAGES
from audiocoach.studio.asked import Answer, Asked, text_in
from audiocoach.studio.desk import Desk
from audiocoach.studio.opened_scripts import Opened
from audiocoach.studio.page_files import has_editor
from audiocoach.studio.script_glance import glance
from audiocoach.studio.templates import TEMPLATES, template_of, template_text


def state(desk: Desk, _asked: Asked) -> Answer:
    """Say what the page begins with."""
    return {
        "folder": str(desk.folder.typed),
        "languages": list(LANGUAGES),
        "scripts": [
            {"path": each.path, "title": each.seen.title, "kind": each.seen.kind, "modified": each.modified}
            for each in desk.folder.scripts()
        ],
        "templates": [{"id": each.id, "title": each.title, "about": each.about} for each in TEMPLATES],
        "editor": has_editor(),
    }


def open_script(desk: Desk, asked: Asked) -> Answer:
    """Give a script to be written in."""
    return _opened(desk.files.read(text_in(asked, "path")))


def new(desk: Desk, asked: Asked) -> Answer:
    """Begin a script as a template."""
    template = template_of(text_in(asked, "template"))
    if template is None:
        raise AudiocoachError("there is no such template")
    name = desk.folder.free_name(text_in(asked, "name", "") or template.title)
    return _opened(desk.files.make(name, template_text(template, name, next(iter(desk.folder.music()), ""))))


def save(desk: Desk, asked: Asked) -> Answer:
    """Write a script into its file."""
    return {"digest": desk.files.save(text_in(asked, "path"), text_in(asked, "text"), text_in(asked, "digest"))}


def _opened(opened: Opened) -> Answer:
    return {
        "path": opened.name,
        "text": opened.form.text,
        "digest": opened.digest,
        "kind": glance(opened.form.text.encode()).kind or "session",
        "notes": list(opened.notes),
        "draft": None,
        "elsewhere": 0,
    }
