"""Samples: sound files, levels, limiting. Knows no script."""
