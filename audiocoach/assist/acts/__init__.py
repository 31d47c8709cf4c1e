"""The acts on the picture of a session, each with what it means for the steps and the ways to write it in the text."""
