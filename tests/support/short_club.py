"""A short run that names somebody, and six who run it: files are made of it in no time, by a voice of tones."""

from __future__ import annotations

from dataclasses import replace

from audiocoach.rendering.athletes import Athlete

SCRIPT = """
session: Run for {athlete}
voice: {engine: tone}
steps:
  - {warm-up: 20s, say: "Hello {athlete}, let us begin."}
  - {work: 20s, name: Run}
"""
NAMES = ("Ann", "Ben", "Cleo", "Dora", "Émile", "Fay")
ATHLETES = tuple(replace(Athlete.named(name), id=str(at)) for at, name in enumerate(NAMES))
