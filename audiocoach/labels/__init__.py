"""What a file, a page or a sheet of paper says about a session, all of it from its timeline.

`transcripts` has what players and podcast apps read; `pictures` draws it; `tags` is what its file says of itself, and
`id3` and `containers` write that.
"""
