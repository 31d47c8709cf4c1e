"""Write sound to files."""
