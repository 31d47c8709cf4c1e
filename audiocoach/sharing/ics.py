"""Write the sessions as a calendar: iCalendar (RFC 5545), a whole day for each. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from audiocoach.quantities.units import clock, to_the_second
from audiocoach.sharing.shared_site import Item, Site
from audiocoach.text.one_line import one_line

_FOLD = 75
"""The most bytes in a line, its end not counted (RFC 5545, 3.1)."""


def calendar(site: Site, page: str = "") -> bytes:
    """Write the calendar of a site that has a `start`. The same site gives the same bytes: no creation time goes in.

    Where the site's address is known, each day leads to its session on the `page`, whose path this is.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//audiocoach//share//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"NAME:{_text(site.title)}", f"X-WR-CALNAME:{_text(site.title)}"]
    for item in site.items:
        lines += _event(site, item, page)
    lines.append("END:VCALENDAR")
    return b"".join(folded for line in lines for folded in _folded(line))


def _event(site: Site, item: Item, page: str) -> Iterator[str]:
    day = site.date_of(item)
    assert day is not None
    assert site.start is not None
    yield "BEGIN:VEVENT"
    yield f"UID:{item.guid}@audiocoach"
    yield f"DTSTAMP:{site.start:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(item.title)}"
    length = clock(to_the_second(item.timeline.length_ms))
    about = [f"{item.programme}, {length}" if item.programme else length, item.timeline.description]
    if site.base_url:
        here = f"{site.url(page)}#{item.guid}"
        about.append(here)  # where an app shows no URL
        yield f"URL:{here}"
    yield "DESCRIPTION:" + "\\n".join(_text(line) for line in about if line)
    # A run does not make the runner unavailable.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Escape a TEXT value: the characters that separate values elsewhere (3.3.11)."""
    plain = one_line(text).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[bytes]:
    """Yield a line and its continuations, none of them cut within a character."""
    part = b""
    for sign in line:
        data = sign.encode("utf-8", "replace")
        if len(part) + len(data) > _FOLD:
            yield part + b"\r\n"
            part = b" "
        part += data
    yield part + b"\r\n"
