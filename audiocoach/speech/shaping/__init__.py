"""Trim, level and shape spoken clips."""
