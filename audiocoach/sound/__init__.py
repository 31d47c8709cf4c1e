"""Handle samples: files, levels, limiting. Knows no script."""
