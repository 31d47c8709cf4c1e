from __future__ import annotations

import os


def get_data_path() -> str:
    return "."


def get_library_path() -> str:
    """The C library under another name would do, but it has no espeak_SetParameter: so the real one, uninitialised."""
    if os.environ.get("STUB_NO_LIBRARY"):
        return "/nowhere/libespeak-ng.so"
    return os.environ["STUB_LIBRARY"]
