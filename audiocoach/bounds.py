"""How much a script may ask for: each bound once, far above what anybody runs, so that none takes long to be refused.

`docs/language.md` has them in a table. What a service allows of that is `speech.limits.Limits`.
"""

from __future__ import annotations

MAX_BYTES = 1024 * 1024
"""Of a file."""

MAX_NESTING = 20
"""How deep lists, keys and sets stand in each other."""

MAX_ENTRIES = 120_000
"""Keys and values of a file."""

MAX_EXPANDED = 10_000
"""Entries that the aliases of a file stand for."""

MAX_CHAIN = 20
"""Blocks that use each other, one the next."""

MAX_BLOCKS = 5_000
"""Blocks of a session."""

MAX_STEPS = 10_000
"""Steps of a session after unrolling its sets, and items that a file may spell out through its blocks."""

MAX_SENTENCES = 1_000
"""Sentences in one list."""

MAX_EVENTS = 100_000
"""Cues and signals of a session, each time that they come."""

MAX_WORDS = 200_000
"""Words that are spoken in a session, each time that they are."""

MAX_DOUBTED_WORDS = 30_000
"""Different words of a session that are looked through for what a voice may read otherwise: hours of speech."""

MAX_VARIABLES = 500
"""Variables of a programme that have rules."""

MAX_SESSIONS = 400
"""Sessions of a programme: more than a year, one every day."""

MAX_INTERVALS = 200_000
"""Steps of all sessions of a programme after unrolling their sets."""

MAX_WRITTEN_STEPS = 30_000
"""Steps of all sessions of a programme as written; each is read again for each session."""

MAX_FOUND = 1_000
"""Reading ends at this many problems: nobody reads more."""

MAX_PROBLEMS = 100
"""Problems of a script that are told; of the others, how many there are."""
