"""Read JSON that may be anybody's: what is too large, too deep or not JSON at all is one kind of error."""

from __future__ import annotations

import json
from typing import Any

MOST_BYTES = 4_000_000


def read_json(data: bytes | str, *, most: int = MOST_BYTES) -> Any:
    """Read a JSON text of at most `most` bytes (characters of a `str`); `NaN` and `Infinity` are no JSON.

    Raises:
        ValueError: for anything else.
    """
    if len(data) > most:
        raise ValueError(f"it is larger than {most} bytes")
    try:
        return json.loads(data, parse_constant=_refused)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")
