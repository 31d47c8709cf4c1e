"""Decode music and other sound files of all common kinds."""
