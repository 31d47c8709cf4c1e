"""The words on charts and sheets to print, in the script's language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiocoach.languages.lookup import base, language_of
from audiocoach.vocabulary import KINDS


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """The words of one language; a brace stands for a number, or for times.

    `effort` and `cadence` head columns, `again` comes before the times at which the same is said once more.
    """

    week: str
    badge: str
    total: str
    effort: str
    cadence: str
    again: str


WORDS = {
    "en": PrintedWords("Week {}", "W{} S{}", "total", "Effort", "Cadence", "again {}"),
    "de": PrintedWords("Woche {}", "W{} E{}", "gesamt", "Anstrengung", "Schrittfrequenz", "wieder {}"),
    "es": PrintedWords("Semana {}", "S{} · {}", "total", "Esfuerzo", "Cadencia", "otra vez {}"),
    "fr": PrintedWords("Semaine {}", "S{} · {}", "total", "Effort", "Cadence", "de nouveau {}"),
    "it": PrintedWords("Settimana {}", "S{} · {}", "totale", "Sforzo", "Cadenza", "di nuovo {}"),
    "nl": PrintedWords("Week {}", "W{} S{}", "totaal", "Inspanning", "Cadans", "opnieuw {}"),
    "pl": PrintedWords("Tydzień {}", "T{} · {}", "razem", "Wysiłek", "Kadencja", "ponownie {}"),
    "pt": PrintedWords("Semana {}", "S{} · {}", "total", "Esforço", "Cadência", "de novo {}"),
}
"""By language, without its region; in another language they are English, as the words of scripts are."""


def printed_words(language: str) -> PrintedWords:
    """Return the words for a BCP 47 language."""
    return WORDS.get(base(language), WORDS["en"])


def kind_word(kind: str, language: str) -> str:
    """Name a kind of step as a noun; in English, and where nobody knows the language, as scripts do."""
    if base(language) == "en" or base(language) not in WORDS:
        return kind
    found = language_of(language)
    return found.nouns.get(kind, found.kind_names[kind])


def dose_word(name: str, language: str) -> str:
    """Name a programme's dose: `work` is the kind of step, any other name the user's own."""
    return kind_word(name, language) if name in KINDS else name


def day_names(days: Sequence[str], language: str) -> tuple[str, ...]:
    """Name days of the week, given as in scripts (`Mon`), shortly in a language that is known."""
    if base(language) == "en" or base(language) not in WORDS:
        return tuple(days)
    from audiocoach.languages.cldr.unit_words import short_days
    from audiocoach.programme.programme import DAYS

    names = short_days(base(language))
    return tuple(names[DAYS.index(day)] for day in days)
