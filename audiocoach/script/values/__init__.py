"""Read single values of a script."""
