"""The journal of a programme: plain text, one line a session, to read, edit and keep under version control.

```text
# audiocoach journal of backwards
2026-11-22  3.2  felt 5  done 85%  pain 2  stumbles 1  note: Windy, but fine.
2026-11-25  3.3  felt 7  pain 6  stop
2026-12-01  cleared  note: physio says go on
```

Words may stand in any order and spacing. A line that cannot be read in full is reported and never loses another;
what can be read of it still counts wherever it asks for care (`Entry.damaged`).

`line.py` reads and writes one line, with the help of `spelling.py`; `reading.py` and `writing.py` know the file,
`locking.py` keeps two processes apart, `history.py` shows it all.
"""

from __future__ import annotations

from audiocoach.programme.adapting import Entry
from audiocoach.programme.journal.history import history_lines
from audiocoach.programme.journal.line import format_entry, parse_line
from audiocoach.programme.journal.reading import Journal, JournalError, read_journal
from audiocoach.programme.journal.writing import append_entry, header_lines

__all__ = [
    "Entry",
    "Journal",
    "JournalError",
    "append_entry",
    "format_entry",
    "header_lines",
    "history_lines",
    "parse_line",
    "read_journal",
]
