"""The version, where everything that writes it down may import it."""

__version__ = "0.1.0"
