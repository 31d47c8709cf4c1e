"""Rendered files, damaged: what was in them is taken out whole and into its folder alone, or refused."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from attacks.mutating import mutated
from attacks.target import promised
from audiocoach.labels.embedded.unpack import unpacking
from audiocoach.rendering.session import render
from audiocoach.script.load import parse_session
from audiocoach.vocabulary import AUDIO_SUFFIXES

_TEXT = "session: Short\nvoice: {engine: tone}\nsteps:\n  - work 5s Run\n  - {rest: 5s, say: Well done.}\n"
_TOKENS = (
    b"../",
    b"/etc/",
    b"C:\\",
    b"\x00",
    b"script.yaml",
    b"audiocoach script",
    b"GEOB",
    b"ID3",
    b"PK\x03\x04",
    b"RIFF",
    b"{}",
    b"[]",
)


class Extract:
    """What strangers' files may carry. The first byte says which suffix the file gets."""

    name, share, most_mb = "extract", 1, 250

    def seeds(self) -> Iterable[bytes]:
        """Render a short session as each kind of file."""
        for number, suffix in enumerate(AUDIO_SUFFIXES):
            stream = io.BytesIO()
            render(parse_session(_TEXT), stream, kind=suffix[1:])
            yield bytes([number]) + stream.getvalue()

    def next(self, corpus: Sequence[bytes], random: Random) -> bytes:
        """Change a file."""
        data = random.choice(corpus) or b"\0"
        return data[:1] + mutated(data[1:], [other[1:] for other in random.sample(corpus, 1)], random, _TOKENS)

    def sort(self, data: bytes) -> str:
        """Name the kind of file."""
        return AUDIO_SUFFIXES[(data[0] if data else 0) % len(AUDIO_SUFFIXES)]

    def attempt(self, data: bytes, folder: Path) -> str:
        """Take out what is in it."""
        number = data[0] if data else 0
        path = folder / f"file{AUDIO_SUFFIXES[number % len(AUDIO_SUFFIXES)]}"
        path.write_bytes(data[1:])
        inside = folder / "inside"
        found = unpacking(path, inside, force=False)
        written = list(found.write())
        promised(
            all(each.resolve().is_relative_to(inside.resolve()) for each in written), "a file went out of its folder"
        )
        outside = [each for each in folder.iterdir() if each not in (path, inside)]
        promised(not outside, "something appeared beside the folder")
        counts = f"{len(written)} files, {len(found.needed)} needed, {len(found.refused)} refused"
        return f"{path.suffix}: {counts}, {bool(found.command)}"
