"""Timelines of small sessions, their spoken lengths estimated: nothing is spoken or rendered."""

from __future__ import annotations

from audiocoach import Timeline, build_timeline, parse_session

HOSTILE = [
    "<script>alert(1)</script>",
    "../../x",
    "x" * 200,
    "Run 🏃‍♀️ ⏱",
    "ריצה לאחור",
    "a \"quoted\" & 'quoted' --> [00:01.00] title",
    "ä ł ñ × – 日本",
]
"""Titles as a stranger may write them; the longest that a script may have."""


def timeline(steps: str, title: str = "Test", **keys: str) -> Timeline:
    """Return the timeline of a session whose `steps` are one line of whiteboard, or lines of YAML."""
    written = steps if steps.lstrip().startswith("-") else "  - " + steps
    head = "".join(f"{key}: {value}\n" for key, value in keys.items())
    quoted = title.replace("'", "''")
    return build_timeline(parse_session(f"session: '{quoted}'\n{head}steps:\n{written}\n"), fast=True)
