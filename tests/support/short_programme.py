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
