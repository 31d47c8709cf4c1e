"""One step of intervals.icu's text: `Name O^words <!> length target`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from audiocoach.exchange.readers.icu_targets import (
    NO_TARGET,
    IcuTarget,
    length_of_best_power,
    read_target,
    without_best_power,
)
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.workout import ImportedCue, SourcePlace
from audiocoach.languages.lookup import LANGUAGES, base
from audiocoach.quantities.lengths import AMBIGUOUS_MINUTES
from audiocoach.quantities.paces import METRES
from audiocoach.quantities.units import HOUR, MINUTE, SECOND
from audiocoach.text.late_pattern import LatePattern

_WHOLE = LatePattern(
    r"(?:(?P<h>\d{1,3}(?:\.\d{1,3})?)h)?(?:(?P<m>\d{1,4}(?:\.\d{1,3})?)[m'′’])?"
    r"(?:(?P<s>\d{1,5}(?:\.\d{1,3})?)(?:(?P<unit>s|\"|″|”|'')|$))?",
    re.IGNORECASE,
)
_BEGINS_WITH_DIGIT = LatePattern(r"(?<!\S)\d\S*")
"""The only tokens that are lengths."""

_FAR = LatePattern(r"(\d{1,6}(?:\.\d{1,6})?)(mtr|km|mi|y|yd)", re.IGNORECASE)
_METRES = {
    "mtr": Fraction(1),
    "km": METRES["km"],
    "mi": METRES["mi"],
    "y": Fraction(9144, 10_000),
    "yd": Fraction(9144, 10_000),
}
_INTENSITY = LatePattern(r"\bintensity\s*=\s*(\w+)", re.IGNORECASE)
_LAP = LatePattern(r"\bpress lap\b", re.IGNORECASE)
_PROMPT = LatePattern(r"(?:^|(?<=\s))(\d{1,5})\^(?:\d{1,4}(?=\s))?\s*")
_REPEATS = LatePattern(r"\d{1,4}x", re.IGNORECASE)
_OTHER_LANGUAGES = "sv da nb nn fi cs ja zh ko ru uk tr ca hu el he ar sk ro sl hr bg"
_TAG = LatePattern(rf"(?:^|(?<=\s))({'|'.join([*LANGUAGES, *_OTHER_LANGUAGES.split()])})/(?=\S)")


@dataclass(frozen=True, slots=True)
class IcuStep:
    """A step as written: a length (ms) or a distance (metres), or neither where a button ends it."""

    place: SourcePlace
    length_ms: int = 0
    metres: Fraction = Fraction(0)
    name: str = ""
    cues: tuple[ImportedCue, ...] = ()
    target: IcuTarget = NO_TARGET
    intensity: str = ""
    lap_button: bool = False
    seems_repeat: str = ""
    is_spoken: bool = False
    """What stands before its `<!>` is said to the runner, and is no label: it tells no kind."""


def read_step(text: str, language: str, place: SourcePlace) -> IcuStep:
    """Read what stands behind the dash of a step.

    Args:
        text: without the dash.
        language: which of several languages is wanted; empty: the first.
        place: its line.

    Raises:
        ImportRefusedError: where it has no length, or one in `m` that must be metres.
    """
    intensity = _INTENSITY.search(text)
    text = _INTENSITY.sub(" ", text)
    lap = _LAP.search(text) is not None
    text = _LAP.sub(" ", text)
    words, mark, rest = text.partition("<!>")
    if not mark:
        words, rest = "", text
    before, length, after = _parted(rest)
    if not mark:
        words = before
    ms, metres = _length(length, after, place)
    if not ms and not metres and not lap:
        belongs = length_of_best_power(rest)
        why = f"; {belongs} belongs to MMP" if belongs else ""
        raise ImportRefusedError(f"the step has no length{why}", "give it one, such as 10m or 90s", places=[place])
    target = read_target(after)
    if not mark and not (target.unit or target.cadence):
        first = _PROMPT.search(words)
        own = words[: first.start()] if first else words
        if (early := read_target(own)).unit:
            words = f"{early.words_left} {words[len(own) :]}"
            target = IcuTarget(early.unit, early.low, early.high, early.paces, early.cadence, target.words_left)
    name, cues = _prompts(words, language, place)
    left = in_language(target.words_left, language)
    repeats = next((token for token in name.split()[:1] if _REPEATS.fullmatch(token)), "")
    return IcuStep(
        place,
        ms,
        metres,
        ", ".join(filter(None, [name, left])),
        cues,
        target,
        intensity[1].casefold() if intensity else "",
        lap,
        repeats,
        bool(mark),
    )


def begins_with_length(text: str) -> bool:
    """Tell whether a line begins with a length or a distance, as a step does that lacks its dash."""
    token = _bare(text.split(maxsplit=1)[0])
    return _is_length(token) or _FAR.fullmatch(token) is not None


def in_language(text: str, language: str) -> str:
    """Return one language of `en/Hello fr/Bonjour`: the wanted, else the first."""
    tags = list(_TAG.finditer(text))
    if not tags or text[: tags[0].start()].strip():
        return text.strip()
    ends = [*(tag.start() for tag in tags[1:]), len(text)]
    wanted = base(language) if language else ""
    at = next((at for at, tag in enumerate(tags) if tag[1] == wanted), 0)
    return text[tags[at].end() : ends[at]].strip()


def _parted(text: str) -> tuple[str, str, str]:
    """Part a text at the first token that is a whole length or a distance, which no target has for its own."""
    visible = without_best_power(text)
    for token in _BEGINS_WITH_DIGIT.finditer(visible):
        bare = _bare(token[0])
        if _is_length(bare) or _FAR.fullmatch(bare):
            return text[: token.start()].strip(), bare, text[token.end() :]
    return ("", "", text) if read_target(text).unit else (text.strip(), "", "")


def _bare(token: str) -> str:
    return token.rstrip(",;")


def _is_length(token: str) -> bool:
    found = _WHOLE.fullmatch(token)
    if not found or not token or not (found["h"] or found["m"] or found["unit"]):
        return False
    return bool(found["unit"] or not found["s"] or found["m"] or found["h"])


def _length(token: str, after: str, place: SourcePlace) -> tuple[int, Fraction]:
    """Return milliseconds, or metres, of a token; zero for none."""
    if far := _FAR.fullmatch(token):
        metres = Fraction(far[1]) * _METRES[far[2].casefold()]
        if not metres:
            raise ImportRefusedError(f"a length must be more than zero, and {token} is not", places=[place])
        return 0, metres
    found = _WHOLE.fullmatch(token)
    if not token or not found:
        return 0, Fraction(0)
    hours, minutes, seconds = (_exact(found[part] or "0") for part in ("h", "m", "s"))
    if found["s"] and not found["unit"] and not found["m"]:  # 1h30
        minutes, seconds = seconds, 0
    if minutes > AMBIGUOUS_MINUTES and not hours and not seconds and "m" in token.casefold():
        ways = f"write {float(minutes):g}mtr or {float(minutes / 1000):g}km"
        beside = "; beside a pace it surely means metres" if read_target(after).unit == "pace" else ""
        message = f"{token} is minutes in this format{beside}"
        hours_too = f"for minutes {int(minutes) // 60}h{int(minutes) % 60:02}m"
        raise ImportRefusedError(message, f"{ways} for metres, {hours_too}", places=[place])
    ms = int(hours * HOUR + minutes * MINUTE + seconds * SECOND + Fraction(1, 2))
    if not ms:
        raise ImportRefusedError(f"a length must be more than zero, and {token} is not", places=[place])
    return ms, Fraction(0)


def _exact(written: str) -> int | Fraction:
    return int(written) if written.isdecimal() else Fraction(written)


def _prompts(words: str, language: str, place: SourcePlace) -> tuple[str, tuple[ImportedCue, ...]]:
    """Part words into the name and the prompts with their offsets."""
    found = list(_PROMPT.finditer(words))
    name = words[: found[0].start()] if found else words
    ends = [*(prompt.start() for prompt in found[1:]), len(words)][: len(found)]
    cues = tuple(
        ImportedCue(in_language(words[prompt.end() : end], language), int(prompt[1]) * SECOND, place=place)
        for prompt, end in zip(found, ends, strict=True)
    )
    return in_language(name, language).strip(" ,;"), cues
