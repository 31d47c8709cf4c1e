"""The words that people use in place of a kind of step, in each language, and the line that they mean."""

from __future__ import annotations

import re
from itertools import pairwise

from audiocoach.quantities.loose_lengths import as_written, loose_length
from audiocoach.quantities.markers import units_anywhere
from audiocoach.quantities.notations import TIME
from audiocoach.text.late_pattern import LatePattern

_WORDS = {
    "en": {
        "warm-up": "warmup warming",
        "cool-down": "cooldown cooling",
        "stretch": "stretching stretches",
        "rest": "walk walking walks recover recovery recovering pause break breather resting stroll stand hike",
        "work": "run running runs jog jogging jogs sprint sprinting sprints easy hard fast slow quick gentle brisk "
        "tempo interval intervals steady moderate race stride strides surge push repeat rep fartlek threshold",
    },
    "de": {
        "warm-up": "aufwärmen warmlaufen einlaufen einwärmen",
        "cool-down": "auslaufen abkühlen abwärmen cooldown",
        "stretch": "dehnen dehne dehnung",
        "rest": "geh gehe gehen gehpause pause pausieren erholung erholen ruhe ruhen trabpause spazieren",
        "work": "lauf laufe laufen renn renne rennen jogge joggen trab trabe traben sprint sprinte sprinten "
        "locker hart schnell langsam zügig tempo intervall belastung steigerung arbeit",
    },
    "es": {
        "warm-up": "calentamiento calienta calentar",
        "cool-down": "enfriamiento enfría enfriar",
        "stretch": "estira estirar estiramiento",
        "rest": "camina camino caminar caminata anda andar descansa descansar descanso pausa recupera "
        "recuperación recuperar",
        "work": "corre corro correr carrera trota troto trote trotar trabajo esfuerzo esprinta esprint sprint suave "
        "fuerte rápido lento intervalo ritmo tempo",
    },
    "fr": {
        "warm-up": "échauffement échauffe échauffez",
        "cool-down": "retour décrassage",
        "stretch": "étire étirez étirement étirements",
        "rest": "marche marchez marcher repos pause récup récupère récupération récupérez souffle",
        "work": "cours courez courir course travail effort trottine trottinez trottiner trot footing sprint sprinte "
        "sprintez facile vite lent lentement doucement rapide fractionné intervalle tempo allure",
    },
    "it": {
        "warm-up": "riscaldamento riscalda riscaldati",
        "cool-down": "defaticamento",
        "stretch": "allunga allungamento stretching",
        "rest": "cammina cammino camminare camminata pausa riposo riposa riposati recupero recupera",
        "work": "corri corro correre corsa lavoro trotta trotterella corricchia scatto scatta sprint sprinta "
        "piano forte veloce lento facile ritmo ripetuta intervallo",
    },
    "nl": {
        "warm-up": "opwarmen inlopen warmlopen",
        "cool-down": "uitlopen afkoelen",
        "stretch": "rek rekken strek strekken",
        "rest": "wandel wandelen wandeling rust rusten pauze herstel herstellen stap stappen",
        "work": "loop lopen ren rennen werk hardlopen dribbel dribbelen jog joggen sprint sprinten rustig hard snel "
        "langzaam tempo interval versnelling",
    },
    "pl": {
        "warm-up": "rozgrzewka rozgrzej",
        "cool-down": "wyciszenie schłodzenie",
        "stretch": "rozciąganie rozciągaj",
        "rest": "marsz maszeruj maszeruję idź idę chód spacer spaceruj przerwa odpocznij odpoczynek odpoczywaj "
        "pauza regeneracja",
        "work": "bieg biegnij biegnę biegaj biegiem praca wysiłek trucht truchtaj sprint sprintuj szybko wolno "
        "lekko mocno tempo interwał",
    },
    "pt": {
        "warm-up": "aquecimento aquece aqueça",
        "cool-down": "arrefecimento desaquecimento",
        "stretch": "alonga alongamento alongue",
        "rest": "caminha caminho caminhada caminhe caminhar anda ande andar descansa descanse descanso pausa recupera "
        "recuperação recupere",
        "work": "corre corro corra correr corrida trabalho esforço trota trote trotar sprint leve "
        "forte rápido lento intervalo ritmo tiro",
    },
}
"""By language and kind. What is not movement (`easy`, `fast`) is taken for the work that it describes."""

_TWO_WORDS = {
    ("warm", "up"): "warm-up",
    ("cool", "down"): "cool-down",
    ("retour", "au"): "cool-down",
    ("vuelta", "a"): "cool-down",
    ("volta", "à"): "cool-down",
}
_NAMES = {"running": "Run", "walking": "Walk", "recovery": "Recover"}
_OWN_NAME = LatePattern(r"(?:(?:warm|cool)[ -]?(?:up|down)|stretching)\b\s*", re.IGNORECASE)
"""What the kind itself says, and no name needs to say again."""

