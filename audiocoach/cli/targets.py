"""Where rendered files go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audiocoach.errors import OutputError

DEFAULT_FOLDER = Path("output")


def targets(scripts: Sequence[Path], output: Path | None) -> list[Path]:
    """The MP3 for each script.

    Raises:
        OutputError: when two scripts would get the same file, or the name is no MP3's.
    """
    if output is not None and not output.is_dir() and output.suffix and len(scripts) == 1:
        if output.suffix.lower() != ".mp3":
            raise OutputError(
                f"{output}: only MP3 files can be written in this version\n"
                f"  did you mean '{output.with_suffix('.mp3')}'?"
            )
        return [output]
    folder = DEFAULT_FOLDER if output is None else output
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: this is a file, and {len(scripts)} scripts need a folder")
    if len(scripts) > 1 and folder.suffix.lower() == ".mp3":
        raise OutputError(f"{folder}: several scripts need a folder, not one file")
    found: dict[Path, Path] = {}
    for script in scripts:
        target = folder / f"{script.stem}.mp3"
        if target in found:
            raise OutputError(
                f"{found[target]} and {script} would both become {target}\n  render them one at a time, with '-o FILE'"
            )
        found[target] = script
    return list(found)
