"""What a file, a page or a sheet of paper says about a session, all of it from its timeline.

`chapters.chapters` are its chapters, which tile it; `transcripts` has what players and podcast apps read; `pictures`
draws it; `tags` is what its file says of itself. Nothing is imported here: a timeline needs its chapters alone.
"""
