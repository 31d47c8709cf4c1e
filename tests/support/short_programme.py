"""A programme that is quick to render."""

SHORT = """\
programme: Short and sweet
weeks: 2
per-week: 2
progression:
  hard: {start: 10s, grow: 2s}
  focus: [March, Skip]
session:
  session: "Week {week}, run {run}: {hard}"
  coach: beeps-only
  voice: {engine: tone}
  steps:
    - talk: auto
      say: Today {hard} of it.
    - {work: hard, name: "{focus}", say: "{focus} now."}
    - {rest: 5s, say: Rest.}
"""

NOBODY = """\
programme: One who is not there
weeks: 2
per-week: 1
progression: {hard: {start: 10s, grow: 2s}}
plan:
  1: {main: [{work: 10s, say: Go}]}
  2: {main: [{work: 10s, cues: [{at: 2s, say: Go, voice: nobody}]}]}
session:
  session: "W {week}"
  coach: beeps-only
  voice: {engine: tone}
  steps: [{work: hard, say: now.}, main]
"""
"""Of its second week nothing can be made: that is spoken by a voice that is nowhere."""
