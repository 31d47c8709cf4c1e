"""Keep the journal of a programme: plain text, one line a session, to read, edit and keep under version control.

```text
# audiocoach journal of backwards
2026-11-22  3.2  felt 5  done 85%  pain 2  stumbles 1  note: Windy, but fine.
2026-11-25  3.3  felt 7  pain 6  stop
2026-12-01  cleared  note: physio says go on
2026-12-03  3.3  felt 3  done 100%  by page  id 7k2mxr0zs9tqp4v8wnbg1c3dhe
2026-12-03  3.3  undo
```

Words may stand in any order and spacing. A line that cannot be read in full is reported and never loses another;
what can be read of it still counts wherever it asks for care (`Entry.damaged`). Nothing is ever removed: a line with
`undo` takes the last one above it back which is of its day and session, or the one with its `id`. What came from a
shared page is marked so, and has an id, by which it is written once.

`page_answers.py` reads what pages send. `line.py` reads and writes one line, with the help of `spelling.py`;
`reading.py` and `writing.py` handle the file, `storage/locks.py` keeps two processes from writing at once, `history.py`
shows the whole.
"""
