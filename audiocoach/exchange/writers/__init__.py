"""One module a format that is written: a pure function from what goes out to bytes, and what is lost."""
