"""English words that are lost by ear, and others that say the same and are not: measured by `benchmarks/listen.py`."""

from __future__ import annotations

from audiocoach.speech.hearing.heard_words import words

BETTER = {
    "jog backwards": "run backwards",
    "calf raises": "rise on your toes",
    "high-knee march": "march with high knees",
    "brisk walk": "walk fast",
    "ten seconds": "ten seconds to go",
    "run tall, shoulders loose": "relax your shoulders, and run tall",
    "quick, light steps": "make your steps quick and light",
    "front of thigh": "stretch the front of your thigh",
    "back of thigh": "stretch the back of your thigh",
    "fix your eyes on one point": "keep your eyes on one point",
    "roll each foot from toe to heel": "roll your feet from the toes to the heels",
}
"""By what was lost: a whole cue, or a part of one."""


def better(said: str) -> tuple[str, str] | None:
    """Return the words of a cue that are often lost, and what to say in their place; None where the table has none."""
    spoken = " ".join(words(said))
    for lost, instead in BETTER.items():
        plain, already = " ".join(words(lost)), " ".join(words(instead))
        if f" {plain} " in f" {spoken} " and already not in spoken:
            return lost, instead
    return None
