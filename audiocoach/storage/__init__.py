"""Files on disk: whole writes, the cache, settings, and what ships with audiocoach."""
