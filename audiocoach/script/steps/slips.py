"""Say what is meant by an item of a whiteboard line that is none: pure functions from the line to the error."""

from __future__ import annotations

import re
from collections.abc import Collection

from audiocoach.errors import Hint, Instead, Unreadable
from audiocoach.quantities.lengths import DISTANCE, NO_DISTANCE, no_time
from audiocoach.quantities.loose_lengths import loose_length
from audiocoach.script.steps.kind_words import begins_with_two_words, end_of_item, foreign_kind, item_meant, kind_meant
from audiocoach.script.yaml.draft import GLUED_DASH
from audiocoach.text.late_pattern import LatePattern
from audiocoach.text.suggest import did_you_mean, nearest
from audiocoach.text.suggest import meant as you_mean
from audiocoach.vocabulary import A_STEP_IS, KINDS

LIKE_A_KIND = 0.7
"""How much a word must be like a kind to be taken for it: `rset` is, `press` is an exercise."""

_MOST_LISTED = 200
"""With more blocks than that, a word is not compared with each of them."""

_KIND = "|".join(KINDS)
_TIMES = "times|rounds?(?: of)?|sets?(?: of)?|runden|mal|keer|fois|veces|vezes|volte|razy|x|×|X|[*]"
_REPEAT = (
    "repeat|repeats|reps?|rounds?|wiederhole|wiederholen|wiederholung|wdh|runden?|répète|répétez|répéter|repite|repetir|"
    "repetición|ripeti|ripetere|herhaal|powtórz|repita|repete|sets?"
)
_HEADLESS = LatePattern(
    rf"(?:(?:{_REPEAT})[:.]?\s+(\d+)\s*(?:{_TIMES})?|(\d+)\s*(?:{_TIMES}))(?=[\s(,:-]|$)", re.IGNORECASE
)
_BY_NUMBER = LatePattern(rf"(\d+)\s*(?=\()|(\d+)\s+(?=(?:{_KIND})\b)")
_RANGE = LatePattern(
    r"(\d+)\s*(?:[-–]|to\b)\s*(\d+)\s*(hours?|h|minutes?|mins?|m|seconds?|secs?|s)(?=[\s,)]|$)", re.IGNORECASE
)
SET_FORMS = "write '{0} x (…)' with its steps in the brackets, or\n  - repeat: {0}\n    steps:"


def set_meant(text: str, at: int, language: str) -> Unreadable | None:
    """Say how a set is written, of `repeat 6`, `8 times (…)` or `8 x work 60s, rest 90s`; None of others."""
    found = _HEADLESS.match(text, at) or _BY_NUMBER.match(text, at)
    if not found:
        return None
    count = next(number for number in found.groups() if number)
    steps, end = _steps(text, found.end(), language)
    if not steps:
        hint = SET_FORMS.format(count)
        return Unreadable("a set is a number, an x and brackets", hint, (at, at + len(found[0].rstrip())))
    message = "a set needs brackets" if "(" not in text[at:] else "a set is a number, an x and brackets"
    span = (at, len(text) if "(" not in text[at:] else at + len(found[0].rstrip()))
    if re.search(r"\s[-–]\s", text[found.end() - 1 :]):
        message += ", which hold the steps of the lines beneath it as well"
    line = f"{count} x ({steps})"
    return Unreadable(message, Hint(f"write '{line}'", Instead(line, (at, end))), span)


def _steps(text: str, at: int, language: str) -> tuple[str, int]:
    """Return the items that stand behind a set's head, as they are meant, and where they end."""
    rest = text[at:].lstrip(" \t\n-–:,")
    begin, end = len(text) - len(rest), len(text)
    if rest.startswith("[") and rest.endswith("]"):
        rest = rest[1:-1]
    depth = 0
    for index, char in enumerate(rest):
        depth += (char == "(") - (char == ")")
        if depth < 0 or (depth == 0 and char == ")"):
            rest = rest[: index + (depth == 0)]
            end = begin + len(rest)
            break
    bare = rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest
    if "(" in bare:
        return bare.strip(), end
    items = [item.strip() for item in re.split(r"(?<!\d),|,(?!\d)|\s[-–]\s", bare) if item.strip()]
    meant = [item_meant(item, 0, language) if not re.match(rf"(?:{_KIND})\b", item) else None for item in items]
    return ", ".join(line[1] if line else item for item, line in zip(items, meant, strict=True)), end


def unknown_item(text: str, at: int, names: Collection[str], language: str) -> tuple[Unreadable, int]:
    """Return the error for what stands at `at` in place of an item, and where reading can go on.

    That is behind the item where a hint gives all of it, at the next item; `at` itself where nothing is sure.
    """
    found = re.compile(r"[^\s,()]+").match(text, at)
    if not found:
        at = min(at, max(0, len(text) - 1))
        return Unreadable("a step is missing here", f"write 'work 60s Run'.  {A_STEP_IS}", (at, at + 1)), at
    word, span = found[0], found.span()
    if DISTANCE.fullmatch(word):
        return Unreadable(no_time(word).message, _with_kind(word), span), at
    if re.fullmatch(r"\d{3,}m", word):  # as many minutes are written with hours
        return Unreadable(f"'{word}' reads like a distance, not like a length of time", _with_kind(word), span), at
    if error := set_meant(text, at, language) or _misplaced(text, found):
        return error, at
    if bracketed := _in_brackets(text, at, language):
        return bracketed
    message = f"'{word}' is not a kind of step" + (" or a block" if names else "")
    listed = sorted(names) if len(names) <= _MOST_LISTED else []
    near = nearest(word, [*KINDS, *listed], LIKE_A_KIND)
    meant = item_meant(text, at, language, any_length="60s")
    means = kind_meant(word, language)
    is_slip = near and means in (None, near) and not begins_with_two_words(text[at:])
    if meant and not is_slip:
        shown = (at, meant[0]) if word[0].isdigit() else span
        message = f"'{word}' is not a kind of step"
        return Unreadable(message, you_mean(meant[1], f"  {A_STEP_IS}", part=(at, meant[0])), shown), meant[0]
    if not (means or near) and (foreign := _foreign(text, found)):
        return foreign
    goes_on = re.compile(r"\s+").match(text, span[1])
    if goes_on and loose_length(text, goes_on.end()):
        end = end_of_item(text, at)
        at = end if near in KINDS or (text[end:] and begins_item(text, end + 1, language)) else at
    listing = A_STEP_IS + (f"; or a block: {', '.join(listed)}" if listed else "")
    if means and means != near:
        hint = f"this may be a '{means}' step: give the time it takes, such as 90s or 2:30.  {listing}"
        return Unreadable(message, hint, span), at
    return Unreadable(message, did_you_mean(word, [*KINDS, *listed], listing, LIKE_A_KIND), span), at


