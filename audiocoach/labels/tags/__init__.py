"""What a file says about itself: titles, chapters, lyrics, covers."""
