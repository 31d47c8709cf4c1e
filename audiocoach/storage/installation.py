"""How audiocoach was installed here, and so which command adds a part to it: `how_to_add("neural")`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

_NAME = "audiocoach"


@dataclass(frozen=True, slots=True)
class Installation:
    """Where audiocoach runs.

    `prefix` and `python` are the environment's folder and interpreter, `source` the folder or file it was installed
    from (None: the package index), `activated` whether the shell finds this environment's programs by name.
    """

    prefix: Path
    python: Path
    source: Path | None = None
    editable: bool = False
    activated: bool = False
    windows: bool = False

    def how_to_add(self, extra: str) -> str:
        """Return the command that adds an extra, as it works from the folder one is in.

        pipx and uv keep an environment of their own for a tool, which they make anew; uvx makes one for each run.
        """
        what = self._quoted(self._with(f"[{extra}]"))
        if "archive-v0" in self.prefix.parts:
            return f"uvx --from {what} {_NAME}"
        return self._tool(what) or f"{self._pip()} install {self._flag}{what}"

    def how_to_renew(self, *packages: str) -> str:
        """Return the command that installs packages again that audiocoach needs."""
        if "archive-v0" in self.prefix.parts:
            return f"uvx --refresh --from {self._quoted(self._with())} {_NAME}"
        again = f"--force-reinstall {' '.join(packages)}" if self._has_pip() else f"--reinstall {' '.join(packages)}"
        return self._tool(self._quoted(self._with())) or f"{self._pip()} install {again}"

    def _tool(self, what: str) -> str:
        """Return the command of the program that keeps audiocoach as a tool; "" in an ordinary environment."""
        if (self.prefix / "pipx_metadata.json").is_file():
            return f"pipx install --force {what}"
        return f"uv tool install --force {what}" if (self.prefix / "uv-receipt.toml").is_file() else ""

    def _pip(self) -> str:
        python = self._quoted(_shown(self.python))
        if not self._has_pip():
            return f"uv pip --python {python}"
        return f"{'python' if self.activated else python} -m pip"

    @property
    def _flag(self) -> str:
        return "-e " if self.editable and self.source else ""

    def _with(self, extra: str = "") -> str:
        if self.source is None or not self.source.exists():
            return f"{_NAME}{extra}"
        if self.source.is_dir():
            return f"{_shown(self.source)}{extra}"
        return f"{_NAME}{extra} @ {self.source.as_uri()}"

    def _has_pip(self) -> bool:
        return (
            any(self.prefix.glob("lib/python*/site-packages/pip")) or (self.prefix / "Lib/site-packages/pip").is_dir()
        )

    def _quoted(self, text: str) -> str:
        """Quote what a shell would take apart; brackets are such, for zsh. Both kinds of shells know these quotes."""
        plain = all(letter.isalnum() or letter in "._-/:\\" for letter in text)
        if plain:
            return text
        return f'"{text}"' if self.windows or not set(text) & set('"$`\\') else "'" + text.replace("'", "'\\''") + "'"


def installation() -> Installation:
    """Find out how this audiocoach was installed, by what the installer has written down (`direct_url.json`)."""
    source, editable = None, False
    try:
        written = distribution(_NAME).read_text("direct_url.json")
        about = json.loads(written) if written else {}
        url = urlsplit(about.get("url", ""))
        if url.scheme == "file":
            source, editable = Path(url2pathname(url.path)), bool(about.get("dir_info", {}).get("editable"))
    except (PackageNotFoundError, ValueError, AttributeError):
        pass  # run from its folder, or written by an installer that says less: the package's name is always right
    prefix = Path(sys.prefix)
    return Installation(
        prefix=prefix,
        python=Path(sys.executable),
        source=source,
        editable=editable,
        activated=os.environ.get("VIRTUAL_ENV") == str(prefix),
        windows=sys.platform == "win32",
    )


def how_to_add(extra: str) -> str:
    """Return the command that adds an extra of audiocoach to this installation, from the folder one is in."""
    return installation().how_to_add(extra)


def how_to_renew(*packages: str) -> str:
    """Return the command that installs packages again that audiocoach needs, from the folder one is in."""
    return installation().how_to_renew(*packages)


def _shown(path: Path) -> str:
    """Write a path from the current folder on where it lies in it: `.` is that folder itself."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, FileNotFoundError):
        return str(path)
