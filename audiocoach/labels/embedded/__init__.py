"""Carry a script inside of the file that was made from it, and take it out again."""
