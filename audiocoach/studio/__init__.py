"""A page of one's own: write scripts, see and hear them, and make files of them, on this computer alone."""
