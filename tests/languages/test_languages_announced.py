"""What is announced before it begins: a noun and never the shout, and a set's rest where it really comes."""

from __future__ import annotations

import pytest

from audiocoach.languages.lookup import LANGUAGES, language_of
from audiocoach.timeline.outline import plan_of
from tests.support.voiceless_timelines import half_a_second, laid_out, said

SHOUTS = {
    "en": "Go", "de": "Los", "fr": "C'est parti", "es": "Vamos", "it": "Via", "pt": "Vamos", "pt-BR": "Vamos",
    "nl": "Start", "pl": "Start",
}  # fmt: skip
NOUNS = {
    "en": "Hard", "de": "Belastung", "fr": "Effort", "es": "Esfuerzo", "it": "Fase veloce", "pt": "Esforço",
    "pt-BR": "Esforço", "nl": "Inspanning", "pl": "Wysiłek",
}  # fmt: skip
BETWEEN = {
    "en": ("twice: Run, one minute; in between, Walk, thirty seconds", "2 × 1:00 Run, with 0:30 Walk between"),
    "de": ("zweimal: Run, eine Minute; dazwischen Walk, dreißig Sekunden", "2 × 1:00 Run, dazwischen 0:30 Walk"),
    "fr": (
        "deux fois : Run, une minute ; entre les répétitions, Walk, trente secondes",
        "2 × 1:00 Run, avec 0:30 Walk entre les répétitions",
    ),
    "es": (
        "dos veces: Run, un minuto; entre repeticiones, Walk, treinta segundos",
        "2 × 1:00 Run, con 0:30 Walk entre repeticiones",
    ),
    "it": (
        "due volte: Run, un minuto; tra una e l'altra, Walk, trenta secondi",
        "2 × 1:00 Run, con 0:30 Walk tra una e l'altra",
    ),
    "pt": (
        "duas vezes: Run, um minuto; entre repetições, Walk, trinta segundos",
        "2 × 1:00 Run, com 0:30 Walk entre repetições",
    ),
    "nl": ("twee keer: Run, één minuut; daartussen Walk, dertig seconden", "2 × 1:00 Run, met 0:30 Walk ertussen"),
    "pl": (
        "dwa razy: Run, jedna minuta; a w przerwie Walk, trzydzieści sekund",
        "2 × 1:00 Run, a w przerwie 0:30 Walk",
    ),
}

each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.slow
@each_language
def test_work_without_a_name_is_announced_by_a_noun_and_begins_with_the_shout(language: str) -> None:
    found = laid_out(
        f"session: S\nlanguage: {language}\nsteps:\n  - warm-up 60s A\n  - 3 x (work 60s, rest 60s B)\n  - rest 9s C\n",
        spoken=half_a_second,
    )
    noun, shout = NOUNS[language], SHOUTS[language]
    (title,) = (text for _, text in said(found, "session-start"))
    assert noun in title
    coming = [text for _, text in said(found, "next")]
    assert len([text for text in coming if noun in text]) == 3
    assert [text for text in (title, *coming) if shout in text] == []
    assert len([text for _, text in said(found, "start") if shout in text]) == 3
    assert plan_of(found).main == f"3 × (1:00 {noun}, 1:00 B)"


@each_language
def test_a_kind_whose_name_is_a_command_has_a_noun_as_well(language: str) -> None:
    spoken = language_of(language)
    assert set(spoken.nouns) == {"talk", "work"}
    assert [kind for kind, noun in spoken.nouns.items() if noun == spoken.kind_names[kind]] == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "it", "pt"])
def test_a_name_that_is_not_heard_is_a_sentence_where_it_is_all_that_is_said(language: str) -> None:
    spoken, head = language_of(language), f"session: S\nlanguage: {language}\n"
    assert spoken.begins
    for kind, sentence in spoken.begins.items():
        unnamed, named = f"steps:\n  - warm-up 60s A\n  - {kind} 60s\n", f"steps:\n  - {kind} 60s B\n"
        found = laid_out(head + unnamed, spoken=half_a_second)
        assert f"{sentence}." in [text for _, text in said(found, "start")]
        assert spoken.kind_names[kind] in " ".join(text for _, text in said(found, "next"))
        assert [text for _, text in said(laid_out(head + named, spoken=half_a_second), "start")] == ["B."]


def test_a_sheet_that_says_more_than_the_name_keeps_the_name() -> None:
    steps = "session: S\ncoach: calm\nsteps:\n  - warm-up 60s A\n  - cool-down 60s\n"
    assert said(laid_out(steps, spoken=half_a_second), "start")[-1][1] == "Cool down. Breathe out."


@each_language
def test_a_rest_that_is_not_the_last_is_said_and_shown_between_the_rounds(language: str) -> None:
    steps = "2 x (work 60s Run, rest 30s Walk): {skip-last-rest: true}"
    lines = f"  - warm-up 60s\n  - {steps}"  # a session that begins with work has no time for its plan
    found = laid_out(f"session: S\nlanguage: {language}\nsteps:\n{lines}\n", spoken=half_a_second)
    (title,) = (text for _, text in said(found, "session-start"))
    spoken, shown = BETWEEN[language.partition("-")[0]]
    assert title.endswith(spoken[:1].upper() + spoken[1:])  # the plan begins a sentence
    assert plan_of(found).main == shown


def test_between_rounds_of_several_steps_and_within_another_set() -> None:
    def shown(steps: str) -> str:
        return plan_of(laid_out(f"session: S\ncoach: none\nsteps:\n{steps}\n")).main

    several = "  - 3 x (work 60s A, drill 60s B, rest 30s C): {skip-last-rest: true}"
    assert shown(several) == "3 × (1:00 A, 1:00 B), with 0:30 C between"
    within = (
        "  - repeat: 2\n    skip-last-rest: true\n    steps:\n"
        "      - 3 x (work 60s A, rest 30s B): {skip-last-rest: true}\n      - rest 90s C"
    )
    assert shown(within) == "2 × (3 × 1:00 A, with 0:30 B between), with 1:30 C between"
    assert shown("  - 2 x (work 60s A, rest 30s B)") == "2 × (1:00 A, 0:30 B)"


def test_in_a_language_without_words_here_it_is_shown_in_english() -> None:
    steps = "2 x (work 60s Løb, rest 30s Gang): {skip-last-rest: true}"
    found = laid_out(f"session: S\nlanguage: da\ncoach: none\nsteps:\n  - {steps}\n")
    assert plan_of(found).main == "2 × 1:00 Løb, with 0:30 Gang between"
