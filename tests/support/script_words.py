"""What the tests of shipped scripts look for, in each language that scripts are in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PROMISES = {
    "en": r"\bclear|\bsafe|\bsecure",
    "de": r"\bfrei|\bsicher|\bungefährlich|\bgefahrlos",
    "es": r"\blibre|\bsegur|\bdespejad|\ba salvo",
    "fr": r"\blibre|\bsûr|\bsécur|\bdégagé|\bsans danger",
    "it": r"\bliber[oaie]\b|\bsicur|\bsgombr|\bsenza pericol",
    "nl": r"\bvrij|\bveilig|\bzeker",
    "pl": r"\bwoln[aey]|\bbezpieczn|\bpewn|\bpust[ay]",
    "pt": r"\blivre|\bsegur|\bdesimpedid|\bsem perigo",
}
"""Audio cannot see: a cue says "check", never in any language that the way is clear or that something is safe."""


@dataclass(frozen=True)
class ScriptWords:
    """Phrases of one language, as its scripts write them."""

    total: str
    talk: str
    numbers: str
    no_advice: str
    doctor: str
    backwards: str
    check: str
    left: str
    right: str
    must_know: tuple[str, ...]

    @property
    def total_line(self) -> re.Pattern[str]:
        return re.compile(rf"^# {self.total}: ({self.talk} \+ )?(\d+:\d\d(?::\d\d)?)$", re.MULTILINE)


WORDS = {
    "en": ScriptWords(
        "Total", "talk", "Numbers", "not medical advice", "doctor|physiotherapist", "backwards", "Check your lane",
        "left", "right",
        ("flat", "nothing in the way", "never", "busy street or path", "shoes", "doctor or physio", "knee", "balance",
         "heart", "Experts disagree"),
    ),
    "de": ScriptWords(
        "Gesamt", "Ansage", "Zahlen", "kein medizinischer Rat", "ärztlich|physiotherapeutisch", "rückwärts",
        "Prüf deine Bahn", "linke", "rechte",
        ("flach", "ohne Hindernisse", "nie", "belebte Straße", "belebten Weg", "Laufschuhe", "ärztlich",
         "physiotherapeutisch", "Knie", "Gleichgewicht", "Herz", "umstritten"),
    ),
    "es": ScriptWords(
        "Total", "charla", "Números", "no es un consejo médico", "médico|fisioterapia", "hacia atrás",
        "Mira bien tu tramo", "izquierdo", "derecho",
        ("llano", "sin obstáculos", "nunca", "calle o un camino con gente", "zapatillas",
         "personal médico o de fisioterapia", "rodilla", "equilibrio", "corazón", "No hay acuerdo"),
    ),
}  # fmt: skip


def language_of_name(name: str) -> str:
    """Return `de` of `backwards-first.de`, in a path or not; a script without a language in its name is English."""
    return Path(name.removesuffix(".yaml")).name.partition(".")[2] or "en"
