"""Keep the journal of a programme: plain text, one line a session, to read, edit and keep under version control.

```text
# audiocoach journal of backwards
2026-11-22  3.2  felt 5  done 85%  pain 2  stumbles 1  note: Windy, but fine.
2026-11-25  3.3  felt 7  pain 6  stop
2026-12-01  cleared  note: physio says go on
```

Words may stand in any order and spacing. A line that cannot be read in full is reported and never loses another;
what can be read of it still counts wherever it asks for care (`Entry.damaged`).

`line.py` reads and writes one line, with the help of `spelling.py`; `reading.py` and `writing.py` handle the file,
`storage/locks.py` keeps two processes from writing at once, `history.py` shows the whole.
"""
