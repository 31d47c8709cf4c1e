"""Read the items of `steps`: lines, sets and blocks."""
