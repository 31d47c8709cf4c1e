"""The sentences by which a voice's loudness is measured: as a coach says them, long and short, by language.

In numbers alone espeak is up to 1.4 dB softer than in such sentences. Chosen so that all that the language's standard
coach says comes out within 0.4 dB of the level (espeak, 150 words a minute).
"""

from __future__ import annotations

from collections.abc import Mapping

NUMBERS = ("10, 9, 8, 7, 6.", "3, 2, 1.", "30, 20, 10.", "60, 90, 120.", "15, 45, 75.", "1, 2, 3, 4, 5.")
"""The sentences of a language without any here: every voice says numbers in its own language."""

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Run backwards for thirty seconds. Short, quick steps.",
        "Next, walk for ninety seconds.",
        "Halfway. Keep your shoulders loose and breathe out.",
        "Round three of six.",
        "Ten seconds.",
        "Stop. Turn around, and check who is near.",
        "Easy jog for two minutes, light on your feet.",
        "Well done.",
    ),
    "de": (
        "Dreißig Sekunden rückwärts laufen. Kurze, schnelle Schritte.",
        "Danach neunzig Sekunden gehen.",
        "Halbzeit. Schultern locker lassen und ausatmen.",
        "Runde drei von sechs.",
        "Noch zehn Sekunden.",
        "Anhalten. Dreh dich um und schau, wer in der Nähe ist.",
        "Zwei Minuten locker traben, mit leichten Schritten.",
        "Gut gemacht.",
    ),
    "fr": (
        "Cours en arrière pendant trente secondes. Des pas courts et rapides.",
        "Ensuite, marche pendant quatre-vingt-dix secondes.",
        "Mi-temps. Relâche les épaules et souffle.",
        "Série trois sur six.",
        "Dix secondes.",
        "Arrête-toi. Retourne-toi et regarde qui est tout près.",
        "Trottine deux minutes, le pied léger.",
        "Bien joué.",
    ),
    "es": (
        "Corre hacia atrás treinta segundos. Pasos cortos y rápidos.",
        "Después, camina noventa segundos.",
        "Mitad. Suelta los hombros y saca el aire.",
        "Serie tres de seis.",
        "Diez segundos.",
        "Para. Date la vuelta y mira quién está cerca.",
        "Quedan treinta segundos.",
        "Camina despacio.",
    ),
    "it": (
        "Corri all'indietro per trenta secondi. Passi corti e rapidi.",
        "Poi cammina per novanta secondi.",
        "Metà. Spalle sciolte, butta fuori l'aria.",
        "Serie tre di sei.",
        "Dieci secondi.",
        "Fermati. Girati e guarda chi è vicino.",
        "Corsa lenta per due minuti, con passi leggeri.",
        "Ben fatto.",
    ),
    "pt": (
        "Corra de costas por trinta segundos. Passos curtos e rápidos.",
        "Depois, caminhe por noventa segundos.",
        "Metade. Solte os ombros e expire.",
        "Série três de seis.",
        "Dez segundos.",
        "Pare. Vire-se e veja quem está perto.",
        "Trote leve por dois minutos, com pés leves.",
        "Muito bem.",
    ),
    "nl": (
        "Dertig seconden achteruit lopen. Korte, snelle passen.",
        "Daarna negentig seconden wandelen.",
        "Halverwege. Houd je schouders los en adem uit.",
        "Ronde drie van zes.",
        "Tien seconden.",
        "Stop. Draai je om en kijk wie er dichtbij is.",
        "Twee minuten rustig dribbelen, licht op je voeten.",
        "Goed gedaan.",
    ),
    "pl": (
        "Biegnij tyłem przez trzydzieści sekund. Krótkie, szybkie kroki.",
        "Potem dziewięćdziesiąt sekund marszu.",
        "Połowa. Rozluźnij ramiona i zrób wydech.",
        "Seria trzecia z sześciu.",
        "Dziesięć sekund.",
        "Zatrzymaj się. Odwróć się i sprawdź, kto jest blisko.",
        "Dwie minuty lekkiego truchtu, stawiaj stopy miękko.",
        "Dobra robota.",
    ),
}


def level_texts(language: str) -> tuple[str, ...]:
    """Return the sentences by which a voice of this language (BCP 47) is measured."""
    return SENTENCES.get(language.partition("-")[0], NUMBERS)
