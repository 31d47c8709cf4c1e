"""Attacks: whatever a file, a voice, a disk or a stranger does, there is a value or an error that tells what to do."""
