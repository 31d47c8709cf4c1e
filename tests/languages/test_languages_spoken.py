"""Every language: lengths and sets as its coaches say them, and the signs of training plans in its words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from audiocoach.languages.lookup import LANGUAGES, language_of
from audiocoach.vocabulary import KINDS

LENGTHS = {
    "de": {
        1: "eine Sekunde", 21: "einundzwanzig Sekunden", 60: "eine Minute", 65: "eine Minute und fünf Sekunden",
        90: "eine Minute dreißig", 110: "eine Minute fünfzig", 150: "zwei Minuten dreißig", 3_600: "eine Stunde",
        3_660: "eine Stunde und eine Minute", 7_265: "zwei Stunden eine Minute und fünf Sekunden", 0: "null Sekunden",
        5_400: "eineinhalb Stunden",
    },
    "es": {
        1: "un segundo", 21: "veintiún segundos", 60: "un minuto", 65: "un minuto y cinco segundos",
        90: "un minuto y medio", 110: "un minuto cincuenta", 150: "dos minutos y medio", 1_860: "treinta y un minutos",
        3_660: "una hora y un minuto", 75_600: "veintiuna horas", 5_400: "una hora y media", 0: "cero segundos",
    },
    "fr": {
        1: "une seconde", 21: "vingt et une secondes", 60: "une minute", 65: "une minute et cinq secondes",
        90: "une minute trente", 110: "une minute cinquante", 3_660: "une heure et une minute", 30: "trente secondes",
        6_420: "une heure quarante-sept",
    },
    "it": {
        1: "un secondo", 21: "ventuno secondi", 60: "un minuto", 65: "un minuto e cinque secondi",
        90: "un minuto e mezzo", 110: "un minuto e cinquanta", 3_600: "un'ora", 7_200: "due ore",
        4_500: "un'ora e quindici", 5_400: "un'ora e mezza",
    },
    "nl": {
        1: "één seconde", 22: "tweeëntwintig seconden", 60: "één minuut", 65: "één minuut en vijf seconden",
        90: "anderhalve minuut", 110: "één minuut vijftig", 3_600: "één uur", 7_200: "twee uur",
        4_500: "één uur vijftien", 5_400: "anderhalf uur",
    },
    "pl": {
        1: "jedna sekunda", 2: "dwie sekundy", 5: "pięć sekund", 12: "dwanaście sekund", 21: "dwadzieścia jeden sekund",
        22: "dwadzieścia dwie sekundy", 60: "jedna minuta", 65: "jedna minuta i pięć sekund",
        110: "jedna minuta pięćdziesiąt", 120: "dwie minuty", 300: "pięć minut", 1_320: "dwadzieścia dwie minuty",
        3_660: "jedna godzina i jedna minuta", 7_200: "dwie godziny", 18_000: "pięć godzin",
        90: "półtorej minuty", 5_400: "półtorej godziny",
    },
    "pt": {
        1: "um segundo", 2: "dois segundos", 16: "dezasseis segundos", 60: "um minuto", 90: "um minuto e meio",
        65: "um minuto e cinco segundos", 110: "um minuto e cinquenta", 120: "dois minutos", 3_600: "uma hora",
        7_320: "duas horas e dois minutos", 5_400: "uma hora e meia",
    },
    "pt-BR": {16: "dezesseis segundos", 110: "um minuto e cinquenta"},
    "da": {65: "1 minut 5 sekunder", 0: "0 sekunder"},
    "tlh": {110: "1:50"},
}  # fmt: skip
"""By language, seconds and how they are said; Danish and Klingon have no module here."""

SETS = {
    "en": ("eight times: Run, one minute; then Walk, one minute fifty", "twice: Run, one minute"),
    "de": ("achtmal: Run, eine Minute; dann Walk, eine Minute fünfzig", "zweimal: Run, eine Minute"),
    "es": ("ocho veces: Run, un minuto; luego Walk, un minuto cincuenta", "dos veces: Run, un minuto"),
    "fr": ("huit fois : Run, une minute ; puis Walk, une minute cinquante", "deux fois : Run, une minute"),
    "it": ("otto volte: Run, un minuto; poi Walk, un minuto e cinquanta", "due volte: Run, un minuto"),
    "nl": ("acht keer: Run, één minuut; daarna Walk, één minuut vijftig", "twee keer: Run, één minuut"),
    "pl": ("osiem razy: Run, jedna minuta; potem Walk, jedna minuta pięćdziesiąt", "dwa razy: Run, jedna minuta"),
    "pt": ("oito vezes: Run, um minuto; depois Walk, um minuto e cinquenta", "duas vezes: Run, um minuto"),
}

WRITTEN = (
    "4x2'", "1'30\"", "1/3", "5/8", "5:30/km", "5:05/km", "5:00/km", "105-112%", "3-2-1", "1:50", "1:02:03", "100m",
    "Sprint 10m", "10m x", "Z2", "RPE 7", "400m @ 5k", "1m30", "21 min", "90s", "A & B", "A vs. B", "#3",
    "www.example.com", "STOP!", "1/2h", "20'-30'",
)  # fmt: skip

SPOKEN = {
    "en": (
        "4 times 2 minutes", "one minute thirty", "a third", "5 over 8", "five thirty per kilometre",
        "five oh five per kilometre", "five minutes per kilometre", "105 to 112 percent", "3, 2, 1",
        "one minute fifty", "one hour two minutes three seconds", "100 metres", "Sprint 10 metres", "10 minutes x",
        "zone 2", "effort 7", "400 metres at five k pace", "one minute thirty", "21 minutes", "90 seconds",
        "A and B", "A versus B", "number 3", "example dot com", "Stop!",
        "half an hour", "20 to 30 minutes",
    ),
    "de": (
        "viermal zwei Minuten", "eine Minute dreißig", "ein Drittel", "5 durch 8",
        "fünf dreißig pro Kilometer", "fünf null fünf pro Kilometer", "fünf Minuten pro Kilometer",
        "105 bis 112 Prozent", "3, 2, 1", "eine Minute fünfzig", "eine Stunde zwei Minuten und drei Sekunden",
        "einhundert Meter", "Sprint zehn Meter", "zehn Minuten x", "Zone 2", "Anstrengung 7",
        "vierhundert Meter im Fünf-Kilometer-Tempo", "eine Minute dreißig", "einundzwanzig Minuten",
        "neunzig Sekunden", "A und B", "A gegen B", "Nummer 3", "example Punkt com", "Stop!",
        "eine halbe Stunde", "20 bis dreißig Minuten",
    ),
    "es": (
        "cuatro veces dos minutos", "un minuto y medio", "un tercio", "5 sobre 8",
        "cinco treinta por kilómetro", "cinco cero cinco por kilómetro", "cinco minutos por kilómetro",
        "105 a 112 por ciento", "3, 2, 1", "un minuto cincuenta", "una hora dos minutos y tres segundos",
        "cien metros", "Sprint diez metros", "diez minutos x", "zona 2", "esfuerzo 7",
        "cuatrocientos metros a ritmo de cinco kilómetros", "un minuto y medio", "veintiún minutos",
        "noventa segundos", "A y B", "A contra B", "número 3", "example punto com", "Stop!",
        "media hora", "20 a treinta minutos",
    ),
    "fr": (
        "quatre fois deux minutes", "une minute trente", "un tiers", "5 sur 8", "cinq trente au kilomètre",
        "cinq zéro cinq au kilomètre", "cinq minutes au kilomètre", "105 à 112 pour cent", "3, 2, 1",
        "une minute cinquante", "une heure deux minutes et trois secondes", "cent mètres", "Sprint dix mètres",
        "dix minutes x", "zone 2", "effort 7", "quatre cents mètres à l'allure cinq kilomètres",
        "une minute trente", "vingt et une minutes", "quatre-vingt-dix secondes", "A et B", "A contre B",
        "numéro 3", "example point com", "Stop!",
        "une demi-heure", "20 à trente minutes",
    ),
    "it": (
        "quattro volte due minuti", "un minuto e mezzo", "un terzo", "5 su 8", "cinque trenta al chilometro",
        "cinque zero cinque al chilometro", "cinque minuti al chilometro", "105 a 112 per cento", "3, 2, 1",
        "un minuto e cinquanta", "un'ora due minuti e tre secondi", "cento metri", "Sprint dieci metri",
        "dieci minuti x", "zona 2", "sforzo 7", "quattrocento metri al ritmo dei cinque chilometri",
        "un minuto e mezzo", "ventuno minuti", "novanta secondi", "A e B", "A contro B", "numero 3",
        "example punto com", "Stop!",
        "mezz'ora", "20 a trenta minuti",
    ),
    "nl": (
        "vier keer twee minuten", "anderhalve minuut", "een derde", "5 op 8", "vijf dertig per kilometer",
        "vijf nul vijf per kilometer", "vijf minuten per kilometer", "105 tot 112 procent", "3, 2, 1",
        "één minuut vijftig", "één uur twee minuten en drie seconden", "honderd meter", "Sprint tien meter",
        "tien minuten x", "zone 2", "inspanning 7", "vierhonderd meter in vijfkilometertempo",
        "anderhalve minuut", "eenentwintig minuten", "negentig seconden", "A en B", "A tegen B", "nummer 3",
        "example punt com", "Stop!",
        "een half uur", "20 tot dertig minuten",
    ),
    "pl": (
        "cztery razy dwie minuty", "półtorej minuty", "jedna trzecia", "5 przez 8",
        "pięć trzydzieści na kilometr", "pięć zero pięć na kilometr", "pięć minut na kilometr", "105 do 112 procent",
        "3, 2, 1", "jedna minuta pięćdziesiąt", "jedna godzina dwie minuty i trzy sekundy", "sto metrów",
        "Sprint dziesięć metrów", "dziesięć minut x", "strefa 2", "wysiłek 7",
        "czterysta metrów w tempie na pięć kilometrów", "półtorej minuty", "dwadzieścia jeden minut",
        "dziewięćdziesiąt sekund", "A i B", "A kontra B", "numer 3", "example kropka com", "Stop!",
        "pół godziny", "20 do trzydziestu minut",
    ),
    "pt": (
        "quatro vezes dois minutos", "um minuto e meio", "um terço", "5 sobre 8",
        "cinco trinta por quilómetro", "cinco zero cinco por quilómetro", "cinco minutos por quilómetro",
        "105 a 112 por cento", "3, 2, 1", "um minuto e cinquenta", "uma hora dois minutos e três segundos",
        "cem metros", "Sprint dez metros", "dez minutos x", "zona 2", "esforço 7",
        "quatrocentos metros ao ritmo de cinco quilómetros", "um minuto e meio", "vinte e um minutos",
        "noventa segundos", "A e B", "A contra B", "número 3", "example ponto com", "Stop!",
        "meia hora", "20 a trinta minutos",
    ),
}  # fmt: skip

each_language = pytest.mark.parametrize("code", SETS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "seconds", "said"),
    [(code, seconds, said) for code, lengths in LENGTHS.items() for seconds, said in lengths.items()],
)
def test_lengths_as_they_are_said(code: str, seconds: int, said: str) -> None:
    assert language_of(code).length(seconds * 1_000) == said


@each_language
def test_a_set_in_one_phrase(code: str) -> None:
    eight, two = SETS[code]
    assert language_of(code).times(8, [("Run", 60_000), ("Walk", 110_000)]) == eight
    assert language_of(code).times(2, [("Run", 60_000)]) == two


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "written", "said"),
    [(code, *pair) for code, spoken in SPOKEN.items() for pair in zip(WRITTEN, spoken, strict=True)],
)
def test_signs_in_words(code: str, written: str, said: str) -> None:
    assert language_of(code).speakable(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Go 🙂 now 👨‍👩‍👧 ☀️!", "Go now !"),
        ("Rest → run", "Rest, run"),
        ("See https://www.example.com/plans?week=2.", "See example dot com."),
        ("See my.club.org/runs, please", "See my dot club dot org, please"),
        ("STOP. TURN NOW!", "Stop. Turn Now!"),
        ("HIIT, GPS and a PB", "HIIT, GPS and a PB"),
        ("Part II, McArthur, iPhone", "Part II, McArthur, iPhone"),
        ("Red v. blue vs green vs. all", "Red versus blue versus green versus all"),
        ("Hills, e.g. long ones", "Hills, for example long ones"),
        ("10-15s, then 2-3 min", "10 to 15 seconds, then 2 to 3 minutes"),
        ("2:30-2:45", "two minutes thirty to two minutes forty-five"),
        ("1h05 or 1h or 2 hrs", "one hour five minutes or 1 hour or 2 hours"),
        ("400m @ 80%", "400 metres at 80 percent"),
        ("2 km @ 5k pace", "2 kilometres at five k pace"),
        ("3x. Then 3 x Run.", "3 times. Then 3 times Run."),
        ("10m easy. Now hills: 10m each. 10m.", "10 minutes easy. Now hills: 10 metres each. 10 minutes."),
        ("It's 5 o'clock, don't stop", "It's 5 o'clock, don't stop"),
        ("Meet at a@example.net", "Meet at a@example dot net"),
        ("v1.2 of 1.5 km", "v1.2 of one point five kilometres"),
    ],
)
def test_english_plans_as_people_write_them(written: str, said: str) -> None:
    assert language_of("en").speakable(written) == said


def test_shorthand_of_each_language() -> None:
    said = {
        "de": ("ca. 5 Runden, z. B. auf der Bahn", "circa 5 Runden, zum Beispiel auf der Bahn"),
        "es": ("aprox. 5 vueltas", "aproximadamente 5 vueltas"),
        "fr": ("env. 5 tours", "environ 5 tours"),
        "it": ("ca. 5 giri", "circa 5 giri"),
        "nl": ("bijv. 5 rondes", "bijvoorbeeld 5 rondes"),
        "pl": ("np. 5 okrążeń", "na przykład 5 okrążeń"),
        "pt": ("p. ex. 5 voltas", "por exemplo 5 voltas"),
    }
    assert {code: language_of(code).speakable(written) for code, (written, _) in said.items()} == {
        code: spoken for code, (_, spoken) in said.items()
    }


@each_language
def test_only_minutes_that_could_be_metres_are_doubtful(code: str) -> None:
    language = language_of(code)
    text = "10m x. Sprint 20m! Und 100m, 5 min, 3m30"
    assert [text[start:end] for (start, end), _, _ in language.doubts(text)] == ["10m"]
    ((_, minutes, metres),) = language.doubts("10m")
    assert minutes == language.speakable("10 min")
    assert metres == language.speakable("sprint 10m").partition(" ")[2]


@each_language
def test_every_kind_of_step_has_a_name(code: str) -> None:
    names = language_of(code).kind_names
    assert tuple(names) == KINDS
    assert code == "en" or not set(names.values()) & (set(language_of("en").kind_names.values()) - {"Drill"})


def test_a_region_speaks_its_language() -> None:
    assert {language_of(code).length(110_000) for code in ("de", "de-AT", "de-CH")} == {"eine Minute fünfzig"}
    assert language_of("en-GB").length(110_000) == "one minute fifty"


def test_a_language_that_is_not_here_reads_what_it_can() -> None:
    danish = language_of("da")
    assert danish.speakable("Løb 🙂  nu") == "Løb nu"
    assert danish.times(3, [("Løb", 60_000)]) == ""
    assert list(danish.doubts("10m")) == []


def test_english_needs_none_of_the_libraries() -> None:
    code = (
        "import sys; from audiocoach.languages.lookup import language_of as of; e = of('en-GB'); e.length(110000);"
        "e.speakable('400m @ 5k'); print(sorted({'babel', 'num2words'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_language_listed_is_there() -> None:
    assert {code.partition("-")[0] for code in LANGUAGES} == set(SETS)
    for code in LANGUAGES:
        assert language_of(code).length(60_000)
