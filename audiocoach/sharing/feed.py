"""Write the sessions as a podcast: RSS 2.0 with Apple's tags and those of the podcast namespace. Pure.

https://help.apple.com/itc/podcasts_connect/#/itcb54353390 and https://github.com/Podcastindex-org/podcast-namespace
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree

from audiocoach.quantities.units import MINUTE, clock, to_the_second
from audiocoach.sharing.shared_site import Item, Site
from audiocoach.text.xml import xml_text

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"

_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/x-m4a", "opus": "audio/ogg"}
"""Of each kind of sound; Apple asks for this name of .m4a, and takes no .opus."""

_FEEDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The podcast namespace's UUID, from which a feed's guid is made."""


def feed(site: Site, name: str, cover: str) -> bytes:
    """Write the feed of a site that has a `base_url`; `name` is the feed's path, `cover` its picture's."""
    for prefix, namespace in (("itunes", ITUNES), ("podcast", PODCAST), ("atom", ATOM)):
        ElementTree.register_namespace(prefix, namespace)
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    _add(channel, "title", site.title)
    _add(channel, "link", site.base_url)
    _add(channel, "description", site.description or site.title)
    _add(channel, "language", site.language)
    _add(channel, "generator", "audiocoach")
    _add(channel, f"{{{ATOM}}}link", href=site.url(name), rel="self", type="application/rss+xml")
    _add(channel, f"{{{ITUNES}}}author", "audiocoach")
    _add(channel, f"{{{ITUNES}}}image", href=site.url(cover))
    _add(_add(channel, f"{{{ITUNES}}}category", text="Health & Fitness"), f"{{{ITUNES}}}category", text="Fitness")
    _add(channel, f"{{{ITUNES}}}explicit", "false")
    # Meant to be heard from first to last.
    _add(channel, f"{{{ITUNES}}}type", "serial")
    _add(channel, f"{{{PODCAST}}}guid", str(uuid5(_FEEDS, site.url(name).partition("://")[2].rstrip("/"))))
    # Weeks are seasons if all are of one programme; those of several would be numbered twice.
    seasons = len({item.key.rpartition("/")[0] for item in site.items}) == 1
    for number, item in enumerate(site.items, 1):
        _episode(_add(channel, "item"), site, item, number, seasons=seasons)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _episode(parent: ElementTree.Element, site: Site, item: Item, number: int, *, seasons: bool) -> None:
    length = clock(to_the_second(item.timeline.length_ms))
    _add(parent, "title", item.title)
    _add(parent, "description", item.timeline.description or f"{item.title}, {length}")
    _add(parent, "guid", item.guid, isPermaLink="false")
    _add(parent, "pubDate", format_datetime(published(site, item, number)))
    _add(parent, "enclosure", url=site.url(item.file), length=str(item.size), type=_type(item))
    _add(parent, f"{{{ITUNES}}}duration", str(round(item.timeline.sound_ms / 1000)))
    _add(parent, f"{{{ITUNES}}}episode", str(item.run if seasons and item.week else number))
    if seasons and item.week:
        _add(parent, f"{{{ITUNES}}}season", str(item.week))
    _add(parent, f"{{{ITUNES}}}episodeType", "full")
    _add(parent, f"{{{ITUNES}}}explicit", "false")
    _add(parent, f"{{{ITUNES}}}image", href=site.url(item.beside(".png")))
    _add(
        parent, f"{{{PODCAST}}}chapters", url=site.url(item.beside(".chapters.json")), type="application/json+chapters"
    )
    transcript = site.url(item.beside(".vtt"))
    _add(parent, f"{{{PODCAST}}}transcript", url=transcript, type="text/vtt", language=item.timeline.language)


def _type(item: Item) -> str:
    return _TYPES[item.file.rpartition(".")[2]]


def published(site: Site, item: Item, number: int) -> datetime:
    """Return when an episode appears: on its calendar day, else when first shared; a minute apart, in order."""
    day = site.date_of(item) or site.since.get(item.file, site.published)
    return datetime.combine(day, time(), UTC) + timedelta(milliseconds=number * MINUTE)


def _add(parent: ElementTree.Element, tag: str, content: str = "", **attributes: str) -> ElementTree.Element:
    clean = {name: xml_text(value) for name, value in attributes.items()}
    element = ElementTree.SubElement(parent, tag, clean)
    element.text = xml_text(content) or None
    return element
