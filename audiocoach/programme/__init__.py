"""Plan sessions over weeks."""
