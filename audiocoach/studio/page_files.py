"""The files of the page itself, which ship with the package."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

PAGE = Path(__file__).with_name("page")

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
"""Kinds of files that the page may be made of."""

EDITOR = "editor.js"
"""What `make studio` builds."""


@lru_cache
def page_files() -> dict[str, Path]:
    """Return the page's files by the paths that browsers ask for; no other path is looked for."""
    found = {
        f"/{path.relative_to(PAGE).as_posix()}": path
        for path in PAGE.rglob("*")
        if path.suffix in TYPES and path.is_file() and not path.name.startswith(".")
    }
    return {**found, "/": PAGE / "index.html"}


def has_editor() -> bool:
    """Tell whether the better text field was built."""
    return f"/{EDITOR}" in page_files()
