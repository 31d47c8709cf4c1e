"""Tell the format of a workout by its content. Pure."""

from __future__ import annotations

import re

from audiocoach.text.decoding import decoded, utf16_of
from audiocoach.text.late_pattern import LatePattern

_LOOKED_AT = 65_536
_SCRIPT = LatePattern(r"^(?:session|steps|programme|coach|extends|moments|blocks)\s*:", re.MULTILINE)
_ZWIFTOUT = LatePattern(r"^(?:warmup|interval|rest|cooldown|freeride|ramp)\s*:\s*\d", re.MULTILINE | re.IGNORECASE)
_SPOKEN = LatePattern(r"^\s*\d{1,3}:\d\d(?::\d\d)?\s*[-–—]\s*[\"“]", re.MULTILINE)
_STEP = LatePattern(r"^\s*[-•]\s*\S.*(?:\d|press lap)|^\s*[-•]\s*\d", re.MULTILINE | re.IGNORECASE)
_REPEAT = LatePattern(r"^.*\b\d{1,3}\s?x\s*$", re.MULTILINE | re.IGNORECASE)


def told_by_content(data: bytes) -> str:
    """Name the format of a file; empty for none that is known, and for a script of ours."""
    if data[8:12] == b".FIT":
        return "fit"
    text = _beginning(data)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return "tcx" if "TrainingCenterDatabase" in start[:4096] else "zwo"
    if start.startswith("{"):
        return "garmin" if "workoutSegments" in text or "UserWorkoutJson" in text else ""
    if _SCRIPT.search(text):
        return ""
    if re.search(r"^\[COURSE (?:HEADER|DATA)\]", text, re.MULTILINE | re.IGNORECASE):
        return "mrc"
    if _ZWIFTOUT.search(text):
        return "zwiftout"
    if _SPOKEN.search(text):
        return "cues"
    return "icu" if _STEP.search(text) or _REPEAT.search(text) else ""


def _beginning(data: bytes) -> str:
    head = data[:_LOOKED_AT]
    if utf16 := utf16_of(head):
        return head[: len(head) // 2 * 2].decode(utf16, "replace")
    try:
        return decoded(head)
    except UnicodeDecodeError:
        return head.decode("latin-1")


def readable(data: bytes) -> str:
    """Return a file's text to show a line of it, whatever its encoding; empty for one that is no text."""
    if b"\x00" in data and not utf16_of(data):
        return ""
    try:
        return decoded(data)
    except UnicodeDecodeError:
        return data.decode("latin-1")
