"""What is told of letters that the font of pictures and sheets lacks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audiocoach.labels.pictures.canvas import Label, Picture
from audiocoach.labels.pictures.letters import lacking

_HAS = "the font has Latin, Greek and Cyrillic letters"


def missing(path: Path, pages: Sequence[Picture]) -> tuple[str, ...]:
    """Tell which letters a picture or a sheet lacks, if it lacks any; an SVG is shown in its viewer's own fonts."""
    signs = lacking_in(pages)
    kind = path.suffix.lower()
    if kind == ".svg" or not signs:
        return ()
    instead = f"boxes stand for them in {path}" if kind == ".pdf" else f"{path} is without them"
    return (f"{_HAS}, no {signs}: {instead}. An .svg shows them in the fonts of this computer",)


def missing_on_cover(picture: Picture) -> tuple[str, ...]:
    """Tell which letters a cover lacks, if it lacks any."""
    signs = lacking_in([picture])
    return (f"{_HAS}, no {signs}: the cover is without them. Players show the title beside it",) if signs else ()


def lacking_in(pages: Sequence[Picture]) -> str:
    """Return the signs of all texts that the font lacks, each once."""
    return lacking("".join(shape.text for page in pages for shape in page.shapes if isinstance(shape, Label)))
