"""Write what a file says of itself: titles, chapters, lyrics, covers."""
