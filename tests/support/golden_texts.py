"""Say what the `golden_text` fixture gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

GoldenText = Callable[[Path, str], str]
"""Of a file and what is found: what stands in the file, after `--snapshot-update` wrote there what is found."""
