"""Play the user's own music under the voice: read, level, lay it out over the session, duck it under words, mix.

`bed.prepare` makes a `Bed` of what a script or the command line requests, and raises all that is wrong with it;
`mix.mixed` makes its samples, with words and signals over it. `files.check` and `files.contents` read no sound.
"""
