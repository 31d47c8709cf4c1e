"""The command line: parses, calls the library, prints. Nothing is decided here."""
