"""English words that are lost by ear, and others that say the same and are not: measured by `benchmarks/listen.py`."""

from __future__ import annotations

from audiocoach.speech.hearing.heard_words import words

BETTER = {
    "jog backwards": "run backwards",
    "easy jog": "now jog easily",
    "calf raises": "rise on your toes",
    "high-knee march": "march with high knees",
    "ten seconds": "ten seconds to go",
    "walk": "now walk",
    "front of thigh": "stretch your thigh",
}
"""By what was lost. A whole cue, or a part of one."""


def better(said: str) -> tuple[str, str] | None:
    """Return the words of a cue that are often lost, and what to say in their place; None where the table has none."""
    spoken = " ".join(words(said))
    for lost, instead in sorted(BETTER.items(), key=lambda entry: -len(entry[0])):
        plain, already = " ".join(words(lost)), " ".join(words(instead))
        alone = len(plain.split()) == 1
        if (spoken == plain if alone else f" {plain} " in f" {spoken} ") and already not in spoken:
            return lost, instead
    return None