_LANGUAGE_NAMES = {
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
}


def _foreign(text: str, found: re.Match[str]) -> tuple[Unreadable, int] | None:
    """Say of `aufwärmen 3m Gehen`, in a script in another language, what is meant, and how it is made a German one."""
    codes = foreign_kind(found[0])
    if not codes:
        return None
    code = next(iter(codes))
    several = " or ".join(f"'language: {each}' ({_LANGUAGE_NAMES.get(each, each)})" for each in codes)
    message = f"'{found[0]}' is not a kind of step; kinds are English in every language"
    meant = item_meant(text, found.start(), code, any_length="60s")
    end, line = meant or (end_of_item(text, found.start()), codes[code])
    more = f"  For a coach who speaks it, write the line {several}.  {A_STEP_IS}"
    hint = you_mean(line, more, part=(found.start(), end))
    return Unreadable(message, hint, found.span()), end


def _in_brackets(text: str, at: int, language: str) -> tuple[Unreadable, int] | None:
    """Say how `[walk: 1m]` among the steps of a set is written: without brackets of its own."""
    if not (found := re.compile(r"\[([^\[\]()]*)\]").match(text, at)):
        return None
    line = bare_step(found[1], language)
    hint = you_mean(line, f"  {A_STEP_IS}") if line else A_STEP_IS
    return Unreadable("a step has no brackets of its own", hint, found.span()), found.end()


def bare_step(text: str, language: str) -> str:
    """Write what `walk: 1m` means as a line; empty where it means no step."""
    bare = re.sub(r":(?=\s)", "", text.strip())
    if re.match(rf"(?:{_KIND})\s+\S*\d", bare):
        return bare
    meant = item_meant(bare, 0, language)
    return meant[1] if meant else ""


def _with_kind(far: str) -> str:
    """Say how a distance is written: with its kind, and a pace."""
    return f"{NO_DISTANCE}, and write 'work {far}'"


def _misplaced(text: str, found: re.Match[str]) -> Unreadable | None:
    """Say what is wrong with a kind that is there, but glued to a sign or behind its length."""
    word, span = found[0], found.span()
    if kind := re.match(rf"({_KIND}):(.+)", word):
        rest = text[span[1] :].split(",")[0].rstrip()
        hint = you_mean(f"{kind[1]} {kind[2]}{rest}", part=(span[0], span[1] + len(rest)))
        return Unreadable("a key is followed by a colon and a space", hint, span)
    if word.startswith("-") and word.lstrip("-") in KINDS:
        return Unreadable(GLUED_DASH, you_mean(f"- {text[span[0] :].lstrip('-')}", part=(span[0], len(text))), span)
    length = loose_length(text, span[0])
    if length and (kind := re.compile(rf"\s+({_KIND})(?=[\s,)]|$)").match(text, length[0])):
        hint = you_mean(f"{kind[1]} {text[span[0] : length[0]]}")
        return Unreadable("the kind comes first", hint, (span[0], kind.end()))
    return None


def two_lengths(text: str, at: int) -> Unreadable | None:
    """Say what is wrong with `2-3 min` in place of a length: a step has one, and only its author knows which."""
    if not (found := _RANGE.match(text, at)):
        return None
    low, high = (f"{number} {found[3]}" for number in found.groups()[:2])
    hint = Hint(f"write '{low}' or '{high}'", low, high)
    return Unreadable(f"'{found[0]}' is two lengths, and a step has one", hint, found.span())


def begins_item(text: str, at: int, language: str) -> bool:
    """Tell whether behind a comma stands what is meant as a step: a word for a kind, or one like it, and a length."""
    if item_meant(text, at, language):
        return True
    word = re.compile(r"\s*([A-Za-z-]+)\s+").match(text, at)
    return bool(word and loose_length(text, word.end()) and nearest(word[1], KINDS, LIKE_A_KIND))


def closing(text: str, at: int) -> int:
    """Find where the bracket that opens at `at` closes.

    Raises:
        Unreadable: when it never does.
    """
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index + 1
    raise not_closed(text, at)


def not_closed(text: str, at: int, end: int | None = None) -> Unreadable:
    """Return the error for a bracket that is never closed; it should be at `end`, or behind all."""
    closed = f"{text[:end]}){text[end:] if end is not None else ''}"
    hint = you_mean(closed, part=(0, len(text))) if len(text) < 200 else "add a ')'"
    return Unreadable("the bracket that opens here is not closed", hint, (at, at + 1))


def closes_nothing(at: int) -> Unreadable:
    """Return the error for a bracket that no other opens."""
    hint = Hint("take it away, or open one before", "")
    return Unreadable("this bracket closes nothing", hint, (at, at + 1))
