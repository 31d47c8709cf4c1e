"""One module a format: `read(data, options)`, a pure function from bytes to what was imported."""
