"""Which shipped scripts are sessions and which are programmes, by the keys at the beginnings of their lines.

Tests have these as parameters: to read every script as YAML for that takes seconds in each process that collects them.
`tests/shipped/test_shipped_scripts.py` holds them against what the scripts are read as.
"""

from __future__ import annotations

import re
from pathlib import Path

from audiocoach.script.library import shipped_scripts


def keys(path: Path) -> set[str]:
    """The keys that begin a line."""
    return set(re.findall(r"^([a-z-]+):", path.read_text(encoding="utf-8"), re.MULTILINE))


PROGRAMMES = [path for path in shipped_scripts() if "programme" in keys(path)]
SESSIONS = [path for path in shipped_scripts() if path not in PROGRAMMES]
