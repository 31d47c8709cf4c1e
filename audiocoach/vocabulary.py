"""The fixed words of the script language, each in one place."""

from __future__ import annotations

KINDS = ("talk", "warm-up", "drill", "work", "rest", "stretch", "cool-down")
"""The kinds of step."""

SOUND_ROLES = ("session-start", "warm-up", "work", "rest", "cool-down", "tick", "last-tick", "halfway", "session-end")
"""The roles of signals."""

CLICKS = ("click", "accent")
"""The sounds of a metronome: any beat, and a stressed one."""

ROLES = (*SOUND_ROLES, *CLICKS)
"""Every sound that has a role, and may be replaced."""

SIGNAL_OF_KIND = {
    "warm-up": "warm-up",
    "drill": "work",
    "work": "work",
    "rest": "rest",
    "stretch": "cool-down",
    "cool-down": "cool-down",
}
"""The signal that begins a step of each kind; a talk begins with none."""

AUDIO_SUFFIXES = (".mp3", ".wav", ".flac", ".m4a", ".opus", ".ogg")
"""The suffixes of files that can be written; `output.other_formats.FORMATS` says how those other than MP3 are made."""

ROUNDS = ("first", "last", "odd", "even")

RESERVED_WORDS = (
    "name", "length", "left", "next", "next-length", "round", "rounds", "effort",
    "session", "plan", "week", "run", "athlete",
)  # fmt: skip
"""Words in braces that no variable and no block may be called. It grows no more: scripts have taken other names."""

PROGRESS_WORDS = ("last", "best", "total", "done", "since")
"""Words in braces that a journal fills in, in the session that comes next. Elsewhere their `else` is said."""

YIELDING_WORDS = ("set", "sets", "set-name", "cadence", "distance", *PROGRESS_WORDS, "mark")
"""Words in braces that came later, and all that are to come: a script that has a variable called so keeps it."""

WORDS = (*RESERVED_WORDS, *YIELDING_WORDS)
"""The words in braces that every script may use. `plan` is the session's main part in one phrase."""

PROGRAMME_KEYS = (
    "programme", "weeks", "per-week", "days", "dose", "progression", "plan", "adapt",
    "start", "grow", "grow-per", "at-least", "hold", "target", "finish", "round-to",
    "ease-every", "ease-to", "ease-weeks",
    "repeat-at-effort", "back-at-effort", "back-at-pain", "stop-at-pain", "back-below-done", "repeat-below-done",
)  # fmt: skip
"""The keys that only programmes have: a broken line is corrected before the kind of its script is known."""

A_STEP_IS = "A step is one of: " + ", ".join(KINDS)

BEST_VOICE = "best"
"""The name that means the voice of a language that is understood best, of those that are here."""

ENGINES = ("pyttsx3", "piper", "kokoro", "recorded", "command", "tone")
"""The engines, as scripts name them; `speech.engines.catalogue` has their modules, and finds those that others add."""
