"""Write the sessions as one web page that needs only the sound beside it: `web/page.html`, filled in.

Whatever a script says goes into the page as data, never as markup: `web/page.js` makes text nodes of it. The browser
runs that script alone, by its hash.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.programme.journal.page_answers import bare
from audiocoach.sharing.shared_site import Item, Site

_WEB = Path(__file__).with_name("web")
_MARK = re.compile("@@([a-z]+)@@")


def page(site: Site, *, playlist: str, feed: str = "", calendar: str = "") -> bytes:
    """Write the page, with links to the other files where there are any."""
    script, style = _script(), _style()
    every = json.loads(web_file("words.json"))
    spoken = (site.language, site.language.split("-")[0])
    language = next((code for code in spoken if code in every), "en")
    data = {"language": language, "words": every[language], **_data(site, playlist, feed, calendar)}
    parts = {
        "language": language,
        "title": escape(site.title),
        "hash": policy_hash(script),
        "head": _head(site, feed),
        "style": style,
        "links": "".join(
            f'<li id="{item.guid}"><a href="{quote(item.file)}">{escape(item.title)}</a></li>' for item in site.items
        ),
        "data": _embedded(data),
        "script": script,
    }
    return filled("page.html", parts)


def filled(name: str, parts: Mapping[str, str]) -> bytes:
    """Write one of the pages that come along, with what belongs where it has a mark: `@@title@@`."""
    # In one pass, so that a mark within a title is not replaced.
    return _MARK.sub(lambda mark: parts[mark[1]], web_file(name)).encode("utf-8", "replace")


def web_file(name: str) -> str:
    """Read one of the files that the pages are made of."""
    return (_WEB / name).read_text(encoding="utf-8")


def page_hashes() -> tuple[str, str]:
    """Return the hashes, as policies have them, of the script and of the style in a page that is written now."""
    return policy_hash(_script()), policy_hash(f"\n{_style()}")


def runs(page: bytes) -> bool:
    """Tell whether the script in a page is the one that is written now; a page of another version is still read."""
    return f"<script>{_script()}</script>".encode() in page


def _script() -> str:
    return web_file("page.js")


def _style() -> str:
    return web_file("page.css")


def policy_hash(text: str) -> str:
    """Return the hash of a script or a style, as policies have it."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _head(site: Site, feed: str) -> str:
    """Return the head elements that podcast apps and chats look for."""
    lines = []
    if feed:
        lines.append(f'<link rel="alternate" type="application/rss+xml" title="{escape(site.title)}" href="{feed}">')
    if site.base_url:
        picture = escape(site.url(site.items[0].beside(".png")))
        lines += [f'<meta property="og:title" content="{escape(site.title)}">']
        lines += [f'<meta property="og:image" content="{picture}">']
    return "".join(f"{line}\n" for line in lines)


def _embedded(data: dict[str, Any]) -> str:
    """Write JSON that ends no script element and begins no comment, wherever it stands in a page."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _data(site: Site, playlist: str, feed: str, calendar: str) -> dict[str, Any]:
    return {
        "title": site.title,
        "description": site.description,
        "playlist": playlist,
        "feed": feed,
        "calendar": calendar,
        "colours": COLOURS,
        "sessions": [_session(site, item) for item in site.items],
    }


def _logged(item: Item) -> dict[str, str] | None:
    """Give what an answer to "How was it?" begins with; None for a session of no programme, which has no journal."""
    if not item.week:
        return None
    script, _, number = item.key.rpartition("/")
    return {"programme": bare(script), "session": number, "athlete": bare(item.athlete)}


def _session(site: Site, item: Item) -> dict[str, Any]:
    timeline, date = item.timeline, site.date_of(item)
    return {
        "id": item.guid,
        "title": item.title,
        "description": "" if timeline.description == site.description else timeline.description,
        "language": timeline.language,
        "programme": item.programme,
        "week": item.week,
        "date": date.isoformat() if date else "",
        "file": quote(item.file),
        "size": item.size,
        "log": _logged(item),
        "also": [{"kind": kind, "file": quote(item.beside(f".{kind}"))} for kind in item.also],
        "length": timeline.length_ms,
        "steps": [
            {
                "start": each.start_ms,
                "end": each.end_ms,
                "kind": each.kind,
                "name": each.name,
                "round": each.round or 0,
                "rounds": each.rounds or 0,
            }
            for each in timeline.intervals
        ],
        "cues": [
            {"start": event.start_ms, "end": event.end_ms, "text": event.text}
            for event in timeline.events
            if event.type == "say"
        ],
    }
