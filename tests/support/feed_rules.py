"""What a podcast's feed must be, as a list of what is wrong with one.

RSS 2.0 (rssboard.org), Apple's requirements for podcasts, and the podcast namespace, as far as they concern a feed
of this kind. Nothing is looked up on the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid5
from xml.etree import ElementTree

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"

ONCE_IN_CHANNEL = {
    "title", "link", "description", "language", "generator", f"{ATOM}link", f"{ITUNES}author", f"{ITUNES}image",
    f"{ITUNES}category", f"{ITUNES}explicit", f"{ITUNES}type", f"{PODCAST}guid",
}  # fmt: skip
ONCE_IN_ITEM = {
    "title", "description", "guid", "pubDate", "enclosure", f"{ITUNES}duration", f"{ITUNES}episode",
    f"{ITUNES}episodeType", f"{ITUNES}explicit", f"{ITUNES}image", f"{PODCAST}chapters", f"{PODCAST}transcript",
}  # fmt: skip
OPTIONAL_IN_ITEM = {f"{ITUNES}season"}
FEED_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def wrong(data: bytes) -> list[str]:
    """List all that breaks a rule; empty for a good feed."""
    root = ElementTree.fromstring(data)  # noqa: S314  # our own; not well-formed is an error of its own
    if root.tag != "rss" or root.get("version") != "2.0" or [child.tag for child in root] != ["channel"]:
        return ["not RSS 2.0 with one channel"]
    channel = root[0]
    return [
        *_channel(channel),
        *(problem for item in channel.iter("item") for problem in _item(item)),
        *_guids(channel),
    ]


def _channel(channel: ElementTree.Element) -> Iterator[str]:
    tags = [child.tag for child in channel if child.tag != "item"]
    yield from (f"channel: {tag} {tags.count(tag)} times" for tag in ONCE_IN_CHANNEL if tags.count(tag) != 1)
    yield from (f"channel: unknown {tag}" for tag in set(tags) - ONCE_IN_CHANNEL)
    for tag in ("title", "link", "description", "language"):
        if not (channel.findtext(tag) or "").strip():
            yield f"channel: empty {tag}"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", channel.findtext("language") or ""):
        yield "channel: no language"
    if channel.findtext(f"{ITUNES}explicit") not in ("true", "false"):
        yield "channel: explicit is true or false"
    if channel.findtext(f"{ITUNES}type") not in ("episodic", "serial"):
        yield "channel: type is episodic or serial"
    self = channel.find(f"{ATOM}link")
    address = "" if self is None else self.get("href", "")
    if self is None or self.get("rel") != "self" or self.get("type") != "application/rss+xml" or not _web(address):
        yield "channel: no link to itself"
    image = channel.find(f"{ITUNES}image")
    if image is None or not _web(image.get("href", ""), ".png", ".jpg"):
        yield "channel: no picture"
    category = channel.find(f"{ITUNES}category")
    if category is None or category.get("text") != "Health & Fitness":
        yield "channel: none of Apple's categories"
    # "a UUIDv5 of the feed's address, protocol scheme and trailing slashes stripped off"
    if channel.findtext(f"{PODCAST}guid") != str(uuid5(FEED_GUIDS, re.sub(r"^https?://|/+$", "", address))):
        yield "channel: podcast:guid is not that of its address"
    if not list(channel.iter("item")):
        yield "channel: no episodes"


def _item(item: ElementTree.Element) -> Iterator[str]:
    name = item.findtext("title") or "(no title)"
    tags = [child.tag for child in item]
    yield from (f"{name}: {tag} {tags.count(tag)} times" for tag in ONCE_IN_ITEM if tags.count(tag) != 1)
    yield from (f"{name}: unknown {tag}" for tag in set(tags) - ONCE_IN_ITEM - OPTIONAL_IN_ITEM)
    enclosure = item.find("enclosure")
    if enclosure is None or set(enclosure.attrib) != {"url", "length", "type"}:
        yield f"{name}: an enclosure has url, length and type"
    else:
        kinds = {"audio/mpeg": ".mp3", "audio/x-m4a": ".m4a", "audio/ogg": ".opus"}
        if not _web(enclosure.get("url", ""), kinds.get(enclosure.get("type", ""), "?")):
            yield f"{name}: no sound of the kind that it says"
        if not re.fullmatch("[1-9][0-9]*", enclosure.get("length", "")):
            yield f"{name}: a length is in bytes"
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false" or not guid.text:
        yield f"{name}: a guid that is no address says so"
    try:
        day = parsedate_to_datetime(item.findtext("pubDate") or "")
        if day.tzinfo is None:
            yield f"{name}: a date without its zone"
    except ValueError:
        yield f"{name}: no date of RFC 2822"
    for tag in ("duration", "episode", "season"):
        text = item.findtext(f"{ITUNES}{tag}")
        if text is not None and not re.fullmatch("[1-9][0-9]*", text):
            yield f"{name}: {tag} is a whole number above 0"
    image = item.find(f"{ITUNES}image")
    if image is None or not _web(image.get("href", ""), ".png", ".jpg"):
        yield f"{name}: no picture"
    for tag, kind, suffix in (("chapters", "application/json+chapters", ".json"), ("transcript", "text/vtt", ".vtt")):
        found = item.find(f"{PODCAST}{tag}")
        if found is None or found.get("type") != kind or not _web(found.get("url", ""), suffix):
            yield f"{name}: no {tag}"


def _guids(channel: ElementTree.Element) -> Iterator[str]:
    guids = [item.findtext("guid") for item in channel.iter("item")]
    if len(set(guids)) != len(guids):
        yield "two episodes have one guid"


def _web(address: str, *suffixes: str) -> bool:
    """Tell whether it is a whole address as RFC 3986 writes it, of a file of such a kind."""
    parts = urlsplit(address)
    good = parts.scheme in ("http", "https") and parts.netloc and re.fullmatch(r"[!-~]+", address)
    return bool(good) and not set(address) & set('<>"{}|\\^`') and (not suffixes or parts.path.endswith(suffixes))


def path_of(address: str, base: str) -> str:
    """Return the path below the base of an address in the feed."""
    assert address.startswith(base)
    return unquote(address.removeprefix(base))
