"""Sites to be shared, made of sessions that take no speaking; and titles that would do harm if they could."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import parse_session
from audiocoach.sharing.shared_site import Item, Site
from audiocoach.timeline.timeline import Timeline

HOSTILE = {
    "script": "<script>window.hit = 1</script><img src=x onerror=window.hit=1>",
    "closing": "</script></style></title><!-- ]]> --><b>bold",
    "climbing": "../../../etc/passwd",
    "long": "Long " * 60,
    "emoji": "🏃‍♀️ Läufe — 日本語 👩‍👩‍👧",
    "rtl": "\u202egnp.exe אימון ריצה",
    "quotes": "\"double\" 'single' `tick` & &amp; ${x} @@data@@ {{x}}",
    "lines": "one; two, three\\n four: BEGIN:VEVENT",
    "windows": "CON: a/b\\c*d?e|f <g>",
    "control": "a\x00b\x08c\x1b[31m d\ufffe",
    "percent": "100% #1 %2e%2e/ ?x=y",
}

TEXT = """\
session: Any title
coach: beeps-only
voice: {engine: tone}
steps:
  - warm-up 20s Walk
  - {repeat: 2, name: Main, steps: [{work: 15s, name: Run, say: Run now.}, {rest: 10s, name: Rest}]}
"""


@cache
def _built() -> Timeline:
    return build_timeline(parse_session(TEXT), fast=True)


def timeline(title: str, description: str = "") -> Timeline:
    """Make a session of a minute and more, with any title at all: also one that no script may have."""
    return replace(_built(), title=title, description=description)


def item(number: int, title: str) -> Item:
    """Make a session of a programme, on every other day."""
    return Item(
        f"plan/1.{number}",
        f"plan/W01S{number} x.mp3",
        1000 + number,
        timeline(title, title),
        2 * number,
        "Plan",
        1,
        number,
    )


def hostile_site() -> Site:
    """Make a site of every hostile title, in the site's own title as well."""
    items = tuple(item(number, title) for number, title in enumerate(HOSTILE.values(), 1))
    return Site("".join(HOSTILE.values()), items, HOSTILE["closing"], "https://example.org/a%20b/", date(2026, 6, 1))
