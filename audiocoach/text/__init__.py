"""Plain text: words in braces, names, spellings, quoting. Pure."""
