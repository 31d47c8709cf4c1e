"""MP3 files made of pieces: each is encoded once, placed to the sample, with silence between.

`encode_windows` (encode.py) turns windows into frames, `write_mp3` (writer.py) lays them on a
session's time line behind an Info frame (info.py) and an ID3 tag (`labels.id3`). What a frame is: frames.py.
"""
