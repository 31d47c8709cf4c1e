"""Decode any sound file there is."""
