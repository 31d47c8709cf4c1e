"""Find what is wrong in a script beyond single values."""
