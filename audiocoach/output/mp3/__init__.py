"""MP3 files made of pieces: each is encoded once, placed to the sample, with silence between.

`encode_windows` turns the windows of voice alone into frames, `encode_stream` sound with music; `writer` lays them
on a session's time line behind an ID3 tag (`labels.tags.id3`) and an Info frame (`info_frame`). `frames` says what a
frame is.
"""
