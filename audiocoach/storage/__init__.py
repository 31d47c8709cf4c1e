"""Keep files: whole writes, the cache, settings, what ships."""
