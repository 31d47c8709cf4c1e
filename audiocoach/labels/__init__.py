"""What a file, a page or a sheet of paper says about a session, all of it from its timeline.

`transcripts` writes what players and podcast apps read; `pictures` draws the session; `tags` writes the tags of its
file; `embedded` carries its script inside that file; `side_files` puts the rest beside it.
"""
