"""What a file, a page or a sheet of paper says about a session, all of it from its timeline.

`chapters` are its chapters, which tile it; `chapters_json`, `vtt`, `lrc` and `cue` are files that players and podcast
apps read; `cover_png` and `svg` are its picture.
"""

from __future__ import annotations

from audiocoach.labels.chapters import Chapter, chapters, flat
from audiocoach.labels.pictures import cover_png, svg
from audiocoach.labels.transcripts import chapters_json, cue, lrc, vtt

__all__ = ["Chapter", "chapters", "chapters_json", "cover_png", "cue", "flat", "lrc", "svg", "vtt"]
