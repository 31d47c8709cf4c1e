"""The questions about scripts: which there are, what is in one, and what is to be kept of it."""

from __future__ import annotations

from audiocoach.languages.lookup import LANGUAGES
from audiocoach.studio.asked import Answer, Asked, Unasked, text_in, texts_in
from audiocoach.studio.desk import Desk
from audiocoach.studio.opened_scripts import NO_FILE, Opened
from audiocoach.studio.page_files import has_editor
from audiocoach.studio.script_glance import glance
from audiocoach.studio.templates import TEMPLATES, template_of, template_text
from audiocoach.studio.text_form import TextForm

_WORKOUTS = ("session", "programme")
"""Kinds of scripts that the page begins with; coach sheets are offered where one is chosen."""

NOT_ALL = "there is more in this folder than is looked through, so scripts may be missing here: open a smaller one"


def state(desk: Desk, _asked: Asked) -> Answer:
    """Say what the page begins with."""
    listing = desk.folder.listing()
    return {
        "folder": str(desk.folder.home),
        "languages": list(LANGUAGES),
        "scripts": [
            {
                "path": each.path,
                "title": each.seen.title,
                "kind": each.seen.kind,
                "modified": each.modified,
                "draft": each.has_draft,
            }
            for each in listing.scripts
            if each.seen.kind in _WORKOUTS
        ],
        "templates": [{"id": each.id, "title": each.title, "about": each.about} for each in TEMPLATES],
        "notes": [] if listing.is_whole else [NOT_ALL],
        "phone": desk.phone.url(),
        "editor": has_editor(),
    }


def open_script(desk: Desk, asked: Asked) -> Answer:
    """Give a script to be written in, with what was written over it and not saved."""
    name = text_in(asked, "path")
    drafts = desk.drafts.of(name)
    if drafts and desk.files.digest(name) == NO_FILE:
        return opened(desk, Opened(name, TextForm(""), NO_FILE), asked)
    return opened(desk, desk.files.read(name), asked)


def new(desk: Desk, asked: Asked) -> Answer:
    """Begin a script as a template."""
    template = template_of(text_in(asked, "template"))
    if template is None:
        raise Unasked("there is no such template")
    name = desk.folder.free_name(text_in(asked, "name", "") or template.title)
    music = next(iter(desk.folder.music()), "")
    text = template_text(template, name, music, text_in(asked, "language", "en"))
    return opened(desk, desk.files.make(name, text), asked)


def save(desk: Desk, asked: Asked) -> Answer:
    """Write a script into its file; what was kept of it beside is not needed any more."""
    name, text, tab = text_in(asked, "path"), text_in(asked, "text"), text_in(asked, "tab", "")
    digest = desk.files.save(name, text, text_in(asked, "digest"))
    for draft in desk.drafts.of(name):
        if draft.tab == tab or draft.text == text:
            desk.drafts.drop(name, draft.tab)
    return {"digest": digest}


def draft(desk: Desk, asked: Asked) -> Answer:
    """Keep what is written beside the script, and tell what has changed meanwhile."""
    name, text, tab = text_in(asked, "path"), text_in(asked, "text"), text_in(asked, "tab")
    desk.drafts.keep(name, tab, text, text_in(asked, "digest"))
    return look(desk, asked)


def look(desk: Desk, asked: Asked) -> Answer:
    """Tell whether a file has changed since it had a digest, and who else has it open."""
    name, tab = text_in(asked, "path"), text_in(asked, "tab")
    digest = desk.files.digest(name)
    changed = digest != text_in(asked, "digest")
    return {"changed": changed, "digest": digest, "elsewhere": desk.tabs.seen(tab, name)}


def discard(desk: Desk, asked: Asked) -> Answer:
    """Throw away what was written and not saved, but for what other tabs are writing now.

    `tabs` names the drafts that are meant; without it, all.
    """
    name, tab, meant = text_in(asked, "path"), text_in(asked, "tab", ""), texts_in(asked, "tabs")
    busy = desk.tabs.have(name) - {tab}
    for each in desk.drafts.of(name):
        if each.tab not in busy and (each.tab in meant or asked.get("tabs") is None):
            desk.drafts.drop(name, each.tab)
    return {}


def leave(desk: Desk, asked: Asked) -> Answer:
    """Note that a tab is closed."""
    desk.tabs.left(text_in(asked, "tab"))
    return {}


def opened(desk: Desk, found: Opened, asked: Asked) -> Answer:
    """Tell all of a script that is open now."""
    text = found.form.text
    kept = [
        {"text": each.text, "digest": each.digest, "tab": each.tab, "written": each.written}
        for each in desk.drafts.of(found.name)
        if each.text != text
    ]
    return {
        "path": found.name,
        "text": text,
        "digest": found.digest,
        "kind": glance(text.encode()).kind or "session",
        "notes": list(found.notes),
        "draft": kept[0] if kept else None,
        "drafts": kept,
        "elsewhere": desk.tabs.seen(text_in(asked, "tab", ""), found.name),
    }