_THEN = r"\s+(?:(?:and|und|et|y|e|en|i)\s+)?(?:then|dann|puis|luego|poi|dan|potem|depois)"
_BETWEEN = LatePattern(rf"\s+[/+&–-]\s+|\s*;\s+|{_THEN}\s+", re.IGNORECASE)
"""What people write between two steps in place of a comma."""

LEADS_ON = LatePattern(rf"(?:,?{_THEN}|[\s;+/&]+)$", re.IGNORECASE)
"""The same, where it stands behind the first of them."""

_FOR = LatePattern(r"\s(?:for|für|pendant|durante|per|voor|przez|por)$", re.IGNORECASE)
"""What leads from a word to its length, and is no part of a name: "run for 20 minutes"."""

_WORD = LatePattern(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ITEM = LatePattern(r"(?:[^,()]|(?<=\d),(?=\d)|\([^()]*\))*")
_UNITS = frozenset(
    word for word in [*units_anywhere(), *TIME["hour"], *TIME["minute"], *TIME["second"]] if len(word) > 2
)
_NUMBER = LatePattern(r"(?<![^\s,(])(?=[\d½¼¾])")
_PRECEDENCE = ("warm-up", "cool-down", "stretch", "rest", "work")


def kind_meant(phrase: str, language: str) -> str | None:
    """Tell which kind of step a phrase means, in its language or in English; None for words of no such meaning.

    What is slower wins: "a walk break", "an easy walk" and "a recovery jog" are rests.
    """
    words = [word.casefold() for word in _WORD.findall(phrase)]
    kinds = {_TWO_WORDS[pair] for pair in pairwise(words) if pair in _TWO_WORDS}
    for code in dict.fromkeys((language.partition("-")[0].lower(), "en")):
        for kind, listed in _WORDS.get(code, {}).items():
            if not set(words).isdisjoint(listed.split()):
                kinds.add(kind)
    return next((kind for kind in _PRECEDENCE if kind in kinds), None)


def foreign_kind(word: str) -> dict[str, str]:
    """Tell in which languages a word means a kind of step, and which: "aufwärmen" is {"de": "warm-up"}."""
    bare = word.casefold()
    return {code: kind for code, kinds in _WORDS.items() for kind, listed in kinds.items() if bare in listed.split()}


def begins_with_two_words(text: str) -> bool:
    """Tell whether a text begins with a kind that is written as two words, such as "warm up"."""
    words = [found[0].casefold() for found in _WORD.finditer(text)][:2]
    return tuple(words) in _TWO_WORDS


def line_meant(kind: str, length: str, phrase: str) -> str:
    """Write the line that is meant: the kind, the length as it was written, and the words as the step's name."""
    bare = _OWN_NAME.sub("", " ".join(phrase.split()), count=1).strip(" .:-–")
    name = _NAMES.get(bare.casefold(), bare[:1].upper() + (bare[1:].lower() if bare.isupper() else bare[1:]))
    return one_line(kind, length, name)


def one_line(*words: str) -> str:
    """Write words one behind the other, without those that are empty."""
    return " ".join(filter(None, words))


def end_of_item(text: str, at: int) -> int:
    """Find the comma or the bracket at which the item at `at` ends; brackets in its name belong to it."""
    found = _ITEM.match(text, at)
    assert found is not None  # it matches nothing as well
    return at + len(found[0].rstrip())


def item_meant(text: str, at: int, language: str, any_length: str = "") -> tuple[int, str] | None:
    """Find the step that `run 2 min` or `2 min easy run` at `at` means.

    Returns:
        Where the item ends, and its line (`work 2 min Run`), or two of them with a comma between; None where no word
        of it means a kind, or where it has no length and `any_length` gives none.
    """
    end = end_of_item(text, at)
    item = text[at:end]
    several = [_with_length(part, language) for part in _BETWEEN.split(item)]
    meant = ", ".join(filter(None, several)) if all(several) else _with_length(item, language)
    if meant:
        return end, meant
    if not any_length or re.search(r"\d", item) or not _UNITS.isdisjoint(item.casefold().split()):
        return None  # "half a minute" is a length, though not one that can be read
    kind = kind_meant(" ".join(item.split()[:2]), language)
    return (end, line_meant(kind, any_length, item)) if kind else None


def _with_length(item: str, language: str) -> str:
    """Write the line that an item with one length in it means; empty where it has none or more, or means no kind."""
    for number in _NUMBER.finditer(item):
        if meant := loose_length(item, number.start()):
            phrase = f"{_FOR.sub('', item[: number.start()].rstrip()).strip()} {item[meant[0] :].strip()}"
            kind = kind_meant(phrase, language)
            if not kind or any(loose_length(phrase, other.start()) for other in _NUMBER.finditer(phrase)):
                return ""
            return line_meant(kind, as_written(item[number.start() : meant[0]], meant[1]), phrase)
    return ""
