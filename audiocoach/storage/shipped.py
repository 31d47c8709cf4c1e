"""Find the scripts and sounds that come with audiocoach.

A wheel carries them inside the package, in `_shipped/`; a checkout has them in the folders people edit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Kind = Literal["scripts", "sounds"]

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_dir(kind: Kind) -> Path:
    """Return the folder of the shipped `scripts` or `sounds`, in a wheel or a checkout alike."""
    installed = _PACKAGE / "_shipped" / kind
    return installed if installed.is_dir() else _PACKAGE.parent / kind
