"""The words on charts and sheets to print, in the script's language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiocoach.languages.lookup import base, language_of
from audiocoach.vocabulary import KINDS


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """The words of one language; a brace stands for a number, or for times.

    `effort` and `cadence` head columns, `again` comes before the times at which the same is said once more. `by_effort`
    and `by_kind` say what colours and heights mean, where efforts are given and where none is.
    """

    week: str
    badge: str
    total: str
    effort: str
    cadence: str
    again: str
    by_effort: str
    by_kind: str


WORDS = {
    "en": PrintedWords(
        "Week {}",
        "W{} S{}",
        "total",
        "Effort",
        "Cadence",
        "again {}",
        "Colour: the kind of step. Height: its effort or, where none is given, what is usual for its kind.",
        "Colour and height: the kind of step.",
    ),
    "de": PrintedWords(
        "Woche {}",
        "W{} E{}",
        "gesamt",
        "Anstrengung",
        "Schrittfrequenz",
        "wieder {}",
        "Farbe: die Art des Schritts. Höhe: die Anstrengung; wo keine angegeben ist, nach der Art des Schritts.",
        "Farbe und Höhe: die Art des Schritts.",
    ),
    "es": PrintedWords(
        "Semana {}",
        "S{} · {}",
        "total",
        "Esfuerzo",
        "Cadencia",
        "otra vez {}",
        "Color: el tipo de paso. Altura: el esfuerzo; si no se indica, según el tipo de paso.",
        "Color y altura: el tipo de paso.",
    ),
    "fr": PrintedWords(
        "Semaine {}",
        "S{} · {}",
        "total",
        "Effort",
        "Cadence",
        "de nouveau {}",
        "Couleur : le type d’étape. Hauteur : l’effort ; s’il n’est pas indiqué, selon le type d’étape.",
        "Couleur et hauteur : le type d’étape.",
    ),
    "it": PrintedWords(
        "Settimana {}",
        "S{} · {}",
        "totale",
        "Sforzo",
        "Cadenza",
        "di nuovo {}",
        "Colore: il tipo di fase. Altezza: lo sforzo; se non è indicato, secondo il tipo di fase.",
        "Colore e altezza: il tipo di fase.",
    ),
    "nl": PrintedWords(
        "Week {}",
        "W{} S{}",
        "totaal",
        "Inspanning",
        "Cadans",
        "opnieuw {}",
        "Kleur: het soort stap. Hoogte: de inspanning; waar die niet is opgegeven, naar het soort stap.",
        "Kleur en hoogte: het soort stap.",
    ),
    "pl": PrintedWords(
        "Tydzień {}",
        "T{} · {}",
        "razem",
        "Wysiłek",
        "Kadencja",
        "ponownie {}",
        "Kolor: rodzaj etapu. Wysokość: wysiłek, a gdzie go nie podano, według rodzaju etapu.",
        "Kolor i wysokość: rodzaj etapu.",
    ),
    "pt": PrintedWords(
        "Semana {}",
        "S{} · {}",
        "total",
        "Esforço",
        "Cadência",
        "de novo {}",
        "Cor: o tipo de etapa. Altura: o esforço; quando não é indicado, conforme o tipo de etapa.",
        "Cor e altura: o tipo de etapa.",
    ),
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
