"""Sound to audio files, of every format."""
