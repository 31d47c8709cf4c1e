"""Hearing: what a recogniser makes of clips, and whether that is what was said. Needs the extra `understood`."""
