"""Texts read as a voice must say them: cut into tokens, each of which one rule reads. Pure."""
