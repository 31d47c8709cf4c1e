"""Where the user's own voices are: files of Piper and Kokoro."""

from __future__ import annotations

import os
from pathlib import Path


def voices_folder() -> Path:
    """Return the folder of the user's voices: `$AUDIOCOACH_VOICES` if set, else `voices` in the user's data folder."""
    chosen = os.environ.get("AUDIOCOACH_VOICES")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("audiocoach", appauthor=False) / "voices"
