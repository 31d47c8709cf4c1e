"""The user's own music under the voice: read, levelled, laid out over the session, ducked under words, mixed.

`bed.prepare` makes a `Bed` of what a script or the command line wishes, and raises all that is wrong with it;
`mix.mixed` makes its samples, with words and signals over it. `files.check` and `files.contents` look without decoding.
"""
