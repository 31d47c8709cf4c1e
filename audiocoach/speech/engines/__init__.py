"""Speak with each kind of voice."""
