"""Carry a script inside the file that was made from it, and take it out again."""
