"""Addresses of object stores, such as `s3://bucket/run/`: which there are, and what of an error may be shown."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from audiocoach.errors import AudiocoachError
from audiocoach.text.addresses import is_address
from audiocoach.text.late_pattern import LatePattern

SCHEMES = ("s3", "gs", "az", "abfs", "abfss", "memory", "file")
"""What addresses begin with. `memory` is this process alone, and `file` a folder: for trying things out."""

_QUERY = LatePattern(r"\?\S*")
_SECRET = LatePattern(r"(?i)secret|passw|token|key|sas|credential|signature|auth")

_LEAST_SECRET = 4
"""Characters; shorter values are words that say nothing."""

_MOST_SHOWN = 300


def checked_address(output: str) -> str:
    """Give an address of an object store as it was written.

    Raises:
        AudiocoachError: when it is none that is known here, or holds what belongs into no command line. It is not shown
            then.
    """
    try:
        parts = urlsplit(output)
        # No bucket has a colon: a key that holds a slash would else be taken for the folder.
        named, secret = parts.hostname or "", ":" in parts.netloc or bool(parts.query or parts.fragment)
    except ValueError:
        raise AudiocoachError("the address of the object store is none", _HINT) from None
    if secret or ("@" in parts.netloc and parts.scheme not in ("abfs", "abfss")):
        message = "the address of an object store holds nothing but its bucket and a folder: no user, password or '?'"
        raise AudiocoachError(message, "give these in the environment, as its provider's own programs take them")
    if parts.scheme not in SCHEMES:
        raise AudiocoachError(f"{parts.scheme}://: there is no object store of this kind", _HINT)
    if not named and parts.scheme not in ("memory", "file"):
        raise AudiocoachError(f"{parts.scheme}://: this address names no bucket", _HINT)
    return output


_HINT = "such as 's3://bucket/run/', 'gs://bucket/run/' or 'az://container/run/'"


def folder_of(output: str) -> Path | None:
    """Give the folder of this computer that an output is, as a path or as an address; None for any other store."""
    if not is_address(output):
        return Path(output)
    from urllib.request import url2pathname

    parts = urlsplit(output)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def without_secrets(text: str) -> str:
    """Give the first line of what a library says, without anything that the environment keeps secret."""
    line = _QUERY.sub("?…", text.strip().partition("\n")[0])
    for name, value in os.environ.items():
        if len(value) >= _LEAST_SECRET and _SECRET.search(name):
            line = line.replace(value, "…")
    return line[:_MOST_SHOWN]
