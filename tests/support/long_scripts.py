"""Scripts as long as anybody writes them by hand: what typing in them costs is held to a limit."""

from __future__ import annotations

_HEAD = """\
# A long session
session: Everything at once
coach: standard
language: en
steps:
  - warm-up 5m Easy jog
"""
_SET = """\
  - repeat: 6
    name: Set {number}
    steps:
      - work: {seconds}s
        name: Fast {number}
        cues:
          - {{at: 5s, say: "Set {number}: stand tall."}}
          - at: 25s
            say: Halfway, keep the rhythm.
      - rest: 45s
        name: Easy {number}
        cues:
          - {{at: 20s, say: Breathe out.}}
  # after set {number}: a drill, then walking
  - drill 30s High-knee march {number}
  - rest 20s Walk {number}
"""


def long_session(lines: int = 300) -> str:
    """Write a session of so many lines, of sets with words of the author's and of single steps: some hours of it."""
    found = _HEAD.splitlines()
    part = len(_SET.splitlines())
    for number in range(1, (lines - len(found) - 1) // part + 1):
        found += _SET.format(number=number, seconds=40 + number % 5 * 5).splitlines()
    found += ["  - rest 20s Walk"] * (lines - len(found) - 1)
    return "\n".join([*found, "  - cool-down 5m Walk"]) + "\n"
