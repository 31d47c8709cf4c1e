"""Lay out every word and signal at its time. Pure."""
