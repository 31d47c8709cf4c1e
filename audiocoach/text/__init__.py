"""Handle plain text. Pure."""
