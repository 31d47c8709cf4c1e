"""Tell addresses, such as `s3://bucket/run/`, from the names of files and folders."""

from __future__ import annotations

from audiocoach.text.late_pattern import LatePattern

_ADDRESS = LatePattern(r"[A-Za-z][A-Za-z0-9+.-]+://|(?i:s3|gs|az|abfss?|memory|file|https?):/")
"""With two slashes of whatever kind; with one, as it is written by mistake or for a file, of a kind that is known.

A drive's letter is a single one, and `./s3:/run` is a folder.
"""


def is_address(text: str) -> bool:
    """Tell whether a text is an address, and names no file or folder."""
    return _ADDRESS.match(text) is not None


def scheme_of(address: str) -> str:
    """Give the kind of an address, such as `s3`."""
    return address.partition(":")[0].lower()
